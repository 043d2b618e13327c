"""HandOffs: what a person must do that is not an Alert."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from messaging.models.messages import InboundMessage, OutboundMessage
from messaging.models.patients import Patient, Phone
from messaging.models.reminders import Reminder


class HandOffKind(models.TextChoices):
    UNANSWERED = "unanswered", "a text that found no answer"
    DEAD_LETTER = "dead_letter", "a text that could not be read"
    HELD = "held", "a message that may or may not have gone out"
    DENTAL_GATE = "dental_gate", "dentist not seen before a bone drug"
    SILENT = "silent", "a patient who stopped answering"
    BAD_NUMBER = "bad_number", "a number that cannot be texted"
    WRONG_NUMBER = "wrong_number", "somebody else has this number"
    DOUBTFUL_CONSENT = "doubtful_consent", "does she still want the texts?"
    MISSED_DOSE = "missed_dose", "a dose that may have been missed"
    PICTURE = "picture", "a picture came in"
    RECALLED = "recalled", "was sent words that are taken back"


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def open(self) -> "HandOffQuerySet":
        return self.filter(closed_at__isnull=True)


class HandOff(models.Model):
    """One thing on the coordinator's list; `times` counts what joined it.

    `why` says in a sentence what happened and what to do; the patient's words are
    read from `inbound`.
    """

    kind = models.CharField(max_length=16, choices=HandOffKind)
    phone = models.ForeignKey(Phone, models.PROTECT, null=True, blank=True, related_name="handoffs")
    patient = models.ForeignKey(
        Patient, models.PROTECT, null=True, blank=True, related_name="handoffs"
    )
    inbound = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, blank=True, related_name="handoffs"
    )
    outbound = models.ForeignKey(
        OutboundMessage, models.PROTECT, null=True, blank=True, related_name="handoffs"
    )
    reminder = models.ForeignKey(
        Reminder, models.PROTECT, null=True, blank=True, related_name="handoffs"
    )
    why = models.CharField(max_length=300)
    times = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=400, blank=True)

    objects = HandOffQuerySet.as_manager()

    class Meta:
        verbose_name = "to do"
        verbose_name_plural = "to do"
        ordering = ("-times", "-last_at")
        constraints = (
            models.CheckConstraint(
                name="handoff_closed_by_a_person",
                condition=Q(closed_at__isnull=True) | Q(closed_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
