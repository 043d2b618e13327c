"""Mends misspelt words towards a list of right ones (optimal string alignment).

A word that is known is never touched, and neither is a short one, so that common
words are not bent into medical ones.  Words are compared by how they sound: "ph" is
"f", a doubled letter is one, so that "bisfosfonate" is no slip at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
_REMEMBERED = 20_000
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("y", "i"))
_VOWELS = frozenset("aeiou")
_DOUBLED = re.compile(r"([a-z])\1+")


@dataclass(frozen=True)
class Speller:
    """`targets`: words to repair to, by sound.  `known` and `stems`: words, and openings
    of words, to leave alone.  `strict`: a short word keeps its
    consonants.  `most`: the most slips that any word may have.
    """

    targets: dict[str, str] = field(repr=False)
    known: frozenset[str]
    stems: tuple[str, ...] = ()
    strict: bool = False
    most: int = 3
    _seen: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        targets: Iterable[str],
        *,
        known: Iterable[str] = (),
        stems: Iterable[str] = (),
        strict: bool = False,
        most: int = 3,
    ) -> "Speller":
        right = sorted({word for word in targets if len(word) >= SHORTEST}, reverse=True)
        return cls(
            targets={sound(word): word for word in right},
            known=frozenset((*right, *known)),
            stems=tuple(stems),
            strict=strict,
            most=most,
        )

    def repair(self, word: str) -> str:
        """The nearest right word, or `word` itself where none is near enough."""
        if len(word) < SHORTEST or word in self.known or not word.isalpha():
            return word
        if word.startswith(self.stems):
            return word
        if word not in self._seen:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[word] = self._nearest(word)
        return self._seen[word]

    def repair_line(self, line: str) -> str:
        """Each word of a line of single-spaced words repaired."""
        return " ".join(self.repair(word) for word in line.split(" "))

    def _nearest(self, word: str) -> str:
        heard = sound(word)
        if heard in self.targets:
            return self.targets[heard]
        found = process.extract(
            heard,
            self.targets.keys(),
            scorer=OSA.distance,
            score_cutoff=min(self.most, tolerance(word)),
            limit=5,
        )
        near = [
            (distance, other)
            for other, distance, _ in found
            if _likely(heard, other, distance) and not (self.strict and _another_word(heard, other))
        ]
        return self.targets[min(near)[1]] if near else word


def sound(word: str) -> str:
    """A rough key of how a word sounds, the same for its usual misspellings."""
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    return _DOUBLED.sub(r"\1", word)


def tolerance(word: str) -> int:
    """How many slips a word may have: 1 up to seven letters, 2 up to twelve, then 3."""
    return 1 if len(word) < 8 else 2 if len(word) < 13 else 3


def _likely(word: str, other: str, distance: float) -> bool:
    """Short words must keep their first letter, and so must words with two slips."""
    if len(word) <= 5 or distance > 1:
        return word[0] == other[0]
    return True


def _another_word(word: str, other: str) -> bool:
    """A short word with one consonant changed is mostly another word ("chips", "chills").

    Of four letters and less only a swap is a slip ("pian", "lges").
    """
    if len(other) <= SHORTEST:
        return sorted(word) != sorted(other)
    if len(word) > 6 or len(word) != len(other):
        return False
    changed = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
    return len(changed) == 1 and not set(changed[0]) <= _VOWELS
