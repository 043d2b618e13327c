"""How a body is put together: approved words, allow-listed placeholders, nothing else.

The live pipeline and `read_texts` use these same functions, so that what is
measured is what is sent.
"""

import re
from collections.abc import Callable, Mapping

from messaging.rules.kinds import Answer, Asked, Flag, Kind, Level, Reading

PLACEHOLDERS = frozenset(
    "phone emergency crisis hospice clinic what day newday time symptom topics first tag".split()
)
RETRY = {
    Asked.PAIN: "R-RETRY-PAIN",
    Asked.YES_NO: "R-RETRY-YESNO",
    Asked.SEVERITY: "R-RETRY-SEVERITY",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class WordingError(Exception):
    """A template cannot be filled; the text says which placeholder and what to do."""


def fill(body: str, values: Mapping[str, str]) -> str:
    """`body` with each placeholder replaced.

    Raises `WordingError` for a placeholder that is not on the list, that has no
    value, or whose value is empty: a text without the care team's number must not leave.
    """
    return _PLACEHOLDER.sub(lambda found: _value(found[1], values), body)


def reply_for(reading: Reading, *, asked: Asked | None = None) -> str:
    """Slug of the template that answers a reading.

    "" where no template does it alone: a passage (`content.text.framing`), MORE, an answer
    that `triage` judges (`answered` gives the slug where the question is not known).
    """
    if reading.life_event and (reading.opt_out or reading.kind is Kind.NONE):
        return goodbye(reading)
    if reading.wrong_number and reading.kind in (Kind.NONE, Kind.OPT_OUT):
        return "R-WRONG"
    return _BY_KIND[reading.kind](reading, asked)


def goodbye(reading: Reading) -> str:
    """Slug of the one confirmation that a phone gets when it leaves."""
    if reading.life_event:
        return "T-LOSS" if reading.life_event == "death" else "T-HOSPICE"
    return "R-STOP"


def answered(answer: Answer, asked: Asked) -> str:
    """Reply to an answer by its form alone; where the question is known ask `triage.reply`."""
    if answer.value is None:
        return RETRY[asked]
    return _WORST_FIRST.get((asked, answer.value), "R-OK")


_WORST_FIRST: dict[tuple[Asked, int | float | str], str] = {
    (Asked.PAIN, 7): "R-PAIN7",
    (Asked.PAIN, 8): "R-PAIN7",
    (Asked.PAIN, 9): "R-PAIN9",
    (Asked.PAIN, 10): "R-PAIN9",
    (Asked.YES_NO, "yes"): "R-URGENT",
    (Asked.SEVERITY, "severe"): "R-SAMEDAY",
    (Asked.SEVERITY, "very severe"): "R-URGENT",
}


def _value(name: str, values: Mapping[str, str]) -> str:
    if name not in PLACEHOLDERS:
        known = ", ".join(sorted(PLACEHOLDERS))
        raise WordingError(f"{{{name}}} is not a placeholder a text may have. Use one of: {known}.")
    value = values.get(name, "")
    if not value:
        raise WordingError(f"There is no value for {{{name}}}. Fill it in before the text is sent.")
    return value


def _red_flag(reading: Reading, asked: Asked | None) -> str:
    flag = reading.red_flag
    if flag is None:
        return "R-URGENT"
    pressing = flag.level in (Level.EMERGENCY, Level.URGENT)
    if reading.caregiver and pressing and flag.flag is not Flag.SELF_HARM:
        return "R-CARE"
    return flag.reply


def _help(reading: Reading, asked: Asked | None) -> str:
    return {"MENU": "MENU", "LESS": "R-LESS", "MORE": ""}.get(reading.command, "R-HELP")


def _check_in(reading: Reading, asked: Asked | None) -> str:
    if asked is None or reading.answer is None:
        return "R-UNSURE"
    return answered(reading.answer, asked)


_BY_KIND: dict[Kind, Callable[[Reading, Asked | None], str]] = {
    Kind.OPT_OUT: lambda reading, asked: "R-STOP",
    Kind.OPT_IN: lambda reading, asked: "T-WELCOME" if reading.command == "YES" else "R-START",
    Kind.RED_FLAG: _red_flag,
    Kind.HELP: _help,
    Kind.CHECK_IN_ANSWER: _check_in,
    Kind.PASSAGE: lambda reading, asked: "",
    Kind.THANKS: lambda reading, asked: "R-THANKS",
    Kind.NONE: lambda reading, asked: "R-UNSURE" if reading.unsure else "R-NONE",
}
