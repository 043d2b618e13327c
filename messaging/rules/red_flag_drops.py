"""When a symptom word is no red flag: denied, past and settled, asked in general, an idiom.

Everything works on the plain line of `red_flags.plain`.  Where a rule here is in
doubt it lets the red flag stand.
"""

import re

_IDIOMS = re.compile(
    r"\b(?:(?:im |i am |was |almost |just |about )?(?:dying|died|die|dead) (?:laughing"
    r"|of laughter|to (?:see|know|hear|go|get|try|eat|meet|watch))"
    r"|(?:laughed|laughing) (?:so hard )?(?:i|my)? ?\w* ?(?:till|until)? ?i? ?(?:died|cried|peed)?"
    r"|to die for|(?:scared|bored|worried|tired|love\w*|work\w*|freezing) (?:\w+ )?to death"
    r"|drop dead|over my dead body"
    r"|(?:gave|give|giving|almost had|nearly had) (?:me |us |him |her )?a heart attack"
    r"|pain in the (?:butt|neck|ass|rear|behind)|break a leg"
    r"|(?:cold|itchy) feet|blood (?:work|test|tests|pressure|sugar|count|counts|type|drive"
    r"|draw|thinners?|donor|results|labs?)|bleeding heart"
    r"|(?:breath of fresh|hold(?:ing)? my) (?:air|breath)|takes? my breath away"
    r"|under the weather|sick and tired|sick of|fed up"
    r"|netflix and chill|chill out|chilling|just chill|fever pitch|gold fever"
    r"|cramp\w* my style|cracks? me up|crack\w* up|cracking (?:jokes|up)"
    r"|snap(?:ped)? (?:a |some |the )?(?:pics?|pictures?|photos?|at me)|popp?ed (?:in (?:to"
    r"|and|for|at)|over|by|the question|popcorn)|pop(?:ped)? corn|suicide (?:squad|awareness"
    r"|prevention)"
    r"|dead (?:line|battery|phone|tired|end)|phone (?:is |was |just )?(?:died|dead)"
    r"|killing (?:it|time)|kill(?:ed|ing|s)? (?:me )?(?:lol|haha|jaja)|me muero de (?:risa"
    r"|hambre|ganas|sueno|pena|verguenza|calor|frio)"
    r"|muert[oa] de (?:risa|hambre|cansancio|sueno|miedo|frio|calor)|fall(?:en"
    r"|ing)? (?:in love|asleep|behind|apart)|(?:joke|that|movie|show|song"
    r"|game) (?:\w+ )?kill(?:ed|s) me"
    r"|sed de (?:justicia|venganza)|rompio (?:el corazon|record\w*)|broke (?:my heart|up"
    r"|down (?:on|the)|the (?:news|record|bank))|im broke|broken (?:heart|link|phone|record)"
    r"|breakthrough pain)\b"
)
_LAUGHING = re.compile(
    r"\b(?:lol|lmao|rofl|haha\w*|jaja\w*|jk|just kidding|kidding|joking|es broma)\b"
)
_HYPERBOLE = re.compile(r"\b(?:kill\w*|die|dying|dead|muer\w*|morir\w*|matar\w*)\b")
# Words that may stand between a "no" and what it denies.
_LISTED = (
    r"(?:any|a|an|the|more|new|real|major|bad|serious|or|nor|and|of|signs?|had|have|having"
    r"|been|got|get|feel|feeling|felt|at all|really|much|experienc\w*"
    r"|noticed|complain\w*|symptoms?|like|to|see|seen|report\w*|fevers?|chills|nausea|vomiting"
    r"|throwing|up|pains?|diarrhea|bleeding|trouble|breathing|chest|numb\w*"
    r"|weak\w*|swelling|tingl\w*|cramps?|falls?|bruis\w*|shortness|breath|cough|my|in|legs?"
    r"|constipation|dizzy|dizziness|headaches?|jaw|problems?|back|shaking"
    r"|mas|ni|y|o|de|ningun\w*|tengo|tiene|he|ha|tenido|siento|siente|hay|mucho|mucha|nada"
    r"|ahora|ya|fiebre|dolor\w*|escalofrios?|vomitos?|nauseas?|sangrado|calentura|hinchazon"
    r"|diarrea|calambres|hormigueo|me|falta|el|la|en|pecho|tanto|otra vez|again|since|yet|yo|i"
    r"|im|ive|su|mi|he is|she is|blood|sangre|confus\w*|mareo|debilidad|caidas?|never|nunca|,"
    r"|/)"
)
_DENIAL = re.compile(
    r"\b(?:no|not|without|never|deny|denies|denied|negative for|zero|havent|dont|doesnt|didnt"
    r"|isnt|wasnt|nor|sin|niega|ningun|ninguna|nunca|jamas|tampoco|free of|ni|gone is the"
    rf"|stopped having|no longer) (?:{_LISTED} ){{0,7}}$"
)
_GRAVE_DENIAL = re.compile(
    r"\b(?:no|not|dont|doesnt|never|didnt|wont|havent|isnt|nunca|tampoco) (?:really |even "
    r"|going to |gonna |have |any |me |se )?$"
)
_DOUBLE = re.compile(
    r"\b(?:no doubt|not only|not just|no joke|no kidding|why|not sure (?:if|why|whether|what)"
    r"|dont know (?:if|why|what)|no se (?:si|por que)) (?:[^ .]+ ){0,7}$"
)
_LONG_AGO = re.compile(
    r"\b(?:(?:\w+ )?(?:years?|yrs?|months?|decades) (?:ago|back|before)|last (?:month|year"
    r"|summer|winter|spring|fall|time|christmas|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)"
    r"|used to (?:have|get|be|feel|cramp|throw|vomit|wake|hurt)|when i was (?:a|young|little"
    r"|\d+|on|first|in)|as a (?:kid|child|teen)|back in (?:the|\d+|my|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)|before i started"
    r"|hace (?:\w+ )?(?:anos?|meses)|un mes atras|el (?:ano|mes) pasado|antes (?:tenia"
    r"|me daba\w*|sentia)|cuando era|in (?:19|20)\d\d|previously had|history of"
    r"|en el pasado)\b"
)
_ONGOING = re.compile(
    r"\b(?:still|again|now i|now my|now he|now she|and now (?:i|my|it|he|she|im|its)|today"
    r"|since then|every day|getting worse|worse now|otra vez|todavia|sigo|sigue|hoy|de nuevo"
    r"|aun|ever since|came back|is back|ahora (?:me|tengo|no|le|se))\b"
)
_SETTLED = re.compile(
    r"\b(?:(?:fine|ok|okay|good|better|gone|great|normal|well|all good|back to normal|resolved"
    r"|cleared up|settled) (?:now|today|since|this morning|again)|now (?:im |its |he is "
    r"|she is |it is |feel\w* |all |doing )*(?:fine|ok|okay|good|better|gone|great|normal"
    r"|well)|(?:its|it is|they|it|that|all|fever|pain|is|are|theyre|but) (?:has |have "
    r"|\w+ )?(?:gone(?! to)|went away|gone away|passed|better|cleared up|resolved|stopped"
    r"|subsided|settled(?: down)?|disappeared)"
    r"|went away|no more|feel(?:ing|s)? (?:\w+ )?(?:better|fine|good|great|ok)"
    r"|doing (?:\w+ )?(?:better|fine|good|great|ok|well)|ya (?:estoy|esta|me siento|se siente"
    r"|paso|se me (?:quito|paso)|se le (?:quito|paso)|no (?:tengo|tiene|me|le|siento))"
    r"|se me (?:quito|paso)|se (?:quito|paso)|ya no|estoy (?:mejor|bien)|esta (?:mejor|bien)"
    r"|me siento (?:mejor|bien)|all better|over it|thank (?:god|goodness) (?:its|it is"
    r"|it) (?:gone|over|stopped))\b"
)
_PAST = re.compile(
    r"\b(?:had|was|were|got|did|ago|last|before|earlier|yesterday|used to|went|tuve|tenia|tuvo"
    r"|estuve|ayer|antes|anoche|pasad[oa]|hace (?:\w+ )?(?:rato|horas?|dias?|semanas?|mes(?:es)?"
    r"|anos?)|semana pasada|dio|me dio|stopped|tenido|threw"
    r"|fell)\b"
)
_PERSONAL = re.compile(
    r"\b(?:my (?!doctor|dr|onc|nurse|insurance|drug|med|meds|treatment|shot|infusion|chemo"
    r"|port|team|next|first)|im (?!on|getting|taking|starting|about|going to|scared|worried"
    r"|afraid|supposed|due|gonna|curious|wondering|thinking|not)|i have (?!to|zometa|xgeva"
    r"|bone|cancer|mets|a question|an app)|ive|i feel|i felt|i got(?! a question)|i had|i keep"
    r"|i cant|he cant|she cant|since|today|tonight|right now|started|all day|all night"
    r"|last night|this morning|yesterday|he has|she has|he is|she is|feels like|tengo|tiene"
    r"|siento|siente|estoy(?! en| con| tomando| usando| recibiendo)|desde|hoy|ayer|anoche"
    r"|amaneci|me (?:duele|dio|da|cuesta|siento|cai|salio|salieron|esta|estan|estoy)|no puedo"
    r"|no puede|no siento|mi (?:mama|papa|esposo|esposa|hijo|hija|abuela|abuelo)|it hurts|help"
    r"|wont stop)"
)
_GENERAL = re.compile(
    r"\b(?:(?:does|do|can|could|will|would|might|may|did"
    r"|is it possible) (?:\w+ ){1,6}?(?:cause\w*|give|gives|make|makes|making|lead|trigger"
    r"|bring|raise|produce|affect|increase|mean|happen|hurt|help|stop|prevent|treat|work"
    r"|relieve|ease|break|fix|start\w*|show\w*|die|rot|damage|hurt|weaken)"
    r"|side ?a?e?ffects?|side effects|sideeffects|symptoms? of|signs? of|warning signs"
    r"|risks? of|chances? of|odds of|(?:which|what) (?:\w+ )?(?:drugs?|meds?|medicines?"
    r"|treatments?) (?:can |may )?(?:cause|give|make)\w*|how (?:common|likely|often|rare|serious"
    r"|do i (?:know"
    r"|avoid|prevent|tell|keep))|whats (?:a|an|the|considered|normal)|what (?:are|is|does"
    r"|causes|counts|temp\w*|helps|should i (?:watch|look|do if|expect)|do i do if|to do if"
    r"|happens if|if)|is (?:\w+ ){1,3}(?:common|a side effect|a symptom|a sign|dangerous"
    r"|serious|contagious)|what if|even if|in case|if (?:i|my|he|she|it|the|you|there|we"
    r"|someone|u|its) (?!(?:can|could) )(?:\w+ )?(?:get|gets|have|has|had|start|starts|feel"
    r"|feels|run|runs|notice|develop\w*|break|breaks|fall|falls|ever|broke|already|see|is|goes"
    r"|hurts?|bones?|become|becomes|cant|throw\w*|vomit\w*|leg|arm)"
    r"|when (?:should|do) i (?:call|worry|go)|should i (?:expect|be worried if|watch|worry if"
    r"|call if)|will i (?:get|have|be|lose|feel|throw|vomit|need|bleed|still)|will (?:it|this"
    r"|the|my|radiation|surgery|that) |am i going to (?:get|have|be|lose|break|end)|are (?:my"
    r"|his|her|the) (?:\w+ )?(?:bones?|legs?|hips?) (?:going|gonna|likely)|(?:going|gonna"
    r"|likely|about) (?:to )?(?:break|snap|crack|fall apart|fracture)|could i (?:get|have)"
    r"|can i (?:get|have|become|be) |can you get|do people|does everyone|(?:worried|scared"
    r"|afraid|nervous|fear\w*|concerned) (?:about|of|that|i|it) (?:\w+ )?(?:getting|might|may"
    r"|will|could|falling|breaking|a|my|losing|becoming|the|ill)|how (?:to|can i|do i|do you"
    r"|can we|do they) (?:prevent|avoid|keep|protect|treat|stop|strengthen)|to (?:prevent"
    r"|avoid)|keep(?:s|ing)? (?:my|the|his|her|it|them) (?:\w+ )?from|so (?:i|it|my|they"
    r"|the bone\w*) (?:\w+ )?(?:dont|doesnt|wont)|before it breaks?|from breaking"
    r"|what happens (?:if|when)|why (?:do|does|would|is) (?:people|chemo|xgeva|zometa|it|this"
    r"|that|radiation|they)"
    r"|(?<!me )(?<!le )(?<!nos )(?:da|dan|causa|causan|provoca|produce) (?:\w+ )?(?:fiebre"
    r"|escalofrios?|calentura|diarrea|vomitos?|nauseas?|calambres|dolor(?:es)?|mareos?"
    r"|sangrado|estrenimiento|hormigueo|ronchas|cansancio|debilidad)|(?:causa|causan|provoca"
    r"|provocan|produce|produce[nr]|da|dan|puede|pueden|podria) (?:\w+ ){0,3}(?:causar|dar"
    r"|provocar|producir|quitar|romper)|efectos? (?:secundarios?|adversos?)|sintomas? (?:de"
    r"|del)|senales? de|riesgos? de|(?:que|what) (?:temperatura|temp\w*) (?:\w+ )?(?:es|is|counts"
    r"|se considera)|que (?:es|son|significa|quiere decir|hago si|pasa si"
    r"|hacer si)|es (?:comun|normal(?= [?]|$)|normal que de|peligros[oa])|cuando (?:debo|llamo"
    r"|tengo que)"
    r"|si (?:me|le|se me|llego a|llega a|llegara|tuviera|tengo que|hay) (?:da|dan|sale|pasa"
    r"|duele|tener|quiebra|rompe|sube|cai)|me va a (?:dar|doler|salir|quitar)|puede (?:dar"
    r"|causar)|para (?:prevenir|evitar)|como (?:evito|evitar|prevenir|prevengo)|miedo (?:de"
    r"|a) (?:que )?|sirve para|se me quiebre|ayuda (?:con|a|para))\b"
)
_SURE_QUESTION = re.compile(
    r"\b(?:are|is) (?:my|his|her|the) (?:\w+ )?(?:bones?|legs?|hips?) (?:going|gonna|likely"
    r"|about)\b|"
    r"\b(?:can|could|will|does|do|may|might) (?:the |my |this |these |those )?(?:shots?|drip|drugs?"
    r"|infusions?|xgeva|prolia|zometa|denosumab|chemo|radiation|meds?|medicines?|cement|surgery)"
    r" (?:\w+ )?(?:make|cause|give|hurt|affect)(?!.*\b(?:mine|im|ive|i have|i feel|i got|i cant|now"
    r"|today|tonight|because|cuz|since|is this|help)\b)|es normal que (?:la |el )?\w+ (?:de|cause"
    r"|provoque|da)\b|"
    r"\b(?:what if|side effects?|que (?:hago|pasa) si|what (?:should|do) i do if|in case"
    r"|symptoms of|signs of|como (?:evito|prevengo|evitar|prevenir)|if (?:i|he|she|it"
    r"|my \w+) (?:gets?|ever|develops?|starts?|runs?|breaks?)|worried about (?:getting|falling"
    r"|breaking)|afraid of (?:falling|breaking|getting)|scared of (?:falling|breaking"
    r"|getting))\b"
)
_OTHER_SUBJECT = re.compile(
    r"\b(?:my|the|our|a|his|her|mi|el|la|un|una) (?:friend|cousin|neighbor|coworker|boss|dog|cat"
    r"|puppy|kitten|horse|vecin[oa]|amig[oa]|perr[oa]|gat[oa]|grandson|granddaughter|grandchild"
    r"|grandbaby|nieto|nieta)(?:s)?"
    r" (?:(?!(?:and|y|i|im|me|my|mi|when|cuando|so|then|now|but|pero|because|cuz) )\w+ ){0,3}$"
)
# How far from a symptom what denies or dates it is looked for, in characters; the
# bounds keep a text of ten segments quick.
_NEAR, _WIDE = 120, 240
_SENTENCE_ENDS = (" .", " ?")


