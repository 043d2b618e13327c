"""Moves one dose, or it and all later ones, and what else she comes for that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from messaging.actions import audit, planning, treatments, visits
from messaging.actions.audit import Actor
from messaging.models import Dose, Treatment
from messaging.rules import facts, moves
from messaging.rules.facts import DoseState
from messaging.rules.moves import Shift
from messaging.rules.treatments import BadTreatment, Course
from messaging.rules.windows import local_date

GONE = "That dose is no longer on the same day: look at the page again."


@dataclass(frozen=True)
class Wish:
    """What a coordinator asks for.

    `at` is the moved dose's new time, if it has one; `later` takes all planned doses after
    it along; `also` are doses of other treatments on the same day, which go to the new day
    alone; `stretch` lets the treatment's first and last day follow.
    """

    on: date
    at: time | None = None
    later: bool = False
    also: tuple[Dose, ...] = ()
    stretch: bool = False


@dataclass(frozen=True)
class Part:
    """What the move does to one treatment; `dose` is the one that was named.

    `told_of` are doses to come of whose old day somebody has read.
    """

    treatment: Treatment
    dose: Dose
    shifts: tuple[Shift, ...]
    course: Course
    told_of: frozenset[int]


@dataclass(frozen=True)
class Moved:
    parts: tuple[Part, ...]

    @property
    def days(self) -> list[date]:
        return sorted({shift.new for part in self.parts for shift in part.shifts})


def same_day(dose: Dose) -> QuerySet[Dose]:
    """What else is planned for her on the day of a dose."""
    hers = Dose.objects.filter(treatment__patient=dose.treatment.patient_id, on=dose.on)
    planned = hers.filter(state=DoseState.PLANNED.value, treatment__pills=False)
    return planned.exclude(treatment=dose.treatment_id).select_related("treatment__patient")


def foresee(dose: Dose, wish: Wish, *, now: datetime) -> Moved:
    """What a move would change, with nothing done.  Raises ValidationError."""
    treatments.may_move(dose)
    known = set(same_day(dose).values_list("pk", flat=True))
    if not {other.pk for other in wish.also} <= known:
        raise ValidationError(GONE)
    today = local_date(now, dose.treatment.patient.time_zone)
    try:
        main = _part(dose, wish, later=wish.later, today=today)
        beside = [_part(other, wish, later=False, today=today) for other in wish.also]
    except BadTreatment as error:
        raise ValidationError({"on": str(error)}) from error
    return Moved(parts=(main, *beside))


def _part(dose: Dose, wish: Wish, *, later: bool, today: date) -> Part:
    doses = [_facts(row) for row in dose.treatment.doses.all()]
    made = moves.shifts(doses, moved=dose.pk, on=wish.on, later=later)
    course = dose.treatment.course
    if wish.stretch:
        course = moves.fitting(course, doses, made)
    moves.check(course, doses, made)
    ahead = [shift.dose for shift in made if shift.new >= today]
    rows = dose.treatment.doses.filter(pk__in=ahead) if not dose.treatment.pills else []
    told = frozenset(row.pk for row in rows if visits.told(row).exists())
    return Part(dose.treatment, dose, tuple(made), course, told)


def _facts(row: Dose) -> facts.Dose:
    return facts.Dose(id=row.pk, number=row.number, on=row.on, state=DoseState(row.state))


@transaction.atomic
def move(dose: Dose, wish: Wish, *, by: Actor, now: datetime) -> Moved:
    """Give doses their new days; one re-plan, and T-MOVED for each visit told of.

    Raises ValidationError with a sentence that tells the mend; then nothing has changed.
    """
    found = foresee(dose, wish, now=now)
    for part in found.parts:
        _widen(part)
    rows = [row for part in found.parts for row in _rows(part)]
    for row in rows:
        if row.pk == dose.pk and wish.at is not None:
            row.at = wish.at
    treatments.store(rows, by=by, now=now)
    for part in found.parts:
        _settle(part, by=by, now=now)
    planning.replan(dose.treatment.patient, by=by, now=now)
    return found


def _rows(part: Part) -> Sequence[Dose]:
    known = part.treatment.doses.select_related("treatment__patient__clinic").in_bulk()
    for shift in part.shifts:
        known[shift.dose].on = shift.new
    return [known[shift.dose] for shift in part.shifts]


def _widen(part: Part) -> None:
    """Room for the new days, before the doses are stored one by one."""
    course, treatment = part.course, part.treatment
    early = min(course.starts_on, treatment.starts_on)
    Treatment.objects.filter(pk=treatment.pk).update(starts_on=early, ends_on=course.ends_on)


def _settle(part: Part, *, by: Actor, now: datetime) -> None:
    """The first and last day that the move asks for, once no dose lies outside."""
    course, treatment = part.course, part.treatment
    if course == treatment.course:
        return
    treatment.starts_on, treatment.ends_on = course.starts_on, course.ends_on
    treatment.save(update_fields=["starts_on", "ends_on"])
    treatment.standing_doses.update(not_before=treatment.starts_on)
    audit.record(
        "treatment.change",
        treatment,
        by=by,
        now=now,
        clinic=treatment.patient.clinic,
        after={"starts_on": str(course.starts_on), "ends_on": str(course.ends_on or "")},
        reason="moved with its doses",
    )
