"""What became of each place of a document when a new version came, for people to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content import bars
from content.actions.succession import last_in_line
from content.models import Approval, ApprovalState, Document, Passage, WordSet
from content.text import excerpts


class Fate(StrEnum):
    """KEPT: approved still.  IN_REVIEW: before a reviewer still.  FELL_BACK: its place had
    approved words, and these are others.  DRAFT: its place had none.  GONE: the new version
    has no such place, and what was approved is retired."""

    KEPT = "kept"
    IN_REVIEW = "in review"
    FELL_BACK = "fell back"
    DRAFT = "draft"
    GONE = "gone"


@dataclass(frozen=True)
class Standing:
    """Where one word set stands with one passage of the new version (GONE: of an earlier one).

    `serving` is the earlier passage whose words go out until the new ones are decided.
    """

    wordset: WordSet
    passage: Passage
    fate: Fate
    serving: Passage | None = None


def approved_before(document: Document | None) -> tuple[Approval, ...]:
    """What is approved of all versions up to this one; asked before a new one follows."""
    if document is None:
        return ()
    passages = Passage.objects.of_document(document.slug, document.language).filter(dropped=False)
    approvals = Approval.objects.approved().filter(passage__in=passages)
    return tuple(
        approvals.select_related("wordset")
        .prefetch_related("passage__document", "passage__section", "passage__topic")
        .order_by("wordset", "-passage__document__version", "passage__topic", "passage__position")
    )


def standings(
    document: Document, passages: Sequence[Passage], before: Sequence[Approval], *, today: date
) -> tuple[Standing, ...]:
    """By word set: the new version's passages in their order, then what is gone."""
    in_place = _in_place(document, before)
    states = Approval.objects.filter(passage__in=passages).select_related("wordset")
    by_id = {passage.pk: passage for passage in passages}
    found = [
        _standing(now, by_id[now.passage_id], in_place, today=today)
        for now in states.order_by("wordset", "passage__topic__position", "passage__position")
        if now.passage_id
    ]
    gone = [
        Standing(old.wordset, old.passage, Fate.GONE)
        for (_, new), approvals in in_place.items()
        for old in approvals
        if new not in by_id and old.passage
    ]
    return tuple(sorted([*found, *gone], key=lambda standing: standing.wordset.pk))


_Places = dict[tuple[int, int], list[Approval]]


def _in_place(document: Document, before: Sequence[Approval]) -> _Places:
    """By word set and the passage that stands there now, what was approved in its place."""
    found: _Places = {}
    known = Passage.objects.of_document(document.slug, document.language)
    successor = dict(known.values_list("pk", "replaced_by"))
    for old in before:
        if old.passage_id:
            place = last_in_line(old.passage_id, successor)
            found.setdefault((old.wordset_id, place), []).append(old)
    return found


def _standing(now: Approval, passage: Passage, in_place: _Places, *, today: date) -> Standing:
    old = in_place.get((now.wordset_id, passage.pk), [])
    if now.state == ApprovalState.APPROVED:
        return Standing(now.wordset, passage, Fate.KEPT)
    serving = next((a.passage for a in old if _goes_out(a, today=today)), None)
    if now.state == ApprovalState.IN_REVIEW:
        return Standing(now.wordset, passage, Fate.IN_REVIEW, serving)
    return Standing(now.wordset, passage, Fate.FELL_BACK if old else Fate.DRAFT, serving)


def _goes_out(approval: Approval, *, today: date) -> bool:
    """Whether an approved passage has not run out and something of it may go."""
    passage = approval.passage
    if passage is None or passage.document.expired(today):
        return False
    if approval.use_until and approval.use_until < today:
        return False
    barred = bars.spans(approval.wordset_id, [passage])[passage.pk]
    return excerpts.can_go(bars.as_words(passage, barred=barred))
