"""Sections of a plain text as saved from a web page, where no sign marks a heading.

A heading is a short line with a blank line before it that does not end like a sentence
and has a blank line, or a long unwrapped paragraph, right after it.  Plain text carries no
levels: the first heading is the document's title (level 1), the others are level 2.  The
back matter is told by its words: each reference, the last-review line and the copyright
notice become sections of their own kind, so that nothing of them is taken for the text.
"""

import re

from content.text.spans import Found, Line, SectionKind

LONGEST_HEADING = 80  # characters
MOST_WORDS = 12
UNWRAPPED = 100  # characters: a line this long is a whole paragraph, not a wrapped line

_BULLET = re.compile(r"\s*[•·▪◦‣●○*+–-]\s|\s*\d+[.)]\s")
_ENDED = re.compile(r"[.!:;,]['\"’”)\]]*\Z")
_REFERENCE = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)* [A-Z]{1,3}[,.].*\b(19|20)\d\d\b")
_REVIEWED = re.compile(
    r"(last|medical|date)\b.{0,20}\b(review|revis|updat)|(revisado|actualizado|última revisión)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"copyright|©|all rights reserved|reprint|derechos reservados", re.IGNORECASE)
_REFERENCES = re.compile(r"(references|sources|bibliography|referencias|fuentes)\Z", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(editorial|content|writing) (content )?team\b|\babout the authors?\b"
    r"|equipo (editorial|médico)",
    re.IGNORECASE,
)
_BACK_TITLES = {
    SectionKind.ABOUT: "Last review",
    SectionKind.NOTICE: "Copyright notice",
}


def find(every: list[Line]) -> list[Found]:
    """Headings, and the unheaded back matter after the last of them."""
    found: list[Found] = []
    for number in range(len(every)):
        back = _back_matter(every, number) if found else None
        section = back or _heading(every, number, level=2 if found else 1)
        if section:
            found.append(section)
    return found


def _heading(every: list[Line], number: int, *, level: int) -> Found | None:
    line = every[number]
    title = line.text.strip()
    if not _looks_like_heading(title) or not _blank(every, number - 1):
        return None
    if not (_blank(every, number + 1) or len(every[number + 1].text) > UNWRAPPED):
        return None
    if level == 1 and not any(later.text.strip() for later in every[number + 1 :]):
        return None
    after = line.start + len(line.text)
    return Found(title, level, number, number + 1, after, _kind(title))


def _looks_like_heading(title: str) -> bool:
    """A question counts as a heading, other sentence ends do not."""
    return (
        0 < len(title) <= LONGEST_HEADING
        and len(title.split()) <= MOST_WORDS
        and (title[0].isupper() or title[0].isdigit() or title[0] in "¿¡")
        and not _ENDED.search(title)
        and not _BULLET.match(title)
    )


def _kind(title: str) -> SectionKind:
    if _REFERENCES.match(title):
        return SectionKind.REFERENCES
    return SectionKind.ABOUT if _ABOUT.search(title) else SectionKind.BODY


def _back_matter(every: list[Line], number: int) -> Found | None:
    line = every[number]
    if not line.text.strip() or not _blank(every, number - 1):
        return None
    kind = _back_kind(line.text.strip(), alone=_blank(every, number + 1))
    if kind is None:
        return None
    title = _BACK_TITLES.get(kind) or line.text.strip().split(".")[0][:LONGEST_HEADING]
    return Found(title, 2, number, number, line.start, kind)


def _back_kind(text: str, *, alone: bool) -> SectionKind | None:
    if _REFERENCE.match(text):
        return SectionKind.REFERENCES
    if alone and len(text) < 2 * LONGEST_HEADING and _REVIEWED.match(text):
        return SectionKind.ABOUT
    return SectionKind.NOTICE if _NOTICE.search(text) else None


def _blank(every: list[Line], number: int) -> bool:
    return not 0 <= number < len(every) or not every[number].text.strip()
