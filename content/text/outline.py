"""From a document's text to its sections, as character offsets.

Every offset counts characters of the text given: `text[start:end]` is the part meant,
without blank lines around it.  Line ends must be "\\n".
"""

from dataclasses import dataclass
from enum import StrEnum

from content.text import markdown, plain
from content.text.sentences import blocks, sentences
from content.text.spans import Found, Line, SectionKind, lines

__all__ = ["Form", "SectionKind", "SectionSpan", "blocks", "outline", "sentences"]


class Form(StrEnum):
    """How the file marks its headings."""

    TEXT = "text"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class SectionSpan:
    """A heading and its own body, up to the next heading of any level.

    `path` holds the titles above it and its own.  A heading directly followed by
    another has an empty body.
    """

    title: str
    level: int
    path: tuple[str, ...]
    start: int
    end: int
    kind: SectionKind = SectionKind.BODY


def outline(text: str, *, form: str = Form.TEXT) -> tuple[SectionSpan, ...]:
    """The sections in their order; none if the text has no heading."""
    every = lines(text)
    found = markdown.find(every) if form == Form.MARKDOWN else plain.find(every)
    stops = [*(section.at for section in found), len(every)][1:]
    spans: list[SectionSpan] = []
    for section, stop in zip(found, stops, strict=False):
        start, end = _trimmed(text, every[section.body : stop], section)
        above = _above(spans, section.level)
        path = (*above, section.title)
        spans.append(SectionSpan(section.title, section.level, path, start, end, section.kind))
    return tuple(spans)


def _trimmed(text: str, body: list[Line], section: Found) -> tuple[int, int]:
    filled = [line for line in body if line.text.strip()]
    if not filled:
        return section.after, section.after
    first, last = filled[0], filled[-1]
    return first.start, last.start + len(last.text.rstrip())


def _above(spans: list[SectionSpan], level: int) -> tuple[str, ...]:
    higher = (s.path for s in reversed(spans) if s.level < level)
    return next(higher, ())
