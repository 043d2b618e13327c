"""Questions that no passage answers: personal advice, logistics, money, results, chat.

They go to a person (`docs/reading.md` label rule 5, `docs/care.md` section 1), even
where their words are near a topic.
"""

import re

_PERSONAL_ADVICE = (
    # doses and taking
    r"\b(?:how (?:much|many) (?:\w+ ){0,3}(?:mg|milligrams?|pills?|tablets?|tylenol|ibuprofen"
    r"|oxy\w*|medicine|calcium|vitamin|water|morphine)|what dose|whats the dose|what dosage"
    r"|dosage|mg\b|milligrams?|miligramos|double (?:my|the|up)|extra (?:dose|pill)|half (?:a"
    r"|the|my) (?:pill|dose)|missed (?:a|my|the) (?:\w+ )?(?:dose|pill|shot)|forgot (?:to take"
    r"|my)|(?:should|can|may|do|could|must) (?:i|he|she|we) (?:still |also |just )?take\b"
    r"|(?:ok|okay|safe|alright|fine) to take\b|(?:when|what time) (?:do|should|can) i take"
    r"|take (?:it|them|my (?:pill|pills|meds|medicine)) (?:with|before|after|together)"
    r"|cuant[oa]s? (?:pastillas?|pildoras?|miligramos|dosis|tylenol|agua)|(?:debo|puedo|puede"
    r"|tengo que|me puedo) (?:tomar|tomarme|seguir tomando)\b|se me olvido (?:tomar|la)"
    r"|como me tomo|cuando me (?:la |lo )?tomo|(?:subir|bajar|aumentar|doblar) la dosis"
    r"|can i mix|puedo mezclar)",
    # starting, stopping, skipping, waiting
    r"\b(?:(?:should|can|could|may|when (?:can|do|should|will)|ok to|okay to|safe to"
    r"|is it ok (?:if i|to)|want to|do i have to|need to|going to|i wanna|can i just"
    r"|how do i) (?:i |he |she |we )?(?:just |please )?(?:stop|quit|skip|come off|get off"
    r"|go off|delay|pause|postpone|hold off|wait(?! for the)|refuse)\b(?! (?:the pain|bone"
    r"|it from|cancer|them from|growing|breaking|my bones?|fractures?|smoking the))|(?:debo"
    r"|puedo|puede|cuando puedo|quiero|tengo que|podria|voy a) (?:dejar|suspender|parar"
    r"|saltar\w*|dejarme|no ponerme|posponer|esperar)\b|dejar de tomar|que pasa si (?:no|dejo)"
    r"|what if i (?:stop|skip|miss|dont|quit))",
    r"\b(?:should|debo|deberia|do you think i should|would you) (?:i |he |she |we )?(?:cancel"
    r"|start|have|do|try|get|keep|change|switch|use|go ahead|pick|choose|skip|ask for|cancelar"
    r"|empezar|hacer|cambiar|aceptar|operarme)\b(?!.*\b(?:dentist|tooth|teeth|dental|implants?"
    r"|crown|root|dentista|muela|diente|dientes|check ?up|cleaning)\b)",
    r"\b(?:do|did) (?:i|we|he|she) (?:still )?(?:stop|quit|start|take|skip|hold)\b",
    r"\b(?:i |we )?(?:dont|do not|no longer|never) want (?:to do |to have |to take "
    r"|to get )?(?:any "
    r"|more |any more |anymore |another |the |my |this )*(?:chemo|radiation|surgery|treatment"
    r"|shots?|infusions?|pills|xgeva|zometa)\b|\bno more (?:chemo|radiation|shots|pills|surgery)\b",
    r"\b(?:ya )?no quiero (?:mas |la |el |otra |otro |que me pongan )*(?:quimio\w*|radiacion\w*"
    r"|radioterapia|cirugia|tratamiento|inyeccion\w*|pastillas?|medicina)\b",
    r"\b(?:cancel|postpone|move) (?:the |my |his |her )?(?:chemo|radiation|surgery|treatment|scan"
    r"|infusion|shot|visit)\b|^stop (?:my|the|taking)\b|\b(?:quit|finished|done with|completed"
    r"|over with"
    r"|through with|basta de|dej(?:en|e) de (?:dar|poner)(?:me|nos|le)?) (?:my |the |with |all |mi "
    r"|la |el |this )*(?:chemo\w*|radiation|treatments?|surgery|shots?|infusions?|quimio\w*"
    r"|radiacion|tratamiento|inyeccion\w*)\b|\b(?:why|when|how often|how come) (?:did|do|are|will"
    r"|dont|have) (?:you|u) (?:\w+ ){0,2}(?:text|message|send|texting|messaging|sending)\b"
    r"|\bno me mand\w+ al\b|\bnot interested in\b|\bno quiero (?:operar\w*|que me operen|tratarme"
    r"|curarme)\b|\b(?:sick|tired|enough) (?:of|with) (?:the "
    r"|this |my |all |these )*(?:chemo\w*|radiation|treatments?|shots?|infusions?)\b|\b(?:dont|do"
    r" not) want to (?:start|begin|have|get|take|do)\b|\b(?:can|could|should) (?:i|we|he|she)"
    r" (?:\w+"
    r" )?(?:end|finish)\b|\b(?:when|cuando) (?:is|does|do|will|acaba\w*|termina\w*|paran?)"
    r" (?:(?:my|the|la|el|mi|los|las) )?(?:chemo|radiation|quimio\w*|radiacion|tratamientos?"
    r"|shots?|infusions?)(?: (?:end|over|done|finish\w*|stop)|(?<=o|n|s))|\bya no me (?:dan|ponen"
    r"|hacen|tocan?)\b|\b(?:ready|going|gonna|decided|want) to (?:quit|stop) (?:the|my|all"
    r"|taking)\b|\bquiero (?:parar|dejar|terminar"
    r"|suspender)\b",
    # prognosis
    r"\b(?:how (?:much )?(?:long|time) (?:\w+ ){0,3}(?:have left|left|to live|live|got left"
    r"|i got|i have$|survive|before i die)|do i have (?:\w+ )?(?:months|years|weeks)|life"
    r" expectancy|expectancy|prognosis|pronostico"
    r"|survival|survive|am i (?:going to die|dying|gonna die|terminal)|will i (?:die|live"
    r"|make it|survive|beat|be here)|how many (?:years|months) (?:do i|will i|have|does he"
    r"|does she)|cuanto (?:tiempo )?(?:me|le|nos) (?:queda|quedan|falta para morir)"
    r"|cuanto (?:tiempo )?(?:voy|va) a vivir|me voy a morir|se va a morir|esperanza de vida"
    r"|odds of (?:beating|surviving)|chances? of (?:surviving|survival|beating|living)"
    r"|is it terminal|what stage|end of life|(?:what|que) (?:temperatura|temp\w*) (?:\w+ )?(?:es"
    r"|is|counts)|do i have (?:\w+ )?(?:months|years|weeks)|what (?:should|is|are) (?:my|a normal"
    r"|normal) (?:temperature|temp|bp|blood pressure|pulse|weight|oxygen|heart rate))",
    # food, drink, supplements, activity
    r"\b(?:(?:can|should|could|may|is it ok to|ok to|safe to|what (?:can|should|foods?|to)"
    r"|do) (?:i |he |she |we )?(?:\w+ )?(?:eat|drink|fast|smoke|vape)|foods?|diet|grapefruit"
    r"|wine|beer|coffee|tea|sugar|milk|vitamins?|supplements?|herbs?|herbal|turmeric"
    r"|curcumin|cbd|thc|marijuana|weed|cannabis|gummies|mushrooms?|probiotics?|fish oil|biotin"
    r"|melatonin|essential oils|soy|dairy|protein shakes?|keto|juice|juicing|comer|comida"
    r"|dieta|cerveza|vino|jugo|leche|hierbas?|vitaminas?|suplementos?|te de|toronja|azucar"
    r"|marihuana|cafe)\b",
    r"^(?!.*\b(?:tumou?r\w*|needle|inject\w*|laser|ablat\w*|kill\w*|aguja"
    r"|inyect\w*)\b).*\balcohol\b",
    r"\b(?:can|should|could|may|is it ok(?:ay)? to|ok to|safe to|puedo|puede|when can"
    r"|cuando puedo|do you think i can) (?:i |he |she |we )?(?:still |go )?(?:drive|fly|travel"
    r"|swim|swimming|exercise|work out|lift|golf|garden|dance|ride|go to (?:work|church"
    r"|the gym|the beach)|go back to work|have sex|get pregnant|hug|kiss|dye|color|tan|shower"
    r"|bathe|shave|walk|run|jog|climb|sleep|vacuum|manejar|viajar|nadar|trabajar"
    r"|hacer ejercicio|bailar|volar|caminar|correr|banarme|cargar|tener relaciones)\b",
    r"\b(?:flu shot|flu vaccine|covid|vaccines?|vaccinated|booster|shingles|pneumonia shot"
    r"|vacuna (?:de la|contra|del)|tattoo|massage|chiropractor|acupuncture|acupuntura|masaje"
    r"|quiropractico|sauna|hot tub|heating pad|ice pack)\b",
)
_LOGISTICS = (
    r"\b(?:refills?|prescriptions?|pharmacy|rx|renew|call in my|send (?:in )?my (?:meds"
    r"|script)|script|out of (?:my )?(?:pills|meds|oxy\w*|medicine)|ran out|run out|resurt\w*"
    r"|receta|recetas|farmacia|surtir|se me acab\w+)\b",
    r"\b(?:appointments?|appts?|apt|apptmt|resched\w*|schedule (?:my|an|a|me|for)|what time"
    r"|whats my next|when (?:is|are|do|will|should) (?:my|i come|i go|the nurse|the next|you)"
    r"|my next (?:visit|shot|infusion|chemo|treatment|scan|appt|dose|round)|next (?:appt"
    r"|appointment|visit)|cita|citas|a que hora|que hora|cuando (?:es|me toca|tengo|voy)"
    r"|running late|late for|be late|ride|rides|uber|transport\w*|parking|park|estaciona\w*"
    r"|address|directions?|where (?:do i (?:go|park|check)|is (?:the|your))|what (?:floor|room"
    r"|building|day is)|direccion|donde (?:queda|esta (?:la|el)|me)|clinic (?:open|hours"
    r"|close)|open (?:today|tomorrow|on|now)|hours of|horario|cancel (?:my|the|his|her)"
    r"|cancelar (?:mi|la)|cambiar (?:mi|la)|confirm (?:my|the)|wheelchair|interpreter"
    r"|paperwork|fmla|letter for|work note|disability|handicap|(?<!consent )forms?"
    r"|formulario|carta para|discapacidad)\b",
    r"\b(?:bills?|billing|cost|costs|copay\w*|co pay|insurance|pay|paid|payment|medicare"
    r"|medicaid|price|prices|expensive|afford|financial|deductible|owe|charge|charges"
    r"|covered by|coverage|cuanto (?:cuesta|debo|cobran|sale|vale|pago)|costo|precio"
    r"|aseguranza|mi seguro|el seguro (?:cubre|paga)|pagar|cobran|medical bill|grant"
    r"|(?<!toll )free)\b",
    r"\b(?:(?:call|text|phone) (?:me|my \w+|him|her)(?: back)?\b(?! (?:dentist))|(?:speak"
    r"|talk) (?:to|with) (?:a|my|the|dr|doctor|someone at the clinic|his|her"
    r"|nurse)(?! (?:at the cancer))|have (?:the|my|a) (?:doctor|nurse|dr)|tell (?:the |my "
    r"|dr )?(?:doctor|nurse|dr)|message (?:my|the) (?:doctor|nurse)|is (?:dr|doctor|the nurse"
    r"|the doctor) (?:\w+ )?(?:in|there|available|working|on vacation)|second opinion"
    r"|refer (?:me|us)|referral|portal|login|password|fax|hablar con (?:el|la|mi|un|una)"
    r"|que me llame|what (?:do|should) (?:i|we) do (?:if|when)(?! (?:\w+ ){0,4}(?:bones?|breaks?"
    r"|broke"
    r"|broken))|que hago si(?! (?:\w+ ){0,4}(?:huesos?|quiebr\w*|romp\w*))|me (?:llaman|puede"
    r" llamar|pueden llamar|llame)|segunda opinion|records"
    r"|medical records|lost my|leave (?:my|a) message|nurse line)\b",
)
_CHAT = (
    r"\b(?:weather|rain|raining|snow|football|game tonight|who won|dinner|lunch|grocer\w*"
    r"|birthday|cumpleanos|merry christmas|happy (?:new|birthday|thanksgiving|easter|mothers"
    r"|fathers)|feliz|movie|movies|netflix|tv|song|lottery|president|church|joke|recipe|dog"
    r"|cat|grandkids|pick up (?:milk|the|some|my)|see you|love you|te quiero|te amo"
    r"|good night|buenas noches)\b",
    r"^good morning\b(?: \w+){0,4}$",
)
_RESULT_WORDS = re.compile(
    r"\b\w*(?:lytic|blastic|sclerotic|litic[oa]s?|blastic[oa]s?|esclerotic\w*|hypercalc\w*"
    r"|hypocalc\w*|calcium|calcio|creatinine|kidney\w*)\b"
)
_GUARDS = tuple(re.compile(p) for p in (*_PERSONAL_ADVICE, *_LOGISTICS, *_CHAT))
_RESULTS = re.compile(
    r"\b(?:(?:my|the|his|her|any|are|is|got|get|lab|test|scan|blood|biopsy|mri|psa|pet"
    r"|ct) (?:\w+ )?results?|what did (?:my|the|his|her) (?:\w+ )?(?:scan|mri|ct|labs?|biopsy"
    r"|blood|test|tests|x ?ray)|what do (?:my|the) (?:labs?|numbers|tests?|markers?|counts?)"
    r"|(?:my|his|her) (?:psa|tumor markers?|labs|lab work|blood work|counts|ca 15|ca15"
    r"|platelets|hemoglobin|white count)|tumor markers?|resultados?|mis analisis|mis estudios"
    r"|mi examen|is (?:my|the) cancer (?:getting|growing|spreading|worse|gone|back)|did (?:it"
    r"|the cancer|my cancer) (?:spread|grow|shrink))\b"
)


def out_of_scope(line: str) -> bool:
    """Is this, in the plain form of `fold.normal`, a question for a person alone?"""
    if any(guard.search(line) for guard in _GUARDS):
        return True
    return bool(_RESULTS.search(line)) and not _RESULT_WORDS.search(line)
