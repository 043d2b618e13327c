"""What a person has chosen on the passage editor's page, read from a form or an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.models import Document, Passage, Recall, Section, Topic, Withholding, WordSet
from content.text import barring, cutting
from content.text.sentences import Span, blocks, sentences


@dataclass(frozen=True)
class Choice:
    """`first` and `last` count the section's sentences from 1; 0 where none is chosen yet.

    `passage` is the one to be cut anew, None for a new one.
    """

    document: Document
    section: Section
    topic: Topic | None
    first: int
    last: int
    wordset: WordSet | None
    passage: Passage | None = None

    @property
    def span(self) -> Span:
        """Raises CutError for what is no run of sentences."""
        edges = {"first": self.first, "last": self.last}
        return cutting.chosen(self.document.text, _body(self.section), **edges)

    @property
    def begun(self) -> bool:
        return bool(self.topic and self.first and self.last)

    @property
    def unchanged(self) -> bool:
        """Whether it is the passage as it stands."""
        if self.passage is None:
            return False
        now = _numbers(self.passage)
        return (self.first, self.last, self.topic) == (*now, self.passage.topic)

    def row(self) -> Passage:
        """The passage that would be made, not stored.  Raises CutError."""
        start, end = self.span
        return Passage(
            document=self.document,
            section=self.section,
            topic=self.topic,
            start=start,
            end=end,
            position=self._position,
        )

    @property
    def _position(self) -> int:
        if self.passage is not None and self.passage.topic == self.topic:
            return self.passage.position
        slug = self.topic.pk if self.topic else ""
        return Passage.objects.free_place(self.document, slug)


@dataclass(frozen=True)
class Sentence:
    """`barred` says why it never goes; `lines` are those with which alone it may."""

    number: int
    words: str
    picked: bool
    block: bool
    barred: str
    lines: tuple[str, ...]
    flags: tuple[str, ...]


def anew(passage: Passage, data: Mapping[str, str]) -> Choice:
    """A choice for a passage that is there: as it stands where nothing else is said."""
    first, last = _numbers(passage)
    return Choice(
        document=passage.document,
        section=passage.section,
        topic=_topic(data) or passage.topic,
        first=_number(data, "first", first),
        last=_number(data, "last", last),
        wordset=wordset(data),
        passage=passage,
    )


def fresh(section: Section, data: Mapping[str, str]) -> Choice:
    """A choice for a passage that is to be made of a section."""
    first, last = _number(data, "first", 0), _number(data, "last", 0)
    return Choice(section.document, section, _topic(data), first, last, wordset(data))


def wordset(data: Mapping[str, str]) -> WordSet | None:
    """The one asked for, else the first there is."""
    found = WordSet.objects.filter(slug=data.get("words", "")).first()
    return found or WordSet.objects.first()


def listed(choice: Choice, marks: Mapping[str, Span]) -> list[Sentence]:
    """The section's sentences; `marks` are the document's flags by number, with their spans."""
    text, body = choice.document.text, _body(choice.section)
    bars, recalled = _bars(choice), _recalled(choice)
    begins = {start for start, _ in blocks(text, *body)}
    return [
        Sentence(
            number=number,
            words=" ".join(text[slice(*span)].split()),
            picked=choice.first <= number <= choice.last,
            block=number > 1 and span[0] in begins,
            barred=_why(span, bars, recalled),
            lines=tuple(dict.fromkeys(b.needs for b in bars if b.needs and _in(b, span))),
            flags=tuple(no for no, (a, b) in marks.items() if a < span[1] and span[0] < b),
        )
        for number, span in enumerate(sentences(text, *body), start=1)
    ]


def _bars(choice: Choice) -> list[Withholding]:
    rows = Withholding.objects.standing().filter(document=choice.document)
    return list(rows.filter(wordset=choice.wordset))


def _recalled(choice: Choice) -> tuple[Span, ...]:
    rows = Recall.objects.standing().filter(wordset=choice.wordset)
    recalled = rows.select_related("passage__document")
    text = choice.document.text
    return tuple(span for row in recalled for span in barring.places(row.passage.text, text))


def _why(span: Span, bars: Iterable[Withholding], recalled: Iterable[Span]) -> str:
    if not barring.free(span, recalled):
        return "recalled"
    return "withheld" if any(not bar.needs and _in(bar, span) for bar in bars) else ""


def _in(bar: Withholding, span: Span) -> bool:
    return bar.start < span[1] and span[0] < bar.end


def _body(section: Section) -> Span:
    return section.start, section.end


def _numbers(passage: Passage) -> tuple[int, int]:
    span = passage.start, passage.end
    return cutting.numbers(passage.document.text, _body(passage.section), span)


def _number(data: Mapping[str, str], name: str, usual: int) -> int:
    given = data.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else usual


def _topic(data: Mapping[str, str]) -> Topic | None:
    return Topic.objects.filter(pk=data.get("topic", "")).first()
