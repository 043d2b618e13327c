"""Who speaks, in which language, and small talk: marks of a text beside its kind."""

import re
import unicodedata

from content.text import fold

_REACTION = re.compile(
    r"^(?:(?:liked|loved|laughed at|emphasi[sz]ed|disliked|questioned|removed an? \w+ from"
    r"|le gust[oóaá]|le encant[oóaá]"
    r"|le dio risa|se ri[oó] de|no le gust[oóaá]|enfatiz[oó]|cuestion[oó]|me gusta|me encanta)\s*"
    r"|(?:reacted|reaccion[oó])\s+\S+\s+(?:to|a)\s*|\W{1,6}\s*(?:to|a)\s+)"
    r"(?P<quote>[\"“”«‘'](?:.*[\"“”»’']|[^\"“”»]*$))\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_CAREGIVER = re.compile(
    r"\b(?:he|she|hes|shes|him|her|his|(?:my |mi |our |the |la |el )?(?:husband|hubby|wife|mom"
    r"|mum|mommy|mama|mami|mother|dad|daddy|papa|papi|father|son|daughter"
    r"|brother|sister|grandma|grandpa|grandmother|grandfather|granny|abuela|abuelo|esposo"
    r"|esposa|marido|mujer|hijo|hija|hermano|hermana"
    r"|suegra|suegro|tio|tia|partner|boyfriend|girlfriend|fiance|patient|aunt|uncle|jefa"
    r"|jefito|jefita|novio|novia|madre|padre|viejo|viejita|viejito|paciente))\b"
)
_MYSELF = re.compile(
    r"\b(?:i (?!think|need|am (?:his|her|the)|cant (?:wake|get|reach|find)|just found|found"
    r"|dont know)|im (?!his|her|the|worried|scared|calling)|ive|me (?:duele|cai|siento|falta"
    r"|cuesta|salio|salieron|dio|oriné|orine|tome|hice)|tengo|siento|estoy|myself|mine"
    r"|my (?!husband|hubby|wife|mom|mum|mommy|mama|mother|dad|daddy|papa|father|son|daughter"
    r"|brother|sister|grand\w+|partner|boyfriend|girlfriend|fiance|patient|aunt|uncle)\w+)\b"
)
_ABOUT_KIN = re.compile(
    r"\b(?:this is (?:his|her)|im (?:his|her)|soy (?:su|la|el) (?:espos\w+|hij\w+|herman\w+"
    r"|mama|papa|cuidador\w*)|caregiver|cuidadora?)\b"
)
_DENTAL = re.compile(
    r"\b(?:(?:tooth|teeth|molars?|muelas?|dientes?|wisdom|colmillo"
    r"|root) (?:\w+ ){0,4}(?:pull\w*|extract\w*|taken out|take out|removed?|out|ache\w*|hurts?"
    r"|hurting|pain\w*|kill\w*|sac\w+|quit\w+|duele\w*|canal)"
    r"|(?:pull\w*|extract\w*|remov\w*|take out|taking out|taken out|yank\w*|sac(?:ar|arme|aron"
    r"|an|ara|aran|arle)|quitar(?:me|le)?|duele|dolor de|extraer\w*"
    r"|extraccion de) (?:\w+ ){0,4}(?:tooth|teeth|molars?|muelas?|dientes?|colmillo)"
    r"|toothaches?|implants?|implantes?|gum (?:surgery|graft|operation)|oral surgery"
    r"|cirugia (?:de|dental|en) (?:las )?encias?|dental (?:surgery|extraction|work)|extraction"
    r"|extraccion|root canal|endodoncia|bad (?:tooth|molar)|muela (?:\w+ )?(?:mala|bad|picada)"
    r"|dentist (?:wants|said|says) (?:\w+ ){0,4}(?:pull|out|remove))\b"
)
_NOT_DENTAL = re.compile(r"\b(?:hip|breast|knee|port|hair) implants?\b")
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|thnx|thanx|tnx|tks|tysm|ty|gracias|grasias|graciass"
    r"|appreciate\w*|grateful|bless|blessings?|bendiga|bendiciones|got it|will do|sounds good"
    r"|no problem|you (?:guys |all )?(?:are|r) (?:the best|awesome|great|so kind|amazing"
    r"|angels?)|youre the best|(?:i )?(?:like|love|enjoy) (?:them|these|this|it|getting|the"
    r"|your)|helpful|me gustan|muy amable\w*|entendido|de acuerdo|excelente)\b"
)
_DISLIKE = re.compile(
    r"\b(?:dont|do not|didnt|never|no me) (?:really )?(?:like|love|enjoy|gust\w+)\b"
)
_NICE = frozenset(
    """ok okay okey k kk oki thanks thank you u thx ty tysm tks gracias great good perfect perfecto
    cool awesome nice wonderful fine sure alright right yay amen god bless dios la lo le bendiga
    bendiciones very so much many a lot muy muchas mil bien esta vale bueno bye goodnight
    understood entendido listo claro excelente super got it will do sounds no problem love loved
    that all my everyone and y de nada amable thumbs up si gusto mucho gracia sweet yup yep
    welcome youre the best same here i for your help hi hello dear mija mijo hun honey doctor dr
    nurse sir maam roger noted received recibido enterada enterado de acuerdo guys are ur wow
    haha jaja lol""".split()
)
_GLAD = frozenset(
    """ok okay k kk great good perfect perfecto cool awesome nice wonderful fine sure alright
    understood entendido listo claro excelente roger noted received recibido enterada enterado
    vale bien amen bueno thumbs welcome okey oki yay sweet wow""".split()
)
_SPANISH = frozenset(
    """el la los las de que y en un una para por con no se me mi su es esta estoy tengo tiene como
    cuando donde quien del al lo le les mis sus muy mas pero si ya puedo puede duele dolor
    gracias hola porque cual cuanto cuantas desde hace ayer hoy mensajes numero quiero son sirve
    hueso huesos medicina pastillas ayuda alto baja parar cancelar siento hay ser despues antes
    sin tan nada""".split()
)
_ENGLISH = frozenset(
    """the and is are my me i you to of in on for with it this that what how do does can was were
    have has im not no cant dont they he she his her their at be been so but if when where who
    why please thanks help stop pain bone will would should could get got since after before
    from there your u a an or than too""".split()
)


