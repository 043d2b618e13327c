"""Which topic a patient's text asks for.

Two judges are asked.  The trained reader (`content.text.reader`) gives a share to each
topic, and to there being none.  The clinic's own words are compared: the text is put into
meanings (folded, mended, aliases and brands to their topic's name, everyday words to one
meaning in both languages) and set beside every example question by the cosine of its rare
meanings.  Where both together are not sure, or a guard knows the question as one for a
person, there is no match: a wrong passage is worse than a hand-off.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from content.text import fold, guards
from content.text.meanings import TOPIC, Meanings
from content.text.model import Shares
from content.text.reader import TOPIC as LABEL
from content.text.reader import Reader
from content.text.words import Library, Topic

THRESHOLD = 0.45  # how sure both judges together must be
SAME = 0.95  # likeness to an example question from which the reader is not asked
_LEAN = 0.7  # what the comparison of words counts beside the reader's 1
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
    reader: Reader
    topics: frozenset[str]
    _idf: dict[str, float] = field(repr=False)
    _questions: tuple[_Question, ...] = field(repr=False)
    _with: dict[str, tuple[int, ...]] = field(repr=False)
    _highest: float = field(repr=False)

    @classmethod
    def of(cls, library: Library, reader: Reader) -> "Index":
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
            reader=reader,
            topics=frozenset(p.topic for p in library.passages)
            or frozenset(t.slug for t in library.topics),
            _idf=idf,
            _questions=questions,
            _with=_inverted(questions),
            _highest=max(idf.values(), default=1.0),
        )

    def best(
        self, text: str, language: str = "en", *, shares: Shares | None = None
    ) -> Match | None:
        """The topic to answer with, or None: then a person answers.

        `shares` as `reader.shares` gives them, where they are known already.
        """
        if guards.out_of_scope(fold.normal(text)) and not self._is_alias(text):
            return None
        found = self.ranked(text, language, shares=shares)
        return found[0] if found and found[0].how != NEAR else None

    def ranked(
        self, text: str, language: str = "en", *, shares: Shares | None = None
    ) -> tuple[Match, ...]:
        """Topics by falling score, whatever the score; equal scores by name."""
        alias = self._is_alias(text)
        if alias:
            return (Match(alias, 1.0, ALIAS),)
        read = _topics_of(self.reader.shares(text) if shares is None else shares)
        near = self._scores(self.meanings.of_text(text))
        found = [_match(topic, read, near.get(topic, 0.0)) for topic in {*read, *near}]
        ordered = sorted(found, key=lambda m: (-m.score, m.topic))
        return tuple(self._answerable(ordered))

    def _answerable(self, ordered: Sequence[Match]) -> Iterator[Match]:
        """Those with words to send; the next best topic is no answer to what was asked."""
        for place, match in enumerate(ordered):
            if match.topic in self.topics:
                yield match if place == 0 else replace(match, how=NEAR)

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
        return {topic: _combined(scores) for topic, scores in by_topic.items()}

    def _weights(self, said: list[str]) -> dict[str, float]:
        unseen = _UNSEEN * self._highest
        return {m: self._idf.get(m, unseen) * math.sqrt(n) for m, n in Counter(said).items()}


def _topics_of(shares: Shares) -> dict[str, float]:
    return {k.removeprefix(LABEL): share for k, share in shares.items() if k.startswith(LABEL)}


def _match(topic: str, read: dict[str, float], near: float) -> Match:
    """How sure it is that a topic is asked for at all, and that it is this one."""
    any_topic = sum(read.values())
    this = read.get(topic, 0.0) / any_topic if any_topic else 0.0
    both = (any_topic + (this + _LEAN * near) / (1 + _LEAN)) / 2
    score = max(both, near) if near >= SAME else both
    return Match(topic, round(score, 4), QUESTION if score >= THRESHOLD else NEAR)


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
