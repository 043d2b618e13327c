"""What is sent of a passage: whole sentences, as many as the asked parts hold.

An excerpt is a span of the stored text; `render` makes the words sent from that span and
nothing else, so that re-cutting the span always gives the text that left.  Sentences that
touch a barred span are left out whole, and no excerpt reaches over one: it is a single span.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from content.text.barring import first_run, free
from content.text.gsm import Change, downgrade, measure
from content.text.sentences import BULLET, Span, blocks, items, sentences
from content.text.words import Passage

MOST_SEGMENTS = 4  # for one sentence that is longer than what was asked for


@dataclass(frozen=True)
class Excerpt:
    """`body == render(text, start, end)`; `changes` are at characters of the document.

    `more` says that sentences of the passage are left: cut again with `begin=end`.
    """

    start: int
    end: int
    body: str
    changes: tuple[Change, ...]
    more: bool


def cut(
    text: str,
    start: int,
    end: int,
    *,
    segments: int = 2,
    reserve: str = "",
    begin: int | None = None,
    barred: Sequence[Span] = (),
) -> Excerpt:
    """The longest run of whole sentences from `begin` that fits with `reserve` behind it.

    The run ends before the next `barred` span; `more` then goes on behind it.

    `reserve` (source line, footer) is counted with one space before it.  A sentence too
    long for `segments` parts goes alone, in as many parts as it needs up to
    MOST_SEGMENTS; one longer still is cut at the end of a word.  A lead-in ("... by:") is
    not left hanging without its first item where that can be helped.  Raises ValueError
    if `reserve` alone leaves no room for a word.
    """
    spans = _left(text, start, end, begin=begin, barred=barred)
    if not spans:
        return Excerpt(start=end, end=end, body="", changes=(), more=False)
    first = spans[0][0]

    def fits(stop: int, parts: int) -> bool:
        joined = f"{render(text, first, stop)} {reserve}".rstrip()
        return measure(joined).segments <= parts

    run = first_run(spans, barred)
    stop = _stop(text, run, segments=segments, fits=fits)
    return _excerpt(text, first, stop, more=stop < spans[-1][1])


def of_passage(
    passage: Passage, *, segments: int = 2, reserve: str = "", begin: int | None = None
) -> Excerpt:
    """`cut` for a passage; `begin` and the result count characters of its document."""
    at = passage.start
    inside = None if begin is None else begin - at
    found = cut(
        passage.text,
        0,
        len(passage.text),
        segments=segments,
        reserve=reserve,
        begin=inside,
        barred=_barred(passage),
    )
    changes = tuple(replace(change, at=at + change.at) for change in found.changes)
    return replace(found, start=at + found.start, end=at + found.end, changes=changes)


def can_go(passage: Passage, *, begin: int | None = None) -> bool:
    """Whether a sentence is left to send, of the whole passage or from `begin` on."""
    inside = None if begin is None else begin - passage.start
    text = passage.text
    return bool(_left(text, 0, len(text), begin=inside, barred=_barred(passage)))


def left_out(text: str, start: int, end: int, *, barred: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences of a span that no excerpt holds, since they touch a barred span."""
    return tuple(span for span in sentences(text, start, end) if not free(span, barred))


def render(text: str, start: int, end: int) -> str:
    """The span as sent: plain signs, single spaces, each list item on a line with "- "."""
    pieces: list[tuple[bool, str]] = [
        _piece(text[slice(*item)])
        for block in blocks(text, start, end)
        for item in items(text, *block)
    ]
    body = ""
    for number, (listed, words) in enumerate(pieces):
        near_list = listed or (number and pieces[number - 1][0])
        body += ("\n" if near_list and body else " " if body else "") + words
    return body


def _barred(passage: Passage) -> tuple[Span, ...]:
    return tuple((first - passage.start, last - passage.start) for first, last in passage.barred)


def _left(
    text: str, start: int, end: int, *, begin: int | None, barred: Sequence[Span]
) -> list[Span]:
    allowed = [span for span in sentences(text, start, end) if free(span, barred)]
    return _from(text, allowed, begin=start if begin is None else begin)


def _from(text: str, spans: Sequence[Span], *, begin: int) -> list[Span]:
    """The sentences that end after `begin`, the first of them without what went before."""
    left = [(max(start, begin), end) for start, end in spans if end > begin]
    if left and not text[slice(*left[0])].strip():
        return left[1:]
    return [(start + _margin(text[start:end]), end) for start, end in left]


def _margin(part: str) -> int:
    return len(part) - len(part.lstrip())


def _stop(
    text: str, spans: Sequence[Span], *, segments: int, fits: Callable[[int, int], bool]
) -> int:
    ends = [end for _, end in spans]
    run = _longest(ends, lambda stop: fits(stop, segments))
    if run:
        whole = run == len(ends)
        while not whole and run > 1 and text[ends[run - 1] - 1] == ":":
            run -= 1
        return ends[run - 1]
    most = max(segments, MOST_SEGMENTS)
    if fits(ends[0], most):
        return ends[0]
    return _within(text, spans[0], lambda stop: fits(stop, most))


def _within(text: str, span: Span, fits: Callable[[int], bool]) -> int:
    """Where a sentence too long for any text is cut: after a word, else after a character."""
    start, end = span
    places = range(start + 1, end)
    words = [at for at in places if text[at].isspace() and not text[at - 1].isspace()]
    for ends in (words, places):
        if run := _longest(ends, fits):
            return ends[run - 1]
    raise ValueError("The source line and footer leave no room for words: shorten them.")


def _longest(ends: Sequence[int], fits: Callable[[int], bool]) -> int:
    """How many of the ends, from the first on, fit."""
    return next((n for n, stop in enumerate(ends) if not fits(stop)), len(ends))


def _piece(part: str) -> tuple[bool, str]:
    bullet = BULLET.match(part)
    words = " ".join(downgrade(part[bullet.end() :] if bullet else part).text.split())
    return bool(bullet), f"- {words}" if bullet else words


def _excerpt(text: str, start: int, end: int, *, more: bool) -> Excerpt:
    changes = downgrade(text[start:end]).changes
    return Excerpt(
        start=start,
        end=end,
        body=render(text, start, end),
        changes=tuple(Change(at=start + c.at, old=c.old, new=c.new) for c in changes),
        more=more,
    )
