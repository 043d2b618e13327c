"""Reads labelled texts as the service would, and says what it would send back.

Works on words alone: nothing is stored, and without a clinic no database is touched.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.text import gsm
from content.text.match import Index
from content.text.words import Library
from messaging.rules.bodies import Words
from messaging.rules.kinds import Asked, Level, Reading
from messaging.rules.trying import Trial

DEMO_VALUES: Mapping[str, str] = {
    "clinic": "Harbor Bone Clinic",
    "phone": "+15550100199",
    "emergency": "911",
    "crisis": "988",
    "hospice": "+15550100198",
}
_OPEN = "checkin:"


class BadRow(ValueError):
    """A line of input that cannot be read; the text says which and what it must be."""


@dataclass(frozen=True)
class Reader:
    """`values` fill the templates, as the clinic's record would."""

    library: Library
    values: Mapping[str, str] = field(default_factory=lambda: DEMO_VALUES)
    trial: Trial = field(init=False)

    def __post_init__(self) -> None:
        words = Words(self.library, self.values)
        object.__setattr__(self, "trial", Trial(words, Index.of(self.library)))

    def lines(self, given: Iterable[str]) -> Iterator[str]:
        """One JSON line for each JSON line; empty lines are skipped.  Raises BadRow."""
        for number, line in enumerate(given, start=1):
            if line.strip():
                yield json.dumps(self.answer(_row(line, number)), ensure_ascii=False)

    def answer(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What one text is taken for, with the reply's body and segments."""
        language = str(row.get("lang") or "en")
        asked = _asked(row.get("context"))
        read = self.trial.read(str(row["text"]), language=language, asked=asked)
        found = self.trial.outcome(read, language=language, asked=asked).replies
        body = found[0].words.body if found else ""
        return {
            "kind": read.kind.value,
            "topic": read.topic,
            "flag": read.red_flag.flag.value if read.red_flag else None,
            "urgency": _urgency(read),
            "value": read.answer.value if read.answer else None,
            "body": body,
            "segments": gsm.measure(body).segments if body else 0,
        }


def _row(line: str, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadRow(f"Line {number} is not JSON ({error}). Give one object a line.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadRow(f'Line {number} needs a "text" that is a string.')
    return row


def _asked(context: object) -> Asked | None:
    form = str(context or "").removeprefix(_OPEN)
    return Asked(form) if form in set(Asked) else None


def _urgency(read: Reading) -> str | None:
    if read.red_flag is None:
        return None
    return "emergency" if read.red_flag.level is Level.EMERGENCY else "urgent"
