"""What the readers of each form share: lines with their places, and what they find."""

from dataclasses import dataclass
from enum import StrEnum


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
class Found:
    """A section's beginning: line `at`, its body from line `body` on.

    `after` is the character behind the heading, where an empty body stands.
    """

    title: str
    level: int
    at: int
    body: int
    after: int
    kind: SectionKind = SectionKind.BODY


def lines(text: str) -> list[Line]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append(Line(line, start))
        start += len(line) + 1
    return found
