"""Which topics a word set answers, in which language, and what is about to run out.

`today` is the date, in the clinic's zone, on which the words would leave.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from content import lookup
from content.text.words import Library


@dataclass(frozen=True)
class Gap:
    """A topic, or a template, that has no words in a language; for `ends` see below.

    `slug` is the topic's or the template's.  `ends` is the last day on which there still
    are some, None where there are none now.
    """

    slug: str
    title: str
    language: str
    is_topic: bool
    ends: date | None = None


def missing(known: Library, languages: Iterable[str]) -> list[Gap]:
    """Topics without approved words, by language, in the order of the topics."""
    answered = {(p.topic, p.language) for p in known.passages}
    return [
        Gap(topic.slug, topic.titles.get("en", topic.slug), language, is_topic=True)
        for language in sorted(languages)
        for topic in known.topics
        if (topic.slug, language) not in answered
    ]


def running_out(wordset: int, *, today: date, days: int = 30) -> list[Gap]:
    """What is answered today and no more within so many days, soonest first.

    A passage that another one follows is not among them: the topic is still answered.
    """
    until = today + timedelta(days=days)
    ends = sorted(day for day in lookup.last_days(wordset) if today <= day < until)
    return [gap for end in ends for gap in _lost(wordset, end)]


def _lost(wordset: int, end: date) -> Iterator[Gap]:
    """What has words on this day and none on the next."""
    before = lookup.library(wordset, today=end)
    after = lookup.library(wordset, today=end + timedelta(days=1))
    titles = {topic.slug: topic.titles.get("en", topic.slug) for topic in before.topics}
    gone = {(p.topic, p.language) for p in before.passages}
    gone -= {(p.topic, p.language) for p in after.passages}
    for slug, language in sorted(gone):
        yield Gap(slug, titles.get(slug, slug), language, is_topic=True, ends=end)
    said = {(t.slug, t.language) for t in before.templates}
    said -= {(t.slug, t.language) for t in after.templates}
    for slug, language in sorted(said):
        yield Gap(slug, slug, language, is_topic=False, ends=end)
