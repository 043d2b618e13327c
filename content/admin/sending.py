"""A passage as a phone would get it: cut by the pipeline's own functions, with sample values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from content import bars, lookup
from content.models import Passage, Template, Topic, WordSet
from content.text import excerpts, framing, gsm, reading
from content.text.framing import Framed
from content.text.sentences import Span
from content.text.words import Footer

HARDEST = 8  # years of schooling that one text may ask for

_SAMPLES = {
    "{phone}": "+15550100123",
    "{hospice}": "+15550100124",
    "{emergency}": "911",
    "{crisis}": "988",
    "{clinic}": "Harbor Bone Clinic",
}


@dataclass(frozen=True)
class Closing:
    """A topic's closing line, filled; `remark` says what is wrong with it, if anything."""

    line: str
    remark: str = ""


@dataclass(frozen=True)
class Sent:
    """The first text and those that MORE sends; `grade` is None without a measure.

    `changes` are the signs that became plainer, with how often; `left_out` are sentences
    that do not go, since a part of them is barred.
    """

    texts: tuple[Framed, ...]
    closing: Closing
    language: str
    grade: float | None
    changes: tuple[tuple[str, str, int], ...]
    left_out: tuple[str, ...]

    @property
    def hard(self) -> bool:
        return is_hard(self.grade)

    @property
    def grade_words(self) -> str:
        return grade_words(self.grade)

    @property
    def costs(self) -> list[tuple[Framed, str]]:
        return [(text, cost(text.body)) for text in self.texts]


def filled(body: str) -> str:
    """A template with numbers and a clinic of the usual length; other gaps stay."""
    for gap, value in _SAMPLES.items():
        body = body.replace(gap, value)
    return body


def parts(body: str) -> int:
    return gsm.measure(body).segments


def cost(body: str) -> str:
    """Parts, units and alphabet, as carriers count them."""
    measured = gsm.measure(body)
    parts = "1 part" if measured.segments == 1 else f"{measured.segments} parts"
    return f"{parts}, {measured.units} units, {measured.encoding.value}"


def grade(words: str, language: str) -> float | None:
    """Years of schooling; None for a language that has no measure, and for no words."""
    try:
        return reading.grade(words, language) if words else None
    except ValueError:
        return None


def is_hard(grade: float | None) -> bool:
    return grade is not None and grade > HARDEST


def grade_words(grade: float | None) -> str:
    """One decimal; the measure goes below nought for a few short words."""
    if grade is None:
        return ""
    return "under 1" if grade < 1 else f"{grade:.1f}"


def sent(passage: Passage, *, barred: Sequence[Span], wordset: WordSet | None) -> Sent:
    """What a phone of a clinic with this word set gets, were the passage approved.

    The passage need not be stored.
    """
    language = passage.document.language
    line = closing(passage.topic, language, wordset)
    words = bars.as_words(passage, barred=tuple(barred))
    texts = tuple(framing.texts(words, closing=line.line))
    text, span = passage.document.text, (passage.start, passage.end)
    return Sent(
        texts=texts,
        closing=line,
        language=language,
        grade=grade("\n".join(text.excerpt.body for text in texts), language),
        changes=_changes(texts),
        left_out=tuple(
            " ".join(text[slice(*found)].split())
            for found in excerpts.left_out(text, *span, barred=barred)
        ),
    )


def closing(topic: Topic, language: str, wordset: WordSet | None) -> Closing:
    """The approved line of the topic, else the newest there is."""
    slug = framing.footer_slug(Footer(topic.footer))
    found = lookup.template(wordset, slug, language, discreet=True) if wordset else None
    if found is not None:
        return Closing(filled(found.body))
    rows = Template.objects.newest().filter(slug=slug, language=language)
    row = rows.order_by("-discreet").first()
    if row is None:
        return Closing("", f"There is no closing line {slug} in this language yet.")
    return Closing(filled(row.body), f"The closing line {slug} is not approved yet.")


def _changes(texts: Sequence[Framed]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter((c.old, c.new) for text in texts for c in text.excerpt.changes)
    return tuple((old, new, times) for (old, new), times in counted.items())