_SETTLED_SURE = re.compile(
    r"\b(?:fever (?:has |just |finally )?broken?\b|ya (?:estoy|esta|me siento|se siente) "
    r"(?:muy )?(?:bien|mejor)|ya se (?:(?:me|le|nos) )?(?:quito|paso|fue|bajo)|ya no (?:tengo|tiene"
    r"|me duele|le duele"
    r"|me da)|(?:is|has|are|have|its|all) (?:all |completely |totally )?(?:gone(?! (?:down\w*"
    r"|up|to|from|numb|bad|weak|on|out|worse|dead))|cleared up|resolved|healed up)|went away"
    r"|went back down|back to normal|no longer (?:have|has|feel|hurts?)"
    r"|(?:swelling|fever|temp|pain) (?:is |has |went |came |gone |all |way )+down(?! to))\b"
)

_WELL_NOW = re.compile(
    r"\b(?:pero|but) (?:(?:hoy|ya|now|today|im|i|feel|feeling|he is|she is|all|estoy|esta|me"
    r"|siento|it|its|is|doing|much|mucho) )*(?:bien|mejor|fine|ok|okay|good|great|better)\b"
)
_STILL = re.compile(
    r"\b(?:still|again|worse|keeps?|otra vez|todavia|aun|sigo|sigue|de nuevo|peor|came back"
    r"|is back)\b"
)


