"""What changed between two versions of some words, for a person to read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from content.text.sentences import sentences

MOST_WORDS = 3000  # of one text; longer ones are compared by sentences
ALIKE = 0.6  # share of words in common that makes a section the same under another heading
MOST_PAIRS = 40_000
CONTEXT = 12  # words left around a change

_WORD = re.compile(r"\S+\s*")


class Mark(StrEnum):
    """SKIPPED stands for unchanged words that are not shown."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Part:
    """A section: `path` holds the headings above it and its own."""

    title: str
    path: str
    text: str


@dataclass(frozen=True)
class SectionChange:
    """`old_title` is set where the heading changed too."""

    change: Change
    title: str
    pieces: tuple[Piece, ...]
    old_title: str = ""


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts as one: what stayed, what is gone, what is new; white space does not count.

    A lone word that stayed between two changes counts as changed: it reads better.
    """
    before, after = _tokens(old, new), _tokens(new, old)
    steps = SequenceMatcher(None, _bare(before), _bare(after), autojunk=False).get_opcodes()
    pieces: list[Piece] = []
    for gone, here, stayed in _runs(steps):
        if stayed:
            pieces.append(Piece(Mark.SAME, "".join(after[here])))
        else:
            pieces.append(Piece(Mark.GONE, "".join(before[gone])))
            pieces.append(Piece(Mark.NEW, "".join(after[here])))
    return tuple(piece for piece in pieces if piece.text)


def shortened(pieces: Sequence[Piece], *, context: int = CONTEXT) -> tuple[Piece, ...]:
    """The same with long runs that stayed cut down to some words beside each change."""
    last = len(pieces) - 1
    return tuple(
        part
        for number, piece in enumerate(pieces)
        for part in _short(piece, head=context if number else 0, tail=context * (number < last))
    )


def sections(old: Sequence[Part], new: Sequence[Part]) -> tuple[SectionChange, ...]:
    """What was added, removed and changed, in the order of the new version.

    A section keeps its place by its headings; one with another heading is the same where
    most of its words are.  What did not change is left out.
    """
    pairs = _pairs(old, new)
    gone = _gone_after(old, pairs)
    found = [*gone.get(-1, ())]
    for number, part in enumerate(new):
        before = pairs.get(number)
        found.append((old[before] if before is not None else None, part))
        found += gone.get(number, ())
    return tuple(change for pair in found if (change := _change(*pair)) is not None)


def _tokens(text: str, other: str) -> list[str]:
    words = _WORD.findall(text)
    if max(len(words), len(_WORD.findall(other))) <= MOST_WORDS:
        return words
    return [f"{text[start:end]} " for start, end in sentences(text, 0, len(text))]


def _bare(tokens: Iterable[str]) -> list[str]:
    return [" ".join(token.split()) for token in tokens]


def _runs(
    steps: Sequence[tuple[str, int, int, int, int]],
) -> Iterator[tuple[slice, slice, bool]]:
    """Stretches of both token lists by turns, changed or not, lone words taken as changed."""
    last = len(steps) - 1
    stayed = [
        tag == "equal" and (end - start > 1 or number in (0, last))
        for number, (tag, start, end, _, _) in enumerate(steps)
    ]
    number = 0
    while number <= last:
        stop = number + 1
        while stop <= last and stayed[stop] == stayed[number]:
            stop += 1
        _, a, _, c, _ = steps[number]
        _, _, b, _, d = steps[stop - 1]
        yield slice(a, b), slice(c, d), stayed[number]
        number = stop


def _short(piece: Piece, *, head: int, tail: int) -> tuple[Piece, ...]:
    words = _WORD.findall(piece.text)
    if piece.mark is not Mark.SAME or len(words) <= head + tail + CONTEXT:
        return (piece,)
    parts = (
        Piece(Mark.SAME, "".join(words[:head])),
        Piece(Mark.SKIPPED, "… "),
        Piece(Mark.SAME, "".join(words[len(words) - tail :])),
    )
    return tuple(part for part in parts if part.text)


def _pairs(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """By number in the new version, the number of the same section in the old one."""
    places = {key: number for number, key in enumerate(_keys(old))}
    pairs = {n: places[key] for n, key in enumerate(_keys(new)) if key in places}
    left = [n for n in range(len(old)) if n not in set(pairs.values()) and old[n].text.strip()]
    open_ = [n for n in range(len(new)) if n not in pairs and new[n].text.strip()]
    if len(left) * len(open_) <= MOST_PAIRS:
        bags = {n: Counter(old[n].text.split()) for n in left}
        for number in open_:
            pairs |= _nearest(number, new[number], bags)
    return pairs


def _nearest(number: int, part: Part, bags: dict[int, "Counter[str]"]) -> dict[int, int]:
    """The old section with the most words in common, taken off the list; none if few are."""
    words = Counter(part.text.split())
    best = max(bags, key=lambda n: _alike(words, bags[n]), default=None)
    if best is None or _alike(words, bags[best]) < ALIKE:
        return {}
    del bags[best]
    return {number: best}


def _alike(one: "Counter[str]", other: "Counter[str]") -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _keys(parts: Sequence[Part]) -> Iterator[tuple[str, int]]:
    """The headings, and which one of those with the same headings."""
    seen: Counter[str] = Counter()
    for part in parts:
        yield part.path, seen[part.path]
        seen[part.path] += 1


def _gone_after(
    old: Sequence[Part], pairs: dict[int, int]
) -> dict[int, list[tuple[Part | None, Part | None]]]:
    """By number in the new version (-1: at the top), what stood behind it and is gone."""
    found: dict[int, list[tuple[Part | None, Part | None]]] = {}
    new_of = {before: after for after, before in pairs.items()}
    place = -1
    for number, part in enumerate(old):
        place = new_of.get(number, place)
        if number not in new_of:
            found.setdefault(place, []).append((part, None))
    return found


def _change(old: Part | None, new: Part | None) -> SectionChange | None:
    match old, new:
        case Part(), None:
            return SectionChange(Change.REMOVED, old.title, _only(Mark.GONE, old.text))
        case None, Part():
            return SectionChange(Change.ADDED, new.title, _only(Mark.NEW, new.text))
        case Part(), Part() if (old.title, old.text.split()) != (new.title, new.text.split()):
            was = old.title if old.title != new.title else ""
            pieces = shortened(marked(old.text, new.text))
            return SectionChange(Change.CHANGED, new.title, pieces, was)
    return None


def _only(mark: Mark, text: str) -> tuple[Piece, ...]:
    return (Piece(mark, text),) if text else ()
