"""Who signed off which words, and what they prefer."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q


def fresh_stamp() -> str:
    """A value that was never used before, in this database or another."""
    return uuid.uuid4().hex


class WordSetQuerySet(models.QuerySet["WordSet"]):
    def touch_all(self) -> int:
        """Tell readers that these sets' words may have changed."""
        return self.update(stamp=fresh_stamp())


class WordSet(models.Model):
    """The words that one clinic, or clinics that share a sign-off, have approved.

    `stamp` changes with every change that this set can see: readers keep what they have
    read while it stands still.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    stamp = models.CharField(max_length=32, default=fresh_stamp, editable=False)

    objects = WordSetQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = "word set"

    def __str__(self) -> str:
        return self.name


class ApprovalState(models.TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    APPROVED = "approved", "approved"
    RETIRED = "retired", "retired"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def approved(self) -> "ApprovalQuerySet":
        return self.filter(state=ApprovalState.APPROVED)

    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(state__in=(ApprovalState.DRAFT, ApprovalState.IN_REVIEW))

    def good_on(self, today: date) -> "ApprovalQuerySet":
        """Neither the sign-off nor the document behind it has run out on this day."""
        return self.filter(
            Q(use_until=None) | Q(use_until__gte=today),
            Q(passage=None)
            | Q(passage__document__use_until=None)
            | Q(passage__document__use_until__gte=today),
        )


class Approval(models.Model):
    """Where one passage or one template stands with one word set.

    Exactly one of `passage` and `template` is set.  `decided_at` is UTC; `use_until` is
    the last day on which the words may leave.
    """

    wordset = models.ForeignKey(WordSet, on_delete=models.PROTECT, related_name="approvals")
    passage = models.ForeignKey(
        "content.Passage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approvals",
    )
    template = models.ForeignKey(
        "content.Template",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approvals",
    )
    state = models.CharField(
        max_length=10, choices=ApprovalState.choices, default=ApprovalState.DRAFT
    )
    submitted_by = models.CharField(max_length=150, blank=True, default="")
    decided_by = models.CharField(max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")
    use_until = models.DateField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ("wordset", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(passage=None, template__isnull=False)
                | Q(passage__isnull=False, template=None),
                name="approval_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=("wordset", "passage"),
                condition=Q(passage__isnull=False),
                name="approval_once_per_passage",
            ),
            models.UniqueConstraint(
                fields=("wordset", "template"),
                condition=Q(template__isnull=False),
                name="approval_once_per_template",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="approval_has_a_name_and_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.passage or self.template}: {self.get_state_display()}"


class Decision(models.Model):
    """One step in an approval's life, only ever added: who moved it where, when and why."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=ApprovalState.choices)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_state_display()} by {self.by} at {self.at:%Y-%m-%d %H:%M} UTC"


class Preference(models.Model):
    """Which document answers a topic when several are approved."""

    wordset = models.ForeignKey(WordSet, on_delete=models.CASCADE, related_name="preferences")
    topic = models.ForeignKey("content.Topic", on_delete=models.CASCADE, related_name="+")
    document_slug = models.SlugField(max_length=80)
    chosen_by = models.CharField(max_length=150)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ("wordset", "topic")
        constraints = (
            models.UniqueConstraint(fields=("wordset", "topic"), name="preference_once"),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.document_slug}"
