"""Protocols as data: what to teach, warn, remind and ask, on which day."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from messaging.models.clinics import Clinic
from messaging.rules.facts import Anchor, CapRule, StepKind

# What repeats from these ends with the treatment, or with the texts to a patient.
ENDED_BY_TREATMENT = (Anchor.JOINED.value, Anchor.START.value, Anchor.FIRST_VISIT.value)


class Protocol(models.Model):
    """One version of a protocol.  Without a clinic it is a shipped one: read-only.

    `treatment_kind` is empty for the protocol that everyone is on.  A clinic's own version
    names the one it was made of (`based_on`), who made it and why.
    """

    slug = models.SlugField()
    version = models.PositiveIntegerField()
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="own_protocols"
    )
    title = models.CharField(max_length=120)
    treatment_kind = models.CharField(max_length=32, blank=True, db_index=True)
    subtypes = models.JSONField(default=list, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="made_of_it"
    )
    made_by = models.CharField(max_length=150, blank=True)
    why = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("slug", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("slug", "version", "clinic"), name="one_protocol_version_once_a_clinic"
            ),
            models.UniqueConstraint(
                fields=("slug", "version"),
                condition=models.Q(clinic__isnull=True),
                name="one_shipped_protocol_version_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"


class ProtocolApproval(models.Model):
    """A clinic switched this version on, in a named person's name."""

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="protocol_approvals")
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="approvals")
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "protocol"),
                condition=models.Q(retired_at__isnull=True),
                name="protocol_approved_once_a_clinic",
            ),
        )

    def __str__(self) -> str:
        return f"{self.protocol} at {self.clinic}"


def _choices(enum: type[StepKind] | type[Anchor] | type[CapRule]) -> list[tuple[str, str]]:
    return [(item.value, item.value.replace("_", " ")) for item in enum]


class Step(models.Model):
    """One row of a protocol; the columns are those of `rules.facts.Step`."""

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="steps")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=_choices(StepKind))
    anchor = models.CharField(max_length=12, choices=_choices(Anchor))
    offset_days = models.SmallIntegerField()
    local_time = models.TimeField(null=True, blank=True)
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    until_days = models.PositiveSmallIntegerField(null=True, blank=True)
    first = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.JSONField(default=list)
    lateness = models.DurationField(default=timedelta(hours=24))
    cap = models.CharField(max_length=8, choices=_choices(CapRule), default=CapRule.MOVE.value)
    merge_key = models.CharField(max_length=40, blank=True)
    repeat_if_moved = models.BooleanField(default=False)
    only_if = models.JSONField(default=list, blank=True)
    symptom = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("protocol", "slug"), name="step_slugs_differ"),
            models.CheckConstraint(
                condition=Q(offset_days__gte=-400) & Q(offset_days__lte=400),
                name="step_lies_near_its_anchor",
                violation_error_message="A step lies at most 400 days from what it counts from.",
            ),
            models.CheckConstraint(
                condition=Q(every_days__isnull=True)
                | Q(anchor__in=ENDED_BY_TREATMENT)
                | Q(times__isnull=False)
                | Q(until_days__isnull=False),
                name="step_repeats_end",
                violation_error_message=(
                    "It would repeat without end: say how often, or until which day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(every_days__gte=1)
                | Q(every_days__isnull=True, times__isnull=True, until_days__isnull=True),
                name="step_repeats_after_days",
                violation_error_message=(
                    "Say after how many days it comes back (1 or more), or clear what limits it."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.slug


class Enrolment(models.Model):
    """One patient on one protocol version for one treatment, none for "everyone".

    `moved_at` is when it was last put on another version.
    `decided_until` is the instant of its last planning: what was no longer of use then has
    been decided.  Empty until it was planned.
    """

    patient = models.ForeignKey("messaging.Patient", models.PROTECT, related_name="enrolments")
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="enrolments")
    treatment = models.ForeignKey(
        "messaging.Treatment", models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    active = models.BooleanField(default=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    enrolled_at = models.DateTimeField()
    decided_until = models.DateTimeField(null=True, blank=True, editable=False)
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("patient", "protocol", "treatment"), name="enrolled_once_a_treatment"
            ),
            models.UniqueConstraint(
                fields=("patient", "protocol"),
                condition=models.Q(treatment__isnull=True),
                name="enrolled_once_without_treatment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.patient}: {self.protocol}"
