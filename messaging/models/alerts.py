"""Alerts: worrying texts and answers that a named person must close."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from messaging.models.checkins import Question
from messaging.models.messages import InboundMessage
from messaging.models.patients import Patient, Phone
from messaging.rules import spoken
from messaging.rules.kinds import Level

# How long an open alert of these levels holds other texts back (`docs/care.md` 1).
PRESSING = (Level.EMERGENCY, Level.URGENT)
HOLD_WINDOW = timedelta(hours=12)
RANK = {level.value: rank for rank, level in enumerate(Level)}


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> "AlertQuerySet":
        return self.filter(closed_at__isnull=True)

    def pressing(self, now: datetime) -> "AlertQuerySet":
        """Open alerts that press: EMERGENCY or URGENT, opened in the last 12 hours."""
        return self.open().filter(level__in=PRESSING, opened_at__gte=now - HOLD_WINDOW)

    def joining(
        self, *, phone: Phone, patient: Patient | None, flag: str, since: datetime
    ) -> "Alert | None":
        """The open alert of the same phone, patient and symptom that a new one joins."""
        same = self.open().filter(phone=phone, patient=patient, flag=flag)
        return same.filter(opened_at__gte=since).first()


class Alert(models.Model):
    """One worry about one phone.  `rule` says what raised it; all times are service time.

    It never closes itself: `closed_by` and `action` are both needed.
    """

    phone = models.ForeignKey(Phone, models.PROTECT, related_name="alerts")
    patient = models.ForeignKey(
        Patient, models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    level = models.CharField(max_length=9, choices=[(x.value, x.value) for x in Level])
    rank = models.PositiveSmallIntegerField(editable=False)
    flag = models.CharField(max_length=24, help_text="Symptom code, or the question's name.")
    rule = models.CharField(max_length=200)
    inbound = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    cannot_be_texted = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=400, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "opened_at")
        constraints = (
            models.CheckConstraint(
                name="alert_closed_by_a_person_with_an_action",
                condition=models.Q(closed_at__isnull=True)
                | (models.Q(closed_by__isnull=False) & ~models.Q(action="")),
            ),
        )

    def __str__(self) -> str:
        return f"{spoken.level(self.level)}: {self.sign}"

    @property
    def sign(self) -> str:
        return spoken.sign(self.flag)

    def save(self, *args: object, **kwargs: object) -> None:
        self.rank = RANK[self.level]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AlertEvent(models.Model):
    """What happened to an alert, appended: opened, joined, raised, seen, closed."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=10)
    level = models.CharField(max_length=9)
    inbound = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%Y-%m-%d %H:%M}"
