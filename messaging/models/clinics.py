"""Clinics, the numbers they send from, and who works there."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from messaging.rules.windows import BadZone, zone_named


class OptIn(models.TextChoices):
    REPLY = "reply", "by a reply from the phone (YES)"
    WRITTEN = "written", "in writing, on paper or on screen"


class Role(models.TextChoices):
    COORDINATOR = "coordinator", "care coordinator"
    STAFF = "staff", "staff (reads only)"
    REVIEWER = "clinical_reviewer", "clinical reviewer"
    MANAGER = "clinic_manager", "clinic manager"
    OPERATOR = "operator", "operator"


def validate_zone(value: str) -> None:
    try:
        zone_named(value)
    except BadZone as error:
        raise ValidationError(str(error)) from error


def every_weekday() -> list[int]:
    return [0, 1, 2, 3, 4]


class Clinic(models.Model):
    """One clinic; `text_name` is what patients read and names no disease (20 characters)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    text_name = models.CharField(max_length=20)
    wordset = models.ForeignKey("content.WordSet", models.PROTECT, related_name="clinics")
    time_zone = models.CharField(max_length=64, validators=[validate_zone])
    opt_in = models.CharField(max_length=8, choices=OptIn, default=OptIn.REPLY)
    day_phone = models.CharField(max_length=20, help_text="Answered while the clinic is open.")
    oncall_phone = models.CharField(max_length=20, help_text="Answered at all other times.")
    emergency = models.CharField(max_length=20, default="911")
    crisis = models.CharField(max_length=20, default="988")
    hospice_phone = models.CharField(max_length=20, blank=True)
    opens_at = models.TimeField(default=time(8, 0))
    closes_at = models.TimeField(default=time(17, 0))
    staffed_days = models.JSONField(default=every_weekday, help_text="0 is Monday.")
    quiet_from = models.TimeField(default=time(20, 0))
    quiet_to = models.TimeField(default=time(9, 0))
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def is_staffed(self, now: datetime) -> bool:
        """Whether the desk is open at an instant, in the clinic's own zone."""
        local = now.astimezone(ZoneInfo(self.time_zone))
        open_now = self.opens_at <= local.time() < self.closes_at
        return open_now and local.weekday() in self.staffed_days

    def phone_at(self, now: datetime) -> str:
        """The number that is answered at an instant: {phone} in every text."""
        return self.day_phone if self.is_staffed(now) else self.oncall_phone

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.time_zone)).date()


class Keywords(models.TextChoices):
    PROVIDER = "provider", "the provider answers STOP, START and HELP"
    OURS = "ours", "this service answers all words"


class SenderQuerySet(models.QuerySet["Sender"]):
    def reached_by(self, *, number: str, service: str) -> "Sender | None":
        """The sender a text came in on: by our number, else by messaging service."""
        by_number = self.filter(number=number).first() if number else None
        return by_number or (self.filter(service_id=service).first() if service else None)


class Sender(models.Model):
    """A number or messaging service of a clinic.  `pace` is segments a second.

    `pause_spares_safety`: answers to a danger leave all the same (the volume breaker's pause).
    """

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="senders")
    number = models.CharField(max_length=20, unique=True)
    service_id = models.CharField(max_length=34, blank=True)
    keywords = models.CharField(max_length=8, choices=Keywords, default=Keywords.PROVIDER)
    pace = models.FloatField(default=1.0)
    next_free_at = models.DateTimeField(null=True, blank=True)
    paused = models.BooleanField(default=False)
    paused_reason = models.CharField(max_length=200, blank=True)
    pause_spares_safety = models.BooleanField(default=False, editable=False)

    objects = SenderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.clinic} {self.number}"


class Membership(models.Model):
    """One person's role at one clinic; an operator may belong to none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    clinic = models.ForeignKey(
        Clinic, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "clinic", "role"), name="one_role_once"),
            models.CheckConstraint(
                condition=models.Q(clinic__isnull=False) | models.Q(role=Role.OPERATOR),
                name="only_operators_without_clinic",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
