"""Sentences that ask for no more texts, wrong numbers, and the end of a life.

Works on the plain form of `content.text.fold.normal`.  Recall comes first, but a
command word inside another wish is never an opt-out: "stop the pain", "cancel my
appointment", "END of treatment?", "cant quit smoking", "i wont stop fighting".
"""

import re

from content.text import fold
from messaging.rules import ending

_MSG = (
    r"(?:te?xts?|txts?|text ?messages?|messages?|mesages?|messeges?|massages?|msgs?|sms"
    r"|notifications?"
    r"|alerts?|reminders?|updates|mensajes?|mensages?|mensajitos?|msjs?|textos?|recordatorios?"
    r"|notificaciones|avisos)"
)
_SENDING = (
    r"(?:te?xt(?:ing|in)|txt(?:ing|in)|messag(?:ing|in)|msg(?:ing|in)|send(?:ing|in)"
    r"|bother(?:ing|in)|contact(?:ing|in)"
    r"|spamm?(?:ing|in)|harass(?:ing|in)|bug(?:ging|gin)|pester(?:ing|in)|writ(?:ing|in)"
    r"|annoy(?:ing|in)"
    r"|remind(?:ing|in)|calling and texting|blowing up)"
)
_SEND = r"(?:te?xt|txt|message|messege|msg|send|contact|bother|write|spam|remind)"
_WHO = r"(?:me|us|him|her|them|this|my|our|to|any|anymore|these|here|no more|again|it)"
_THE = (
    r"(?:(?:all|with|w|it|of|the|these|this|those|your|ur|any|my|getting|receiving|more|so many"
    r"|sending|me|us) ){0,4}"
)
_UNSUB = (
    r"(?:un ?sub(?:scrib\w*)?|un ?suscrib\w*|de ?suscrib\w*|opt(?:ing|ed)? (?:me |us "
    r"|my number |him |her )?out"
    r"|optout)"
)

