"""Red flags told over several texts in a row: "my leg", then "is numb".

Only red flags are read so, and only where no text alone held one: joining may add an
alert, never take one away.  The words are joined by a blank, as no mark may part
"my leg" from "is numb".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.text import fold
from content.text.reader import Reader
from messaging.rules import answers, commands, red_flag_reader, voices
from messaging.rules.kinds import Asked, Kind, Reading, RedFlag

# A story in pieces is short; reading takes the longer, the longer the line.
MOST_CHARACTERS = 800
_NUMBERS = re.compile(r"\d+(?:[.,/]\d+)*")


@dataclass(frozen=True)
class Said:
    """One text and what it was taken for alone (a `Kind`, or "")."""

    body: str
    kind: str


def with_earlier(
    reading: Reading,
    text: str,
    earlier: Sequence[Said],
    *,
    reader: Reader,
    asked: Asked | None,
) -> Reading:
    """The reading of a text after those before it, oldest first; as it was, or a red flag.

    `asked` is the form of the question that is open, as for the text alone.
    """
    last = words(Said(text, reading.kind))
    before = _fitting([words(said) for said in earlier], room=MOST_CHARACTERS - len(last))
    if reading.red_flag or not last or not before:
        return reading
    line = " ".join((*before, last))
    flag = red_flag_reader.find(line, reader.shares(line), asked=asked)
    return _flagged(reading, line, flag) if flag else reading


def words(said: Said) -> str:
    """What of a text may belong to a story: "" for a lone command or a quotation of ours.

    The number that answers a check-in is left out: "8" before "my leg hurts when I
    walk" is another answer, not a score of that pain.
    """
    plain, _ = voices.without_reaction(said.body)
    if commands.command(plain):
        return ""
    if said.kind != Kind.CHECK_IN_ANSWER:
        return plain.strip()
    rest = _NUMBERS.sub(" ", plain).strip()
    return "" if answers.parse(rest, Asked.PAIN).value is not None else rest


def _fitting(texts: Sequence[str], *, room: int) -> list[str]:
    """The newest texts that fit, in their order; empty ones are passed over."""
    kept: list[str] = []
    for text in reversed([text for text in texts if text]):
        room -= len(text) + 1
        if room < 0:
            break
        kept.insert(0, text)
    return kept


def _flagged(reading: Reading, line: str, flag: RedFlag) -> Reading:
    """As if the whole line had come as one text."""
    return replace(
        reading,
        kind=Kind.RED_FLAG,
        red_flag=flag,
        topic=None,
        score=0.0,
        unsure=False,
        joined_texts=True,
        caregiver=voices.caregiver(fold.normal(line)),
        languages=voices.languages(line),
    )
