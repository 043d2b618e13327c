"""Looser patterns, tried after all others of their level: both words anywhere.

They are there for wordings that nobody thought of; a false alert is the safe mistake.
How a pattern is written: `red_flag_rules`.
"""

WIDE_CORD: tuple[str, ...] = (
    r"drop foot | bladder (?:\w+ )?(?:wont|doesnt|cant|isnt) (?:\w+ )?empty\w*",
    r"(?:shocks?|zaps?|toques|descargas) + {LEGS}",
    r"(?:neck|spine|cuello|espalda) + (?:arms?|hands?|brazos?|manos?) + (?:{NUMB}|{WEAK})",
    r"(?:{LEGS}|{TOES}|thighs?|waist|belly button|cintura|muslos?) + (?:{NUMB})(?! (?:gums|lips))",
    r"(?:{LEGS}|{TOES}|thighs?|cintura) + (?:{WEAK}|aguad[oa]s?|aflojan|afloj\w*|went out"
    r"|goes out|go out|goes away)",
    r"(?:se|me) (?:hizo|hice|hace|hago) (?:\w+ ){0,3}(?:bano|popo|pipi|encima|cama)",
    r"{LEGS} + (?:quit|weird|strange|funny|drag\w*|belong|arent right|isnt right|not right"
    r"|something wrong|fail\w*|unsteady|wont|(?:not|isnt|arent) (?:mine|my own|there)|hule|goma"
    r"|gelatina|plomo|shuffl\w*|wobbl\w*|shak\w*|limp|jerk\w*|no (?:strength"
    r"|power|control)|trouble|lost|gone|giv\w*|cotton|wood|concrete|cement legs|raras?"
    r"|extran[oa]s?|tiembl\w*|algodon|madera)",
    r"(?:bathroom|restroom|toilet|{PEE}|{POOP}|bano) + (?:in time|no warning|no sensation"
    r"|accidents?|cant hold|cant make it|no feeling|wont come|control|without feeling"
    r"|everywhere|diapers?|no (?:alcanzo|llego|aguanto|siento)|panal)",
    r"(?:walking|gait|my walk|caminar) + (?:downhill|worse|funny|trouble|unsteady|harder"
    r"|difficult|crooked|off balance|weird|peor|raro|dificil)",
    r"cintura + (?:{NUMB}|no siento|dormid[oa]|nada)",
)
WIDE_FRACTURE: tuple[str, ...] = (
    r"(?:felt|heard|senti|oi) (?:\w+ ){0,4}(?:break|breaking|quebrar\w*|romper\w*)(?! in| up)"
    r" | (?:{LIMB}) (?:just )?(?:cracked|snapped|popped)(?= ?$| [.])",
    r"(?:{LIMB}) + (?:cracked|snap|snapped|popped|heard (?:a|it|something)|tronar|trono|crujio"
    r"|quebro) + (?!.*(?:fingers|knuckles|joke))(?:{PAIN}|when|with|while|now|just|last|today"
    r"|cuando|al|cant|swollen|gave)",
)
WIDE_BLEEDING: tuple[str, ...] = (
    r"(?:blood|sangre|bloody) + (?:poop\w*|vomit\w*|throw\w*|threw|cough\w*|pee\w*|nose"
    r"|stools?|wip\w*|toilet|lots|a lot|everywhere|pants|clots|popo|orin\w*|nariz|tos\w*|bano"
    r"|mucha)",
    r"(?:{VOMIT}) + (?:dark|black|coffee|brown|red|negro|oscuro|cafe)",
)
WIDE_CHEST: tuple[str, ...] = (
    r"(?<!around my )(?<!around the )(?<!around his )(?<!around her )chest + (?:crush\w*"
    r"|tight\w*|pains?|hurt\w*|heavy|squeez\w*|stab\w*|sharp|flutter\w*|pressure|burn\w*)",
    r"pecho + (?:dolor|duele|aprieta|apretado|opresion|presion|arde|punzad\w*|pesado)",
)
WIDE_CHILLS: tuple[str, ...] = (
    r"(?:shak\w*|trembl\w*|tembl\w*|tiembl\w*|shiver\w*) + (?:cold|chill\w*|warm|freez\w*|frio"
    r"|blankets?|cobijas?|sweat\w*)",
)
WIDE_JAW: tuple[str, ...] = (
    r"(?:jaw|chin|gums?|quijada|mandibula|barbilla|menton|encias?) + (?:{SWELL}|dead|numb\w*"
    r"|pus|drain\w*|never heal\w*|bone (?:came|come|chip|piece|sliver)|abscess|bump|lump|bulto"
    r"|bola|absceso|hole|hoyo)",
    r"(?:piece|pieces|chip|sliver|pedazo|pedacito|astilla)s? of (?:my )?(?:jaw ?)?bone "
    r"| (?:pedazo|pedacito|astilla) de hueso",
)
WIDE_VOMIT: tuple[str, ...] = (
    r"{VOMIT} + {LOOSEBOWEL}",
    r"^(?:so |very |really )?(?:dehydrated|deshidratad[oa])$",
    r"(?:puking|throwing up|vomiting|vomitando|puked|vomite|threw up|vomited)"
    r" | without (?:{VOMIT})",
    r"(?:{LOOSEBOWEL}) + (?:cant|dizzy|weak|bad|every|all|nonstop|help|no puedo|mucha|debil)",
)
WIDE_PAIN: tuple[str, ...] = (
    r"(?:{PILLS}) + (?:still|sigue|sigo|todavia|igual) + (?:{PAIN}) + (?:bad|badly|lots|strong"
    r"|fuerte|mucho|igual|same|took|take|taken|tome|worse|peor)",
    r"(?:{PAIN}) + (?:unbearable|excruciating|cant (?:move|sleep|take|stand|function"
    r"|do anything|think|even)|out of control|nothing (?:helps|works)|agony|awful|terrible"
    r"|horrible|severe|insoportable|no aguanto|horrible|fuertisimo|grito|gritar|scream\w*"
    r"|crying|help me|please help|emergency|worst|no puedo (?:dormir|mas|moverme))",
)
