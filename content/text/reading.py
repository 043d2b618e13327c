"""How hard a text is to read, as a school grade.

English: Flesch-Kincaid (Kincaid and others, 1975).  Spanish: Crawford's years of
schooling (Crawford, 1989), made for Spanish and on the same scale, so that one
limit serves both.  Both judge short texts and texts full of names badly: the number
is a first sieve, and a nurse reads each text aloud after it.
"""

import re
from functools import cache

from pyphen import Pyphen

NAME_SYLLABLES = 2

# A patient learns the name of her own drug as one word, however long it is, so a
# name weighs the same in every text.  Stems: "bisphosphonate" covers the plural.
_NAMES = (
    *("denosumab", "bisphosphonate", "bifosfonato", "zoledron", "pamidron", "rankl"),
    *("osteonecros", "osteoclast", "onj", "calcium", "calcio"),
    *("radiopharmaceutical", "radium", "radio-223", "samari", "strontium", "estroncio"),
    *("estrogen", "androgen", "chemotherapy", "quimioterapia"),
    *("immunotherapy", "inmunoterapia", "radiation", "radioterapia"),
    *("ablation", "ablaciones", "cryoablation", "rfa", "vertebroplast", "kyphoplast"),
    *("cifoplast", "cementoplast", "bonemets"),
)
_NAME = re.compile("|".join(_NAMES))
_WORD = re.compile(r"[^\W_]+(?:[-'.,][^\W_]+)*")
_END = re.compile(r"[.!?]+(?=[\s\"')\]]|$)")
_DICTIONARIES = {"en": "en_US", "es": "es"}


def grade(text: str, language: str = "en") -> float:
    """Years of schooling needed to read `text`; 0.0 for a text without words.

    `language` is "en" or "es"; another one raises ValueError.
    """
    words = _WORD.findall(text.lower())
    if language not in _DICTIONARIES:
        known = ", ".join(_DICTIONARIES)
        raise ValueError(f"No reading measure for language {language!r}; use one of: {known}.")
    if not words:
        return 0.0
    sentences = max(1, len(_END.findall(text.strip())))
    syllables = sum(_syllables(word, language) for word in words)
    return _GRADES[language](len(words), sentences, syllables)


def _flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def _crawford(words: int, sentences: int, syllables: int) -> float:
    return 4.9 * syllables / words - 20.5 * sentences / words - 3.407


def _syllables(word: str, language: str) -> int:
    if _NAME.match(word):
        return NAME_SYLLABLES
    return len(_dictionary(language).positions(word)) + 1


@cache
def _dictionary(language: str) -> Pyphen:
    return Pyphen(lang=_DICTIONARIES[language])


_GRADES = {"en": _flesch_kincaid, "es": _crawford}
