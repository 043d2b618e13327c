"""Body, symptom and circumstance words of red flags, English and Spanish as one list.

Data for `red_flags`.  Each value is a pattern over the plain form of
`content.text.fold.normal`; alternatives are separated by "|".  A misspelt word is
repaired before matching, so only right spellings (and slang) stand here.
"""

CONCEPTS: dict[str, str] = {
    "LEGS": r"""
        legs? | feet | foot | knees? | ankles? | lower body | lower half | bottom half
        | (?:waist|hips?|chest|navel|belly button|cintura|ombligo) (?:on )?(?:down|para abajo|hacia
        abajo) | piernas? | patas? | pies? | rodillas? | extremidades
    """,
    "TOES": r"toes | toe | dedos (?:de los|del) pies?",
    "LIMB": r"""
        legs? | arms? | hips? | thighs? | shoulders? | ribs? | wrists? | ankles? | elbows?
        | collarbone | pelvis | femur | bones? | forearm | shin | piernas? | brazos? | caderas?
        | muslos? | hombros? | costillas? | munecas? | tobillos? | codos? | huesos? | clavicula
        | rodillas? | knees? | feet | foot | pies? | back | espalda | hand | hands | manos?
        | spine | columna
    """,
    "NUMB": r"""
        numb\w* | dead | asleep | no feeling | no sensation | tingl\w* | pins (?:and|n|an
        | y) needles | prickl\w* | adormec\w* | adormil\w* | entumec\w* | entumid\w*
        | dormid[oa]s? | hormigue\w* | hormigas | duermen | durmio | durmieron | duerme
        | alfileres
    """,
    "WEAK": r"""
        heaviness | wouldnt (?:\w+ )?(?:work|hold|move|go) |        weak\w*
        | (?:feel|feels|feeling|so|very|really|super|are|is|r) week(?:er)? | heavy
        | jello | jelly | rubber\w* | noodles? | spaghetti | wobbly | shaky | lead
        | g[ai]v(?:e|es|ing)? (?:out|way|up on me) | giving (?:out|way) | going out | buckl\w*
        | fold\w* | collaps\w* | (?:wont|dont|doesnt|isnt|not|arent|stopped|quit
        | cant) (?:\w+ )?(?:work\w*|hold|move|moving|listen\w*|obey\w*|know|cooperat\w*|do(?:ing)?
        what|support|carry|respond\w*)
        | no strength | useless | paraly[sz]\w* | debil\w* | flojas? | flojera | sin fuerzas?
        | no \w* ?fuerzas? | de trapo
        | no (?:me |le |lo |la |nos |les )?(?:responden|sostienen|sostiene|responde
        | aguantan) | dobl(?:an|an|aron|o) | fallan | fallaron | pesadas? | paraliz\w*
    """,
    "CANT": r"""
        cant | barely | can hardly | hardly | not able to | isnt able to | havent been able to
        | no longer able to | struggl\w* to | trouble | difficulty | hard to | difficult to
        | hard time | impossible to | wasnt able to | no (?:me |se |le |lo |la |nos )?(?:puedo
        | puede|pude|pudo|podia|pueden|podemos) | apenas (?:puedo|puede)
        | ya no (?:me |se )?(?:puedo|puede) | me cuesta(?: trabajo| mucho)?
        | le cuesta(?: trabajo| mucho)? | batallo para | batalla para | dificultad para
        | trabajos para
    """,
    "WALK": r"""
        walk\w* | stand\w* | get (?:up|out of (?:bed|the bed|my chair|the chair)) | getting up
        | climb\w* | take a step | caminar | andar | parar(?:me|se) | levantar(?:me|se|la|lo)?
        | ponerme de pie | ponerse de pie | sostener(?:me|se)
    """,
    "PAIN": r"""
        pains? | hurts? | hurting | aches? | aching | achy | sore\w* | dolor\w* | duelen?
        | adolorid[oa] | dolio | on fire | killing me | throb\w*
    """,
    "SWELL": r"""
        swell\w* | swoll\w* | swole | puff\w* | blow(?:n|ing) up | ballooned | hinch\w*
        | inflam\w* | inchad[oa]s?
    """,
    "PILLS": r"""
        pills? | meds? | medicines? | medications? | morphine | oxys? | oxycodone | oxycontin
        | percocet\w* | norcos? | hydrocodone | vicodin | fentanyl | patch\w* | dilaudid
        | tramadol | methadone | tylenol | opioids? | painkillers? | drugs? | hydromorphone
        | pastillas? | pildoras? | medicinas? | medicamentos? | morfina | tramadol | parches?
        | calmantes? | analgesicos? | tabletas? | gotas | ibuprofen | advil | roxicodone | roxys?
        | ms contin | gabapentin
    """,
    "SHOT": r"""
        shot | injection | infusion | drip | dose | treatment | xgeva | prolia | zometa
        | denosumab | zoledron\w* | iv | medicine | inyeccion | infusion | suero | dosis | vacuna
        | piquete | chemo | quimio | meds? | medication | medicina | pastilla | new drug
    """,
    "PEE": r"pee | urine | bladder | piss | orina | pipi | vejiga | pis",
    "POOP": r"""
        poops? | bowels? | stools? | bm | shit | crap | popo | caca | heces | intestinos?
        | esfinter\w* | excremento | feces | bowel movements?
    """,
    "SADDLE": r"""
        down there | crotch | butt\w*(?! lip) | bottom(?! lip) | between (?:my|his|her|the) legs
        | privates? | genitals? | wipe | saddle | rear | backside | my parts | private (?:area
        | parts) | groin | vagina | penis | entrepierna | partes? (?:intimas?|privadas?) | nalgas
        | trasero | ahi abajo | alla abajo | las ingles | genitales | pompis
    """,
    "FALL": r"""
        (?<!this )(?<!the )(?<!hair )(?<!tooth )(?<!teeth )(?:fell|fallen|had a (?:\w+ )?fall
        | took a (?:\w+ )?(?:fall|spill|tumble)
        | (?:in|from|after|with|since) (?:a|the|my) (?:\w+ )?fall)(?! (?:asleep|apart|out
        | behind|in love|through
        |  short|for|off the schedule)) | slipp\w* | tripp\w* | (?:bad|hard|nasty|big) fall
        | tumbled | me cai | (?<!pelo )(?:se|nos) (?:cayo|callo)(?! (?:el|la|los|un|una
        | mi) (?:pelo|cabello|diente|muela|una|unas|unas|celular|telefono|sistema)) | (?:sufri
        | tuve|tuvo|dio|di) una caida | resbal\w* | tropec\w* | tropez\w* | me caigo | me he caido
        | se ha caido
    """,
    "CRACK": r"""
        crack\w* | snap\w* | pop(?:ped|ping)? | crunch\w* | tronido\w* | trono | crujido\w*
        | crujio | tronar | chasquido | trueno | crack
    """,
    "BROKE": r"""
        broke | broken | snapped | fractured | cracked | busted | shattered | quebre | quebro
        | quebrad[oa] | rompi | rompio | rot[oa] | fracture | fracturo | fracturad[oa] | partio
        | kebro | kebre
    """,
    "BENT": r"""
        crooked | bent | twisted | deformed | hanging | limp | wrong angle | funny angle
        | weird angle | out of place | chuec[oa] | torcid[oa] | deforme | doblad[oa] | colgando
        | desviad[oa] | virad[oa] | volteado
    """,
    "SUDDEN": r"""
        sudden\w* | all of a sudden | out of nowhere | sharp | new | de repente | repentin\w*
        | de pronto | de golpe | subit\w*
    """,
    "BACK": r"back | shoulder blades? | spine | neck | omoplato | columna | espalda | cintura |"
    r" cuello | ribs | costillas",
    "BAND": r"""
        band | bands | belt | squeez\w* | girdle | vise | vice | corset | wrap\w* | cinturon
        | faja | banda | apriet\w* | cincho | cinto
    """,
    "STRAIN": r"""
        cough\w* | sneez\w* | lie down | lying | laying | lay down | lie flat | at night
        | every night | all night | wak(?:es|ing) | woke | strain\w* | bend over | acuest\w*
        | acostad\w* | acostar\w* | tos(?:er|o|e|iendo)? | estornud\w* | noches? | despierta
    """,
    "SORESITE": r"""
        port(?! side)|port site | wound | incisions? | (?:surgery )?scar
        | (?:surgery|surgical) cut | cut (?:from|where) (?:\w+ ){0,3}(?:surgery|operat\w*|biopsy)
        | (?:surgery|surgical|needle|iv|picc|injection
        | catheter|radiation) (?:site|line|spot|area) | site | stitches | staples | catheter
        | picc | herida | cateter | puerto | cicatriz | cortada | operacion | puntos
    """,
    "INFECTED": r"""
        infect\w* | red | hot | warm | pus | ooz\w* | leak\w* | smell\w* | stinks? | drain\w*
        | discharge | roj[oa] | caliente | supur\w* | apest\w* | huele | green stuff
        | yellow stuff
    """,
    "FEVER": r"""
        (?<!hay )(?<!cabin )(?<!spring )(?<!baby )(?:fevers?|feverish|febrile)(?! blister)
        | fiebres? | calenturas? | afiebrad[oa] | febril | running (?:a )?(?:high )?temp\w*
        | high temp\w* | temperatura alta | burning up | (?:feels?|feeling|running|is|im
        | so) (?:\w+ )?hot (?:to the touch|and|n|all over) | ardiendo | hirviendo
    """,
    "CHILLS": r"""
        chills | (?<!the )rigors? | shiver\w*
        | teeth (?:are |r |were )?(?:chatter|rattl|clatter|clack)\w*
        | dientes (?:\w+ )?castanete\w* | cant (?:get
        | stay) warm | shaking (?:with|from) cold | cold and shak\w* | shak\w* and cold
        | freezing and shak\w* | escalofri\w* | (?:tembl\w*|tiembl\w*|tirit\w*) (?:\w+ )?(?:de|del
        | con) frio | tirit\w* | tembladera | temblor(?:es)? (?:de|del|en el|en todo el) cuerpo
        | shakes and chills | uncontrollabl\w* shak\w* | (?:cant|wont) stop (?:shaking|shivering)
    """,
    "ODD": r"""
        confus(?:ed|ion|sed)(?! (?:about|by|on|which|what|how|why|over|as|at|where|who|if|whether
        | with (?:the|my|all|this|your))) | disorient\w* | delirious
        | (?:not |isnt |no |doesnt )(?:\w+ )?mak(?:e|es|ing) (?:\w+ )?sense | makes no sense
        | nonsense | gibberish | out of (?:his|her) (?:head|mind) | doesnt know (?:where|who
        | what (?:day|year|time)|his|her|me|us|my) | (?:dont|didnt) know (?:where i (?:am|was)
        | who i am|what day) | (?:doesnt|didnt|cant|dont) recogni[sz]e
        | mixed up(?! about| on| with) | hallucinat\w*
        | cant remember (?:my|his|her|our|who|where|what (?:day|year))(?! appointment| appt| dose|
        password) | no se acuerda (?:de mi|de su|de nosotros|quien|como se llama|donde)
        | repeating (?:him|her)self | keeps? (?:asking (?:what|where|who
        | the same)|forgetting (?:who|where|what|my|everything)) | see(?:s|ing) things
        | acting (?:really |very |so )?(?:strange|weird|odd|funny|confused)
        | (?:not|isnt|wasnt|hasnt been|aint) (?:been |acting like |quite )*(?:himself|herself)
        | confund\w*(?! (?:con (?:la|el|los|las|mi|tant)|por|sobre|de (?:numero
        | persona))) | desorientad\w* | desubicad\w* | delir\w* | dic(?:e|iendo) (?:cosas (?:raras
        | sin sentido|que no)|incoherencias|tonterias|puras|locuras) | no sabe (?:donde|quien
        | que dia|ni) | no (?:me|nos|la|lo) (?:reconoce|conoce) | incoheren\w* | desvari\w*
        | alucin\w* | habla (?:cosas|puras|incoherencias|raro y no)
    """,
    "THIRST": r"""
        thirst\w* | cant drink enough | drink(?:s|ing)? (?:\w+ ){0,2}(?:nonstop|non stop
        | constantly|gallons|tons|so much|all the time|a ton|like crazy)
        | cant (?:stop drinking(?! (?:beer|wine|alcohol|coffee))|quench|get enough (?:water
        | to drink)) | (?<!tener )sed | sedient[oa]
    """,
    "MUCH": r"""
        so | very | really | rly | extremely | super | always | constantly | all the time
        | nonstop | crazy | insane\w* | terribly | unusually | muy | mucha | muchisima | mucho
        | demasiada | bastante | tanta | siempre | harta | cant stop | unquench\w* | too
    """,
    "CALCIUM_MORE": r"""
        pee\w* | urinat\w* | constipat\w* | bathroom | toilet | orin\w* | estren\w* | estrinid\w*
        | sleepy
        | sleeping | drowsy | nause\w* | bm | poop\w* | bano | sueno | weak | tired | cansad\w*
        | out of it | groggy | foggy | pipi | hacer del
    """,
    "TINGLE": r"""
        tingl\w* | pins (?:and|n|an) needles | prickl\w* | numb\w* | hormigue\w* | hormigas
        | adormec\w* | entumec\w* | entumid\w* | cosquill\w* | dormid[oa]s? | buzzing | electric
        | zaps? | se me duermen?
    """,
    "MOUTHISH": r"""
        mouth | lips? | face | tongue | fingers? | fingertips? | hands? | toes? | boca | labios?
        | dedos? | manos? | cara | lengua | yemas
    """,
    "CRAMP": r"""
        cramp\w* | spasm\w* | lock(?:s|ed|ing)?(?: \w+)? up | locking | claws? | clawed
        | twitch\w* | charl(?:ey|ie|y) hors\w* | seiz(?:e|es|ing) up | calambr\w* | espasm\w*
        | engarrot\w* | engarrut\w* | acalambr\w* | trab(?:an|aron|adas|ados) | encog(?:en|ieron)
        | curl\w* up | stiffen\w* up | tics?
    """,
    "MUSCLE": r"""
        hands? | feet | legs? | fingers? | muscles? | muscular\w* | calf | calves | toes? | foot
        | arms? | body | all over | manos? | pies? | piernas? | dedos? | musculos? | cuerpo
        | pantorrillas? | brazos? | thighs?
    """,
    "SKIN": r"""
        face | lips? | tongue | throat | eyes? | eyelids? | neck | cara | labios? | lengua
        | garganta | ojos? | parpados | rostro | cuello
    """,
    "MOUTH": r"""
        jaws? | jawbone | gums? | chin | tooth | teeth | socket | mouth | dental | extraction
        | implant | quijadas? | mandibula | encias? | barbilla | menton | muelas? | dientes?
        | boca | mandibular | cachete | molar | dentist
    """,
    "LOOSEBOWEL": r"""
        (?:poop\w*|shit\w*|pure|crapp\w*) (?:\w+ )?(?:water|liquid) | liquid (?:poop|stools?)
        | cagando agua | pura agua | diarrh?ea | diar+ea | diarreas? | the runs | runs
        | loose stools? | watery stools? | the shits | squirts | chorrillo | chorro | soltura
        | suelto del estomago | runny poop | watery poop
    """,
    "VOMIT": r"""
        throw(?:s|ing|n)? up | threw up | thrown up | vomit\w* | puk(?:e|es|ed|ing) | barf\w*
        | hurl(?:ed|ing) | upchuck\w* | devuelv\w* | heav(?:ed|ing) | devolv(?:iendo|i|io|er)
        | volv(?:iendo) el estomago | guacar\w* | regurgit\w* | getting sick to my stomach
        | up?chuck\w*
    """,
    "OFTEN": r"""
        all (?:day|night|morning|week|weekend|afternoon) | nonstop | non stop | constantly
        | constant | everything | every(?:thing)? | since | for \w+ (?:days?|hours?) | days
        | hours | times | wont stop | cant stop | doesnt stop | wont quit | keeps? | over and over
        | again and again | bouts | rounds | episodes | repeatedly | severe | violently | bad
        | badly | terrible | lots?
        | nothing stays | dizzy | todo (?:el dia|lo que) | toda la noche | veces | dias | horas
        | desde | no (?:para|paro|deja|se me quita|se quita|se detiene) | cada | seguido | mucho
        | mucha | constante\w* | sin parar | todo | muy fuerte | demasiado
    """,
    "DROWSY": r"""
        sleepy | drowsy | groggy | sleep\w* | loopy | out of it | passing out | nodding off
        | foggy | sluggish | dormid[oa] | sueno | adormilad[oa] | somnolien\w* | atontad[oa]
        | mareado
    """,
    "AWFUL": r"""
        unbearable | intolerable | excruciating | agoni[sz]ing | severe | terrible | horrible
        | awful | insane | unreal | extreme | intense | worst | horrific | crushing | brutal
        | killing me | out of control | worse than ever | through the roof | too much
        | off the charts? | more than i can (?:take|stand|bear|handle) | so bad
        | so much | really bad | rly bad | very bad | super bad | pretty bad | real bad
        | crazy bad | out of this world | insoportables? | horribles? | terribles? | fuertisim\w*
        | muy fuertes? | intens[oa]s? | insufrible | tremend\w* | espantos\w* | muchisimo
        | demasiado | bien fuertes? | inaguantables? | muy feo | mortal | brutal | infernal
    """,
    "SAY_BLOOD": r"""
        cough\w* | throw\w* | threw | vomit\w* | puk\w* | spit\w* | pee\w* | poop\w* | piss\w*
        | urinat\w* | hack\w* up | tos(?:er|o|e|iendo)? | orin\w* | escup\w* | ech(?:o|a|ando)
        | hago | hace | pass\w* | crapp\w* | defec\w* | devolv\w* | arroj\w*
    """,
}

