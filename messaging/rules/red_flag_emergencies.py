"""Emergencies away from the spine and bones, as patterns for `red_flags`.

How a pattern is written: `red_flag_rules`.
"""

SELF_HARM: tuple[str, ...] = (
    r"(?:want|wants|wanna|wish|ready|like|rather|hope|prefer) (?:to |i (?:was |were |could "
    r"|would )?|he was |she was )?(?:just )?(?:die(?! laughing| of laugh)|be dead|dead"
    r"|kill (?:myself|himself|herself)|end (?:it all|my life|it|things|everything)|not wake up"
    r"|disappear|be gone)",
    r"(?:im |i am )?(?:gonna|going to) (?:kill (?:myself|himself|herself)|end (?:it all"
    r"|my life|it)) | (?:kill|killing|kil) (?:myself|himself|herself|my self) | suicid\w* "
    r"| (?:hurting|harm|harming|cutting) (?:myself|himself|herself|my self)(?! (?:shaving"
    r"|cooking|while|when)) | (?:hurt|cut) (?:myself|himself|herself) on purpose | (?:want"
    r"|wants|wanna|going|gonna|thinking) (?:to |of |about )?(?:hurt|cut|hurting"
    r"|cutting) (?:myself|himself|herself)",
    r"(?:end|ending|take|taking) (?:it all|my life|his life|her life|my own life|their life"
    r"|my own) | better off (?:dead|without me|if i (?:was|were))",
    r"(?:dont|doesnt|no longer|not) (?:want|wanna|wish) (?:to )?(?:live|be here|be alive"
    r"|wake up|exist|be around|keep living|go on living|be in this world)(?! (?:at|in the|for"
    r"|on|when|with))",
    r"(?:no|any|a|whats the|what is the|the) (?:reason|point)(?: left)? (?:to|in|of"
    r"|for) (?:keep |go on |even |keep on )?(?:live|living|going on|being alive|being here"
    r"|go on|staying alive) | tired of (?:living|being alive|life) | (?:life"
    r"|it) isnt worth (?:it|living) | (?:not|never|isnt) worth living | thinking (?:of"
    r"|about) (?:ending|taking all|killing|overdos\w*|suicide|death|hurting) | take (?:all"
    r"|the whole bottle of) (?:of )?(?:my|the|these) pills (?:and|to) ",
    r"wish (?:i|he|she) (?:was|were|wouldnt|didnt|wont|could not|never|could just"
    r"|wasnt) (?:dead|wake|here|alive|woken?|been born|die|not wake|go to sleep and) "
    r"| wish i was not (?:here|alive) | rather be dead | just let me (?:die|go) "
    r"| if i (?:was|were|am|just) (?:\w+ )?(?:dead|gone|not (?:here|alive|around)|no longer"
    r" (?:here|around|alive)|died) | (?:better|happier|easier) (?:\w+ )?(?:without me|if i died) "
    r"| want it to (?:all )?be over | cant go on(?= ?$| [.?]| like this| anymore| living| any"
    r" ?(?:longer|more)) "
    r"| not wake up (?:tomorrow|again|anymore) | nothing to live for | no will to live "
    r"| giving up on life",
    r"(?:quiero|quisiera|deseo|prefiero|preferiria|ojala|quiere|gustaria|ganas de) (?:ya "
    r"|mejor |me |estar |que me )*(?:morir(?:me|se)?|muert[oa]|matar(?:me|se)|no despertar"
    r"|desaparecer|muera|terminar con (?:mi vida|todo)|acabar con (?:mi vida|todo))",
    r"(?:no|ya no) (?:quiero|quiere|deseo|tengo ganas de) (?:seguir )?(?:vivir|viviendo"
    r"|estar aqui|despertar|existir|seguir viv[oa]|estar en este mundo|estar viv[oa])(?! en| con)"
    r" | (?:quitar"
    r"|quitarme|quitarse) (?:me )?la vida | (?<!de )matarme | se quiere (?:morir|matar) "
    r"| me (?:quiero|quisiera) (?:ya )?(?:morir|matar)(?! de risa) | me voy a matar "
    r"| mejor (?:me )?(?:muero|morir\w*) | ojala me muera | ya no (?:aguanto|quiero) (?:esta"
    r"|la|mi) vida | me quiero ir (?:de este mundo|con dios)",
    r"no (?:tiene (?:caso|sentido)|vale la pena) (?:seguir )?(?:vivir|viviendo|mi vida|la vida"
    r"|seguir con vida) | para que (?:vivo|sigo viviendo|seguir viviendo|vivir) "
    r"| hacerme dano | sin ganas de vivir | mejor muert[oa] | estarian mejor sin mi "
    r"| cansad[oa] de vivir | acabar con mi vida",
    r"(?:gun|rope|knife|pistol|razor|pistola|cuchillo|soga) ~~ (?:myself|my self|end it|on me"
    r"|my head|wrists?|conmigo|matar\w*) | jump(?:ing)? (?:off|from|in front of) | (?:have|got)"
    r" a plan to (?:die|end|kill) | slit my",
)