_ASKS_EN = (
    rf"\b(?:stop|quit|cease|enough|halt|no more|knock off|done with) (?:\w+ )?{_SENDING}\b",
    r"\b(?:stop|quit|end|cease|discontinue|terminate|turn off|shut off|cancel|halt|block"
    r"|remove|kill"
    rf"|pause) {_THE}{_MSG}\b",
    r"\b(?:dont|do not|never|no|quit|stop) (?:you |ever |please |pls |plz |u "
    rf"|need to )?{_SEND} {_WHO}\b",
    rf"\b(?:dont|do not) (?:want|need|wish|care|like)\b[^.?]{{0,30}}\b(?:{_MSG}|to be (?:text"
    rf"|contact|messag)\w+|you (?:to )?{_SEND}\w*|{_SENDING})\b",
    rf"\b(?:turn|shut|switch) {_THE}{_MSG} off\b",
    r"\b(?:discontinue|end|terminate|stop) (?:this |the |your |my )?(?:service|program"
    r"|subscription)\b",
    r"^(?:(?:no|no thank you|no thanks|enough|ok|so|this is (?:harassment|annoying|spam)) )+"
    r"(?:\w+ )?stop$",
    r"\b(?:dont|do not) (?:want|need) (?:any of )?(?:these|those|any more of)\b",
    rf"\bno (?:more|further|longer (?:want|wish|need)|mas)\b[^.?]{{0,25}}\b{_MSG}\b",
    rf"\b(?:no longer|not) (?:want|wish|interested|care)\b[^.?]{{0,40}}\b(?:{_MSG}|program"
    r"|service|this|these|to be (?:text|contact|messag)\w+)\b",
    r"^(?:no thanks |sorry |im )?not interested(?: anymore| thanks| thank you"
    r"| please)?(?: [.,].*)?$",
    r"\b(?:take|get|keep) (?:me|us|my (?:number|name|phone)|this (?:number|phone)) "
    r"(?:off|out of)(?: of)?(?= (?:this|your|ur|these|all|please|pls|plz|now|everything|asap)\b"
    rf"(?! (?:drug|med|pain|medic\w*|pill\w*|treatment|schedule))| (?:the|that) (?:\w+ )?(?:list"
    rf"|program|service|{_MSG})\b| ?$| [.,?])",
    r"\b(?:take|get) (?:him|her|my \w+) off (?:of )?(?:this|the|your|ur) (?:\w+ )?(?:list"
    r"|texts?|program|messages?)\b",
    r"\b(?:remove|delete|drop|erase|unenroll|withdraw|disenroll) (?:me|us|my (?:number|name"
    r"|phone|info)|this (?:number|phone)|him|her)\b",
    r"\b(?:off|from) (?:of )?(?:your|this|the|ur) (?:\w+ )?(?:list|mailing list)\b(?! for| of)",
    r"\b(?:lose|forget) (?:my|this) number\b",
    rf"\b{_UNSUB}\b(?! (?:from|to|of) (?!this|your|you|ur|these|those|all|it|my|{_MSG}|the (?:\w+"
    rf" )?(?:list|program|service|system|{_MSG})))",
    r"\bleave me alone\b",
    r"\b(?:revoke|withdraw|take back) (?:my |all )?(?:consent|permission)\b",
    r"\b(?:i want|let me|wanna|want to|like to|id like|how (?:do|can) i|can you|could you"
    rf"|need to|please) (?:\w+ ){{0,2}}?(?:stop|end|quit|cancel|get rid of|turn off"
    rf"|get out of) {_THE}{_MSG}\b",
    rf"\bcancel {_THE}(?:subscription|enrollment|sms|service|text service|text program)\b",
    r"\b(?:i want out|sign me off|count me out)(?: of (?:this|the|your) (?:program|service"
    r"|texts?))?$",
    rf"\b(?:enough|tired|sick|done) (?:of|with) {_THE}(?:{_MSG}|{_SENDING})\b",
    r"(?<!can i )(?<!should i )(?<!may i )(?<!could i )\bstop (?:this|these|it)(?: please| pls|"
    r" plz| now)?$",
    r"^(?:ok )?im out(?: thanks| bye)?$",
    r"\bstop calling (?:and|me|us|this)\b",
    rf"\b(?:want|get|make|need|like) (?:these|the|this|those|your|all) (?:{_MSG} )?(?:to )?stop\b",
    rf"\b{_MSG} (?:need to|have to|must|should|to|please|gotta) (?:stop|end|quit)\b",
    r"\bdo not contact\b|\bdont contact\b",
)
_MANDE = (
    r"(?:mand(?:e|en|es|eis)|envi(?:e|en|es)|escrib(?:a|an|as)|text(?:ee|een|ees|ien|ie)"
    r"|molest(?:e|en|es)"
    r"|contact(?:e|en|es)|mensaje(?:e|en)|sigan? (?:mandando|enviando|escribiendo|molestando"
    r"|texteando))"
)
_MANDAR = (
    r"(?:mandar|enviar|escribir|textear|molestar|mensajear|contactar|fastidiar)(?:me|nos|le|les)?"
)
_ASKS_ES = (
    rf"\bno (?:mandar|enviar|escribir|textear|molestar)(?:me|nos)?(?: mas)?(?: {_MSG})?\b",
    rf"\bno (?:me |nos |le |les |mas |ya )*{_MANDE}\b",
    rf"\b(?:dej|par|ces|pued)(?:e|en|a|ar|as)(?:n)? de (?:\w+ )?{_MANDAR}\b",
    rf"\b(?:no (?:me )?(?:sig|vuelv)(?:a|an|as)) (?:a )?{_MANDAR}\b",
    r"\bdej(?:en|e|a)?(?:me|nos) (?:en paz|tranquil\w+)\b|\bdejenme de\b|\bdejen de (?:joder"
    r"|chingar"
    r"|insistir|fregar)\b",
    r"\bno (?:quiero|quisiera|deseo|queremos|necesito|deseamos"
    rf"|me interesan?)\b[^.?]{{0,40}}\b(?:{_MSG}|que me {_MANDE}|que {_MANDE})\b",
    r"\b(?:no mas|basta de|basta con|basta ya de|alto a|ya no mas|ni un"
    rf"|ya estuvo con) {_MSG}\b|\bbasta de (?:tantos|estos|sus|los) {_MSG}\b"
    rf"|\bno mas (?:de )?(?:estos|sus|los) {_MSG}\b",
    r"\b(?:quit|sac|borr|elimin|remov|remuev|retir|sáqu|saqu|quít|tach)(?:en|e|a|ar|uen"
    r"|ue)?(?:me|nos)? (?:ya )?(?:de (?:la|su|tu|esta|sus|tus|aqui|esto|este|los|las)|mi (?:numero"
    r"|telefono|nombre)|este (?:numero|telefono))\b",
    r"\b(?:dar|den|de|da|doy|deme|denme|dame|darme|darnos|dese) (?:me )?de baja\b|\b(?:la"
    r"|mi) baja\b",
    # "Apunteme para los textos": behind another word "para" is for, not stop.
    r"\b(?!(?<=\w )para\b)(?:cancel|par|deten|detien|suspend|quit|elimin|desactiv|apag|bloque"
    r"|termin|anul)(?:ar|er|o|en|e|a|an|emos|amos|ga|gan|go|me|enme)? (?:ya )?(?:todos )?"
    r"(?:los |estos |mis "
    rf"|sus |de |esos |la |mi |el |este |esta )*(?:{_MSG}|suscripcion|servicio de mensajes"
    r"|programa)\b",
    r"\bdejar de recibir\b|\bya no recibir\b|\bno recibir mas\b|\bno (?:quiero"
    r"|deseo) (?:ya )?recibir\b",
    r"\bya no (?:quiero|deseo) (?:esto|estos|nada de esto)\b|\bno me interesa(?: ya"
    r"| mas)?(?: gracias)?$",
    r"\bretiro mi (?:consentimiento|permiso)\b|\brevoco\b",
)
_ASKS = re.compile("|".join((*_ASKS_EN, *_ASKS_ES)))

