"""Lone command words, in English and Spanish (`docs/reading.md`, label rule 1).

A command is the whole text: the word, alone or said twice, with politeness or
marks around it.  A command word inside a sentence is never a command ("Endoscopy
tomorrow" is not END, "cant quit smoking" is not QUIT).
"""

import re

from rapidfuzz.distance import OSA

from content.text import fold

STOP, START, HELP, YES = "STOP", "START", "HELP", "YES"
MENU, MORE, LESS, INFO = "MENU", "MORE", "LESS", "INFO"

# The words that Twilio's own opt-out layer knows and may answer by itself
# (`docs/pipelines.md` section 2: its default keyword lists of 2025).
PROVIDER_WORDS: dict[str, frozenset[str]] = {
    STOP: frozenset("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split()),
    START: frozenset("START YES UNSTOP".split()),
    HELP: frozenset("HELP INFO".split()),
}

_WORDS: dict[str, str] = {
    STOP: """stop|stopall|stop all|ya parenle|parenle|parele|ya paren|ya basta|stahp|stawp
        |stap|stop it|stop now|stop stop|stop them|stop these|stop this
        |stop msgs|stop messages|stop texts|stop texting|stop sms|quit|end|revoke|optout|opt out
        |opt me out|optout all|opt out all|cancel|cancel all|cancel texts|cancel messages
        |cancel sms|end texts|end messages|end all|quit texts|unsubscribe|unsubscribe all
        |unsubscribe me|unsub|unsuscribe|desist|arret|arrete|alto|baja|parar|pare|paren|para ya
        |cancelar|cancele|cancelen|detener|detenga|detengan|deten|detente|basta|basta ya|salir
        |darme de baja|dar de baja|deme de baja|dame de baja|baja por favor|suspender|suspenda
        |terminar|fin|no mas|no more|remove|remove me|alto ya|desuscribir|desuscribirme
        |desuscribirse|anular|discontinue|i quit|terminate|stop ya|no mas mensajes|no more texts|no
        more messages""",
    START: """start|unstop|restart|start again|resume|resubscribe|subscribe|opt in|optin|opt me in
        |rejoin|iniciar|inicio|empezar|comenzar|reanudar|reiniciar|comienzo|continuar
        |start texts|start messages""",
    HELP: "help|help me|ayuda|ayudame|ayudeme|auxilio|socorro|aide|sos|necesito ayuda|i need help",
    INFO: "info|information|informacion|about",
    YES: "yes|y|si|s|yes join|join|unirme|yes please|si por favor|acepto|ok yes|i agree",
    MENU: "menu|topics|temas|keywords|list|lista|options|opciones|topic list|el menu|menu please",
    MORE: "more|more please|mas|mas por favor|tell me more|next|siguiente|send more|read more",
    LESS: "less|menos|fewer|less texts|fewer texts|menos mensajes|slower|menos textos",
}
_EXACT: dict[str, str] = {
    phrase.strip(): name for name, phrases in _WORDS.items() for phrase in phrases.split("|")
}
_SPELT_OUT = frozenset(("stop", "quit", "cancel", "unsubscribe", "alto", "baja", "help", "start"))
# Words one slip away from a command that mean something else by themselves.
_NOT_A_SLIP = frozenset(
    """step shop stoop stomp stow strop atop quiet quite quilt suit and send ending bend mend tend
    lend alta bajo baba bata caja vaja cancer canal chancel quid stops stopped starts started
    stork stark star smart hello held hell helped kelp yelp helm unstopped canceled cancelled
    ended bajar alo altos salto basto pasta hasta gasta vasta parir paras cover remote removed
    renal info information invoke provoke evoke salid sale detenerse pain fine find fino""".split()
)
_POLITE = re.compile(
    r"^(?:(?:please|pls|plz|por favor|porfavor|porfa|ok|hi|hello|hola|just)\s+)+"
    r"|(?:\s+(?:please|pls|plz|por favor|porfavor|porfa|thanks|thank you|thank u|thx|ty|gracias"
    r"|now|ya))+$"
)
_REPEATED_LETTER = re.compile(r"([a-z])\1+")


def command(text: str, *, joined: bool = True) -> str:
    """The command that this text is, upper case English, or "" where it is none.

    YES is a command only from a phone that has not joined (`docs/care.md` section 7).
    """
    phrase = _phrase(text)
    name = _EXACT.get(phrase) or _EXACT.get(_POLITE.sub("", phrase)) or _slip(phrase)
    return "" if name == YES and joined else name


def provider_word(text: str) -> str:
    """STOP, START or HELP where the provider's own layer takes this text for its word, else ""."""
    word = text.strip().upper()
    return next((name for name, known in PROVIDER_WORDS.items() if word in known), "")


def _phrase(text: str) -> str:
    said = fold.words(text)
    if len(said) > 1 and len(set(said)) == 1:
        return said[0]
    spelled = "".join(said)
    if 1 < len(said) <= len(spelled) and spelled in _SPELT_OUT and min(map(len, said)) == 1:
        return spelled
    return " ".join(said)


def _slip(phrase: str) -> str:
    """A single mistyped command word: "Stopp", "unsuscribe", "ayudaa"."""
    if len(phrase) < 4 or not phrase.isalpha() or phrase in _NOT_A_SLIP:
        return ""
    squeezed = _REPEATED_LETTER.sub(r"\1", phrase)
    if squeezed in _EXACT:
        return _EXACT[squeezed]
    near = [name for word, name in _FUZZY if _close(phrase, word)]
    return near[0] if near else ""


def _close(phrase: str, word: str) -> bool:
    limit = 2 if len(word) >= 8 else 1
    return OSA.distance(phrase, word, score_cutoff=limit) <= limit


_FUZZY: tuple[tuple[str, str], ...] = tuple(
    (word, name)
    for word, name in _EXACT.items()
    if word in ("stop", "help", "menu", "start", "alto", "quit", "ayuda")
    or (name in (STOP, START) and word.isalpha() and len(word) >= 6)
)