OVERDOSE: tuple[str, ...] = (
    r"(?:took|taken|take|had|swallowed|used|given|gave|popped|drank|put on) ~ (?:too many"
    r"|too much|extra|double|twice|triple|2x|all (?:of )?(?:my|his|her|the)|whole bottle"
    r"|entire bottle|bunch of|handful of) ~ {PILLS}",
    r"(?:took|swallowed) (?:too many|too much|all of them|the whole bottle|double(?! check)) "
    r"| too (?:many|much) (?:of )?(?:my |his |her |the )?{PILLS} ~ (?:took|by|and|now"
    r"|accident\w*|mistake) | (?:an|i|he|she|maybe|accidentally|accidental) overdos\w* "
    r"| overdosed | ^overdose$ | od(?:ed|d) on | sobredosis",
    r"(?:took|swallowed|had|gave|tome|tomo) (?:\w+ ){0,5}{PILLS} (?:\w+ ){0,3}(?:by"
    r" (?:accident|mistake)|accidentally|por error|por accidente|sin querer|de mas) "
    r"| (?:accidentally|mistakenly) (?:took|swallowed|doubled|gave)(?! off| it off)",
    r"(?:put|wearing|wore|has|have|left|stuck) (?:\w+ ){0,2}(?:two|2|3|three|extra|both)"
    r" (?:\w+ ){0,2}patch\w* | (?:puse|pusimos|puso|traigo|trae) (?:dos|2|tres|3) parches",
    r"(?:di|dio|dimos|dieron|gave|given|took|tome|tomo) ~ (?:doble|double|triple|twice) ~"
    r" (?:{PILLS}|dos"
    r"[ei]s|dose)",
    r"(?:took|taken|swallowed|gave|tome|tomo|tomado) (?:\w+ ){0,2}(?:[4-9]|[1-9]\d|four|five|six"
    r"|seven|eight|ten|cuatro|cinco|seis|siete|ocho|diez) (?:\w+ ){0,4}(?:{PILLS}) + (?:{DROWSY}"
    r"|at once|same time|all together|de golpe|de una vez|a la vez|juntas)",
    r"(?:doubled|tripled) ~ (?:dose|doses|{PILLS}) | (?:two|2|3|three"
    r"|extra) (?:fentanyl )?patches ~ (?:on|at once|drowsy|sleepy)",
    r"(?:hard|difficult|impossible|cant|couldnt|barely|hardly|unable|trouble|cant get|wont"
    r"|doesnt|isnt) (?:to )?(?:\w+ ){0,2}(?:wake|wake up|waking|rouse|arouse"
    r"|wakes up)(?! up (?:early|at|for|on time|in the morning|before))",
    r"(?:breath\w*) (?:\w+ ){0,2}(?:slow\w*|shallow\w*|barely|stops|stopped|stopping) "
    r"| (?:slow|shallow|barely|not|isnt|stopped) (?:\w+ )?breathing "
    r"| breathes? (?:only )?(?:once|few|every)",
    r"{PILLS} + (?:so|too|very|rly|really|super|extremely|extra|cant stay) (?:{DROWSY}"
    r"|awake) + (?:took|take|taking|after|since|patch\w*|dose|tome|tomo|despues)",
    r"(?:me tome|tome|tomo|tomado|tomaron|tomamos|se tomo|trago|trague|puse"
    r"|pusieron) (?:\w+ ){0,3}(?:demasiad[oa]s?|muchas|muchos|de mas|doble|todas|todos"
    r"|el frasco|un monton)",
    r"no (?:puedo|puede|podemos|logro|lo puedo|la puedo) ~ despert\w* | no (?:se )?despierta "
    r"| no reacciona | respir\w+ (?:\w+ ){0,2}(?:despaci\w*|lent\w*|poco|poquito|apenas) "
    r"| apenas respira | cuesta despertar\w*",
    r"lips (?:are |look |turning )?(?:blue|purple) + {DROWSY}",
)