_KEEP = re.compile(
    r"\b(?:no need to|dont want (?:you |to |u )?(?:to )?|please dont|pls dont|plz dont|dont"
    r"|do not|never|wont|didnt|not going to|not gonna|shouldnt|why did (?:you|u|they|it)"
    r"|did (?:you|u)|i didnt|didnt ask to|didnt mean to|didnt want to|havent) (?:ever |please "
    r"|me to )?(?:stop|quit|cancel|end|unsub\w*|opt out|take me off|remove)\b"
    r"|\b(?:no (?:quiero|deseo|vayan a|dejen|deje|paren|cancelen|quiten|dejes)"
    r"|nunca) (?:que )?(?:de |dejen de|dejar de|cancelar|parar|paren|me quiten|darme)"
    r"|\bwhy (?:dont|wont|havent) (?:you|u|they)\b|\b(?:stopped|quit) (?:getting|receiving"
    r"|coming)\b"
    r"|\bsi no (?:quiero|deseo)\b|\b(?:ok|okay|alright|fine) (?:if i |to )(?:stop|quit)\b"
    r"|\b(?:waiting|wait|transplant|med|medication|to do|grocery) list\b|\blista de (?:espera"
    r"|med\w+)\b"
    r"|(?<!\byou )(?<!\bu )(?<!\byall )\b(?:wont|doesnt|didnt|never) leave (?:me|us|him|her)"
    r" alone\b"
    # "Dont send me the bill": something else is not to be sent.
    rf"|\b(?:dont|do not|no need to|never|no) (?:you |please |me |nos )?(?:{_SEND}|{_MANDE})"
    r" (?:me |us |him |her )?(?:the|my|a|an|his|her|la|el|mi|al?|los|las|otr[oa]) "
    rf"(?!(?:\w+ )?(?:{_MSG}|same|damn|fuck\w*|stupid|thing"
    r"|number|phone|cell|numero|celular|cel|telefono)\b)\w+"
)
_ANOTHER_END = re.compile(
    r"\b(?:stop|end|quit|ease|par(?:a|e|en|ar)|quit(?:a|e|en|ar|arme|eme|enme)) (?:\w+ )?(?:the|my"
    r"|this|el|la|los|las|mi|mis|este|esta) (?:\w+ )?(?:pain|ache|hurting|nausea|bleeding|cramps?"
    r"|diarrhea|vomiting|itching|dolor\w*|nauseas?|sangrado|calambres?|diarrea|vomito\w*|comezon)\b"
)
_LEADING_STOP = re.compile(
    r"^\s*(?:(?:STOP|Stop|UNSUBSCRIBE|ALTO|Alto|BAJA|PARE|PAREN|BASTA)\b\s*"
    r"|(?i:stop|alto|basta|pare|paren|unsubscribe|cancel|quit)\s*[.,!;:\-]+\s*)(?P<rest>\w.*)$",
    re.DOTALL,
)
_LEADING_REST = re.compile(
    r"^(?:im|i|he|she|we|ive|please|pls|plz|thanks?|thank|thx|no|dont|this|wrong|you|u|ya"
    r"|estoy|mi|el|ella"
    r"|por|gracias|not|who|all|everything|now|already|sorry|enough|me)\b(?! (?:pain|bleeding"
    r"|hurt\w*))"
)
_WRONG_NUMBER = re.compile(
    r"\bwrong (?:number|person|phone|num|numb?er|guy|lady|one|cell)\b|\bnumero (?:equivocado"
    r"|incorrecto|errado|erroneo|mal)\b"
    r"|\bequivoc\w+ de (?:numero|persona|telefono)\b|\b(?:se|te) (?:equivoco|equivocaron"
    r"|equivocaste)\b|\bestan? equivocad\w+\b"
    r"|\b(?:isnt|no es|not) (?:el |la |the )?(?:his|her|their|[a-z]+s) (?:phone|number"
    r"|cell)(?: anymore)?\b"
    r"|\b(?:isnt|not|no longer) (?:his|her) (?:phone|number|cell)\b|\b(?:nobody|no one|noone"
    r"|no [a-z]+) (?:here )?(?:by|with|named) (?:that|this)? ?name\b"
    r"|\b(?:i|we) (?:dont|do not) know (?:any|anyone|anybody|this person"
    r"|who)\b[^.?]*\b(?:named|called|name|is|that is|person)\b"
    r"|\bim not (?:the )?(?:patient|person|that person|him|her|them|who (?:you|u) think)\b"
    r"|\b(?:no soy|yo no soy) (?:esa|ese|la|el|quien|maria|jose|juan|su) ?\w*\b|\b(?:esta|ese"
    r"|este) no es (?:el|su) (?:numero|telefono|celular)\b"
    r"|\bno conozco a\b|\bno es (?:mi|el) (?:paciente|numero de)\b|\bthink (?:you|u) (?:have"
    r"|got) the wrong\b"
    r"|\b(?:just|i) got this (?:number|phone number)\b|\bthis is (?:a )?new number\b"
    r"|\bnot who (?:you|u) (?:are|r|think)\b"
    r"|\bthere (?:is )?no (?:one|body) (?:here )?(?:named|called|by)\b|\baqui no (?:vive|hay"
    r"|esta) (?:ning\w+|nadie|esa)\b|\bnumero (?:nuevo|ya no es)\b"
)
_KIN = (
    r"(?:he|she|husband|wife|mom|mum|mother|moms|dad|dads|father|son|daughter|brother|sister"
    r"|grandma|grandpa|grandmother"
    r"|grandfather|partner|spouse|patient|aunt|uncle|hubby|mama|papa|madre|padre|esposo|esposa"
    r"|marido|mujer|hijo|hija"
    r"|hermano|hermana|abuela|abuelo|suegra|suegro|tio|tia|paciente|viejo|viejita|viejito"
    r"|jefita|ella|el|maria|jose)"
)
_DEATH = re.compile(
    rf"\b{_KIN} (?:\w+ ){{0,2}}?(?:passed(?: away| on| this| last| yesterday| in| peacefully"
    r"| sunday| monday| tuesday| wednesday| thursday| friday| saturday| today)?|died|is dead"
    r"|is deceased|is gone now|is no longer with us|lost (?:his|her) (?:battle|fight|life)"
    r"|went to (?:heaven|be with))\b"
    r"|\bpassed away\b|\bpast away\b|\bis deceased\b|\bno longer with us\b|\bno longer alive\b"
    r"|\bwe lost (?:him|her|mom|dad|my|our|mother|father)\b|\bi lost my (?:husband|wife|mom"
    r"|dad|mother|father|son|daughter)\b|\b(?:his|her) (?:funeral|death|obituary|passing)\b"
    r"|\bfallec(?:io|ido|ida)\b|\bfayecio\b|\b(?:se )?(?:nos )?murio\b|\bmurio\b|\bha muerto\b"
    r"|\bya no esta con nosotros\b|\bdescans[oa] en paz\b|\besta muert[oa]\b|\bse nos fue\b"
)
_NOT_A_DEATH = re.compile(
    r"\b(?:dog|cat|pet|phone|battery|car|perr\w+|gat\w+|celular|bateria|telefono) (?:just |se "
    r"|me |\w+ )?(?:died|murio|passed)"
    r"|\b(?:years? ago|last year|when i was|hace (?:\w+ )?anos|of (?:breast|prostate|lung|bone"
    r"|colon|the same|this|cancer)|de cancer)\b"
    r"|\b(?:passed|pass) (?:out|gas|the|a|his|her|my|stool|urine|blood|wind|by|kidney)\b"
)
_HOSPICE = re.compile(
    r"\b(?:on|in|into|to|with|under|started|starting|start|entered|entering|joined|chose"
    r"|chosen|choosing|begin|began|beginning|for|home|now|using|doing|called in|signed up for"
    r"|have|has|got|getting) (?:home |the |a |in |to |at )?(?:hospice|hospis|hospic|hospise"
    r"|hospicio|ospicio|hospicios)\b"
    r"|\b(?:hospice|hospicio) (?:now|nurse|nurses|care|patient|at home|today|starts?|started"
    r"|is|comes|came|team|en casa)\b|\b(?:esta|estoy|entro|entre|va|pasa|paso|con"
    r"|en) (?:ya )?(?:en |a |al |con )?(?:el )?(?:hospicio|hospice|ospicio)\b"
    r"|\bcomfort care only\b"
)
_ASKING = re.compile(
    r"\b(?:whats|what|should|how|que es|que significa|cuando|when|does|difference|debo"
    r"|is it time)\b|\?"
)


