"""Treatments and their doses (a dose, cycle, fraction or procedure, planned or given)."""

from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from messaging.models.patients import Patient
from messaging.rules.facts import DoseState as Planned
from messaging.rules.treatments import SUBTYPES, TreatmentKind


class TreatmentState(models.TextChoices):
    ACTIVE = "active", "active"
    PAUSED = "paused", "paused"
    ENDED = "ended", "ended"
    CANCELLED = "cancelled", "cancelled"


def _label(value: str) -> str:
    return value.replace("_", " ").replace("-", " ")


KINDS = [(kind.value, _label(kind.value)) for kind in TreatmentKind]
EVERY_SUBTYPE = sorted({(s, _label(s)) for found in SUBTYPES.values() for s in found})


class Treatment(models.Model):
    """One treatment of one patient.  Dates are local to the patient.

    `doses_before` counts doses given before she was enrolled here; `spine` says
    that the treated place is the spine (more questions follow).
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="treatments")
    kind = models.CharField(max_length=32, choices=KINDS)
    subtype = models.CharField(max_length=32, choices=EVERY_SUBTYPE, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    doses_before = models.PositiveSmallIntegerField(default=0)
    spine = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=TreatmentState, default=TreatmentState.ACTIVE)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="treatment_ends_after_start",
                violation_error_message="The end lies before the start: change one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte="1950-01-01") & Q(starts_on__lte="2100-12-31"),
                name="treatment_starts_in_our_time",
                violation_error_message="The start must lie between 1950 and 2100.",
            ),
        )

    def __str__(self) -> str:
        return self.get_subtype_display() or self.get_kind_display()

    def clean(self) -> None:
        if self.kind not in dict(KINDS):
            return  # the field itself says so
        allowed = SUBTYPES.get(TreatmentKind(self.kind), ())
        if self.subtype and self.subtype not in allowed:
            named = ", ".join(_label(s) for s in allowed) or "none"
            raise ValidationError({"subtype": f"{_label(self.kind)} has these subtypes: {named}."})
        if allowed and not self.subtype:
            raise ValidationError({"subtype": "Choose which one of: " + ", ".join(allowed) + "."})


DOSE_STATES = [(state.value, state.value) for state in Planned]


class Dose(models.Model):
    """`on` and `at` are the patient's local date and time; `moves` counts re-bookings."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="doses")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=DOSE_STATES, default=Planned.PLANNED.value)
    given_on = models.DateField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("on", "number")
        constraints = (
            models.UniqueConstraint(fields=("treatment", "number"), name="dose_numbers_differ"),
            models.CheckConstraint(
                condition=Q(on__gte="1950-01-01") & Q(on__lte="2100-12-31"),
                name="dose_in_our_time",
                violation_error_message="The date must lie between 1950 and 2100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.treatment} {self.number} on {self.on:%Y-%m-%d}"

    def clean(self) -> None:
        starts = self.treatment.starts_on if self.treatment_id else None
        on = cast("date | None", self.on)  # empty while a form is being filled in
        if starts and on and on < starts:
            raise ValidationError(
                {"on": f"This dose lies before the treatment starts ({starts:%Y-%m-%d})."}
            )