ALLERGIC: tuple[str, ...] = (
    r"{SKIN} & {SWELL}",
    r"(?:throat|garganta) & (?:clos\w*|tight\w*|cerrando|cierra|cerro|cerrad[oa]|apret\w*"
    r"|itch\w*|pica|lump)",
    r"(?:hives | welts | ronchas | urticaria | anaphyla\w* | allergic reaction "
    r"| reaccion alergica | habones | sarpullido en todo)",
    r"(?:rash | itch\w* | sarpullido | comezon | picazon "
    r"| pica todo) + (?:{SHOT}) + (?:all over | everywhere | body | whole | throat "
    r"| breath\w* | swell\w* | swoll\w* | todo el cuerpo | toda | hinch\w*)",
    r"(?:cant swallow|no puedo tragar|trouble swallowing) & (?:tongue|throat|lengua|garganta"
    r"|thick|tight)",
    r"(?:hard to swallow|cant swallow|trouble swallowing|no puedo tragar) & (?:puff\w*|{SHOT}"
    r"|{SWELL}|rash|itch\w*|hives)",
)

STROKE: tuple[str, ...] = (
    r"(?:face|mouth|smile|eye|eyelid|cara|boca|rostro|lip) & (?:droop\w*|sagg\w*|hanging|melt\w*"
    r"|lopsided"
    r"|crooked|chuec[oa]|torcid[oa]|caid[oa]|paraliz\w*|paralyzed|uneven|desviad[oa]|torcio"
    r"|torcida|de lado|de un lado|hacia un lado|lopsided|wont move|numb on one side"
    r"|falling on one side)",
    r"(?:half|one side|left side|right side|mitad|un lado|media) (?:of )?(?:de )?(?:my |his "
    r"|her |the |la |mi |su )?(?:face|body|cara|cuerpo|rostro)? ~ (?:numb\w*|weak\w*|droop\w*"
    r"|paraly\w*|dead|cant move|wont move|adormec\w*|dormid[oa]|debil|no (?:puede|puedo) mover"
    r"|paraliz\w*|entumid\w*)",
    r"slurr\w* | slured | (?:speech|talk\w*|words?|speak\w*|voice|habla\w*"
    r"|hablando) & (?:funny|weird|garbled|wrong|jumbled|strange|gibberish|slow and|rar[oa]"
    r"|arrastr\w*|enredad[oa]|trabad[oa]|trab[oa]|trabando)",
    r"(?:cant|couldnt|trouble|not able to|no puede|no puedo|no podia) (?:\w+ )?(?:talk|talking"
    r"|speak|speaking|get (?:his|her|my|the) words|find (?:his|her|my|the|the right) words"
    r"|hablar|decir palabra)(?! (?:on the phone|right now|now im|long|to (?:him|her|my doctor"
    r"|the doctor|anyone|you)|about)) | no habla bien | words (?:wont|dont|arent) come",
    r"(?<!is )(?:seizures?|seizing(?! up)|seizure) | convuls\w* | ataque epilepti\w* "
    r"| (?:his|her|my|the|los|sus)? ?(?:eyes|ojos) (?:\w+ ){0,3}(?:roll\w*|voltea\w*|en blanco"
    r"|voltear\w*) | foaming at | echa\w* espuma | (?:she|he|body|arms?) (?:was |is |started )?"
    r"(?:jerking|convulsing) | had (?:\w+ )?(?:kind|sort) of (?:a )?fit | had a fit | having a"
    r" fit | fits and shakes | le dio un ataque",
    r"pass(?:ed|es|ing)? out(?! flyers| candy)(?! from laugh\w*| early| on the couch) "
    r"| faint(?:ed|ing|s)? | feel(?:ing)? faint | black(?:ed|ing|s)? out | collapsed "
    r"| keeled over | lost consciousness | unconscious | unresponsive | (?:not|isnt|wont"
    r"|doesnt|stopped) respond\w*(?! to (?:treatment|chemo|my|texts?|the|me|you)) | desmay\w* "
    r"| desvanec\w* | inconsciente | perdi(?:o|do)? el conocimiento "
    r"| no (?:me )?responde(?!n) | se nos fue de lado",
    r"(?:having|had|has had|have had|think|another|mini|maybe|like|is this|a|es|dio|tuvo"
    r"|un) (?:\w+ ){0,3}(?:strokes?|derrame|embolia|ictus) | (?:sudden|suddenly"
    r"|all of a sudden|de repente) ~~ (?:cant see|blind|double vision|vision|no veo"
    r"|no puedo ver|perdi la vista) | (?:cant see|lost (?:my )?vision|vision (?:is "
    r"|went )?(?:gone|black|double)|seeing double|double vision|vision doble|veo doble|perdi la"
    r" vista) "
    r"| worst headache | thunderclap",
    r"(?:arm|leg|hand|brazo|mano|pierna) + (?:weak\w*|numb\w*|droop\w*|debil"
    r"|dormid[oa]) + (?:slur\w*|face|speech|one side|cara|habla)",
)

