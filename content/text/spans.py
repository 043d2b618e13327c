"""What the readers of each form share: lines with their places, and what they find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

EVERY = 1_000  # lines or parts between two reports of a reader

Step = Callable[[int, int], None]
"""Told how many of how many lines or parts are read."""

_T = TypeVar("_T")


class Unreadable(ValueError):
    """A text that a reader cannot take in; the message names the line."""


class SectionKind(StrEnum):
    """What a section is for.  References and notices are never sent.

    ABOUT is who wrote the document and when it was last reviewed: sent only where a map
    names it for a topic.
    """

    BODY = "body"
    ABOUT = "about"
    REFERENCES = "references"
    NOTICE = "notice"


@dataclass(frozen=True)
class Line:
    """A line without its end, and the character it starts at."""

    text: str
    start: int


@dataclass(frozen=True)
class Heading:
    """A heading that stands from line `at` to just before line `body`."""

    title: str
    level: int
    at: int
    body: int


@dataclass(frozen=True)
class Found:
    """A section's beginning: line `at`, its body from line `body` on.

    `after` is the character behind the heading, where an empty body stands.  Back matter
    that no heading announces begins with its own body: `at == body`.
    """

    title: str
    level: int
    at: int
    body: int
    after: int
    kind: SectionKind = SectionKind.BODY


@dataclass(frozen=True)
class Said:
    """What a file says of itself, and the line of the file (from 1) where it does."""

    words: str
    line: int


@dataclass(frozen=True)
class Page:
    """A file as a reader understands it: the text to store, and where its sections begin."""

    text: str
    found: tuple[Found, ...]
    title: str = ""
    language: Said | None = None
    encoding: Said | None = None


def unheard(done: int, total: int) -> None:
    """For whoever does not wait."""


def counted(parts: Iterable[_T], total: int, step: Step) -> Iterator[_T]:
    """The parts, with a word to `step` now and then."""
    for done, part in enumerate(parts):
        if done and done % EVERY == 0:
            step(done, total)
        yield part


def lines(text: str) -> list[Line]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append(Line(line, start))
        start += len(line) + 1
    return found
