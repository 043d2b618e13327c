"""Which words may become a clinic's own name or example question for a topic.

A name stands for its topic wherever it is found in a text, so it must not be a word that
all kinds of questions hold.  An example question is compared as a whole and may be plain.
"""

import re

from content.text import common, concepts, fold

MOST_CHARACTERS = 300
MOST_NAME_WORDS = 3  # of a text that becomes a name by itself; a longer one is a question
_NUMBER = re.compile(r"\d(?:[ ().-]{0,2}\d){6,}")
_EVERYDAY = frozenset(concepts.table())


def phrase(text: str) -> str:
    """The form in which two wordings are the same: folded words with one space between."""
    return " ".join(word for word in fold.normal(text).split() if word[0].isalnum())


def is_short(text: str) -> bool:
    """Whether a text is a name rather than a question: at most 3 words."""
    return len(phrase(text).split()) <= MOST_NAME_WORDS


def cut(text: str) -> str:
    """As much of a text as may be kept, on one line and ended at a word."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARACTERS else line[:MOST_CHARACTERS].rsplit(" ", 1)[0]


def alike(one: str, other: str) -> bool:
    """The same name, also where one is the plural of the other."""
    return phrase(one).removesuffix("s") == phrase(other).removesuffix("s")


def objection(text: str, *, is_name: bool) -> str:
    """Why these words may not be kept for any topic, as a sentence; "" where they may."""
    if not phrase(text):
        return "Write at least one word."
    if len(text) > MOST_CHARACTERS:
        return f"Cut it to {MOST_CHARACTERS} characters: the words that mean the topic are enough."
    if _NUMBER.search(text):
        return "Take the long number out: these words are kept in clear and seen by others."
    if is_name and is_common(text):
        return (
            f"“{text}” is too common to name a topic: many other questions hold it. "
            "Write the whole question, in four words or more."
        )
    return ""


def is_common(text: str) -> bool:
    """An everyday phrase, one common word, or words that say nothing."""
    said = phrase(text)
    telling = [word for word in said.split() if word not in concepts.EMPTY]
    lone = len(telling) == 1 and (telling[0] in common.WORDS or telling[0] in _EVERYDAY)
    return not telling or lone or said in _EVERYDAY