CHEST: tuple[str, ...] = (
    r"(?:someone|something|somebody|elephant|weight|brick|bricks|truck|ton|band|pressing"
    r"|pushing|sitting|squeez\w*) (?:\w+ ){0,4}(?:on|in|around) (?:my |his |her "
    r"|the )?chest(?! (?:worse|when i cough)) | chest (?:is |was |has been )?(?:killing"
    r"|hurt\w*|throbbing|pounding and|burning|on fire)",
    r"chest (?:pains? | hurts? | hurting | aches? | aching | tight\w* | pressure | heavy "
    r"| heaviness | discomfort | burning bad | is killing) | chest (?:feels?|is|has been|got"
    r"|feeling|been) (?:\w+ ){0,2}(?:tight\w*|heavy|hurting|sore|squeez\w*|crush\w*|painful"
    r"|killing|pressure|weird)",
    r"(?:pains?|pressure|tightness|hurts?|ache|squeezing|crushing|stabbing|heaviness|hurting"
    r"|elephant|weight|burning) (?:in|on|of|to|across|inside|thru|through) (?:my |the |his "
    r"|her |mid |left |right |center of my )*chest",
    r"(?:duele|dolor|duelen|presion|opresion|apriet\w*|punzad\w*|pesadez|ardor|dolores"
    r"|molestia) (?:\w+ ){0,3}(?:pecho|corazon|tetilla) | pecho (?:\w+ )?(?:apretad[oa]"
    r"|aprieta|oprimid[oa]|duele|me duele|pesado|cerrado)",
    r"(?:having|had|have|is having|think|like|maybe) (?:\w+ ){0,3}heart attack | infarto "
    r"| ataque (?:al|de|del) corazon",
    r"(?:{CANT}) (?:\w+ ){0,4}(?:breath\w*|catch (?:my|his|her) breath|get (?:any |enough "
    r"|my )?(?:air|breath)|respirar|jalar aire|agarrar aire)(?! (?:test|mint))",
    r"short(?:ness)? (?:of|on|in) (?:my |his |her )?breath | sob(?= |$)(?! story) "
    r"| out of breath | (?:so |very |really |get |getting |gets |am |im )winded | winded(?= ?$|"
    r" (?:just|from|after|when|doing|going|walk\w*|climb\w*|taking)) | gasping "
    r"| breathless | suffocat\w* | choking | breathing (?:is |has been |feels |gets "
    r"|getting )?(?:\w+ )?(?:hard|fast|heavy|difficult\w*|trouble|bad|worse|funny|labored"
    r"|problems?) | (?:trouble|difficulty|problems?|hard time|struggling) (?:\w+ )?breathing "
    r"| wheez\w* | lips? (?:\w+ )?(?:blue|purple) | need air",
    r"breathing (?:\w+ ){0,3}(?:worse|harder|bad|shallow)",
    r"(?:struggl\w*|fight\w*|gasp\w*|hungry|starv\w*) (?:\w+ )?for (?:\w+ )?(?:air|breath)",
    r"respir\w* (?:\w+ ){0,2}(?:trabajo|trabajos|dificultad|cortit[oa])",
    r"no (?:me |le )?(?:llega|entra|alcanza|pasa|jala) (?:\w+ ){0,2}aire",
    r"falta(?:n|ndo)? (?:\w+ ){0,2}(?:aire|aliento|respiracion|respirar) "
    r"| faltando (?:el )?aire | (?:me|se) (?:estoy |esta |siento que me )?(?:ahog\w*|asfixi\w*"
    r"|sofoc\w*) | (?:me |que me )ahogo | no (?:puedo|puede|pude|alcanzo a"
    r"|logro) (?:\w+ )?respir\w* | respir\w* (?:\w+ )?(?:mal|con dificultad|agitad[oa]|rapido"
    r"|bien no) | sin (?:aire|aliento) | (?:labios|unas) (?:\w+ )?(?:morad[oa]s|azul\w*) "
    r"| (?:cuesta|dificil|dificultad|trabajo|batall\w*) (?:\w+ ){0,3}respirar "
    r"| no respir[ao] bien",
)
BLEEDING: tuple[str, ...] = (
    r"cant (?:\w+ ){0,6}(?:stop|quit) (?:\w+ )?bleed\w*",
    r"(?:wont|cant|doesnt|not|isnt|keeps?|never|hasnt|havent|didnt) (?:\w+ ){0,3}(?:bleed\w*"
    r"|blood) | bleed\w* (?:\w+ ){0,4}(?:wont|doesnt|isnt|not|cant|hasnt|havent"
    r"|keeps) (?:\w+ )?(?:stop\w*|quit\w*|clot\w*|coming|going|slow\w*)",
    r"bleed(?:ing|s)? (?:\w+ )?(?:a lot|alot|heavily|heavy|badly|bad|nonstop|non stop|out"
    r"|from (?:my |his |her )?(?:rectum|butt|bottom|vagina|behind|mouth|nose and|ears?"
    r"|everywhere)|everywhere|for (?:\w+ )?(?:hours?|minutes?|min|hrs?|days)|all (?:day|night)"
    r"|really|so much|thru|through) | (?:im|is|he is|she is|been|started|heavy|rectal|vaginal"
    r"|nonstop|serious|lots of|a lot of|much) bleeding | nose (?:\w+ ){0,2}(?:wont|doesnt|cant"
    r"|not) (?:stop|quit)(?:ting)?(?! run) | nose ?bleeds? (?:\w+ ){0,4}(?:stop"
    r"|hour|hours|min\w*|long|heavy|bad)",
    r"(?:{SAY_BLOOD}) (?:\w+ ){0,4}(?:blood|bloody|sangre|clots|coagulos|coffee grounds"
    r"|cafe molido)",
    r"(?:blood|bloody|sangre|clots) (?:in|en|with|con|on) (?:\w+ ){0,3}(?:vomit\w*|poop\w*"
    r"|stool\w*|pee|urine|spit|phlegm|toilet|bowel\w*|bm|diarrhea|popo|caca|heces|orina|vomito"
    r"|flema\w*|saliva|bano|excremento|mucus|cough|esputo) | bloody (?:stools?|vomit|pee|urine"
    r"|diarrhea|poop|nose wont)",
    r"(?:{POOP}) (?:\w+ ){0,5}(?:black|tar|tarry|negr[oa]s?|chapopote|alquitran|blood\w*"
    r"|sangre|maroon|petroleo|dark red) | (?:black|tarry|negr[oa]s?"
    r"|maroon) (?:\w+ ){0,3}(?:{POOP})",
    r"(?:hice|hago|hizo|hace|obr[eoa]) (?:\w+ ){0,2}(?:bano )?(?:\w+ )?(?:negr[oa]|chapopote)",
    r"coffee grounds? | (?:a lot|lots|lot|tons|so much|full|pool|puddle|mouthful) of blood "
    r"| blood (?:everywhere|all over|pouring|gushing|clots) | hemorrhag\w* | hemorragia "
    r"| gushing",
    r"(?:no (?:para|deja|se (?:quita|detiene|corta)|ha parado|dejo"
    r"|paro)) (?:\w+ ){0,3}(?:sangr\w*) | sangr\w* (?:\w+ ){0,5}(?:no (?:para|deja|se|me|le)"
    r"|mucho|mucha|bastante|demasiad[oa]|horas?|minutos|de la nariz|del recto|por abajo"
    r"|por el ano|por la boca|nasal) | (?:estoy|esta|sigue|sigo) sangrando | (?:mucha|echando"
    r"|hecho|eche) sangre | nariz (?:\w+ ){0,3}sangr\w*",
)
FEVER: tuple[str, ...] = (
    r"{FEVER}",
    r"{CHILLS}",
    r"{SORESITE} & (?:{INFECTED})",
    r"(?:{SORESITE}) & (?:{SWELL})",
)
CONFUSION: tuple[str, ...] = (
    r"(?:he|she|mom|mother|mum|dad|father|husband|wife|hubby|grandma|grandpa|brother|sister"
    r"|son|daughter|him|her|patient|friend|mama|papa|esposo|esposa|marido|mujer|abuel[oa]"
    r"|herman[oa]|el|ella|madre|padre|suegr[oa]|hij[oa]|tio|tia|jefit[oa]) ~~ (?:{ODD})",
    r"(?:feel|feeling|felt|getting|been|woke up|so|really|very|super|suddenly|anda|ando|estoy"
    r"|estaba|muy|bien|todo|toda|seems?|acting|became|getting more|keep getting"
    r"|bit) (?:\w+ )?(?:{ODD})",
    r"(?:{ODD}) + (?:{THIRST}|pee\w*|sleep\w*|constipat\w*|sed|orin\w*|duerm\w*|dizzy|weak"
    r"|chemo|meds?|today|since|suddenly|hoy|desde|nause\w*|fell)",
    r"(?:anda|esta|se ve) (?:\w+ )?como (?:id[oa]|perdid[oa]|borrach[oa]|en otro mundo)"
    r" | no sabe (?:donde esta|en donde|que dia|quien (?:es|soy)|como se llama) | (?:he|she|mom"
    r"|dad|mother|father|wife|husband) (?:\w+ ){0,2}thinks (?:its|it is|he is|she is|im|we are"
    r") (?:in |at |her |his |my )?(?:19\d\d|20\d\d|mother|mom|dad|school|work|a kid|someone)",
    r"hallucinat\w* | seeing things | delirious | alucin\w* | desvaria\w* | delirando "
    r"| dont know where i am | no se donde estoy | (?:talking|dice) (?:nonsense|gibberish"
    r"|incoherencias)",
)
