"""Spinal cord compression and broken bones, as patterns for `red_flags`.

Cord signs after NICE NG234; how a pattern is written: `red_flag_rules`.
"""

CORD_SURE: tuple[str, ...] = (
    r"(?:{CANT}) ~ (?:feel|sense|move|lift|control|bend|use|wiggle|raise|sentir|mover|levantar"
    r"|controlar|doblar) (?:\w+ ){0,3}(?:{LEGS}|{TOES}|(?:arms|hands|brazos|manos)"
    r"|anything (?:below|from|down)|(?:from|below) (?:the |my )?(?:waist|hips|chest|knees)"
    r"|de la cintura)",
    r"(?:no|ya no|casi no|not|dont|doesnt|didnt) (?:me |le |se )?(?:siento|siente|sentia"
    r"|sintio|muevo|mueve|feel|feeling) (?:\w+ ){0,2}(?:{LEGS}|{TOES}|de la cintura|my lower"
    r"|nada de la cintura)",
    r"(?:lost|losing|lose|loss of|loosing|no|less|perdi|perdio|perdido|perdiendo"
    r"|sin) (?:\w+ )?(?:feeling|sensation|sensations|strength|movement|use|power|control"
    r"|sensibilidad|fuerzas?|movimiento) ~ (?:{LEGS}|{TOES}|limbs|waist|cintura|lower body"
    r"|arms and|hands and|below)",
    r"(?:{LEGS}) & (?:{NUMB}) | numb (?:from|below) ~ (?:waist|down|hips|belly)",
    r"(?:{LEGS}) & (?:{WEAK}) | legs? (?:keep|keeps|kept|is|are|r|feel\w*) ~ (?:giving"
    r"|buckl\w*|weak\w*|collaps\w*) | (?:foot|feet) (?:\w+ ){0,2}(?:drag\w*|drop\w*|slap\w*) "
    r"| foot drop | drag\w* (?:my |his |her )?(?:foot|feet|leg|legs) | arrastr\w* (?:el|los|la"
    r"|las|un|una) (?:pie|pies|pierna|piernas) | fallan las piernas",
    r"(?:peed|peeing|pee|pissed|wet|wetting|soiled|soiling|pooped|pooping|crapped|messed|shit"
    r"|urinated) (?:\w+ ){0,2}(?:myself|himself|herself|themselves|my pants|his pants"
    r"|her pants|my bed|the bed|his bed|without (?:knowing|feeling|realizing|noticing)"
    r"|on (?:my|him|her)self|my underwear|in my sleep)",
    r"(?:cant|unable to|not able to|havent been able to|isnt able to|havent|hasnt|trouble"
    r"|hard time|difficulty|struggling to|impossible to) (?:\w+ ){0,2}(?:pee(?:d|ing)?"
    r"|urinat\w*|pass (?:urine|water)|empty (?:my|his|her) bladder|go pee|start (?:my )?(?:pee"
    r"|stream))(?! (?:without pain|much)) | (?:no|zero) (?:pee|urine) (?:in|for|since)",
    r"(?:lost|losing|lose|loss of|no|cant|loosing|without) (?:\w+ ){0,2}(?:control|hold"
    r"|holding|feel)(?: \w+){0,3} (?:{PEE}|{POOP}|bathroom) | (?:bladder"
    r"|bowels?) (?:control )?(?:is |are |was )?(?:gone|not working|stopped|lost"
    r"|problem\w* since) | incontinen\w* | dribbl\w* (?:\w+ ){0,2}(?:{PEE}) | (?:number (?:1|2"
    r"|one|two)|pee|poop|bm|went|gone|go) (?:\w+ )?(?:on|in) (?:myself|himself|herself|my pants"
    r"|his pants|her pants|my sleep|the bed|the car) | leak\w* (?:urine|pee|poop|stool) |"
    r" (?:accidents?"
    r"|accident) (?:\w+ ){0,3}(?:pee|pants|bed|bowel\w*|bladder|poop)",
    r"(?:se|me) (?:ha |he |anda |estoy |esta )?(?:orin\w+|me[oe]|ensuci\w+|zurr\w+|mojo|moje"
    r"|cag\w+)(?! con (?:dolor|sangre)| mucho| seguido| cada| normal) | (?:hizo|hice|hago"
    r"|hace) (?:\w+ )?(?:encima|en la cama|en los pantalones|en la ropa) | (?:hizo|hice|hace"
    r"|hago) ~ (?:pipi|popo|bano) encima",
    r"(?:no|ya no|perdi|perdio|perdido|sin|perdiendo) (?:puedo |puede |el |la |pude |pudo "
    r"|me )*(?:control\w*|aguant\w*|reten\w+|retengo|siento)(?: \w+){0,4} (?:{PEE}|{POOP}|bano"
    r"|orinar) | no (?:puedo|puede|he podido|ha podido|logro|pude|pudo|podia) (?:orinar"
    r"|hacer pipi|hacer del (?:1|uno|bano)|mear)",
    r"(?:{SADDLE}) & (?:{NUMB}|cant feel|no siento|no feeling|lost feeling) | (?:no siento"
    r"|cant feel|dont feel|no feeling) ~ (?:{SADDLE}|wiping|(?:when|if) i (?:wipe|pee|poop|go)"
    r"|cuando (?:orino|hago))",
    r"(?:no idea|dont know|cant tell|dont feel|cant feel|didnt feel|didnt know|no control"
    r"|dont notice|no me doy cuenta|sin darme cuenta|sin sentir) (?:\w+ ){0,4}(?:pee\w*"
    r"|poop\w*|wip\w*|wet|bathroom|accident\w*|urinat\w*|orin\w*|bladder|bowels?) | (?:{PEE}"
    r"|{POOP}|pee) (?:\w+ ){0,3}(?:comes|came|runs|leaks|falls|sale|salio) (?:right "
    r"|just )?(?:out|down|sol[oa]) | (?:{PEE}|{POOP}|potty|bathroom) accidents? | (?:it"
    r"|pee) just comes out",
    r"(?:try\w*|tried) (?:and |to )+(?:pee|urinate|go pee) ~~ (?:nothing|cant|wont|no luck) "
    r"| (?:nothing|no pee|no urine) (?:comes|coming|came|will come) out + pee\w* | (?:me|se|le"
    r") (?:esta |anda )?(?:sale|salen|salio|saliendo|escapa|escapo|escurre|gotea) (?:\w+ )?"
    r"(?:{PEE}|{POOP}) | (?:cant|dont|cannot|no longer) (?:feel|tell|sense|know) (?:when"
    r"|if) (?:i|he|she|im|he is|she is) (?:\w+ ){0,2}(?:need|have|got|go|going|peeing|pooping|pee"
    r"|poop|done)",
    r"paraly\w* (?:\w+ )?(?:from|below|de la) | (?:woke|wake) up paraly\w*",
    r"pins (?:and|n|an|y) needles (?:\w+ ){0,3}(?:{LEGS}|down) "
    r"| hormigueo (?:\w+ ){0,4}(?:las )?(?:dos |ambas )?piernas",
)
CORD_WALK: tuple[str, ...] = (
    r"(?:{CANT}) (?:\w+ ){0,3}(?:{WALK})(?! (?:(?:the|this|that|my) (?:pain|smell|taste"
    r"|thought|idea|heat|noise)|it (?:anymore|any longer)|you|him|her|this|the dog|my dog"
    r"|early|this early|in the morning at|for work|without coffee))",
    r"walk\w* on (?:\w+ )?(?:cotton|pillows?|clouds?|sponges?|marshmallows?|air|foam|mush"
    r"|stilts) | camin\w+ (?:\w+ )?(?:en|sobre|como en) (?:algodon|nubes|esponja) | (?:foot|feet"
    r"|toes?|pie|pies) (?:\w+ ){0,3}(?:catch\w*|scuff\w*|flop\w*|tropiez\w*|atora\w*) | (?:needs?"
    r"|takes?|took|needed) (?:\w+ ){0,3}(?:people|of us|person) (?:\w+ ){0,3}(?:stand|walk|get"
    r"|move|lift) | (?:crawl|crawled|crawling) to | (?:had to|have to) crawl"
    r" | (?:arrastr|gate)(?:ar|ando) (?:\w+ ){0,2}(?:bano|piso|cama)",
    r"(?:cant|couldnt|no (?:me )?(?:puedo|puede)) (?:even )?(?:move|moverme"
    r"|moverse)(?! (?:my appointment|the appointment|my appt|the appt|it to|to another|la cita"
    r"|mi cita))$ | (?:stopped|quit) (?:being able to )?walking | (?:no|ya no) (?:camina|anda"
    r"|se para|se levanta|se puede (?:parar|levantar|mover|sostener)) | se me doblan | (?:keep"
    r"|keeps|kept) (?:falling|tripping|stumbling) | walk\w* (?:like|as if) (?:\w+ )?(?:drunk"
    r"|a drunk) | legs? (?:wont|dont|doesnt)|unsteady on (?:my|his|her) feet | (?:lost"
    r"|losing) (?:my|his|her) balance | (?:me|se) (?:voy|va) de lado "
    r"| camin\w+ como borrach[oa] | pierd[eo] el equilibrio",
)
CORD_BACK: tuple[str, ...] = (
    r"{BACK} + {BAND} + (?:{PAIN})",
    r"{PAIN} + {BAND} + (?:chest|middle|waist|stomach|belly|ribs|torso|trunk|pecho|cintura"
    r"|estomago)",
    r"{BACK} + {PAIN} + {STRAIN}",
    r"(?:tight|squeez\w*|{BAND}) (?:\w+ ){0,3}(?:around|across|en|alrededor) (?:\w+ ){0,3}(?:ribs"
    r"|rib cage|waist|middle|stomach|belly|trunk|torso|back|cintura|costillas|espalda|panza)",
)
FRACTURE: tuple[str, ...] = (
    r"{FALL} + (?:{PAIN}|{CANT}|{SWELL}|{BENT}|{LIMB}|bruis\w*|stuck|floor|ground|piso|suelo"
    r"|head|cabeza|no (?:me )?puedo|no se puede)",
    r"(?:heard|felt|hear|feel|feeling|hearing|oi|escuche|senti|sentio|oyo|escucho|sintio|made"
    r"|hizo|there was) (?:\w+ ){0,4}(?:{CRACK})",
    r"(?:my|his|her|the|mi|su|el|la|something|algo|both) (?:\w+ ){0,2}(?:{LIMB}|bones?"
    r"|something|algo) (?:\w+ ){0,3}(?:{CRACK}|gave way|gave out) | (?:something"
    r"|algo) (?:\w+ )?(?:{CRACK}) | (?:{CRACK}) (?:\w+ ){0,3}(?:in|en|my) (?:\w+ )?(?:{LIMB})",
    r"(?:i|he|she|think|just|may have|might have|must have|me|se|he|ha"
    r"|le) (?:\w+ ){0,2}(?:{BROKE}) (?:\w+ ){0,3}(?:{LIMB}) | (?:my|his|her|mi|su|the|la"
    r"|el) (?:\w+ )?(?:{LIMB}) (?:\w+ ){0,3}(?:{BROKE}) | (?:se me|se le) (?:{BROKE}) "
    r"| (?:{LIMB}) just (?:{BROKE})",
    r"(?:{CANT}|no|dont|wont) (?:\w+ ){0,3}(?:put|bear|place|hold|carry|take|stand|poner"
    r"|apoyar|cargar|soportar|apoyarme|pisar|asentar|recargar) (?:\w+ ){0,3}(?:weight|pressure"
    r"|on (?:it|that|this|my (?:leg|foot|hip))|peso|pie|pierna)",
    r"(?:{LIMB}) (?:\w+ ){0,4}(?:{BENT}) | (?:{BENT}) (?:arm|leg|hip|brazo|pierna|cadera)",
    r"(?:sudden|suddenly|de repente|repentin\w*|all of a sudden|sharp sudden"
    r"|subit\w*) (?:\w+ ){0,3}(?:{PAIN}) (?:\w+ ){0,4}(?:thigh|hip|legs?|arm|groin|shoulder"
    r"|ribs?|femur|muslo|cadera|pierna|ingle|brazo|hombro|costilla)",
    r"(?:hip|thigh|leg|groin|pelvis|femur|knee|ankle|cadera|muslo|pierna|ingle|rodilla"
    r"|tobillo) + (?:{PAIN}) + (?:cant|no (?:puedo|puede)|unable to|barely) ~ (?:{WALK}|move"
    r"|mover\w*)",
    r"(?:arm|brazo|shoulder|wrist|hombro) + (?:cant|no (?:puedo|puede)) (?:\w+ )?(?:move|mover"
    r"|lift|levantar|use) + (?:{PAIN}|{CRACK}|{SWELL})",
)
FRACTURE_ACHE: tuple[str, ...] = (
    r"(?:thighs?|groin|muslos?|ingles?|femur) & (?:{PAIN}|dull|tender)",
    r"(?:hip|pelvis|cadera) + (?:{PAIN}) + (?:walk\w*|stand\w*|step\w*|weight|caminar|camino"
    r"|pararme|apoyo) + (?:new|started|weeks|wks|days|months|now|lately|worse|nuevo|semanas"
    r"|dias|xgeva|zometa|prolia|denosumab)",
)
