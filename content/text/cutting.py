"""Which run of a section's sentences a person has chosen to be a passage."""

from content.text.sentences import Span, sentences


class CutError(ValueError):
    """The choice is no run of sentences; the message says what to choose."""


def chosen(text: str, section: Span, *, first: int, last: int) -> Span:
    """The span of sentences `first` to `last` of a section, counted from 1; raises CutError."""
    known = sentences(text, *section)
    if not 1 <= first <= len(known) or not 1 <= last <= len(known):
        raise CutError(f"Choose a first and a last sentence from 1 to {len(known)}.")
    if last < first:
        raise CutError(
            f"The last sentence ({last}) stands before the first ({first}): "
            "choose the same one or a later one."
        )
    return known[first - 1][0], known[last - 1][1]


def numbers(text: str, section: Span, span: Span) -> tuple[int, int]:
    """The first and the last sentence of a section that a span touches; (0, 0) for none."""
    touched = [
        number
        for number, (start, end) in enumerate(sentences(text, *section), start=1)
        if start < span[1] and span[0] < end
    ]
    return (touched[0], touched[-1]) if touched else (0, 0)


def whole(text: str, section: Span, span: Span) -> bool:
    """Whether a span begins where a sentence of the section begins and ends where one ends."""
    known = sentences(text, *section)
    return span[0] in {start for start, _ in known} and span[1] in {end for _, end in known}
