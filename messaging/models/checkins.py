"""Check-ins: up to three questions, asked one at a time."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from messaging.models.messages import InboundMessage, OutboundMessage
from messaging.models.patients import Recipient
from messaging.models.reminders import Reminder


class CheckIn(models.Model):
    """One contact of one or more questions.  All times are service time."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="check_ins")
    reminder = models.OneToOneField(
        Reminder, models.PROTECT, null=True, blank=True, related_name="check_in"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return f"check-in of {self.opened_at:%Y-%m-%d}"


class QuestionState(models.TextChoices):
    WAITING = "waiting", "not asked yet"
    OPEN = "open", "asked"
    ANSWERED = "answered", "answered"
    UNCLEAR = "unclear", "answered, not understood"
    MISSED = "missed", "no answer"
    SUPERSEDED = "superseded", "overtaken by another question"


class QuestionQuerySet(models.QuerySet["Question"]):
    def open_at(self, phone_id: int) -> "Question | None":
        """The question that a text from this phone would answer, newest first."""
        asked = self.filter(state=QuestionState.OPEN, check_in__recipient__phone_id=phone_id)
        return asked.order_by("-asked_at", "-id").first()

    def late_for(self, phone_id: int, since: datetime) -> "Question | None":
        """A question that closed without an answer lately: its late answer still counts."""
        closed = (QuestionState.MISSED, QuestionState.SUPERSEDED)
        asked = self.filter(state__in=closed, check_in__recipient__phone_id=phone_id)
        return asked.filter(closed_at__gte=since).order_by("-asked_at", "-id").first()


class Question(models.Model):
    """One question of a check-in.  `value` is the parsed answer as text ("7", "yes")."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="questions")
    slug = models.CharField(max_length=20)
    symptom = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.WAITING)
    outbound = models.ForeignKey(
        OutboundMessage, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    value = models.CharField(max_length=20, blank=True)
    retries = models.PositiveSmallIntegerField(default=0)
    answered_by = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, blank=True, related_name="answers"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("check_in", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("check_in", "slug", "symptom"), name="asked_once_a_check_in"
            ),
            models.UniqueConstraint(
                fields=("check_in",), condition=Q(state="open"), name="one_open_question"
            ),
        )

    def __str__(self) -> str:
        return self.slug