# Words that a misspelt word may be repaired to, beside those in the lists above.
SPELLINGS = frozenset(
    """swollen swelling breathing breathe breath diarrhea vomiting vomited bleeding numbness
    weakness confused confusion infection infected temperature constipated constipation tingling
    cramping cramps spasms seizure seizures fainted fainting unconscious unresponsive throat
    tongue unbearable stomach shoulder suddenly allergic reaction hives drooping slurred speech
    passed overdose suicide suicidal kill myself morphine bladder bowels control urine walking
    standing stairs shivering shaking chills fever thirsty thirst dizzy bruises bruising blood
    bloody vomit black stool stools leaking swallow chest pressure tight tightness short pain
    painful hurting hurts severe worst legs muscles lightheaded respirar respiracion pecho
    desmayo desmayado convulsion convulsiones confundido confundida desorientado hinchada
    hinchado hinchazon hormigueo calambres escalofrios fiebre calentura temperatura sangrado
    sangrando sangre vomitando vomitar piernas adormecidas entumidas caminar levantarme
    pastillas demasiadas insoportable aguanto dolor fuerte vivir morir espalda quijada mandibula
    diarrea estrenido estrenida infectada herida ronchas garganta lengua quebre rompio cadera
    scared depressed hospital emergency oxycodone hydrocodone infusion injection headache
    exposed healing socket crooked collapsed collapsing crushing unsteady stumbling wobbly
    paralyzed incontinent incontinence delirious hallucinating disoriented dehydrated
    excruciating agony sleepy drowsy painkillers medicine medication clot calf breathless
    wheezing""".split()
)

# Short words whose letters may be swapped ("pian", "lges"), and no other slip.
SHORT_WORDS = frozenset("pain legs feet fell feel numb hurt weak walk pies".split())
