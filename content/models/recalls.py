"""Passages that a word set took back after they had been sent, and where their words stand."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from content.models.documents import Passage
from content.models.lifting import LIFTED_BY_A_NAME, Liftable
from content.models.wordsets import WordSet
from content.text.sentences import Span


class RecallQuerySet(models.QuerySet["Recall"]):
    def standing(self) -> "RecallQuerySet":
        return self.filter(lifted_at=None)

    def touching(self, passage_id: int) -> "RecallQuerySet":
        """Those that hold words of a passage, the newest first."""
        return self.filter(spans__passage=passage_id).distinct().order_by("-at", "-id")


class Recall(Liftable):
    """One word set's withdrawal of one passage's words, with who, when and why.

    The same words are withdrawn wherever they stand (`RecalledSpan`).  `at` and
    `lifted_at` are UTC.  Rows are never deleted: lifting one is a decision too, and what it
    withdrew must be approved anew.
    """

    wordset = models.ForeignKey(WordSet, on_delete=models.PROTECT, related_name="recalls")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="recalls")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects = RecallQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("wordset", "passage"),
                condition=Q(lifted_at=None),
                name="recall_standing_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(by=""), name="recall_says_why_and_who"
            ),
            models.CheckConstraint(condition=LIFTED_BY_A_NAME, name="recall_lifted_by_a_name"),
        )

    def __str__(self) -> str:
        return f"Recalled by {self.by} on {self.at:%Y-%m-%d}: {self.reason}"


class RecalledSpanQuerySet(models.QuerySet["RecalledSpan"]):
    def standing(self, wordset: int) -> "RecalledSpanQuerySet":
        return self.filter(recall__wordset=wordset, recall__lifted_at=None)

    def of(self, passages: Iterable[Passage]) -> dict[int, tuple[Span, ...]]:
        """By passage's id, what of it is recalled, in order: one query."""
        found: dict[int, tuple[Span, ...]] = {passage.pk: () for passage in passages}
        rows = self.filter(passage__in=found).order_by("start", "end")
        for passage_id, start, end in rows.values_list("passage", "start", "end"):
            found[passage_id] += ((start, end),)
        return found


class RecalledSpan(models.Model):
    """Recalled words within a passage, of whatever document or version: characters of it.

    `start` and `end` lie within the passage; they are the whole of it where it has the very
    same words.
    """

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="spans")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="recalled")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = RecalledSpanQuerySet.as_manager()

    class Meta:
        ordering = ("recall", "passage", "start")
        constraints = (
            models.UniqueConstraint(
                fields=("recall", "passage", "start"), name="recalled_span_once"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="recalled_span_not_empty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.passage}: characters {self.start} to {self.end} recalled"
