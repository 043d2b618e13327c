"""From an answer to an alert level and the reply (`docs/care.md` section 7, the table).

Thresholds are data.  Levels: EMERGENCY, URGENT, SAME_DAY, REVIEW, or None (saved, no alert).
"""

from dataclasses import dataclass

from messaging.rules.kinds import Answer, Asked, Level

FEVER_F = 100.4
NEARLY_FEVER_F = 99.5
SEVERITIES = ("none", "mild", "moderate", "severe", "very severe")


@dataclass(frozen=True)
class YesNoRule:
    """What a yes and a no mean, and the question that follows a yes."""

    yes: Level | None = None
    no: Level | None = None
    then: str = ""
    yes_reply: str = "R-SAMEDAY"
    no_reply: str = "R-OK"


YES_NO: dict[str, YesNoRule] = {
    "Q-CORD": YesNoRule(yes=Level.EMERGENCY, yes_reply="R-EMERG"),
    "Q-BREAK": YesNoRule(yes=Level.SAME_DAY, then="Q-STAND"),
    "Q-STAND": YesNoRule(no=Level.EMERGENCY, yes_reply="R-SAMEDAY", no_reply="R-EMERG"),
    "Q-TEMP": YesNoRule(yes=Level.EMERGENCY, yes_reply="R-FEVER"),
    "Q-CALC": YesNoRule(yes=Level.URGENT, yes_reply="R-URGENT"),
    "Q-THIRST": YesNoRule(yes=Level.SAME_DAY),
    "Q-MOUTH": YesNoRule(yes=Level.SAME_DAY),
    "Q-DENTAL": YesNoRule(yes=Level.SAME_DAY, yes_reply="T-TOOTH"),
    "Q-BLEED": YesNoRule(yes=Level.URGENT, yes_reply="R-URGENT"),
    "Q-LOOSE": YesNoRule(yes=Level.URGENT, yes_reply="R-URGENT"),
    "Q-WOUND": YesNoRule(yes=Level.SAME_DAY),
    "T-DENTIST": YesNoRule(yes_reply="R-OK", no_reply="R-DENTIST"),
    "T-DENTIST-ON": YesNoRule(yes_reply="R-OK", no_reply="R-DENTIST"),
    "T-STILLYOU": YesNoRule(yes_reply="R-OK", no_reply="R-WRONG"),
}
_SEVERITY_LEVEL = {2: Level.REVIEW, 3: Level.SAME_DAY, 4: Level.URGENT}
_REPLY_BY_LEVEL = {
    Level.EMERGENCY: "R-EMERG",
    Level.URGENT: "R-URGENT",
    Level.SAME_DAY: "R-SAMEDAY",
    Level.REVIEW: "R-OK",
}


def form(question: str) -> Asked:
    """The form of answer a question waits for; a temperature counts as yes or no with a number."""
    return {"Q-PAIN": Asked.PAIN, "Q-SEV": Asked.SEVERITY}.get(question, Asked.YES_NO)


def level(question: str, answer: Answer, *, previous: tuple[int, ...] = ()) -> Level | None:
    """Alert level of an answer.

    `previous`: earlier scores of the last 14 days, oldest first (0-10 for Q-PAIN,
    0-4 for Q-SEV).  None: no alert.  An answer without a value is not judged here.
    """
    if answer.value is None:
        return None
    if question == "Q-PAIN":
        return _pain(_worst(answer), previous)
    if question == "Q-SEV":
        return _severity(answer, previous)
    return _yes_no(question, answer)


def reply(question: str, answer: Answer, level: Level | None) -> str:
    """Slug of the reply; R-RETRY-* where the answer has no value."""
    if answer.value is None:
        return _RETRY[form(question)]
    if question == "Q-PAIN":
        return _pain_reply(_worst(answer), level)
    if isinstance(answer.value, float):
        return _temperature_reply(answer.value)
    rule = YES_NO.get(question)
    if rule and answer.value in ("yes", "no"):
        return rule.yes_reply if answer.value == "yes" else rule.no_reply
    return _REPLY_BY_LEVEL[level] if level else "R-OK"


def follow_up(question: str, answer: Answer) -> str:
    """The question to ask at once after this answer (Q-BREAK yes: Q-STAND), or ""."""
    rule = YES_NO.get(question)
    return rule.then if rule and answer.value == "yes" else ""


def temperature_level(fahrenheit: float) -> Level | None:
    """EMERGENCY from 100.4 F (38.0 C) up; below it no alert."""
    return Level.EMERGENCY if round(fahrenheit, 1) >= FEVER_F else None


_RETRY = {
    Asked.PAIN: "R-RETRY-PAIN",
    Asked.YES_NO: "R-RETRY-YESNO",
    Asked.SEVERITY: "R-RETRY-SEVERITY",
}


def _worst(answer: Answer) -> int:
    value = answer.value if isinstance(answer.value, int | float) else 0
    return max(int(value), *answer.others) if answer.others else int(value)


def _pain(score: int, previous: tuple[int, ...]) -> Level | None:
    if score >= 9:
        return Level.URGENT
    rise = score - previous[-1] if previous else 0
    if score >= 7 or (score >= 4 and rise >= 2):
        return Level.SAME_DAY
    return Level.REVIEW if score >= 4 and rise > 0 else None


def _pain_reply(score: int, level: Level | None) -> str:
    if score >= 9:
        return "R-PAIN9"
    if score >= 7:
        return "R-PAIN7"
    return _REPLY_BY_LEVEL[level] if level else "R-OK"


def _severity(answer: Answer, previous: tuple[int, ...]) -> Level | None:
    step = SEVERITIES.index(str(answer.value)) if answer.value in SEVERITIES else 0
    rose = bool(previous) and step - previous[-1] >= 2
    found = _SEVERITY_LEVEL.get(step)
    return Level.SAME_DAY if rose and found in (None, Level.REVIEW) else found


def _yes_no(question: str, answer: Answer) -> Level | None:
    if isinstance(answer.value, int | float):
        return temperature_level(answer.value)
    rule = YES_NO.get(question)
    if rule is None:
        return None
    return {"yes": rule.yes, "no": rule.no}.get(str(answer.value))


def _temperature_reply(fahrenheit: float) -> str:
    if round(fahrenheit, 1) >= FEVER_F:
        return "R-FEVER"
    return "T-FEVERMID" if round(fahrenheit, 1) >= NEARLY_FEVER_F else "R-OK"
