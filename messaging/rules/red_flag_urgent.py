"""What needs a call now or today, as patterns for `red_flags`.

How a pattern is written: `red_flag_rules`.
"""

CLOT: tuple[str, ...] = (
    r"(?:one|left|right|my|his|her|una|la|mi|su|un|el|lower) (?:\w+ ){0,2}(?:arm|calf|leg"
    r"|thigh|ankle|foot|pierna|pantorrilla|brazo|muslo|tobillo|pie|chamorro"
    r"|batata) (?:\w+ ){0,7}(?:{SWELL}|twice the size|twice as (?:big|large|fat)|double the size"
    r"|bigger|huge|fat)",
    r"(?:{SWELL}) (?:\w+ ){0,5}(?:one|left|right|my|a|una|la|un|del|pierna|only)? ?(?:arm|calf"
    r"|leg|thigh|pierna|pantorrilla|brazo|muslo)(?!s) | (?:leg|calf|pierna|pantorrilla|arm"
    r"|brazo) (?:is |esta |are )?(?:{SWELL})",
    r"(?:pierna|pantorrilla|brazo|tobillo|calf|leg|ankle) (?:derech[oa]|izquierd[oa]|right|left)?"
    r" ?(?:\w+ ){0,2}(?:{SWELL})"
    r" | one of (?:my|his|her) (?:legs|calves|arms|ankles|feet) (?:\w+ ){0,3}(?:{SWELL}|bigger)",
    r"(?:calf|calves|pantorrillas?|chamorro|back of (?:my|his|her) (?:leg|knee)) & (?:{PAIN}"
    r"|red|hot|warm|tender|roj[oa]|caliente)",
    r"legs? (?:is |are |looks? |got |turned )?(?:\w+ )?(?:red|purple|hot|warm"
    r"|shiny) (?:\w+ ){0,2}(?:{PAIN}|hot|red|warm|{SWELL}|tender) | (?:have|got|think|maybe"
    r"|hay|tengo|another) (?:\w+ ){0,3}(?:blood clots?|coagulos?|trombosis|dvt|clot in)",
    r"pierna (?:\w+ ){0,4}(?:roja|caliente|morada) (?:\w+ ){0,3}(?:{PAIN}|caliente|{SWELL}|roja)",
)
HIGH_CALCIUM: tuple[str, ...] = (
    r"(?:{THIRST}) + (?:{CALCIUM_MORE})",
    r"(?:{MUCH}) (?:\w+ )?(?:thirst\w*|sed|sedient[oa]|dry mouth and thirst\w*) "
    r"| (?:thirst\w*) (?:\w+ )?(?:all|constantly|always|nonstop|a lot|no matter) | drink(?:s"
    r"|ing)? (?:\w+ ){0,2}(?:nonstop"
    r"|gallons|tons|like crazy) + (?:water|agua|thirst\w*)",
    r"(?:constipat\w*|estren\w*|estrinid\w*|backed up) + (?:days?|weeks?|wks?|dias?|semanas?"
    r"|severe\w*|really|very|so|muy|bad|badly|belly|stomach|nause\w*|sleepy|confused) | (?:no"
    r"|havent|hasnt|havent had a|without a|not) (?:\w+ ){0,4}(?:poop\w*|bm|bms|bowel movement"
    r"|stool|gone to the bathroom|number 2|pooed) (?:\w+ ){0,3}(?:\w+) (?:days?|week|weeks"
    r"|wks?) | (?:no (?:hago|hace|he hecho|ha hecho|voy|he ido|puedo hacer|he podido hacer"
    r"|obro|he obrado)) (?:\w+ ){0,4}(?:bano|popo|caca|cuerpo|obrar)? ?(?:\w+ ){0,3}(?:dias"
    r"|semana)",
    r"(?:cant|wont|barely|hard to|hardly|unable to|doesnt) (?:\w+ )?stay awake | (?:sleep(?:s"
    r"|ing)?|duerme|dormid[oa]|durmiendo) (?:\w+ )?(?:all (?:day|the time)|20|18|16"
    r"|todo el (?:dia|tiempo)|constantly|round the clock) | (?:so|very|extremely|super"
    r"|muy) (?:sleepy|drowsy|lethargic|somnolient[oa]|adormilad[oa]) | letharg\w*",
    r"(?:peeing|pee|urinating|orin(?:o|a|ando)|pipi) (?:\w+ ){0,2}(?:constantly"
    r"|every \w+ (?:min\w*|hour)|a lot|alot|nonstop|all (?:day|night|the time)|so much"
    r"|a cada rato|mucho|muchisimo|cada rato|cada \w+ minutos) + (?:{THIRST}|constipat\w*"
    r"|tired|weak|nause\w*|confus\w*|sed|estren\w*|cansad\w*|sick)",
)
LOW_CALCIUM: tuple[str, ...] = (
    r"(?:{TINGLE}) & (?:{MOUTHISH})",
    r"(?:{TINGLE}) + (?:mouth|lips?|boca|labios?) + (?:fingers?|hands?|dedos?|manos?|feet|toes"
    r"|shot|xgeva|prolia|denosumab|infusion|inyeccion)",
    r"(?<!stomach )(?<!tummy )(?<!belly )(?<!abdominal"
    r" )(?<!menstrual )(?<!period )(?<!my )(?:{CRAMP}) & (?:{MUSCLE}|{SHOT})",
    r"(?:muscle|muscles|leg|hand|foot|calf|body) (?:{CRAMP}) | (?:hands?|fingers?|feet|toes"
    r"|manos?|dedos?) (?:\w+ ){0,3}(?:{CRAMP}) | (?:bad|terrible|painful|severe|awful|nonstop"
    r"|horrible|muchos|fuertes|tengo|con|dan|dio) (?:{CRAMP})",
    r"tetany | tetania",
)
JAW_BONE: tuple[str, ...] = (
    r"(?:bone|hueso) (?:\w+ ){0,3}(?:show\w*|stick\w*|pok\w*|expos\w*|visible|see|com(?:ing"
    r"|es) (?:thru|through|out)|out of|peek\w*|asoma\w*|(?:de |a|por )?fuera|descubiert\w*"
    r"|pelad\w*|expuest\w*|salid\w*|sale"
    r"|ve) + (?:{MOUTH})",
    r"(?:see|show\w*|expos\w*|ve|veo|asoma\w*|ven|sale|stick\w*|pok\w*|feel|expuesto|felt"
    r"|piece of|pedazo de|shard of|white) (?:\w+ ){0,3}(?:bone|hueso) + (?:{MOUTH})",
    r"(?:looks like|think its|like a|is it|hard|sharp"
    r"|white) (?:\w+ ){0,6}(?:{MOUTH}) (?:\w+ ){0,4}bone | (?:hard|sharp"
    r"|white) (?:\w+ ){0,6}(?:pok\w*|stick\w*|coming|com(?:es|ing)) (?:\w+ ){0,3}(?:{MOUTH}) "
    r"| exposed (?:jaw )?bone | jaw ?bone (?:\w+ ){0,3}(?:pok\w*|show\w*|expos\w*|stick\w*"
    r"|visible|out) | (?:puss?|green|yellow|discharge|drain\w*|ooz\w*|abscess\w*|supur\w*"
    r"|absceso|materia|infect\w*) & (?:{MOUTH}) | pus + (?:{MOUTH})",
    r"(?:{SWELL}) & (?:jaws?|gums?|chin|quijadas?|mandibula|encias?|cachete|barbilla|cheek"
    r"|mouth|boca)",
    r"(?:socket|hole|extraction|hueco|hoyo|agujero|spot|gum|gums|place|herida|wound|muela"
    r"|tooth|diente|mouth) ~~ (?:not heal\w*|isnt heal\w*|wont heal|wont close|hasnt (?:healed"
    r"|closed)|havent heal\w*|never heal\w*|doesnt heal|still open|still (?:not"
    r"|isnt) (?:healed|closed)|no (?:me )?(?:cierra|sana|cicatriza|ha (?:cerrado|sanado"
    r"|cicatrizado))|sin (?:cerrar|sanar|cicatrizar)) | no (?:me |se |le )?(?:cierra|sana"
    r"|cicatriza|ha cerrado|ha sanado|ha cicatrizado) ~~ (?:muela|diente|encia|boca|hoyo|hueco"
    r"|sacaron)",
    r"(?:sores?|ulcers?|llagas?|ulcera|ulceras) ~ (?:mouth|gums?|jaw|boca|encias?|tongue"
    r"|lengua) ~~ (?:heal\w*|weeks?|months?|wont|isnt|not|sana\w*|cierra|cura\w*|semanas?"
    r"|meses)",
    r"(?:chin|lower lip|bottom lip|jaw|lip|barbilla|menton|labio|quijada|mandibula"
    r"|gums?) & (?:numb\w*|cant feel|no siento|adormec\w*|dormid[oa]|durmio|entumid[oa]"
    r"|entumec\w*|no feeling)",
    r"no siento (?:\w+ ){0,2}(?:labio|barbilla|menton|quijada|mandibula)",
    r"(?:loose|flojos?|aflojan|afloj[oa]\w*|mueven|wobbly) (?:tooth|teeth|dientes?|muelas?) "
    r"| (?:tooth|teeth|dientes?|muelas?) (?:\w+ ){0,3}(?:loose|flojos?|aflojan|falling out"
    r"|fell out|cayendo)",
)
JAW_PAIN: tuple[str, ...] = (
    r"(?:jaw|jawbone|gums|quijada|mandibula|encias?) & (?:{PAIN}|infect\w*)",
)
PAIN_SEVERE: tuple[str, ...] = (
    r"(?:cant|couldnt|cant even|no longer) (?:\w+ )?(?:take|stand|handle|bear|tolerate"
    r"|deal with|live with|cope with) (?:\w+ ){0,2}(?:pain|hurting|aches?|it anymore"
    r"|this anymore|it any longer|this any longer|any more of this)",
    r"(?:{PILLS}) (?:\w+ ){0,3}(?:isnt|not|dont|doesnt|wont|no longer|havent|no|quit|stopped"
    r"|didnt|barely|hardly) (?:\w+ ){0,3}(?:work\w*|help\w*|touch\w*|do(?:es|ing)?|cut\w*"
    r"|kick\w*|hold\w*|enough|last\w*|quita\w*|sirv\w*|ayuda\w*|hac\w*|calm\w*|funciona\w*"
    r"|alcanz\w*|controla\w*) | (?:pills?|meds?|medicine|morphine|oxy\w*|patch) (?:do|does"
    r"|did) nothing | (?:{PILLS}) (?:\w+ )?(?:useless|not enough|isnt enough|no bastan?)",
    r"(?:ni|not even|even) (?:con |with )?(?:the |my |la |el |las |los )?(?:{PILLS}) (?:\w+"
    r" ){0,4}(?:quita|calma|ayuda|baja|sirve|hace|alivia|doesnt|dont|isnt|wont|touch\w*|help\w*"
    r"|work\w*)",
    r"(?:dolor|pain) (?:\w+ ){0,2}(?:no (?:me|lo|la|le|nos) deja|wont let (?:me|him|her)|keeps"
    r" (?:me|him|her) (?:up|awake)|kept (?:me|him|her) (?:up|awake))",
    r"{PAIN} + (?:{PILLS}) (?:\w+ ){0,2}(?:wore|wears?|wearing|worn) off",
    r"(?:pain|hurts?|hurting|dolor|duele|ache|aching) + (?:nothing"
    r"|nada) (?:\w+ ){0,3}(?:help\w*|touch\w*|work\w*|is helping|is working|eases|takes"
    r"|relieves|quita|calma|ayuda|sirve|alivia|funciona|controla)",
    r"(?:nothing|nada) (?:\w+ ){0,3}(?:helps?|touches|works|eases|relieves|quita|calma|ayuda"
    r"|sirve|alivia) (?:\w+ ){0,3}(?:pain|dolor)",
    r"(?:{AWFUL}) (?:\w+ ){0,2}(?:pains?|dolor(?:es)?)(?! (?:med|meds|pill|pills|relief|clinic"
    r"|doctor)) | (?:pains?|dolor(?:es)?|dolo) (?:\w+ ){0,4}(?:{AWFUL}|worse and worse"
    r"|getting worse) | worst pain",
    r"hurts? (?:\w+ ){0,2}(?:so|too|really|rly|very|real|super|pretty) (?:\w+ )?(?:bad|badly"
    r"|much|terribl\w*) | hurts? (?:like (?:hell|crazy|mad)|bad|terribl\w*|badly|a lot|like a)"
    r"|hurting (?:so |really |very )?(?:bad|badly|so much) | hurts? more than",
    r"(?:in|en) (?:\w+ )?(?:agony|so much pain|alot of pain|a lot of pain|severe pain"
    r"|terrible pain|extreme pain|constant pain|horrible pain|tremendous pain|agonia) | agony "
    r"| agonizing | excruciating | (?:a lot|alot|lots|so much|tons) (?:of )?pain",
    r"(?:scream\w*|cry\w*|crying|sobbing|moaning|gritando|llorando|grito|lloro|grita|llora"
    r"|doubled over) (?:\w+ ){0,3}(?:in|from|with|of|because of|de|del"
    r"|por) (?:\w+ ){0,2}(?:pain|dolor)",
    r"(?:stop|end|kill|make|take away|get rid of|quitenme|quiteme|quitame|quiten|paren"
    r"|quitarme) (?:\w+ )?(?:the|this|my|el|este|mi) (?:\w+ )?(?:pain|dolor)(?! (?:coming|from"
    r"|clinic|pills?|meds?)) | make (?:it|this) stop (?:hurting)? | quit(?:en|e)me (?:el"
    r"|este) dolor",
    r"(?:no|ya no) (?:lo |la )?(?:aguanto|soporto|resisto|aguanta|soporta|aguantamos"
    r"|puedo (?:mas )?con|puedo aguantar|puedo soportar) (?:\w+ ){0,3}(?:dolor\w*|mas) "
    r"| (?:duele|duelen) (?:\w+ ){0,2}(?:muchisimo|demasiado|horrible|bastante|mucho|tanto|feo"
    r"|cabron|un monton|harto) | (?:mucho|muchisimo|tanto|demasiado|harto|fuerte"
    r"|un) dolor (?:\w+ ){0,2}(?:fuerte\w*|insoportable|horrible|terrible|muy"
    r"|intenso)? ?(?:muchisimo)?(?! de cabeza leve)$ | (?:tengo|tiene|con|siento) (?:mucho"
    r"|muchisimo|tanto|demasiado|un fuerte) dolor | (?:muero|muere|muriendo|rabio|rabiando"
    r"|revolcando"
    r"|retuerzo) (?:de|del) dolor",
    r"pain (?:\w+ ){0,2}(?:wont|doesnt|isnt|not) (?:\w+ )?(?:stop\w*|go\w* away|let\w* up"
    r"|quit\w*|eas\w*|controlled|under control) | no se (?:me )?quita (?:\w+ ){0,2}dolor "
    r"| dolor (?:\w+ ){0,2}no (?:se )?(?:me )?(?:quita|calma|para|cede|baja)",
)
PAIN_NUMBER: tuple[str, ...] = (
    r"(?:pain|dolor) (?:\w+ ){0,4}(?:9|10|nine|ten|nueve|diez)(?! (?:am|pm|mg|min\w*|hours?"
    r"|days?|dias?|times|percent|years|treatments?|weeks|horas|veces))(?= |$)",
    r"(?:9|10|nine|ten|nueve|diez) (?:/|out ?of|outta|outa|de|sobre) (?:10|ten|diez)",
)
BLOCKED: tuple[str, ...] = (
    r"(?:{VOMIT}) + (?:no (?:\w+ )?(?:poop\w*|bms?|stool|bowel movement)|constipat\w*"
    r"|estren\w*|estrinid\w*|no (?:hago|he hecho) (?:\w+ )?(?:bano|popo|cuerpo))",
)
VOMITING: tuple[str, ...] = (
    r"(?:cant|couldnt|not able to|unable to|wont|doesnt|isnt|not|havent"
    r"|nothing) (?:\w+ )?(?:keep\w*|hold\w*|kept|stay\w*|get\w*) (?:\w+ ){0,4}(?:down|in"
    r"|inside|water|food|fluids?|liquids?)(?! touch) | nothing (?:stays|will stay"
    r"|is staying) (?:down|in) | cant hold (?:\w+ ){0,3}(?:sips?|water|food)",
    r"(?:{VOMIT}) ~~ (?:{OFTEN}) | (?:{OFTEN}) (?:\w+ ){0,3}(?:{VOMIT}) | (?:cant|wont"
    r"|doesnt) stop (?:{VOMIT})",
    r"(?:im|he is|she is|been|keep|keeps|started|estoy|esta|anda|ando|kept|sigo|sigue"
    r"|continuo) (?:\w+ )?(?:{VOMIT})",
    r"(?:{LOOSEBOWEL}) ~~ (?:{OFTEN}|\d+|weak|lightheaded|faint) | (?:{OFTEN}|severe|horrible"
    r"|mucha|uncontroll\w*|explosive|terrible|\d+ times|stop having"
    r"|stop the) (?:\w+ ){0,5}(?:{LOOSEBOWEL}) | (?:{LOOSEBOWEL}) (?:wont|cant|doesnt|no)",
    r"(?:im|feel|feeling|so|very|getting|think|he is|she is|estoy|esta"
    r"|me siento) (?:\w+ ){0,3}(?:dehydrat\w*|deshidrat\w*)",
    r"no (?:puedo |puede |me |logro |le |se |he podido |paro |para )*(?:retengo|retener"
    r"|retiene|detengo|tolero|tolera|tolerar|se queda|queda) (?:\w+ ){0,3}(?:nada|agua|comida"
    r"|liquidos?|alimentos?)? | (?:no (?:paro|para|dejo|deja|puedo parar"
    r"|puede parar)) (?:\w+ )?de (?:{VOMIT}|ir al bano|obrar)",
    r"(?:everything|anything|whatever|food|meals?|water|all|every bite) (?:\w+ ){0,5}(?:comes?"
    r"|coming|came) (?:right |straight |back )*up(?! with)",
    r"(?:estomago|panza) (?:\w+ )?no (?:me |le )?(?:aguanta|acepta|tolera|recibe|retiene) | no"
    r" (?:me |le )?(?:aguanta|acepta|tolera) (?:\w+ ){0,2}(?:nada|comida|agua)"
    r"(?! (?:de )?(?:dolor|fri)) | todo lo (?:vomit\w*|devuelv\w*|regres\w*)",
    r"(?:todo lo que (?:como|come|tomo|toma)) (?:\w+ )?(?:lo )?(?:{VOMIT}|regreso|devuelvo)",
)