def asks_to_stop(text: str) -> bool:
    """A sentence that asks for no more texts; keywords alone are `commands.command`'s."""
    line = fold.normal(text)
    if _leads_with_stop(text):
        return True
    plain = _KEEP.sub(" when ", line)
    return bool(_ASKS.search(plain)) or ending.wishes_it(plain)


def asks_to_stay(text: str) -> bool:
    """Says that the texts must not stop, or that something else must not be sent or must end."""
    line = fold.normal(text)
    return bool(_KEEP.search(line) or _ANOTHER_END.search(line))


def wrong_number(text: str) -> bool:
    """Says that the phone is not the patient's: pause and tell staff (`docs/reading.md` rule 3)."""
    return bool(_WRONG_NUMBER.search(fold.normal(text)))


def life_event(text: str) -> str:
    """ "death", "hospice" or "": told of, not asked about (`docs/care.md` section 3)."""
    line = fold.normal(text)
    if _DEATH.search(line) and not _NOT_A_DEATH.search(line):
        return "death"
    if _HOSPICE.search(line) and not _ASKING.search(line):
        return "hospice"
    return ""


def _leads_with_stop(text: str) -> bool:
    found = _LEADING_STOP.match(text)
    if not found:
        return False
    rest = fold.normal(found["rest"])
    return bool(rest and not rest.endswith("?") and _LEADING_REST.match(rest))
