"""Codes, references and levels as a person says them: one wording for every screen.

The error codes are those of the provider's list (Twilio, "Error and warning
dictionary"); what the service does about each stands in `messaging.actions.consequences`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from messaging.rules import reasons
from messaging.rules.kinds import Kind, Level

LEVELS: Final[Mapping[Level, str]] = {
    Level.EMERGENCY: "emergency",
    Level.URGENT: "urgent",
    Level.SAME_DAY: "same day",
    Level.REVIEW: "review",
}

CODES: Final[Mapping[int, str]] = {
    20003: "Our account at the provider was refused: tell the operator.",
    20429: "Too many requests at once: it is tried again by itself.",
    20500: "The provider had a fault: it is tried again when that is safe.",
    20503: "The provider is out of order for now: it is tried again by itself.",
    21211: "This is not a number that can exist: ask the patient for the right one.",
    21408: "Texts to this country are not switched on at the provider: tell the operator.",
    21606: "Our number cannot send to this phone: tell the operator.",
    21610: "This phone has opted out at the provider: only a START from the phone undoes it.",
    21611: "Too many texts are waiting at the provider: it is tried again later.",
    21612: "There is no route to this phone: phone the patient instead.",
    21614: "This is not a mobile number: ask for one that gets texts.",
    21617: "The text is too long for the provider: tell the operator.",
    30001: "Too many texts were waiting: it is tried again later.",
    30002: "Our account is suspended: tell the operator at once.",
    30003: "The phone was off or out of reach.",
    30004: "The phone's carrier or owner blocks our texts: phone the patient.",
    30005: "The number does not exist or is no longer in use: ask for the new one.",
    30006: "This is a landline, or it cannot get texts: ask for a mobile number.",
    30007: "The carrier took the text for spam: tell the operator.",
    30008: "The carrier did not say why. The text may not have arrived.",
    30034: "Our number is not registered with the carriers: tell the operator at once.",
    30036: "Its time ran out on the way.",
    30410: "The carrier did not answer in time. The text may not have arrived.",
    30450: "The provider suspects misuse of this route: tell the operator.",
    35115: "It came too late for the provider's schedule: it goes at its own time.",
    30610: "The carrier keeps quiet hours: it came too late in the day.",
}

_STORED: Final[Mapping[str, str]] = {
    "no longer useful": "It could not go out while it was of use.",
    "quiet hours": "It waits until the patient's quiet hours end.",
    "another text goes today": "It was kept back and is late; it waits for a day without another.",
    "no room under the caps while it was of use": "It was kept back, and no day had room for it.",
    "no longer in the plan": "The plan changed: this text is no longer part of it.",
    "consent: revoked": "The phone has opted out.",
    "consent revoked": "The phone has opted out.",
    "consent: never asked": "Nobody has agreed to texts on this phone.",
    "consent: asked": "The phone has not answered YES yet.",
    "consent: refused": "Texts on this phone were refused.",
    "consent: paused": "Texts to this phone are paused.",
    "consent paused": "Texts to this phone are paused.",
    "patient: paused": "Texts to this patient are paused.",
    "patient: hospice": "The patient is in hospice care.",
    "patient: died": "The patient has died.",
    "she is no longer reached at this number": "The patient is no longer reached at this number.",
}

_READ_AS: Final[Mapping[str, str]] = {
    Kind.OPT_OUT: "no more texts, please",
    Kind.OPT_IN: "wants the texts",
    Kind.RED_FLAG: "a warning sign",
    Kind.HELP: "a command",
    Kind.CHECK_IN_ANSWER: "an answer to a check-in",
    Kind.PASSAGE: "a question about",
    Kind.THANKS: "thanks",
    Kind.NONE: "for a person to read",
}

_QUESTIONS: Final[Mapping[str, str]] = {
    "Q-PAIN": "pain (0 to 10)",
    "Q-CORD": "weak or numb legs",
    "Q-BREAK": "falls and new sharp pain",
    "Q-STAND": "can it be used as usual",
    "Q-TEMP": "fever",
    "Q-CALC": "tingling and cramps",
    "Q-THIRST": "thirst and confusion",
    "Q-MOUTH": "mouth",
    "Q-DENTAL": "dental work ahead",
    "Q-BLEED": "bruises and bleeding",
    "Q-LOOSE": "loose stools",
    "Q-WOUND": "wound",
    "Q-SEV": "how bad (A to E)",
    "T-STILLYOU": "still the right phone",
    "T-DENTIST": "dentist seen before the drug",
    "T-DENTIST-ON": "dentist seen lately",
}

_TEMPLATES: Final[Mapping[str, str]] = {
    "T-WELCOME": "Welcome",
    "CARD": "When to call: the card to keep",
    "FEVER-CARD": "Fever: the card to keep",
    "T-VISIT": "Visit reminder",
    "T-SHOT": "Shot reminder",
    "T-DRIP": "Infusion reminder",
    "T-MOVED": "A visit has moved",
    "T-OFF": "A visit is off",
    "T-REFILL": "Refill reminder",
    "T-BLOODTEST": "Blood test reminder",
    "T-PREP": "How to prepare",
    "T-DENTALVISIT": "Dental visit reminder",
    "M-FLOSS": "Mouth care: floss",
    "M-TWOMIN": "Mouth care: two minutes",
    "M-DENTURES": "Mouth care: dentures",
    "M-CHECKUP": "Mouth care: check-up",
    "M-TELL": "Mouth care: tell the dentist",
    "M-LOOK": "Mouth care: look inside",
    "P-BIRTHCONTROL": "Take care: birth control",
    "P-FLARE": "Take care: pain after radiation",
    "P-LATE": "Take care: late side effects",
    "P-MOVE": "Take care: moving safely",
    "P-NEXT": "Take care: what comes next for the bones",
    "P-RADIUM-HOME": "Take care: at home after radium",
    "P-SAMARIUM-HOME": "Take care: at home after samarium",
    "P-SHEET": "Take care: the team's safety sheet",
    "P-TELLDENTIST": "Take care: tell every dentist",
    "E-BONELOSS": "About: bone loss",
    "E-SAMARIUM-RELIEF": "About: when samarium eases pain",
    "E-STRONTIUM-RELIEF": "About: when strontium eases pain",
}

_TASKS: Final[Mapping[str, str]] = {
    "dental_gate": "To do: no dentist seen yet",
    "missed_dose": "To do: dose not recorded",
}


def sign(flag: str) -> str:
    """A warning sign's slug, or an alert's, in words: "cord compression"."""
    return _plain(flag)


def level(of: str) -> str:
    """An alert's level in lower case; raises ValueError for no level."""
    return LEVELS[Level(of)]


