"""How an excerpt becomes a text: the excerpt, its source, the topic's closing line.

Who sends and who only shows a passage both ask here, so that what is shown is what is sent.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from content.text import excerpts
from content.text.excerpts import Excerpt
from content.text.words import Footer, Passage

FOOTERS = {
    Footer.PLAIN: "FOOT",
    Footer.FEVER: "FOOT-FEVER",
    Footer.WEAKNESS: "FOOT-WEAKNESS",
}
_SOURCE_WORD = {"en": "Source", "es": "Fuente"}


@dataclass(frozen=True)
class Framed:
    """One text as it leaves, and the excerpt in it."""

    body: str
    excerpt: Excerpt


def footer_slug(footer: Footer) -> str:
    """The template of the closing line that goes with a topic's passages."""
    return FOOTERS[footer]


def passage_reply(excerpt: str, source: str, footer: str, *, language: str = "en") -> str:
    """Excerpt, source and closing line as one text; an empty source is left out."""
    said = f"{_SOURCE_WORD.get(language, 'Source')}: {source.rstrip('.')}." if source else ""
    return " ".join(part for part in (excerpt.strip(), said, footer.strip()) if part)


def framed(passage: Passage, *, closing: str, begin: int | None = None) -> Framed:
    """What goes out of a passage from `begin` on; `closing` is the line with its gaps filled."""
    frame = passage_reply("", passage.source, closing, language=passage.language)
    start = None if begin is None else max(begin, passage.start)
    cut = excerpts.of_passage(passage, reserve=frame, begin=start)
    return Framed(passage_reply(cut.body, passage.source, closing, language=passage.language), cut)


def texts(passage: Passage, *, closing: str) -> Iterator[Framed]:
    """The first text, then those that MORE sends; none if the whole passage is barred."""
    begin, more = None, excerpts.can_go(passage)
    while more:
        text = framed(passage, closing=closing, begin=begin)
        yield text
        begin, more = text.excerpt.end, text.excerpt.more
