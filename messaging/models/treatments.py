"""Treatments and their doses (a dose, cycle, fraction or procedure, planned or given)."""

from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from messaging.models.patients import Patient, possible
from messaging.rules.facts import DoseState as Planned
from messaging.rules.treatments import ONE_AT_A_TIME, SUBTYPES, TreatmentKind


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
    that the treated place is the spine (more questions follow); `pills` that she takes
    it by mouth: its dates are then the days on which a supply runs out.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="treatments")
    kind = models.CharField(max_length=32, choices=KINDS)
    subtype = models.CharField(max_length=32, choices=EVERY_SUBTYPE, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    doses_before = models.PositiveSmallIntegerField(default=0)
    spine = models.BooleanField(default=False)
    pills = models.BooleanField(default=False)
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
                condition=possible("starts_on"),
                name="treatment_starts_in_our_time",
                violation_error_message="The start must lie between 1950 and 2100.",
            ),
            models.CheckConstraint(
                condition=possible("ends_on"),
                name="treatment_ends_in_our_time",
                violation_error_message="The end must lie between 1950 and 2100.",
            ),
            models.UniqueConstraint(
                fields=("patient", "kind"),
                condition=Q(
                    kind__in=[kind.value for kind in ONE_AT_A_TIME],
                    ends_on__isnull=True,
                    state__in=("active", "paused"),
                ),
                name="one_open_series_of_a_kind",
                violation_error_message=(
                    "She has a treatment of this kind without an end: end that one first, "
                    "or change its doses."
                ),
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
    """`on` and `at` are the patient's local date and time; `moves` counts re-bookings.

    `not_before` repeats the treatment's start, so that the database itself refuses a dose
    before it; `save` and `actions.treatments` keep it.
    """

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="doses")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    not_before = models.DateField(editable=False)
    at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=DOSE_STATES, default=Planned.PLANNED.value)
    given_on = models.DateField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("on", "number")
        constraints = (
            models.UniqueConstraint(fields=("treatment", "number"), name="dose_numbers_differ"),
            models.UniqueConstraint(
                fields=("treatment", "on"),
                condition=~Q(state=Planned.CANCELLED.value),
                name="one_dose_of_a_treatment_a_day",
                violation_error_message="There is another dose on this day: move one of the two.",
            ),
            models.CheckConstraint(
                condition=possible("on"),
                name="dose_in_our_time",
                violation_error_message="The date must lie between 1950 and 2100.",
            ),
            models.CheckConstraint(
                condition=Q(on__gte=F("not_before")),
                name="dose_after_the_start",
                violation_error_message="The dose lies before the treatment starts.",
            ),
            models.CheckConstraint(
                condition=possible("given_on")
                & (~Q(state=Planned.GIVEN.value) | Q(given_on__isnull=False)),
                name="given_dose_has_its_day",
                violation_error_message="Say on which day it was given, between 1950 and 2100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.treatment} {self.number} on {self.on:%Y-%m-%d}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.not_before = self.treatment.starts_on
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        starts = self.treatment.starts_on if self.treatment_id else None
        if starts:
            self.not_before = starts
        on = cast("date | None", self.on)  # empty while a form is being filled in
        if starts and on and on < starts:
            raise ValidationError(
                {"on": f"This dose lies before the treatment starts ({starts:%Y-%m-%d})."}
            )


class HospitalStay(models.Model):
    """Days in hospital, local to the patient; open while `discharged_on` is empty.

    Planned texts but those on safety wait for its end; what follows an operation counts
    from the day she goes home.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="stays")
    admitted_on = models.DateField()
    discharged_on = models.DateField(null=True, blank=True)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("admitted_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True) | Q(discharged_on__gte=F("admitted_on")),
                name="stay_ends_after_its_start",
                violation_error_message="She went home before she came: change one of the days.",
            ),
            models.CheckConstraint(
                condition=possible("admitted_on") & possible("discharged_on"),
                name="stay_in_our_time",
                violation_error_message="The day must lie between 1950 and 2100.",
            ),
            models.UniqueConstraint(
                fields=("patient",),
                condition=Q(discharged_on__isnull=True),
                name="one_open_stay_a_patient",
                violation_error_message="She is in hospital already: note first when she left.",
            ),
        )

    def __str__(self) -> str:
        return f"in hospital from {self.admitted_on:%Y-%m-%d}"
