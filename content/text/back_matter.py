"""References, the last review and the copyright notice, told by their words in any form.

Each reference, the last-review line and the notice become sections of their own kind, so
that nothing of them is taken for the text.
"""

import re
from collections.abc import Sequence

from content.text.sentences import BULLET
from content.text.spans import Found, Heading, Line, SectionKind

LONGEST_HEADING = 80  # characters

_MARK = re.compile(r"\[\^?\w{1,3}\]:?\s*")
_REFERENCE = re.compile(
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)* [A-Z]{1,3}[,.]"
    r"(?! (?!et al|d[aei] |del |van |von )[a-z]).*\b(19|20)\d\d\b"
    r"|.{0,300}\b(?:doi: ?10\.|(?:[Aa]ccessed|[Aa]vailable) (?:at|from):? (?:https?:|www\.))"
)
_REVIEWED = re.compile(
    r"(last|medical|date)\b.{0,20}\b(review|revis|updat)|(revisado|actualizado|última revisión)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"copyright|©|all rights reserved|reprint|derechos reservados", re.IGNORECASE)
_REFERENCES = re.compile(
    r"(references?|sources|bibliography|works cited|referencias|fuentes|bibliografía)\W*\Z",
    re.IGNORECASE,
)
_NOTICES = re.compile(
    r"(copyright|copyright notice|legal notice|derechos de autor|aviso legal)\W*\Z", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(editorial|content|writing) (content )?team\b|\babout the authors?\b"
    r"|equipo (editorial|médico)",
    re.IGNORECASE,
)
_NEVER_SENT = (SectionKind.REFERENCES, SectionKind.NOTICE)
_TITLES = {
    SectionKind.ABOUT: "Last review",
    SectionKind.NOTICE: "Copyright notice",
}


def kind_of(title: str) -> SectionKind:
    """What a heading announces."""
    if _REFERENCES.match(title):
        return SectionKind.REFERENCES
    if _NOTICES.match(title):
        return SectionKind.NOTICE
    return SectionKind.ABOUT if _ABOUT.search(title) else SectionKind.BODY


def at(every: Sequence[Line], number: int) -> Found | None:
    """The back matter that begins in this line without a heading, if any does."""
    line = every[number]
    if not line.text.strip() or not blank(every, number - 1):
        return None
    text = _unmarked(line.text)
    kind = _kind(text, alone=blank(every, number + 1))
    if kind is None:
        return None
    title = _TITLES.get(kind) or text.split(".")[0][:LONGEST_HEADING]
    return Found(title, 2, number, number, line.start, kind)


def among(every: Sequence[Line], headings: Sequence[Heading]) -> tuple[Found, ...]:
    """The sections that headings begin, and in their place those of the back matter.

    What stands below a heading of references or of a notice is that already.
    """
    found: list[Found] = []
    stops = [*(heading.at for heading in headings), len(every)][1:]
    for heading, stop in zip(headings, stops, strict=False):
        section = _headed(every, heading)
        found.append(section)
        if section.kind not in _NEVER_SENT:
            found += filter(None, (at(every, number) for number in range(heading.body, stop)))
    return tuple(found)


def blank(every: Sequence[Line], number: int) -> bool:
    return not 0 <= number < len(every) or not every[number].text.strip()


def _headed(every: Sequence[Line], heading: Heading) -> Found:
    last = every[heading.body - 1]
    after = last.start + len(last.text)
    kind = kind_of(heading.title)
    return Found(heading.title, heading.level, heading.at, heading.body, after, kind)


def _unmarked(text: str) -> str:
    """Without a bullet, a number or a footnote's mark before it."""
    bullet = BULLET.match(text)
    words = text[bullet.end() :] if bullet else text.strip()
    mark = _MARK.match(words)
    return words[mark.end() :].strip() if mark else words.strip()


def _kind(text: str, *, alone: bool) -> SectionKind | None:
    if _REFERENCE.match(text):
        return SectionKind.REFERENCES
    if alone and len(text) < 2 * LONGEST_HEADING and _REVIEWED.match(text):
        return SectionKind.ABOUT
    return SectionKind.NOTICE if _NOTICE.search(text) else None
