"""Paragraphs, lists and sentences of a text, as spans of characters.

A sentence here is what may be sent alone: a sentence of a paragraph, or one item of a
list.  Breaks are found late rather than early: where a full stop may belong to an
abbreviation the two sentences stay together.
"""

import re
from itertools import pairwise

Span = tuple[int, int]

BULLET = re.compile(r"^[ \t]*(?:[•·▪◦‣●○*+–-]|\d{1,2}[.)])[ \t\u00a0]+", re.MULTILINE)

_GAP = re.compile(r"\n(?:[ \t]*\n)+")
_NOTE = re.compile(r"(\*[^*]+\*|_[^_]+_)\Z", re.DOTALL)
_STOP = re.compile(r"[.!?…]+['\"’”)\]*_]*(?=\s+['\"“‘(\[]*[^\W_a-z]|\s+[¿¡])")
_SHORT = re.compile(
    r"(?:\b(?:Dr|Drs|Mr|Mrs|Ms|St|Prof|Fig|approx|vs|e\.g|i\.e|cf|al|p|ej|pág"
    r"|Sr|Sra|Srta|Dra|Ud|Uds|aprox|EE|UU)|\b[A-Z](?:\.[A-Z])*)\Z"
)
_NUMBERED = re.compile(r"\b(?:No|Nos|Núm|Vol)\Z", re.IGNORECASE)


def blocks(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Paragraphs and lists within a span; a list of bullets is one block.

    Notes (a paragraph wholly in italics, such as what a passage rests on) are left out.
    """
    edges = [start]
    for gap in _GAP.finditer(text[start:end]):
        edges += [start + gap.start(), start + gap.end()]
    pairs = zip(edges[::2], [*edges[1::2], end], strict=True)
    spans = (_trim(text, *pair) for pair in pairs)
    return tuple(s for s in spans if s[0] < s[1] and not is_note(text[slice(*s)]))


def is_note(paragraph: str) -> bool:
    """Wholly in italics, as Markdown marks them."""
    return bool(_NOTE.match(paragraph))


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences and list items of a span, in order, notes left out."""
    return tuple(
        sentence
        for block in blocks(text, start, end)
        for item in items(text, *block)
        for sentence in _split(text, *item)
    )


def items(text: str, start: int, end: int) -> tuple[Span, ...]:
    """A list's items with their bullets (and its lead-in, if one precedes); else the block."""
    starts = [start + bullet.start() for bullet in BULLET.finditer(text[start:end])]
    edges = [*sorted({start, *starts}), end]
    return tuple(_trim(text, *pair) for pair in pairwise(edges))


def _split(text: str, start: int, end: int) -> list[Span]:
    spans, begin = [], start
    bullet = BULLET.match(text[start:end])
    for stop in _STOP.finditer(text, start + (bullet.end() if bullet else 0), end):
        if not _abbreviated(text, begin, stop):
            spans.append((begin, stop.end()))
            begin = _trim(text, stop.end(), end)[0]
    return [*spans, (begin, end)]


def _abbreviated(text: str, begin: int, stop: re.Match[str]) -> bool:
    if stop.group() != ".":
        return False
    before = text[begin : stop.start()]
    digit_next = text[stop.end() :].lstrip()[:1].isdigit()
    return bool(_SHORT.search(before)) or (digit_next and bool(_NUMBERED.search(before)))


def _trim(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
