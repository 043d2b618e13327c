"""What a text can be: the closed set of `docs/reading.md`, and what reading one gives."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    RED_FLAG = "red_flag"
    HELP = "help"
    CHECK_IN_ANSWER = "checkin_answer"
    PASSAGE = "passage"
    THANKS = "thanks"
    NONE = "none"


class Flag(StrEnum):
    CORD_COMPRESSION = "cord-compression"
    FRACTURE = "fracture"
    FEVER_INFECTION = "fever-infection"
    HIGH_CALCIUM = "high-calcium"
    LOW_CALCIUM = "low-calcium"
    CHEST_BREATHING = "chest-breathing"
    ALLERGIC_REACTION = "allergic-reaction"
    BLEEDING = "bleeding"
    CLOT = "clot"
    STROKE_SEIZURE = "stroke-seizure"
    JAW = "jaw"
    UNCONTROLLED_PAIN = "uncontrolled-pain"
    VOMITING_DEHYDRATION = "vomiting-dehydration"
    SELF_HARM = "self-harm"
    OVERDOSE_SEDATION = "overdose-sedation"


class Level(StrEnum):
    """Alert levels of `docs/care.md` section 7, most pressing first."""

    EMERGENCY = "EMERGENCY"
    URGENT = "URGENT"
    SAME_DAY = "SAME_DAY"
    REVIEW = "REVIEW"


class Asked(StrEnum):
    """The form of answer that an open question waits for (the dev set's `context`)."""

    PAIN = "pain-0-10"
    SEVERITY = "severity"
    YES_NO = "yes-no"


@dataclass(frozen=True)
class RedFlag:
    """`level` is EMERGENCY, URGENT or SAME_DAY; `reply` the slug of the safety text."""

    flag: Flag
    level: Level
    reply: str
    matched: str = ""


@dataclass(frozen=True)
class Answer:
    """`value`: 0-10, "yes"/"no", "none".."very severe", a temperature in F, or None (ask again)."""

    value: int | float | str | None
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one text is taken for.

    `kind` is the first by the order of `docs/care.md` section 1 rule 3.  A text may
    be more than one thing: `red_flag` and `opt_out` are set beside any kind, so
    that both are acted on.  `command` is set for a lone command word, upper case
    English: STOP, START, HELP, YES, MENU, MORE, LESS, INFO.  `wrong_number`,
    `life_event` ("death", "hospice") and `dental` (a tooth to be pulled) are marks
    for people.  `provider_word`: the provider's own opt-out layer answers this word.
    `joined_texts`: the red flag stands in this text and those before it together.
    """

    kind: Kind
    topic: str | None = None
    score: float = 0.0
    red_flag: RedFlag | None = None
    opt_out: bool = False
    answer: Answer | None = None
    command: str = ""
    provider_word: bool = False
    wrong_number: bool = False
    life_event: str = ""
    dental: bool = False
    caregiver: bool = False
    unsure: bool = False
    joined_texts: bool = False
    languages: tuple[str, ...] = field(default_factory=tuple)
