"""A reviewer bars a sentence or part of one, and lets it go again."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from content.actions import lifting
from content.actions.reviewers import ApprovalError, named
from content.models import Document, Withholding, WordSet
from content.text import barring
from content.text.sentences import Span


def check_span(document: Document, *, start: int, end: int) -> None:
    """Raises ApprovalError unless the span holds words of the document."""
    if not 0 <= start < end <= len(document.text):
        raise ApprovalError(
            f"Characters {start} to {end} are no span of the document: the start lies "
            f"before the end, and the end within its {len(document.text)} characters."
        )
    if not document.text[start:end].strip():
        raise ApprovalError(f"Characters {start} to {end} hold no word: choose a sentence.")


@transaction.atomic
def withhold(
    *,
    wordset: WordSet,
    document: Document,
    start: int,
    end: int,
    reason: str,
    citation: str,
    by: str,
    now: datetime,
    needs: str = "",
) -> Withholding:
    """From now on no text of this word set touches `document.text[start:end]`.

    With `needs` it goes only where the topic carries that safety line.  The sentences it
    touches are withheld in the document's other versions too, wherever they stand there.
    What was barred before, alike, stays as it is.  Raises ApprovalError.
    """
    named(by)
    check_span(document, start=start, end=end)
    if not reason.strip() or not citation.strip():
        raise ApprovalError("Say why it is withheld, and what that rests on.")
    row = Withholding(
        wordset=wordset,
        document=document,
        start=start,
        end=end,
        reason=reason.strip()[:300],
        citation=citation.strip()[:300],
        needs=needs,
        by=named(by),
        at=now,
    )
    kept = _keep(row)
    for other in Document.objects.named(document.slug, document.language).exclude(pk=document.pk):
        _copy(kept, other)
    WordSet.objects.filter(pk=wordset.pk).touch_all()
    return kept


@transaction.atomic
def lift(*, withholding: Withholding, by: str, now: datetime, because: str) -> None:
    """The span may leave again where its passage is approved.

    Raises ApprovalError for whoever may not approve the document (see `approve`), without
    a reason, and for one that was lifted before.
    """
    lifting.lift(withholding, document=withholding.document, by=by, now=now, because=because)


def follow(*, document: Document) -> None:
    """What is withheld in earlier versions stays so in a new one, wherever the words stand."""
    earlier = Withholding.objects.standing().filter(
        document__slug=document.slug, document__language=document.language
    )
    for row in earlier.exclude(document=document).prefetch_related("document"):
        _copy(row, document)


def _copy(row: Withholding, document: Document) -> None:
    for words in _sentences(row):
        for start, end in barring.places(words, document.text):
            _keep(_twin(row, document, span=(start, end)))


def _sentences(row: Withholding) -> Iterator[str]:
    """The words of each sentence that a row touches; its own words where none is found."""
    document, span = row.document, (row.start, row.end)
    sections = document.sections.filter(start__lt=row.end, end__gt=row.start)
    found = [
        sentence
        for section in sections
        for sentence in barring.whole_sentences(
            document.text, span, section=(section.start, section.end)
        )
    ]
    return (document.text[start:end] for start, end in found or [span])


def _twin(row: Withholding, document: Document, *, span: Span) -> Withholding:
    return Withholding(
        wordset_id=row.wordset_id,
        document=document,
        start=span[0],
        end=span[1],
        reason=row.reason,
        citation=row.citation,
        needs=row.needs,
        flag=row.flag,
        by=row.by,
        at=row.at,
    )


def _keep(row: Withholding) -> Withholding:
    """The row, or the one that bars the same already."""
    known = Withholding.objects.standing().filter(
        wordset=row.wordset_id,
        document=row.document,
        start=row.start,
        end=row.end,
        needs=row.needs,
    )
    found = known.first()
    if found is None:
        row.save()
    return found or row
