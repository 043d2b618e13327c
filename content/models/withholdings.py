"""Sentences, or parts of them, that a word set does not send although their passage may be."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from content.models.documents import Document, Passage
from content.models.lifting import LIFTED_BY_A_NAME, Liftable
from content.models.wordsets import WordSet
from content.text.barring import overlap
from content.text.sentences import Span
from content.text.words import Footer

SAFETY_LINES = (Footer.FEVER.value, Footer.WEAKNESS.value)


class WithholdingQuerySet(models.QuerySet["Withholding"]):
    def standing(self) -> "WithholdingQuerySet":
        return self.filter(lifted_at=None)

    def within(self, passage: Passage) -> "WithholdingQuerySet":
        """Those that bar something of a passage; a line that its topic carries lifts the bar."""
        return (
            self.standing()
            .filter(document=passage.document_id, start__lt=passage.end, end__gt=passage.start)
            .filter(Q(needs="") | ~Q(needs=passage.topic.footer))
        )

    def spans(self, passages: Iterable[Passage]) -> dict[int, tuple[Span, ...]]:
        """By passage's id, what is barred of it, in order: one query, topics given."""
        rows = list(self.standing().order_by("start", "end"))
        return {
            passage.pk: tuple(
                (row.start, row.end)
                for row in rows
                if row.document_id == passage.document_id
                and (not row.needs or row.needs != passage.topic.footer)
                and overlap((row.start, row.end), (passage.start, passage.end))
            )
            for passage in passages
        }


class Withholding(Liftable):
    """A span of one document version that one word set bars, with reason and citation.

    `needs` names a safety line: the span may go with a topic that carries that line, and
    with no other.  `flag` is the number of the shipped flag it comes from, empty for a
    person's own.  `at` and `lifted_at` are UTC.  Rows are never deleted: lifting one is
    a decision too.
    """

    wordset = models.ForeignKey(WordSet, on_delete=models.PROTECT, related_name="withholdings")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="withholdings")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    citation = models.CharField(max_length=300)
    needs = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[(line, line) for line in SAFETY_LINES],
    )
    flag = models.CharField(max_length=8, blank=True, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects = WithholdingQuerySet.as_manager()

    class Meta:
        ordering = ("document", "start", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="withholding_span_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(citation="") & ~Q(by=""),
                name="withholding_says_why_and_who",
            ),
            models.CheckConstraint(condition=LIFTED_BY_A_NAME, name="withholding_lifted_by_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.document}, characters {self.start} to {self.end}: {self.reason}"

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]
