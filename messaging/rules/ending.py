"""The grammar of "no more texts": what kinds of words, in which order, end the texting.

Each word of a plain line becomes one letter for its kind, and a few short patterns over
the letters say what is a wish for no more texts.  So "end all these silly alerts" and
"paren con los avisos" are one pattern, and a symptom or a treatment between the words
("stop the pain before you text") breaks it.
"""

import re

# One letter for each kind of word.  A word in no list is "x", the end of a clause is "b".
_KINDS: dict[str, str] = {
    "q": """rid stop quit cease end discontinue terminate halt desist unsubscribe suspend disable
        deactivate stoping stopp stoop stpo sotp stahp stap stopping ending cancel pause block mute
        dejen deje dejar dejes
        paren pare parar pares parenle parele cortenle basta cesen cese cesar suspendan suspenda
        suspender cancelen
        cancele cancelar terminen termine terminar alto apaguen detengan detener desactiven
        desactivar bloqueen""",
    "s": """texting txting texing texxting messaging messging msging sending sendin contact
        contacting bother bothering bug bugging spam spamming harassing pester pestering annoying
        disturb disturbing reminding notifying asking messageing send writing mandando enviando
        escribiendo molestando texteando""",
    "e": """manden mande mandes mandar mandarme mandarnos envien envie envies enviar enviarme
        escriban escriba escribas escribir escribirme texteen textee textees textear textearme
        molesten moleste molestes molestar molestarme contacten contactarme contactar
        lleguen fastidien fastidiar mensajeen mensajear enviarle mandarle escribirle avisen""",
    "m": """text texts txt txts texto textos textes txet txets message messages mesage mesages
        messege messeges msg msgs mssg mssgs sms notification notifications alert alerts
        reminder reminders update updates mensaje mensajes mensages mensage mensajitos msj msjs
        recordatorio recordatorios notificaciones notificacion aviso avisos alertas messgaes
        massages messgage messags msges remainders communication communications correspondence""",
    "v": "doesnt nobody noone nadie",
    "c": "can could may",
    "a": "anything anymore nothing else nada more stuff",
    "d": "these those them esto estos esos eso",
    "n": "no not ni sin",
    "u": "dont never nunca dnt stopped",
    "k": """cant wont didnt did why havent couldnt wouldnt isnt when will do does shouldnt
        cuando if si unless until hasta""",
    "w": """want wanna need wish desire care like interested quiero queremos quisiera deseo
        deseamos necesito interesa interesan interesado interesada wanting wishing needing wants
        asked requested consent agree""",
    "r": "remove delete erase unenroll disenroll drop scratch strike withdraw borren borre"
    " borrar borra eliminen elimine eliminar quiten quite quitar saquen saque sacar retiren",
    "G": "lose forget",
    "g": "take get keep pull cross wipe",
    "p": "me us him her my mine our mi nos le les her",
    "t": "number num phone cell name contact numero telefono celular nombre info",
    "o": "off from out of de del",
    "l": """list lists system database records roster program service subscription lista sistema
        programa servicio suscripcion""",
    "E": "enough",
    "h": "tired sick fed done harto harta cansado cansada",
    "f": """please pls plz plez the a all any with to your ur you u i im we it this that more
        anymore already now just ok okay hi hey hello so too many much damn dang stupid silly
        darn effing freaking fucking these crap bs up be being getting receiving recieving receive
        recieve get sent longer further at once immediately asap thanks thank thx ty for good
        forever right again ever each every day everyday time constant daily por favor porfa
        porfavor ya los las el la un una con tantos tanto mas sus su este esta ese recibir
        reciba que gracias ahora todos todo todas nada inmediato would id ive want said really
        seriously everything both yall guys ppl people here and automated automatic robot
        dumb ridiculous useless estoy en tan lo los se me seguir sigan siga vuelvan a gotta must
        should
        pueden puede podrian podria need must going have has want""",
    "z": """after before because when while about where how what who taking take smoking working
        says said say reply replied word words button sign waiting except unless porque despues
        antes mientras
        cuando tomar tomando fumar reason if""",
    "y": """pain pains hurt hurts hurting bleeding bleed blood chemo treatment treatments
        radiation surgery pills pill meds medicine medication zometa xgeva prolia denosumab
        steroids oxy morphine tylenol calcium cancer tumor vomiting puking nausea diarrhea
        throwing cough coughing shaking shivering itching swelling cramps breathing fever hiccups
        dolor dolores quimio quimioterapia tratamiento radiacion pastillas medicina sangre
        sangrado vomito vomitar fiebre cirugia diarrea tos inyeccion inyecciones appointment
        appointments appt visit visits scan cita citas dentist hospital doctor nurse shot shots
        drug drugs infusion smoking drinking dose hurts agony leg legs""",
}
_KIND_OF: dict[str, str] = {
    word: kind for kind, words in reversed(_KINDS.items()) for word in words.split()
}
_CLAUSE = frozenset(".?,;-/")

