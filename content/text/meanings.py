"""From a text to what its words mean: topics, everyday meanings, stems."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import snowballstemmer

from content.text import common, concepts, fold
from content.text.spelling import Speller
from content.text.words import Topic

_LONGEST = 5  # words in the longest phrase looked up
_ENGLISH = snowballstemmer.stemmer("english")
TOPIC = "topic:"


@dataclass(frozen=True)
class Meanings:
    """`phrases`: a phrase's meaning; those of aliases and brands begin with `TOPIC`.

    `names`: every alias and brand with its topic.  A name may be misspelt more than an
    everyday word: "numbness" is not a slip of "numbers".
    """

    phrases: dict[str, str] = field(repr=False)
    names: dict[str, str] = field(repr=False)
    speller: Speller = field(repr=False)
    everyday: Speller = field(repr=False)

    @classmethod
    def of(cls, topics: Sequence[Topic]) -> "Meanings":
        phrases = concepts.table()
        names = {" ".join(fold.normal(name).split()): slug for name, slug in _names(topics)}
        telling = {n: TOPIC + s for n, s in names.items() if n not in concepts.PLAIN_NAMES}
        phrases.update(telling)
        examples = {
            w for t in topics for q in t.questions.values() for x in q for w in fold.words(x)
        }
        said = {word for phrase in (*phrases, *names) for word in phrase.split()}
        known = common.WORDS | examples | concepts.EMPTY | said
        return cls(
            phrases=phrases,
            names=names,
            speller=Speller.of((w for name in names for w in name.split()), known=known),
            everyday=Speller.of(said, known=known, strict=True, most=1),
        )

    def of_text(self, text: str) -> list[str]:
        """Meanings in order; words that say nothing are left out."""
        words = self._words(text)
        found: list[str] = []
        at = 0
        while at < len(words):
            meaning, length = self._longest(words, at)
            if meaning:
                found.append(meaning)
            at += length
        return found

    def alias_only(self, text: str) -> str:
        """The topic's slug where the whole text is one of its names, else ""."""
        words = self._words(text)
        bare = " ".join(word for word in words if word[0].isalnum())
        phrases = (" ".join(words), bare, bare.removesuffix("s"))
        return next((self.names[phrase] for phrase in phrases if phrase in self.names), "")

    def _words(self, text: str) -> list[str]:
        """Words mended; two that are one name written apart ("radio pharmaceuticals") joined."""
        said = fold.normal(text).split()
        found: list[str] = []
        for word in said:
            joined = self._as_one(found[-1], word) if found else ""
            if joined:
                found[-1] = joined
            else:
                found.append(self._mended(word))
        return found

    def _cuts_a_name(self, words: list[str], at: int, length: int) -> bool:
        """Does a name of two words begin at the last word of this phrase of several?"""
        last = at + length - 1
        return length > 1 and " ".join(words[last : last + 2]) in self.names

    def _mended(self, word: str) -> str:
        name = self.speller.repair(word)
        return name if name != word else self.everyday.repair(word)

    def _as_one(self, before: str, word: str) -> str:
        if before in self.speller.known and word in self.speller.known:
            return ""
        whole = self.speller.repair(before + word)
        return whole if whole in self.names and len(before + word) >= 6 else ""

    def _longest(self, words: list[str], at: int) -> tuple[str, int]:
        """The longest phrase from here; one that would cut a name in two is not taken."""
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            meaning = self.phrases.get(phrase) or self.phrases.get(phrase.removesuffix("s"))
            if meaning and not self._cuts_a_name(words, at, length):
                return meaning, length
        word = words[at]
        if word in concepts.EMPTY or not word[0].isalnum():
            return "", 1
        return str(_ENGLISH.stemWord(word)), 1


def _names(topics: Iterable[Topic]) -> list[tuple[str, str]]:
    """Aliases and brands with their topic; a name two topics share belongs to the first."""
    pairs = [
        (name, topic.slug)
        for topic in topics
        for names in (*topic.aliases.values(), topic.brands)
        for name in names
    ]
    return list(reversed(pairs))
