"""Which topic a patient's text asks for.

The text is put into meanings (folded, mended, aliases and brands to their topic's
name, everyday words to one meaning in both languages) and compared with every
example question by the cosine of its rare meanings.  Below a threshold, or where a
guard knows the question as one for a person, there is no match: a wrong passage is
worse than a hand-off.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from content.text import fold, guards
from content.text.meanings import TOPIC, Meanings
from content.text.words import Library, Topic

THRESHOLD = 0.45  # where the text names something of the topic
BARE_THRESHOLD = 0.58  # where it names no topic or drug at all
_TOLD_THRESHOLD = 0.9  # where it names none and asks nothing
_FEWEST = 2  # meanings that a text must have where it names no topic and asks nothing
_NEVER = 2.0
_NAMED = 1.8  # weight of a topic's or drug's name beside other words
_UNNAMED = 0.6  # what is left of a question that lacks every name in the text
_UNSEEN = 0.8  # share of the highest weight that a word never seen before counts for
_SECOND = 0.15  # how much a topic's second-best question adds


ALIAS, QUESTION, NEAR = "alias", "question", "near"


@dataclass(frozen=True)
class Match:
    """`score` 0 to 1; `how` is ALIAS, QUESTION or NEAR (below the threshold)."""

    topic: str
    score: float
    how: str


@dataclass(frozen=True)
class _Question:
    topic: str
    weights: dict[str, float]


@dataclass(frozen=True)
class Index:
    """Built once from a library, then only read; safe to share between threads."""

    meanings: Meanings
    topics: frozenset[str]
    _idf: dict[str, float] = field(repr=False)
    _questions: tuple[_Question, ...] = field(repr=False)
    _with: dict[str, tuple[int, ...]] = field(repr=False)
    _highest: float = field(repr=False)

    @classmethod
    def of(cls, library: Library) -> "Index":
        meanings = Meanings.of(library.topics)
        said = [
            (topic.slug, meanings.of_text(text))
            for topic in library.topics
            for text in _examples(topic)
        ]
        idf = _idf([meaning for _, meaning in said])
        questions = tuple(_Question(slug, _unit(_weigh(m, idf))) for slug, m in said if m)
        return cls(
            meanings=meanings,
            topics=frozenset(p.topic for p in library.passages)
            or frozenset(t.slug for t in library.topics),
            _idf=idf,
            _questions=questions,
            _with=_inverted(questions),
            _highest=max(idf.values(), default=1.0),
        )

    def best(self, text: str, language: str = "en") -> Match | None:
        """The topic to answer with, or None: then a person answers."""
        line = fold.normal(text)
        if guards.out_of_scope(line) and not self._is_alias(text):
            return None
        found = self.ranked(text, language)
        return found[0] if found and found[0].how != NEAR else None

    def ranked(self, text: str, language: str = "en") -> tuple[Match, ...]:
        """Topics by falling score, whatever the score; equal scores by name."""
        alias = self._is_alias(text)
        if alias:
            return (Match(alias, 1.0, ALIAS),)
        said = self.meanings.of_text(text)
        needed = _needed(text, said)
        found = [
            Match(topic, round(score, 4), QUESTION if score >= needed else NEAR)
            for topic, score in self._scores(said).items()
        ]
        return tuple(sorted(found, key=lambda m: (-m.score, m.topic)))

    def _is_alias(self, text: str) -> str:
        topic = self.meanings.alias_only(text)
        return topic if topic in self.topics else ""

    def _scores(self, said: list[str]) -> dict[str, float]:
        query = _unit(self._weights(said))
        near: dict[int, float] = defaultdict(float)
        for meaning, weight in query.items():
            for number in self._with.get(meaning, ()):
                near[number] += weight * self._questions[number].weights[meaning]
        names = _names(said)
        by_topic: dict[str, list[float]] = defaultdict(list)
        for number, score in near.items():
            question = self._questions[number]
            shared = not names or not names.isdisjoint(question.weights)
            by_topic[question.topic].append(score if shared else score * _UNNAMED)
        return {t: _combined(s) for t, s in by_topic.items() if t in self.topics}

    def _weights(self, said: list[str]) -> dict[str, float]:
        unseen = _UNSEEN * self._highest
        return {m: self._idf.get(m, unseen) * math.sqrt(n) for m, n in Counter(said).items()}


def _needed(text: str, said: list[str]) -> float:
    if _names(said):
        return THRESHOLD
    if guards.asks(fold.normal(text)):
        return BARE_THRESHOLD
    return _TOLD_THRESHOLD if len(set(said)) >= _FEWEST else _NEVER


def _names(said: Iterable[str]) -> set[str]:
    return {meaning for meaning in said if meaning.startswith(TOPIC)}


def _examples(topic: Topic) -> list[str]:
    spoken = (topic.titles, topic.aliases, topic.questions)
    found = list(topic.titles.values())
    for by_language in spoken[1:]:
        found += [text for texts in by_language.values() for text in texts]
    return found


def _idf(texts: list[list[str]]) -> dict[str, float]:
    seen = Counter(meaning for text in texts for meaning in set(text))
    return {
        m: math.log(1 + len(texts) / (1 + n)) * (_NAMED if m.startswith(TOPIC) else 1.0)
        for m, n in seen.items()
    }


def _weigh(said: list[str], idf: dict[str, float]) -> dict[str, float]:
    return {m: idf[m] * math.sqrt(n) for m, n in Counter(said).items()}


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {m: w / length for m, w in weights.items()} if length else {}


def _inverted(questions: tuple[_Question, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        for meaning in question.weights:
            found[meaning].append(number)
    return {meaning: tuple(numbers) for meaning, numbers in found.items()}


def _combined(scores: list[float]) -> float:
    best, *rest = sorted(scores, reverse=True)
    return min(1.0, best + _SECOND * (rest[0] if rest else 0.0) * (1 - best))
