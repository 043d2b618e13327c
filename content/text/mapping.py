"""Which spans of a document answer which topic, as a map file says it.

A map is data beside the document::

    [[passage]]
    topic = "onj"
    section = "Jaw problems"      # the exact heading; or section.en, section.es
    paragraphs = [1, 2]           # blocks of the section's own body, from 1, both included
    sentences = [1, 1]            # only these sentences of them
    flags = [6]                   # what the reviewer must look at
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.text.outline import SectionKind, SectionSpan
from content.text.sentences import Span, blocks, sentences

NEVER_SENT = frozenset({SectionKind.REFERENCES, SectionKind.NOTICE})


class MapError(ValueError):
    """A map file that cannot be read; the message says which row and what to mend."""


@dataclass(frozen=True)
class Row:
    """`sections` by language; the key "" means every language."""

    topic: str
    sections: Mapping[str, str]
    paragraphs: Span | None = None
    sentences: Span | None = None
    flags: tuple[str, ...] = ()

    def section(self, language: str) -> str:
        return self.sections.get(language) or self.sections.get("", "")


@dataclass(frozen=True)
class Placed:
    """A row found in a document: `section` counts the outline from 0, `position` the topic."""

    topic: str
    section: int
    start: int
    end: int
    position: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapped:
    """`problems` are sentences, one for each row that the document does not have."""

    placed: tuple[Placed, ...]
    problems: tuple[str, ...]


def read(data: Mapping[str, object]) -> tuple[Row, ...]:
    """The rows of a parsed map file; raises MapError."""
    rows = data.get("passage", [])
    if not isinstance(rows, list) or not rows:
        raise MapError("The map has no [[passage]] row: add one for each topic.")
    return tuple(_row(row, number) for number, row in enumerate(rows, start=1))


def place(
    text: str, outline: Sequence[SectionSpan], rows: Sequence[Row], *, language: str
) -> Mapped:
    """Find every row; one that the document does not have becomes a problem, not an error."""
    placed: list[Placed] = []
    problems: list[str] = []
    numbers = _numbers(outline)
    count: Counter[str] = Counter()
    for row in rows:
        number, problem = _find(outline, numbers, row.section(language))
        span = None if problem else _span(text, outline[number], row)
        if span is None:
            problems.append(f"{row.topic}: {problem or _too_short(outline[number], row)}")
            continue
        placed.append(Placed(row.topic, number, *span, count[row.topic], row.flags))
        count[row.topic] += 1
    return Mapped(placed=tuple(placed), problems=tuple(problems))


def _row(row: object, number: int) -> Row:
    if not isinstance(row, dict) or not row.get("topic") or not row.get("section"):
        raise MapError(f"Passage {number} of the map needs a topic and a section.")
    section = row["section"]
    sections = section if isinstance(section, dict) else {"": str(section)}
    return Row(
        topic=str(row["topic"]),
        sections=sections,
        paragraphs=_range(row, "paragraphs", number),
        sentences=_range(row, "sentences", number),
        flags=tuple(str(flag) for flag in row.get("flags", ())),
    )


def _range(row: Mapping[str, object], name: str, number: int) -> Span | None:
    value = row.get(name)
    if value is None:
        return None
    match value:
        case [int(first), int(last)] if 1 <= first <= last:
            return first, last
    raise MapError(f"Passage {number} of the map: {name} must be like [1, 2], counted from 1.")


def _numbers(outline: Sequence[SectionSpan]) -> dict[str, int]:
    """The first section under each heading."""
    return {_folded(s.title): number for number, s in reversed(list(enumerate(outline)))}


def _find(
    outline: Sequence[SectionSpan], numbers: Mapping[str, int], title: str
) -> tuple[int, str]:
    """The number of the section with this heading, or a sentence on why there is none."""
    if not title:
        return -1, "the map names no section in this language."
    number = numbers.get(_folded(title), -1)
    if number < 0:
        return -1, f'the document has no section "{title}".'
    kind = outline[number].kind
    return number, f'"{title}" is {kind.value}, never sent.' if kind in NEVER_SENT else ""


def _span(text: str, section: SectionSpan, row: Row) -> Span | None:
    parts: Sequence[Span] = blocks(text, section.start, section.end)
    if row.paragraphs:
        parts = _range_of(parts, row.paragraphs)
    if row.sentences and parts:
        parts = _range_of(sentences(text, parts[0][0], parts[-1][1]), row.sentences)
    return (parts[0][0], parts[-1][1]) if parts else None


def _range_of(parts: Sequence[Span], wanted: Span) -> Sequence[Span]:
    """The wanted ones, none at all if some of them are missing."""
    first, last = wanted
    return parts[first - 1 : last] if last <= len(parts) else ()


def _too_short(section: SectionSpan, row: Row) -> str:
    where = f"paragraphs {row.paragraphs}" if row.paragraphs else "text"
    of = f", sentences {row.sentences}" if row.sentences else ""
    return f'section "{section.title}" has no {where}{of}.'


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
