"""The agenda as rows: one reminder per occurrence, with what came of it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from messaging.models.patients import Recipient
from messaging.models.protocols import Enrolment, Step
from messaging.models.treatments import Dose
from messaging.rules.status import ReminderState


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> "ReminderQuerySet":
        return self.filter(state=ReminderState.PLANNED)

    def due(self, now: datetime) -> "ReminderQuerySet":
        return self.planned().filter(due_at__lte=now)

    def upcoming(self, now: datetime) -> "ReminderQuerySet":
        return self.planned().filter(due_at__gt=now).order_by("due_at")

    def of_patient(self, patient_id: int) -> "ReminderQuerySet":
        return self.filter(enrolment__patient_id=patient_id)


class Reminder(models.Model):
    """One planned text or check-in.

    Unique on recipient + enrolment + step + occurrence; `occurrence` says what it
    is about, never when.  `local_date` is the recipient's; `due_at` and
    `useful_until` are service time (UTC).  `reason` explains every state but
    PLANNED; `facts` are those it was decided from, as they were then (dates of the anchor
    and the day it was meant for, the dose's state, what was recorded and by whom), and the
    step's protocol is the version it was decided by: the past is read from here.
    """

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="reminders")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reminders")
    step = models.ForeignKey(Step, models.PROTECT, related_name="reminders")
    occurrence = models.CharField(max_length=60)
    dose = models.ForeignKey(Dose, models.SET_NULL, null=True, blank=True, related_name="reminders")
    kind = models.CharField(max_length=12)
    words = models.JSONField(default=list)
    local_date = models.DateField()
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    state = models.CharField(
        max_length=9,
        choices=[(s.value, s.value.lower()) for s in ReminderState],
        default=ReminderState.PLANNED.value,
    )
    reason = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="joined"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "coming text"
        verbose_name_plural = "coming texts"
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("recipient", "enrolment", "step", "occurrence"),
                name="one_occurrence_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",), name="reminders_to_release", condition=Q(state="PLANNED")
            ),
            models.Index(fields=("local_date", "state"), name="reminders_of_a_day"),
            # Planning reads what is of use still, not a patient's whole past.
            models.Index(fields=("recipient", "useful_until"), name="reminders_of_use"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.occurrence} on {self.local_date:%Y-%m-%d}"

    @property
    def dedupe_key(self) -> str:
        """What makes its text unique in the outbox (law 11)."""
        return f"reminder:{self.recipient_id}:{self.enrolment_id}:{self.step_id}:{self.occurrence}"
