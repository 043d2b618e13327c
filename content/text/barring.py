"""Which words of a text are barred, and where the same words stand in another version of it."""

import re
from collections.abc import Iterable, Sequence

from content.text.sentences import Span, sentences


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def free(span: Span, barred: Iterable[Span]) -> bool:
    return not any(overlap(span, bar) for bar in barred)


def first_run(spans: Sequence[Span], barred: Sequence[Span]) -> Sequence[Span]:
    """The leading sentences that one excerpt may hold: none of them, nor what stands between
    the first and the last, is barred."""
    whole = (n for n, (_, end) in enumerate(spans) if not free((spans[0][0], end), barred))
    return spans[: next(whole, len(spans))]


def whole_sentences(text: str, span: Span, *, section: Span) -> tuple[Span, ...]:
    """The sentences of a section that a span touches."""
    return tuple(s for s in sentences(text, *section) if overlap(s, span))


def places(words: str, text: str) -> tuple[Span, ...]:
    """Where the same words stand, whatever the line breaks between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return tuple(found.span() for found in re.finditer(pattern, text)) if pattern else ()
