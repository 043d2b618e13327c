"""What the trained model sees of a text: its words, pairs of words, and runs of letters.

Runs of letters see through a slip that no list foresaw ("radiacion", "radation") and
share what two languages share ("hueso", "huesos").
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from content.text import fold

MOST_CHARACTERS = 600  # a longer text is told by its beginning, and reading it stays quick
_RUNS = range(2, 6)


def of_text(text: str, meanings: Sequence[str] = ()) -> list[str]:
    """Every feature, as often as it stands there; `meanings` as `Meanings.of_text` gives them."""
    words = fold.normal(text[:MOST_CHARACTERS]).split()
    if not words:
        return []
    found = [f"m:{meaning}" for meaning in meanings]
    found += [f"w:{word}" for word in words]
    found += _pairs(["^", *words, "$"])
    for word in words:
        found += _runs(f" {word} ")
    return found


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Neighbours, and words with one between them."""
    for first, second in pairwise(words):
        yield f"b:{first} {second}"
    for first, third in zip(words, words[2:], strict=False):
        yield f"s:{first} {third}"


def _runs(word: str) -> Iterator[str]:
    for length in _RUNS:
        for at in range(max(1, len(word) - length + 1)):
            yield word[at : at + length]
