"""Treatments and doses: ordered, added, moved, given, missed, called off; each re-plans."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from messaging.actions import alerts, audit, enrolments, planning, visits
from messaging.actions.audit import Actor
from messaging.models import Dose, Patient, Treatment, TreatmentState
from messaging.models.treatments import OVER
from messaging.rules import treatments as rules
from messaging.rules.facts import DoseState
from messaging.rules.kinds import Level
from messaging.rules.treatments import BadTreatment, TreatmentKind
from messaging.rules.windows import local_date


@transaction.atomic
def save(
    treatment: Treatment,
    *,
    by: Actor,
    now: datetime,
    doses: int = 0,
    every_days: int | None = None,
    at: time | None = None,
) -> Treatment:
    """Store a new or changed treatment; `doses` makes that many planned dates from its start.

    One that has ended takes its planned doses after the last day with it, one that is called
    off all that are to come.  Raises ValidationError with a sentence that tells the mend.
    """
    is_new = treatment.pk is None
    _alone(treatment.patient)
    treatment.full_clean()
    treatment.save()
    standing = treatment.standing_doses
    _call_off_the_rest(treatment, by=by, now=now)
    standing.update(not_before=treatment.starts_on)
    audit.record(
        "treatment.start" if is_new else "treatment.change",
        treatment,
        by=by,
        now=now,
        clinic=treatment.patient.clinic,
        after={
            "kind": treatment.kind,
            "starts_on": str(treatment.starts_on),
            "ends_on": str(treatment.ends_on or ""),
            "state": treatment.state,
        },
    )
    if doses:
        order(treatment, count=doses, every_days=every_days, at=at, by=by, now=now)
    if is_new and treatment.kind == TreatmentKind.DENOSUMAB:
        _kidney_note(treatment, now=now)
    after_change(treatment.patient, by=by, now=now)
    return treatment


def _alone(patient: Patient) -> None:
    """Two people may enter a second series at once: the later one sees the first."""
    list(Patient.objects.select_for_update(of=("self",), no_key=True).filter(pk=patient.pk))


def _call_off_the_rest(treatment: Treatment, *, by: Actor, now: datetime) -> None:
    if treatment.state not in OVER:
        return
    planned = treatment.doses.filter(state=DoseState.PLANNED.value)
    ended = treatment.state == TreatmentState.ENDED
    rest = planned.filter(on__gt=treatment.ends_on) if ended else planned
    doses = list(rest.select_related("treatment__patient__clinic"))
    for dose in doses:
        dose.state = DoseState.CANCELLED.value
    store(doses, by=by, now=now)


def after_change(patient: Patient, *, by: Actor, now: datetime) -> None:
    """Protocols and agenda follow the facts, in the same transaction."""
    enrolments.put_on_protocols(patient, by=by, now=now)
    planning.replan(patient, by=by, now=now)


@transaction.atomic
def order(
    treatment: Treatment,
    *,
    count: int,
    by: Actor,
    now: datetime,
    every_days: int | None = None,
    at: time | None = None,
) -> list[Dose]:
    """Make the planned doses of an order, `count` in all; a series that stands goes on."""
    standing = treatment.standing_doses
    try:
        days = dates(treatment, count=count, every_days=every_days)
    except BadTreatment as error:
        raise ValidationError({error.field: str(error)}) from error
    last, number = standing.order_by("on").last(), _last_number(treatment)
    made = Dose.objects.bulk_create(
        Dose(
            treatment=treatment,
            number=number + n,
            on=day,
            at=at or (last.at if last else None),
            not_before=treatment.starts_on,
        )
        for n, day in enumerate(days, 1)
    )
    audit.record(
        "dose.order",
        treatment,
        by=by,
        now=now,
        clinic=treatment.patient.clinic,
        after={"count": len(made), "every_days": every_days},
    )
    return made


def dates(treatment: Treatment, *, count: int, every_days: int | None) -> tuple[date, ...]:
    """The days that an order of `count` doses in all would add.  Raises BadTreatment."""
    rules.check_count(count, every_days)
    kind, known = TreatmentKind(treatment.kind), []
    if treatment.pk is not None:
        known = list(treatment.standing_doses.values_list("on", flat=True))
    if count < len(known):
        raise BadTreatment(
            f"{len(known)} doses are planned or given: call off on her page what is too many.",
            field="doses",
        )
    if count == len(known):
        return ()
    if known:
        more = count - len(known)
        end = treatment.ends_on
        return rules.further(kind, standing=known, count=more, every_days=every_days, ends_on=end)
    return rules.series(
        kind,
        starts_on=treatment.starts_on,
        count=count,
        every_days=every_days,
        ends_on=treatment.ends_on,
        pills=treatment.pills,
    )


def _last_number(treatment: Treatment) -> int:
    found: int | None = treatment.doses.aggregate(last=Max("number"))["last"]
    return found or 0


@transaction.atomic
def save_doses(doses: Sequence[Dose], *, by: Actor, now: datetime) -> int:
    """Store doses of one patient as edited, in this order; re-plans once.

    Whoever was told of a visit that changed hears of it.  Gives how many texts that makes.
    """
    told = store(doses, by=by, now=now)
    for patient in {dose.treatment.patient for dose in doses}:
        planning.replan(patient, by=by, now=now)
    return told


def store(doses: Iterable[Dose], *, by: Actor, now: datetime) -> int:
    """The same without the re-plan: for those who change more in one transaction."""
    return sum(_store_one(dose, by=by, now=now) for dose in doses)


def _store_one(dose: Dose, *, by: Actor, now: datetime) -> int:
    before = Dose.objects.filter(pk=dose.pk).first() if dose.pk else None
    if before is not None and (before.on, before.at) != (dose.on, dose.at):
        dose.moves = before.moves + 1
    dose.full_clean()
    dose.save()
    audit.record(
        "dose.save",
        dose,
        by=by,
        now=now,
        clinic=dose.treatment.patient.clinic,
        before=_plain(before),
        after=_plain(dose),
    )
    return visits.tell(before, dose, now=now) if before is not None else 0


def _plain(dose: Dose | None) -> dict[str, object]:
    if dose is None:
        return {}
    return {
        "on": str(dose.on),
        "at": str(dose.at or ""),
        "state": dose.state,
        "given_on": str(dose.given_on or ""),
        "moves": dose.moves,
    }


def add(
    treatment: Treatment, *, on: date, by: Actor, now: datetime, at: time | None = None
) -> Dose:
    """One more dose of a series that stands.  Raises ValidationError or BadTreatment."""
    if treatment.state in OVER:
        raise ValidationError("This treatment is over: set it to active first.")
    rules.check_room(TreatmentKind(treatment.kind), treatment.standing_doses.count() + 1)
    dose = Dose(treatment=treatment, number=_last_number(treatment) + 1, on=on, at=at)
    save_doses([dose], by=by, now=now)
    return dose


def move(dose: Dose, *, on: date, by: Actor, now: datetime, at: time | None = None) -> Dose:
    """Give a dose another day; unsent texts move with it, those already told get T-MOVED.

    `messaging.actions.moving` moves several.
    """
    may_move(dose)
    dose.on, dose.at = on, at if at is not None else dose.at
    save_doses([dose], by=by, now=now)
    return dose


def may_move(dose: Dose) -> None:
    """Only what is planned moves.  Raises ValidationError."""
    if dose.state != DoseState.PLANNED.value:
        raise ValidationError(f"This dose is {dose.state}: put it back first, then move it.")


def give(dose: Dose, *, by: Actor, now: datetime, on: date | None = None) -> Dose:
    """Record a dose as given, on its day or another; steps that wait for it may go."""
    dose.state, dose.given_on = DoseState.GIVEN.value, on or dose.on
    if dose.given_on > _today(dose, now):
        said = f"{dose.given_on} is still to come: give the day on which it was given."
        raise ValidationError({"given_on": said})
    save_doses([dose], by=by, now=now)
    return dose


def miss(dose: Dose, *, by: Actor, now: datetime) -> Dose:
    """Record that a dose was not given on its day."""
    if dose.on > _today(dose, now):
        raise ValidationError(f"{dose.on} is still to come: move the dose, or call it off.")
    dose.state, dose.given_on = DoseState.MISSED.value, None
    save_doses([dose], by=by, now=now)
    return dose


def cancel(dose: Dose, *, by: Actor, now: datetime) -> Dose:
    """Call a dose off; who was told of a day to come gets T-OFF."""
    dose.state, dose.given_on = DoseState.CANCELLED.value, None
    save_doses([dose], by=by, now=now)
    return dose


def put_back(dose: Dose, *, by: Actor, now: datetime) -> Dose:
    """Plan a dose again that was recorded by mistake; who was told of it is told once more."""
    if dose.state == DoseState.CANCELLED.value and visits.told(dose).exists():
        dose.moves += 1  # its reminder has gone, and was taken back: it goes anew
    dose.state, dose.given_on = DoseState.PLANNED.value, None
    save_doses([dose], by=by, now=now)
    return dose


def _today(dose: Dose, now: datetime) -> date:
    return local_date(now, dose.treatment.patient.time_zone)


def _kidney_note(treatment: Treatment, *, now: datetime) -> None:
    """Kidney trouble with denosumab risks low calcium: a SAME-DAY alert (`docs/care.md` 5)."""
    patient = treatment.patient
    recipient = patient.recipients.filter(active=True).select_related("phone__clinic").first()
    if patient.kidney_trouble and recipient is not None:
        alerts.open_(
            phone=recipient.phone,
            patient=patient,
            level=Level.SAME_DAY,
            flag="kidney",
            rule="kidney trouble or dialysis, and denosumab is planned",
            now=now,
        )