def without_reaction(text: str) -> tuple[str, bool]:
    """The text without a quoted reaction ("Liked ..."), and whether there was one."""
    found = _REACTION.match(text.strip())
    return (found["rest"], True) if found else (text, False)


def caregiver(line: str) -> bool:
    """Does someone else write for the patient?  `line` in plain form."""
    if _ABOUT_KIN.search(line):
        return True
    return bool(_CAREGIVER.search(line)) and not _MYSELF.search(line)


def dental(line: str) -> bool:
    """Names an extraction, implant, gum surgery or tooth pain (`docs/care.md` section 6)."""
    return bool(_DENTAL.search(_NOT_DENTAL.sub(" ", line)))


def thanks(text: str) -> bool:
    """Thanks, agreement or a sign alone; a question or a report never is."""
    said = fold.words(text)
    if not said:
        return _has_sign(text)
    if "?" in text or len(said) > 14 or _DISLIKE.search(" ".join(said)):
        return False
    nice = all(word in _NICE for word in said)
    line = " ".join(said)
    return (nice and bool(_GLAD & set(said) or _THANKS.search(line))) or bool(
        _THANKS.search(line) and len(said) <= 12
    )


def languages(text: str) -> tuple[str, ...]:
    """ "en", "es", both (most words first), or none where nothing tells."""
    said = fold.words(text)
    spanish = sum(word in _SPANISH for word in said) + 2 * bool(set("ñ¿¡") & set(text.casefold()))
    english = sum(word in _ENGLISH for word in said)
    found = sorted(((english, "en"), (spanish, "es")), reverse=True)
    return tuple(name for count, name in found if count)


def _has_sign(text: str) -> bool:
    return any(unicodedata.category(sign) in ("So", "Sk") for sign in text)