_WISHES = re.compile(
    "|".join(
        (
            r"q[fpdxohtga]{0,5}[smel]",  # stop all these texts; dejen de mandar; end the service
            r"[nu][fpx]{0,3}e(?![fpo]*y)",  # no me escriban
            r"[nu]w[fp]{1,4}e",  # no quiero que me escriban
            r"[nu][fpx]{0,3}s[fx]{0,2}[pmdt]",  # never contact us
            r"[nu][fp]{0,2}s[fp]{0,2}a",  # dont send anything else
            r"(?:^|b)[fp]*qf{0,2}df*(?:b|$)",  # mute these
            r"u[fp]{0,2}m(?:[pdt]|$|b)",  # dont text me
            r"[nuv][fp]{0,2}w[fpxodwa]{0,5}m",  # dont want any of your texts
            r"[nuv][fp]{0,2}w[fpog]{0,4}(?:d|t?m)[fa]*(?:b|$)",  # no longer want these
            r"r[fd]{0,2}(?:pt?|t)[fpd]{0,3}(?:o[fdp]{0,3}[xl]{0,2}[lmd]|b|$)",  # delete my number
            r"g[fd]{0,2}pt?[f]{0,2}o[fdpo]{0,3}(?:(?:x?[lmd])|b|$)",  # take me off your list
            r"G[pf]t(?:b|$|f)",
            r"sp[f]?q(?:b|$)",  # you keep texting me stop
            r"[nuv][fp]{0,2}w[fpog]{0,4}l(?:b|$)",  # dont need this service  # lose my number
            r"[gr][fo]{1,4}[fpdx]{0,2}l",  # get off this list
            r"(?:h[fpdxoa]|(?<!n)E)[fpdxoa]{0,5}[sm]",  # sick of these texts
            r"(?:^|b)[f]{0,3}n[f]{0,5}mf*(?:b|$)",  # no texts please
        )
    )
)
_MESSAGES_STOP = re.compile(r"(?:^|b)[^bkyz]*m[^bkyz]{0,6}q[fpd]*(?:b|$)")
_BARE_STOP = re.compile(r"(?:^|b)[fp]*Qq?[fpd]*(?:b|$)")
_PLEAS = [[please, stop] for please in ("please", "pls", "plz") for stop in ("stop", "quit")]
_BARE = frozenset("stop quit cease desist unsubscribe alto basta paren stoping".split())
_WAYS = re.compile(
    r"\b(?:leave (?:me|us|him|her|my \w+|our \w+|this (?:number|phone)) (?:alone|be\b)"
    r"|dejen?(?:me|nos|lo|la)? (?:en paz|tranquil\w+)|dejenl[ao] en paz"
    r"|block(?:ing)? (?:you|u|this number|your number|ur number)|voy a bloquear\w*"
    r"|(?:stop|quit|enough) (?:with |of )?(?:all )?(?:the|these|your|ur|all these) questions"
    r"|^(?:i (?:already |just )?said|i told (?:you|u)(?: to)?|ya dije(?: que)?|i say)"
    r" (?:to )?(?:stop|quit|alto|basta|unsubscribe|cancel)\b|cease and desist|"
    r"^(?:please )?(?:turn|shut|switch) (?:this|these|it|them) off|(?:sign|signing) (?:me |us"
    r" )?off(?: of)? (?:this|these|the|your)"
    r"|(?:un|dis) ?enroll|(?:turn|turning|shut|switch|cut|shutting) (?:\w+ ){0,4}off"
    r" (?:my|this|the|your|these) (?:\w+ )?(?:texts?|messages?|alerts?|reminders?)"
    r"|(?:i am|im|we are|were) (?:done|finished|through|over) (?:with )?(?:this|these|your)"
    r" (?:\w+ )?(?:text\w*|messages?|program|service|alerts?|reminders?)"
    r"|(?:withdraw|revoke|revoking|withdrawing|cancel|take back|rescind) (?:my |the )?"
    r"(?:consent|permission|authorization|enrollment|subscription|sign ?up)"
    r"|(?:cancel|quit|stop|end|leave|exit|drop) (?:me |us )?(?:out of |from )?(?:this|the|your)"
    r" (?:text\w* |sms |message |messaging |reminder )?(?:program|service|subscription|list)"
    r"|salir(?:me)? de (?:esta|este|la|el) (?:lista|programa|servicio)"
    r"|^no (?:more )?(?:texting|messaging|txting)\b|^stop (?:im serious|i mean it|already|its"
    r" annoying|or else|or i)\b"
    r"|(?:texts?|texting|messages?|messaging|msgs?)\b.*\b(?:knock|cut) (?:it|that) (?:off|out)\b"
    r"|(?:rather|prefer) (?:you |u )?(?:not|no|didnt|dont) (?:\w+ ){0,3}(?:texts?|texted|messages?"
    r"|messaged|reminders?|alerts?)|(?:cut|knock) (?:it|that|this) (?:out|off) (?:\w+ ){0,4}(?:text"
    r"|messag|msg)\w*|(?:let|get) me (?:out|off)(?: of)? (?:this|the|your) (?:text\w* |messag\w* )?"
    r"(?:program|service|list|thing|system)|(?:be|get|have been|want) (?:removed|deleted"
    r"|unsubscribed"
    r"|unenrolled|dropped|taken off)(?: (?:from|off|of))*(?: (?:this|your|ur|the (?:\w+ )?(?:list"
    r"|program|service|texts|system))\b|$)"
    r"|ya (?:estuvo|estuvo bueno|estuvo bien|fue suficiente|basta) (?:con|de) (?:\w+"
    r" )?(?:mensajes|textos|avisos))\b"
)


def wishes_it(line: str) -> bool:
    """Does the plain line ask for no more texts?  Keywords alone are `commands.command`'s."""
    if _WAYS.search(line):
        return True
    said = line.split()
    kinds = "".join(_kind(word) for word in said)
    if _WISHES.search(_kept(kinds)) or _MESSAGES_STOP.search(kinds):
        return True
    return _stops_alone(said, kinds)


def _kind(word: str) -> str:
    return "b" if word in _CLAUSE else _KIND_OF.get(word, "x")


def _kept(kinds: str) -> str:
    """Wishes to go on ("dont stop texting me", "why did you stop") taken out."""
    return _KEPT.sub("z", kinds)


_KEPT = re.compile(r"[uk][fpx]{0,3}q")


def _stops_alone(said: list[str], kinds: str) -> bool:
    """A clause that is only "please stop", in a text that names no symptom or treatment."""
    if "y" in kinds or "cant" in said:
        return False
    if said[-2:] in _PLEAS:
        return True
    if "b" not in kinds.strip("b"):
        return False
    marked = "".join("Q" if w in _BARE else k for w, k in zip(said, kinds, strict=True))
    return bool(_BARE_STOP.search(marked))
