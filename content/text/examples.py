"""Labelled example texts, as their files hold them: label, language and text by tabs."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = frozenset({"en", "es"})
FEWEST = 10  # examples without which a label is not worth learning


class BadExample(ValueError):
    """A line that cannot be used; the message says which and the mend."""


@dataclass(frozen=True)
class Example:
    """`source` names the file that it came from."""

    label: str
    language: str
    text: str
    source: str


def read(lines: str, *, source: str) -> tuple[Example, ...]:
    """The examples of a file's text; raises BadExample."""
    return tuple(
        _example(line, source, number)
        for number, line in enumerate(lines.split("\n"), start=1)
        if line.strip()
    )


def digest(examples: Iterable[Example]) -> str:
    """The same for the same examples, whatever their order and files."""
    said = sorted(f"{e.label}\t{e.language}\t{e.text}" for e in examples)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _example(line: str, source: str, number: int) -> Example:
    parts = line.split("\t")
    if len(parts) != 3 or parts[1] not in LANGUAGES or not all(part.strip() for part in parts):
        raise BadExample(
            f"{source}, line {number}: write a label, en or es, and a text, with a tab between."
        )
    return Example(parts[0], parts[1], parts[2], source)