def without_idioms(line: str) -> str:
    """The line with idioms taken out; all hyperbole of death where someone laughs."""
    bare = _IDIOMS.sub("_", line)
    return _HYPERBOLE.sub("_", bare) if _LAUGHING.search(bare) else bare


def dropped(line: str, start: int, end: int, *, grave: bool = False) -> bool:
    """Is the symptom at this place denied, settled, or only asked about?

    `grave`: only a denial drops it (self-harm: a question is as bad as a statement).
    """
    sentence_start, sentence_end = _sentence(line, start, end)
    before = line[max(sentence_start, start - _NEAR) : start]
    if _OTHER_SUBJECT.search(before):
        return True
    denial = _GRAVE_DENIAL if grave else _DENIAL
    if denial.search(before) and not _DOUBLE.search(before):
        return True
    if grave:
        return False
    sentence = line[max(sentence_start, start - _WIDE) : min(sentence_end, end + _WIDE)]
    return not_now(sentence, rest=line[sentence_end : sentence_end + _WIDE])


def not_now(sentence: str, *, rest: str = "") -> bool:
    """Past and settled, or a general question."""
    if _SURE_QUESTION.search(sentence):
        return True
    if _GENERAL.search(sentence) and not _PERSONAL.search(sentence):
        return True
    if _WELL_NOW.search(sentence) and _PAST.search(sentence) and not _STILL.search(sentence):
        return True
    if _ONGOING.search(sentence):
        return False
    if _LONG_AGO.search(sentence) or _SETTLED_SURE.search(sentence):
        return True
    return bool(_PAST.search(sentence) and (_SETTLED.search(sentence) or _SETTLED.search(rest)))


def _sentence(line: str, start: int, end: int) -> tuple[int, int]:
    near, far = max(0, start - _WIDE), min(len(line), end + _WIDE)
    before = (line.rfind(mark, near, start) for mark in _SENTENCE_ENDS)
    after = (line.find(mark, end, far) for mark in _SENTENCE_ENDS)
    begin = max((at + 2 for at in before if at >= 0), default=near)
    return begin, min((at for at in after if at >= 0), default=far)
