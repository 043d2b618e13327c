"""Treatments and their doses (a dose, cycle, fraction or procedure, planned or given)."""

from datetime import date
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from messaging.models.patients import Patient, possible
from messaging.rules.facts import DoseState as Planned
from messaging.rules.stays import HOME_BEFORE_COMING, IN_ALREADY
from messaging.rules.treatments import (
    DOSE_BEFORE_START,
    END_BEFORE_START,
    GIVEN_WHEN,
    ONE_AT_A_TIME,
    OPEN_TWIN,
    SUBTYPES,
    TWO_ON_A_DAY,
    BadTreatment,
    Course,
    TreatmentKind,
    check_alone,
    check_dates,
    check_dose,
    check_given,
    check_kind,
    out_of_our_time,
)


class TreatmentState(models.TextChoices):
    ACTIVE = "active", "active"
    PAUSED = "paused", "paused"
    ENDED = "ended", "ended"
    CANCELLED = "cancelled", "cancelled"


# From then on no dose of it is planned.
OVER = (TreatmentState.ENDED, TreatmentState.CANCELLED)


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
                violation_error_message=END_BEFORE_START,
            ),
            models.CheckConstraint(
                condition=possible("starts_on"),
                name="treatment_starts_in_our_time",
                violation_error_message=out_of_our_time("start"),
            ),
            models.CheckConstraint(
                condition=possible("ends_on"),
                name="treatment_ends_in_our_time",
                violation_error_message=out_of_our_time("end"),
            ),
            models.UniqueConstraint(
                fields=("patient", "kind"),
                condition=Q(
                    kind__in=[kind.value for kind in ONE_AT_A_TIME],
                    ends_on__isnull=True,
                    state__in=("active", "paused"),
                ),
                name="one_open_series_of_a_kind",
                violation_error_message=OPEN_TWIN,
            ),
        )

    def __str__(self) -> str:
        return self.get_subtype_display() or self.get_kind_display()

    @property
    def course(self) -> Course:
        return Course(starts_on=self.starts_on, ends_on=self.ends_on)

    @property
    def standing_doses(self) -> "models.QuerySet[Dose]":
        """All that are not called off."""
        return self.doses.exclude(state=Planned.CANCELLED.value)

    def clean(self) -> None:
        if self.kind not in dict(KINDS):
            return  # the field itself says so
        kind = TreatmentKind(self.kind)
        try:
            check_kind(kind, subtype=self.subtype, pills=self.pills)
            check_dates(starts_on=self.starts_on, ends_on=self.ends_on, doses=self._days())
            if self.state == TreatmentState.ENDED and self.ends_on is None:
                raise BadTreatment("Say on which day it ended.", field="ends_on")
            starts = cast("date | None", self.starts_on)  # empty while a form is being filled in
            if starts and self.state != TreatmentState.CANCELLED:
                check_alone(kind, self.course, self._others())
        except BadTreatment as error:
            raise ValidationError({error.field: str(error)}) from error

    def _days(self) -> list[date]:
        """Where its doses stand; those that its end calls off are left out."""
        if self.pk is None:
            return []
        rows = self.standing_doses
        if self.state in OVER:
            rows = rows.exclude(state=Planned.PLANNED.value)
        return list(rows.values_list("on", flat=True))

    def _others(self) -> list[Course]:
        """Her other treatments of this kind; none while she herself is being entered."""
        if self.patient_id is None:
            return []
        rows = Treatment.objects.filter(patient=self.patient_id, kind=self.kind).exclude(pk=self.pk)
        known = rows.exclude(state=TreatmentState.CANCELLED)
        return [row.course for row in known.exclude(state=TreatmentState.ENDED, ends_on=None)]


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
                violation_error_message=TWO_ON_A_DAY,
            ),
            models.CheckConstraint(
                condition=possible("on"),
                name="dose_in_our_time",
                violation_error_message=out_of_our_time("date"),
            ),
            models.CheckConstraint(
                condition=Q(on__gte=F("not_before")),
                name="dose_after_the_start",
                violation_error_message=DOSE_BEFORE_START,
            ),
            models.CheckConstraint(
                condition=possible("given_on")
                & (~Q(state=Planned.GIVEN.value) | Q(given_on__isnull=False)),
                name="given_dose_has_its_day",
                violation_error_message=GIVEN_WHEN,
            ),
        )

    def __str__(self) -> str:
        return f"{self.treatment} {self.number} on {self.on:%Y-%m-%d}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.not_before = self._earliest()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def _earliest(self) -> date:
        """The treatment's start; one that was called off may be left behind by it."""
        off = self.state == Planned.CANCELLED.value
        starts = self.treatment.starts_on
        return min(starts, self.on) if off else starts

    def clean(self) -> None:
        on = cast("date | None", self.on)  # empty while a form is being filled in
        if not self.treatment_id or on is None:
            return
        self.not_before = self._earliest()
        if self.state == Planned.CANCELLED.value:
            return
        others = self.treatment.doses.exclude(pk=self.pk).exclude(state=Planned.CANCELLED.value)
        taken = list(others.values_list("on", "given_on"))
        try:
            check_dose(on, course=self.treatment.course, taken=[day for day, _ in taken])
            if self.state == Planned.GIVEN.value:
                given = [day for _, day in taken if day]
                check_given(self.given_on, course=self.treatment.course, taken=given)
        except BadTreatment as error:
            raise ValidationError({error.field: str(error)}) from error


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
                violation_error_message=HOME_BEFORE_COMING,
            ),
            models.CheckConstraint(
                condition=possible("admitted_on") & possible("discharged_on"),
                name="stay_in_our_time",
                violation_error_message=out_of_our_time("day"),
            ),
            models.UniqueConstraint(
                fields=("patient",),
                condition=Q(discharged_on__isnull=True),
                name="one_open_stay_a_patient",
                violation_error_message=IN_ALREADY,
            ),
        )

    def __str__(self) -> str:
        return f"in hospital from {self.admitted_on:%Y-%m-%d}"
