"""What an import is told as: its sections, its passages, and what became of the earlier ones."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from content import actions
from content.actions import Fate, Standing
from content.models import Document, Passage

Told = tuple[str, bool]
"""A line, and whether it warns."""


def report(imported: actions.Imported) -> Iterator[Told]:
    """Line by line, for whoever imported it."""
    if not imported.created:
        yield f"{imported.document} has these very words: nothing changed.", False
        return
    for line in _sections(imported.document):
        yield line, False
    for line in (*_drafts(imported), *_fates(imported.standings)):
        yield line, False
    for problem in imported.problems:
        yield f"Not mapped: {problem}", True
    for told in imported.left_behind:
        yield f"Cut by hand: {told}", True
    if not imported.drafts and not imported.carried:
        yield (
            "No section answers a topic yet: write a map (see content/library/maps) "
            "and import again with --map.",
            False,
        )


def _sections(document: Document) -> Iterator[str]:
    sections = list(document.sections.all())
    yield f"{document} is stored: {len(sections):,} sections, characters from and to:"
    for section in sections:
        kind = "" if section.kind == "body" else f"  [{section.kind}]"
        span = f"{section.start:>7} {section.end:>7}"
        yield f"{span}{'  ' * section.level}{section.title}{kind}"


def _drafts(imported: actions.Imported) -> Iterator[str]:
    topics = sorted({p.topic_id for p in imported.drafts})
    yield f"{len(imported.drafts)} drafts wait for a reviewer: {_list(topics)}."
    if imported.carried:
        topics = sorted({p.topic_id for p in imported.carried})
        yield f"{len(imported.carried)} passages keep their approval: {_list(topics)}."


def _fates(standings: Sequence[Standing]) -> Iterator[str]:
    """By word set, which passages keep their approval and which do not, and what serves now."""
    for wordset, found in groupby(standings, key=lambda standing: standing.wordset):
        standing = list(found)
        yield f"{wordset}:"
        for fate, tell in _TELLING.items():
            of_a_kind = [s for s in standing if s.fate is fate]
            if of_a_kind:
                yield f"  {_HEADINGS[fate]} ({len(of_a_kind)}):"
                yield from (f"    {tell(s)}" for s in of_a_kind)


def _place(standing: Standing) -> str:
    passage = standing.passage
    return f'{passage.topic_id}, "{passage.section}", characters {_span(passage)}'


def _with_serving(standing: Standing) -> str:
    old = standing.serving
    if old is None:
        return f"{_place(standing)}: nothing of it goes out meanwhile"
    where = f"version {old.document.version}, characters {_span(old)}"
    return f"{_place(standing)}: the old words go out meanwhile ({where})"


def _gone(standing: Standing) -> str:
    return f"{_place(standing)} of version {standing.passage.document.version}"


def _span(passage: Passage) -> str:
    return f"{passage.start} to {passage.end}"


_HEADINGS = {
    Fate.KEPT: "Approved still, for their words are the same",
    Fate.IN_REVIEW: "Before a reviewer still",
    Fate.FELL_BACK: "Back to draft, for their words changed",
    Fate.DRAFT: "Drafts, with nothing approved in their place before",
    Fate.GONE: "Gone from the document, and retired",
}
_TELLING: dict[Fate, Callable[[Standing], str]] = {
    Fate.KEPT: _place,
    Fate.IN_REVIEW: _with_serving,
    Fate.FELL_BACK: _with_serving,
    Fate.DRAFT: _place,
    Fate.GONE: _gone,
}


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none"
