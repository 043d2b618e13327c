"""What a reviewer must know of a document's sentences before they are sent, as a file says it.

A file of flags is data beside a map::

    [[flag]]
    number = 1
    section = "Jaw problems"      # the exact heading; left out: the whole document
    paragraphs = [2, 2]           # as in a map: from 1, both included
    sentences = [1, 1]
    reason = "..."                # our words, never the document's
    citation = "..."
    handling = "block"            # block, with_safety_line or review
    needs = "fever"               # only with_safety_line: the line it may go with
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.text.mapping import MapError, Row, place, read
from content.text.outline import SectionSpan
from content.text.sentences import Span
from content.text.words import Footer


class Handling(StrEnum):
    """What the house does by itself; the rest is a reviewer's task."""

    BLOCK = "block"
    WITH_SAFETY_LINE = "with_safety_line"
    REVIEW = "review"


@dataclass(frozen=True)
class Flag:
    """`row` says where, None for the document as a whole; `needs` is a safety line's name."""

    number: str
    row: Row | None
    reason: str
    citation: str
    handling: Handling
    needs: str = ""

    @property
    def bars(self) -> bool:
        return self.handling is not Handling.REVIEW


@dataclass(frozen=True)
class Marked:
    """A flag and the span of a document that it stands for."""

    flag: Flag
    span: Span


def flags(data: Mapping[str, object]) -> tuple[Flag, ...]:
    """The flags of a parsed file; raises MapError."""
    rows = data.get("flag", [])
    if not isinstance(rows, list) or not rows:
        raise MapError("The file has no [[flag]] row.")
    return tuple(_flag(row) for row in rows)


def fits(text: str, outline: Sequence[SectionSpan], known: Sequence[Flag]) -> bool:
    """Whether a text is the flags' document under any name: it has every place they name."""
    rows = [flag.row for flag in known if flag.row]
    return bool(rows) and not place(text, outline, rows, language="").problems


def marks(text: str, outline: Sequence[SectionSpan], known: Sequence[Flag]) -> tuple[Marked, ...]:
    """Where the flags stand in a text.

    Where a flag that bars does not find its sentence, its whole section is meant, in a text
    without such a section nothing: withholding too much is the safe mistake.
    """
    return tuple(
        Marked(flag, span)
        for flag in known
        if flag.row
        for span in _spans(text, outline, flag.row, wide=flag.bars)
    )


def _spans(text: str, outline: Sequence[SectionSpan], row: Row, *, wide: bool) -> tuple[Span, ...]:
    placed = place(text, outline, [row], language="").placed
    if wide and not placed:
        placed = place(text, outline, [Row(row.topic, row.sections)], language="").placed
    return tuple((found.start, found.end) for found in placed)


def _flag(row: Mapping[str, object]) -> Flag:
    number = str(row.get("number", ""))
    missing = [name for name in ("number", "reason", "citation", "handling") if not row.get(name)]
    if missing:
        raise MapError(f"Flag {number or '?'} needs {' and '.join(missing)}.")
    handling, needs = _handling(row, number)
    where = None
    if row.get("section"):
        (where,) = read({"passage": [{**row, "topic": number}]})
    if handling is not Handling.REVIEW and where is None:
        raise MapError(f"Flag {number} needs a section: {handling} stands for a span.")
    return Flag(number, where, str(row["reason"]), str(row["citation"]), handling, needs)


def _handling(row: Mapping[str, object], number: str) -> tuple[Handling, str]:
    known = {handling.value for handling in Handling}
    if row["handling"] not in known:
        raise MapError(f"Flag {number}: handling is one of {', '.join(sorted(known))}.")
    handling, needs = Handling(str(row["handling"])), str(row.get("needs", ""))
    lines = {Footer.FEVER.value, Footer.WEAKNESS.value}
    if (handling is Handling.WITH_SAFETY_LINE) != (needs in lines):
        raise MapError(f"Flag {number}: with_safety_line, and only it, needs fever or weakness.")
    return handling, needs
