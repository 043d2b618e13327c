"""A topic's names as its page shows them: by language, a clinic's own before the shipped ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content import lookup
from content.models import Alias, AliasKind, Topic, WordSet
from content.text import excerpts
from content.text.words import LANGUAGES

ANY_LANGUAGE = "Any language"
MOST_SHOWN = 90


@dataclass(frozen=True)
class Column:
    """The names of one language ("": those that belong to none)."""

    title: str
    language: str
    own: tuple[Alias, ...]
    shipped: tuple[Alias, ...]

    @property
    def count(self) -> int:
        return len(self.own) + len(self.shipped)


@dataclass(frozen=True)
class Answer:
    """What a word set sends on a topic in one language; no `start`: a person answers."""

    wordset: WordSet
    language: str
    start: str = ""
    source: str = ""


def columns(known: Iterable[Alias], *, questions: bool) -> list[Column]:
    """Both languages side by side, then what belongs to none, where there is any."""
    rows = [a for a in known if (a.kind == AliasKind.QUESTION) == questions]
    found = [_column(rows, language, title) for language, title in LANGUAGES.items()]
    common = _column(rows, "", ANY_LANGUAGE)
    return [*found, common] if common.count else found


def _column(rows: Sequence[Alias], language: str, title: str) -> Column:
    mine = [alias for alias in rows if alias.language == language]
    return Column(
        title=title,
        language=language,
        own=tuple(alias for alias in mine if alias.wordset is not None),
        shipped=tuple(alias for alias in mine if alias.wordset is None),
    )


def answers(topic: Topic, wordsets: Iterable[WordSet], *, today: date) -> list[Answer]:
    return [_answer(topic, ws, of, today) for ws in wordsets for of in LANGUAGES]


def _answer(topic: Topic, wordset: WordSet, language: str, today: date) -> Answer:
    found = lookup.passage(wordset, topic.pk, language, today=today)
    title = LANGUAGES.get(language, language)
    if found is None:
        return Answer(wordset, title)
    said = excerpts.of_passage(found).body
    start = said if len(said) <= MOST_SHOWN else f"{said[: MOST_SHOWN - 1].rstrip()}…"
    return Answer(wordset, title, start, found.source)
