"""Sections of a plain text as saved from a web page, where no sign marks a heading.

A heading is a short line with a blank line before it that does not end like a sentence
and has a blank line, or a long unwrapped paragraph, right after it.  Plain text carries no
levels: the first heading is the document's title (level 1), the others are level 2.  The
back matter is told by its words.
"""

import re

from content.text import back_matter
from content.text.back_matter import LONGEST_HEADING, blank
from content.text.spans import Found, Line, Page, Step, counted, lines

MOST_WORDS = 12
UNWRAPPED = 100  # characters: a line this long is a whole paragraph, not a wrapped line

_BULLET = re.compile(r"\s*[•·▪◦‣●○*+–-]\s|\s*\d+[.)]\s")
_ENDED = re.compile(r"[.!:;,]['\"’”)\]]*\Z")


def read(source: str, step: Step) -> Page:
    """The text is stored as it came."""
    return Page(text=source, found=tuple(_find(lines(source), step)))


def _find(every: list[Line], step: Step) -> list[Found]:
    """Headings, and the unheaded back matter after the last of them."""
    found: list[Found] = []
    for number in counted(range(len(every)), len(every), step):
        back = back_matter.at(every, number) if found else None
        section = back or _heading(every, number, level=2 if found else 1)
        if section:
            found.append(section)
    return found


def _heading(every: list[Line], number: int, *, level: int) -> Found | None:
    line = every[number]
    title = line.text.strip()
    if not _looks_like_heading(title) or not blank(every, number - 1):
        return None
    if not (blank(every, number + 1) or len(every[number + 1].text) > UNWRAPPED):
        return None
    if level == 1 and not any(later.text.strip() for later in every[number + 1 :]):
        return None
    after = line.start + len(line.text)
    return Found(title, level, number, number + 1, after, back_matter.kind_of(title))


def _looks_like_heading(title: str) -> bool:
    """A question counts as a heading, other sentence ends do not."""
    return (
        0 < len(title) <= LONGEST_HEADING
        and len(title.split()) <= MOST_WORDS
        and (title[0].isupper() or title[0].isdigit() or title[0] in "¿¡")
        and not _ENDED.search(title)
        and not _BULLET.match(title)
    )
