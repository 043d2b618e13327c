"""What the phone page says in plain words: states, failures, and what a planned text is."""

from collections.abc import Mapping
from typing import Final

import phonenumbers

from messaging.rules.consent import ConsentState
from messaging.rules.kinds import Kind, Level

BANNER: Final = "Demo: no SMS leaves this computer. Words approved by an invented reviewer."

CONSENT: Final[Mapping[ConsentState, str]] = {
    ConsentState.NEVER_ASKED: "Never asked",
    ConsentState.ASKED: "Asked, no answer yet",
    ConsentState.GIVEN: "Gets texts",
    ConsentState.REFUSED: "Said no",
    ConsentState.REVOKED: "Opted out",
    ConsentState.PAUSED: "Paused",
}

LEVELS: Final[Mapping[str, str]] = {
    Level.EMERGENCY: "Emergency",
    Level.URGENT: "Urgent",
    Level.SAME_DAY: "Same day",
    Level.REVIEW: "To review",
}

READ_AS: Final[Mapping[str, str]] = {
    Kind.OPT_OUT: "no more texts, please",
    Kind.OPT_IN: "wants the texts",
    Kind.RED_FLAG: "a warning sign",
    Kind.HELP: "a command",
    Kind.CHECK_IN_ANSWER: "an answer to a check-in",
    Kind.PASSAGE: "a question about",
    Kind.THANKS: "thanks",
    Kind.NONE: "for a person to read",
}

# Twilio's error dictionary, as far as a carrier's "no" goes.
_FAILURES: Final[Mapping[int, str]] = {
    30003: "Not delivered: the phone was off or out of reach.",
    30004: "Not delivered: the phone blocks these texts.",
    30005: "Not delivered: nobody has this number.",
    30006: "Not delivered: this is a landline, or its carrier takes no texts.",
    30007: "Not delivered: the carrier took it for spam.",
    30008: "Not delivered: the carrier does not say why.",
}

# Names for what a protocol's step sends; topics name themselves.
_PLANNED: Final[Mapping[str, str]] = {
    "Q-PAIN": "Check-in: pain (0 to 10)",
    "Q-CORD": "Check-in: weak or numb legs",
    "Q-BREAK": "Check-in: falls and new sharp pain",
    "Q-STAND": "Check-in: can it be used as usual",
    "Q-TEMP": "Check-in: fever",
    "Q-CALC": "Check-in: tingling and cramps",
    "Q-THIRST": "Check-in: thirst and confusion",
    "Q-MOUTH": "Check-in: mouth",
    "Q-DENTAL": "Check-in: dental work ahead",
    "Q-BLEED": "Check-in: bruises and bleeding",
    "Q-LOOSE": "Check-in: loose stools",
    "Q-WOUND": "Check-in: wound",
    "Q-SEV": "Check-in: how bad (A to E)",
    "T-STILLYOU": "Still the right phone?",
    "T-DENTIST": "Dentist seen before the drug?",
    "T-DENTIST-ON": "Dentist seen lately?",
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
}
_SORTS: Final[Mapping[str, str]] = {"question": "Check-in", "template": "Text"}


def failure(code: int | None) -> str:
    """Why a text did not arrive."""
    return _FAILURES.get(code or 0, f"Not delivered (code {code})." if code else "Not delivered.")


def planned(ref: str, *, titles: Mapping[str, str]) -> str:
    """What a step sends ("topic:onj", "question:Q-SEV:nausea"), as a person says it."""
    sort, _, slug = ref.partition(":")
    if sort == "topic":
        return f"About: {titles.get(slug, slug.replace('-', ' '))}"
    slug, _, symptom = slug.partition(":")
    said = _PLANNED.get(slug, f"{_SORTS.get(sort, sort.capitalize())} {slug}")
    return f"{said}, {symptom}" if symptom else said


def read_as(kind: str, *, topic: str, flag: str) -> str:
    """How a text was taken: "a question about Jaw problems", "a warning sign (bleeding)"."""
    said = READ_AS.get(kind, "")
    if flag:
        return f"{READ_AS[Kind.RED_FLAG]} ({flag.replace('-', ' ')})"
    return f"{said} {topic}".strip() if kind == Kind.PASSAGE else said


def spoken(number: str) -> str:
    """A number in the groups people say it in; a short code as it stands."""
    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
