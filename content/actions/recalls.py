"""A reviewer takes a passage's words back: they stop at once, in every place they stand in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from content import bars
from content.actions import approvals, lifting
from content.actions.reviewers import ApprovalError, may_review, named
from content.models import (
    Approval,
    ApprovalState,
    Decision,
    Document,
    Passage,
    Recall,
    RecalledSpan,
    WordSet,
)
from content.text import barring
from content.text.sentences import Span


@transaction.atomic
def recall(*, wordset: WordSet, passage: Passage, reason: str, by: str, now: datetime) -> Recall:
    """From now on no text of this word set holds the passage's words, of whatever document.

    Approvals of passages of which nothing is left are retired in the same step; passages
    that hold a part of it, or it among others, are cut around it.  Raises ApprovalError
    without a reason, for a passage that was never approved, and for words recalled already.
    """
    may_review(by)
    # Whoever imports meanwhile waits here or is waited for: no passage slips between.
    WordSet.objects.select_for_update().get(pk=wordset.pk)
    _may_recall(wordset, passage, reason)
    row = Recall.objects.create(
        wordset=wordset, passage=passage, reason=reason.strip()[:300], by=named(by), at=now
    )
    # By document, so that each one's text is held once, not once a passage.
    documents = Document.objects.prefetch_related("passages")
    everywhere = [found for document in documents for found in document.passages.all()]
    _withdraw(row, everywhere, by=by, now=now)
    return row


@transaction.atomic
def lift_recall(*, recall: Recall, by: str, now: datetime, because: str) -> None:
    """The words may be approved again; until somebody does, they still do not leave.

    Raises ApprovalError, as `lift` does.
    """
    lifting.lift(recall, document=recall.passage.document, by=by, now=now, because=because)


def follow(*, document: Document, now: datetime) -> None:
    """What is recalled stays so in a new document or version, and its drafts say so."""
    cover(list(document.passages.select_related("document")), now=now)


def cover(passages: Sequence[Passage], *, now: datetime) -> None:
    """What is recalled stays so in passages that were just stored."""
    list(WordSet.objects.select_for_update().order_by("pk"))
    for row in Recall.objects.standing().select_related("wordset", "passage__document"):
        _withdraw(row, passages, by=row.by, now=now)


def recalled_of(passage: Passage, *, wordset: WordSet) -> tuple[Span, ...]:
    """What of a passage that need not be stored a word set has recalled, in order."""
    rows = Recall.objects.standing().filter(wordset=wordset).select_related("passage__document")
    return tuple(
        sorted(
            span for row in rows for _, found in _touched(row.passage, [passage]) for span in found
        )
    )


def _may_recall(wordset: WordSet, passage: Passage, reason: str) -> None:
    if not reason.strip():
        raise ApprovalError("Say why it is recalled: the clinics read it beside each patient.")
    approved = Decision.objects.filter(
        approval__wordset=wordset, approval__passage=passage, state=ApprovalState.APPROVED
    )
    if not approved.exists():
        raise ApprovalError(
            f'"{passage}" was never approved for {wordset}, so nobody can have got it: '
            "leave it a draft."
        )
    known = bars.wholly_recalled(wordset.pk, [passage]).get(passage.pk)
    if known:
        raise ApprovalError(f"These words are recalled already. {known}")


def _withdraw(row: Recall, passages: Sequence[Passage], *, by: str, now: datetime) -> None:
    spans = [
        RecalledSpan(recall=row, passage=passage, start=start, end=end)
        for passage, found in _touched(row.passage, passages)
        for start, end in found
    ]
    if not spans:
        return
    RecalledSpan.objects.bulk_create(spans)
    gone = bars.wholly_recalled(row.wordset_id, {span.passage for span in spans})
    _retire(row, gone, by=by, now=now)
    WordSet.objects.filter(pk=row.wordset_id).touch_all()


def _retire(row: Recall, gone: Iterable[int], *, by: str, now: datetime) -> None:
    """Take back what was approved or on its way to it; a draft says whom to ask."""
    mine = Approval.objects.filter(wordset=row.wordset_id, passage__in=list(gone))
    known = mine.filter(state__in=(ApprovalState.APPROVED, ApprovalState.IN_REVIEW))
    passages = list(Passage.objects.filter(approvals__in=known))
    note = f"Recalled: {row.reason}"
    approvals.retire(wordset=row.wordset, passages=passages, by=by, now=now, note=note)
    mine.filter(state=ApprovalState.DRAFT).update(note=f"These words were taken back. {row}"[:500])


def _touched(
    recalled: Passage, passages: Iterable[Passage]
) -> Iterator[tuple[Passage, tuple[Span, ...]]]:
    """The passages that hold the recalled words or a part of them, with the spans.

    Where only the signs differ (curly or plain quotes, bullets) it is the whole passage.
    """
    said, places = _said(recalled), dict[int, tuple[Span, ...]]()
    for passage in passages:
        document = passage.document
        if document.pk not in places:
            places[document.pk] = barring.places(recalled.text, document.text)
        found = _within(places[document.pk], (passage.start, passage.end))
        if not found and said in _said(passage):
            found = ((passage.start, passage.end),)
        if found:
            yield passage, found


def _within(places: Iterable[Span], whole: Span) -> tuple[Span, ...]:
    """The parts of some spans that lie within another."""
    start, end = whole
    return tuple((max(a, start), min(b, end)) for a, b in places if barring.overlap((a, b), whole))


def _said(passage: Passage) -> str:
    """Its words as a phone shows them, with an edge on both sides."""
    return f" {' '.join(passage.body.split())} "