def code(number: int | None) -> str:
    """A sentence for a provider's error code; empty where there is none."""
    if number is None:
        return ""
    return CODES.get(number, f"The provider gave code {number}: look it up, or ask the operator.")


def failure(number: int | None) -> str:
    """That a text did not arrive, and why, as far as its code tells."""
    return f"Not delivered. {code(number)}".strip()


def explain(reason: str, number: int | None = None) -> str:
    """The sentence for a row's stored reason and error code; the code says more."""
    if number is not None:
        return code(number)
    return _STORED.get(reason) or reasons.sentence(reason)


def asked(slug: str, symptom: str = "") -> str:
    """What a check-in's question is about: "weak or numb legs", "nausea (A to E)"."""
    if symptom and slug == "Q-SEV":
        return f"{_plain(symptom)} (A to E)"
    return f"{_QUESTIONS.get(slug, slug)} {_plain(symptom)}".strip()


def planned(ref: str, *, titles: Mapping[str, str]) -> str:
    """What a step sends ("topic:onj", "question:Q-SEV:nausea"); `titles` are the topics'."""
    sort, _, rest = ref.partition(":")
    slug, _, symptom = rest.partition(":")
    if sort == "topic":
        return f"About: {titles.get(slug) or _plain(slug)}"
    if sort == "question":
        return f"Check-in: {asked(slug, symptom)}"
    if sort == "handoff":
        return _TASKS.get(slug, f"To do: {_plain(slug)}")
    return _TEMPLATES.get(slug, f"Text {slug}")


def content(refs: Iterable[str], *, titles: Mapping[str, str]) -> str:
    """All that one text holds, its sort said once: "Check-in: weak or numb legs; mouth"."""
    said = [planned(ref, titles=titles) for ref in refs]
    lead = said[0].partition(": ")[0] if said else ""
    return "; ".join([*said[:1], *(words.removeprefix(f"{lead}: ") for words in said[1:])])


def treated(kind: str, subtype: str = "") -> str:
    """A treatment's kind with its subtype: "ablation (cryo)"."""
    return f"{_plain(kind)} ({_plain(subtype)})" if subtype else _plain(kind)


def read_as(kind: str, *, topic: str = "", flag: str = "") -> str:
    """How a text was taken: "a question about Jaw problems", "a warning sign (bleeding)"."""
    if flag:
        return f"{_READ_AS[Kind.RED_FLAG]} ({_plain(flag)})"
    said = _READ_AS.get(kind, "")
    return f"{said} {topic}".strip() if kind == Kind.PASSAGE else said


def _plain(slug: str) -> str:
    return slug.replace("-", " ").replace("_", " ")
