"""From a file's words to the text that is stored and its sections, as character offsets.

Every offset counts characters of the stored text: `text[start:end]` is the part meant,
without blank lines around it.  Line ends must be "\\n".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.text import markdown, plain, webpage
from content.text.sentences import blocks, sentences
from content.text.spans import (
    Found,
    Line,
    Page,
    Said,
    SectionKind,
    Step,
    Unreadable,
    lines,
    unheard,
)

__all__ = [
    "Form",
    "Reading",
    "Said",
    "SectionKind",
    "SectionSpan",
    "Step",
    "Unreadable",
    "blocks",
    "read",
    "sentences",
    "unheard",
]


class Form(StrEnum):
    """How the file marks its headings."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


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


@dataclass(frozen=True)
class Reading:
    """`text` is what is stored: a plain text as it came, Markdown and HTML without their marks.

    `title`, `language` and `encoding` are what the file says of itself, if it does.
    """

    text: str
    sections: tuple[SectionSpan, ...]
    title: str = ""
    language: Said | None = None
    encoding: Said | None = None


_READERS: Mapping[Form, Callable[[str, Step], Page]] = {
    Form.TEXT: plain.read,
    Form.MARKDOWN: markdown.read,
    Form.HTML: webpage.read,
}


def read(source: str, *, form: Form = Form.TEXT, step: Step = unheard) -> Reading:
    """The sections in their order; none if there is no heading.

    `step` hears how far a long reading is.  Raises Unreadable.
    """
    page = _READERS[form](source, step)
    return Reading(page.text, _sections(page), page.title, page.language, page.encoding)


def _sections(page: Page) -> tuple[SectionSpan, ...]:
    every = lines(page.text)
    stops = [*(found.at for found in page.found), len(every)][1:]
    spans: list[SectionSpan] = []
    above: list[SectionSpan] = []
    for found, stop in zip(page.found, stops, strict=False):
        start, end = _trimmed(every[found.body : stop], found)
        while above and above[-1].level >= found.level:
            above.pop()
        span = SectionSpan(
            title=found.title,
            level=found.level,
            path=(*(above[-1].path if above else ()), found.title),
            start=start,
            end=end,
            kind=_kind(found, above),
        )
        spans.append(span)
        if found.at < found.body:
            above.append(span)
    return tuple(spans)


def _kind(found: Found, above: Sequence[SectionSpan]) -> SectionKind:
    """Below a heading of the back matter everything is back matter."""
    inherited = above[-1].kind if above else SectionKind.BODY
    return inherited if found.kind is SectionKind.BODY else found.kind


def _trimmed(body: Sequence[Line], found: Found) -> tuple[int, int]:
    filled = [line for line in body if line.text.strip()]
    if not filled:
        return found.after, found.after
    first, last = filled[0], filled[-1]
    return first.start, last.start + len(last.text.rstrip())
