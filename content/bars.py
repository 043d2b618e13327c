"""What may not leave of an approved passage: spans withheld, and words recalled."""

from collections.abc import Iterable

from content.models import Passage, Recall, RecalledSpan, Withholding
from content.text import excerpts
from content.text.sentences import Span
from content.text.words import Passage as Words


def spans(wordset: int, passages: Iterable[Passage]) -> dict[int, tuple[Span, ...]]:
    """By passage's id, what is barred of it, in order: two queries, topics and texts given."""
    rows = list(passages)
    withheld = Withholding.objects.filter(wordset=wordset).spans(rows)
    recalled = RecalledSpan.objects.standing(wordset).of(rows)
    return {row.pk: tuple(sorted((*withheld[row.pk], *recalled[row.pk]))) for row in rows}


def withheld(wordset: int, passage_id: int | None, span: Span | None) -> str:
    """Why a span of a passage (None: any of it) is withheld; empty if it is not."""
    if passage_id is None:
        return ""
    passage = Passage.objects.select_related("topic").get(pk=passage_id)
    start, end = span or (passage.start, passage.end)
    bars = Withholding.objects.filter(wordset=wordset).within(passage)
    bar = bars.filter(start__lt=end, end__gt=start).first()
    return f"Withheld: {bar.reason.rstrip('.')} ({bar.citation})." if bar else ""


def recalled(wordset: int, passage_id: int | None, span: Span | None) -> str:
    """Who recalled words of a span (None: any of the passage) and why; empty if nobody did."""
    if passage_id is None:
        return ""
    rows = RecalledSpan.objects.standing(wordset).filter(passage=passage_id)
    if span:
        rows = rows.filter(start__lt=span[1], end__gt=span[0])
    found = rows.select_related("recall").first()
    return str(found.recall) if found else ""


def wholly_recalled(wordset: int, passages: Iterable[Passage]) -> dict[int, Recall]:
    """By passage's id, the recall of those of which nothing is left to send."""
    rows = list(passages)
    standing = RecalledSpan.objects.standing(wordset)
    barred = standing.of(rows)
    gone = {row.pk for row in rows if barred[row.pk] and not _left(row, barred[row.pk])}
    told = standing.filter(passage__in=gone).select_related("recall").order_by("recall_id")
    return {row.passage_id: row.recall for row in told}


def _left(row: Passage, barred: tuple[Span, ...]) -> bool:
    return excerpts.can_go(as_words(row, barred=barred))


def as_words(row: Passage, *, barred: tuple[Span, ...]) -> Words:
    """A stored passage as the plain value that readers know."""
    return Words(
        topic=row.topic_id,
        language=row.document.language,
        document=row.document.slug,
        version=row.document.version,
        start=row.start,
        end=row.end,
        text=row.text,
        source=row.document.source_line,
        id=row.pk,
        barred=barred,
    )
