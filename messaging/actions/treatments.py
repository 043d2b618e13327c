"""Treatments and doses: saved, moved, given, missed, cancelled; each re-plans."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from messaging.actions import alerts, audit, enrolments, handoffs, planning, visits
from messaging.actions.audit import Actor
from messaging.actions.composing import NoWords
from messaging.models import Dose, HandOffKind, Patient, Phone, Treatment
from messaging.rules import treatments as rules
from messaging.rules.facts import DoseState
from messaging.rules.kinds import Level
from messaging.rules.treatments import BadTreatment, TreatmentKind


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

    Raises ValidationError with a sentence that tells the mend.
    """
    is_new = treatment.pk is None
    treatment.full_clean()
    _check_doses(treatment)
    treatment.save()
    treatment.doses.update(not_before=treatment.starts_on)
    audit.record(
        "treatment.start" if is_new else "treatment.change",
        treatment,
        by=by,
        now=now,
        clinic=treatment.patient.clinic,
        after={
            "kind": treatment.kind,
            "starts_on": str(treatment.starts_on),
            "state": treatment.state,
        },
    )
    if doses:
        order(treatment, count=doses, every_days=every_days, at=at, by=by, now=now)
    if is_new and treatment.kind == TreatmentKind.DENOSUMAB:
        _kidney_note(treatment, now=now)
    after_change(treatment.patient, by=by, now=now)
    return treatment


def _check_doses(treatment: Treatment) -> None:
    """A start that moves must not leave doses before it."""
    first = treatment.doses.order_by("on").first() if treatment.pk else None
    if first is not None and first.on < treatment.starts_on:
        raise ValidationError(
            {"starts_on": f"There is a dose on {first.on}, before this start. Move the dose first."}
        )


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
    """Make the planned doses of an order.  Numbers go on from those that exist."""
    try:
        days = rules.series(
            TreatmentKind(treatment.kind),
            starts_on=treatment.starts_on,
            count=count,
            every_days=every_days,
            ends_on=treatment.ends_on,
        )
    except BadTreatment as error:
        raise ValidationError(str(error)) from error
    have = set(treatment.doses.values_list("on", flat=True))
    last = treatment.doses.count()
    fresh = [day for day in days if day not in have]
    made = Dose.objects.bulk_create(
        Dose(
            treatment=treatment,
            number=last + n,
            on=day,
            at=at,
            not_before=treatment.starts_on,
        )
        for n, day in enumerate(fresh, 1)
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


@transaction.atomic
def save_dose(dose: Dose, *, by: Actor, now: datetime) -> Dose:
    """Store one dose as edited; what changed decides who is told."""
    before = Dose.objects.filter(pk=dose.pk).first() if dose.pk else None
    if before is not None and (before.on, before.at) != (dose.on, dose.at):
        dose.moves = before.moves + 1
    _check(dose)
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
    if before is not None:
        _tell(before, dose, now=now)
    after_change(dose.treatment.patient, by=by, now=now)
    return dose


def move(dose: Dose, *, on: date, by: Actor, now: datetime, at: time | None = None) -> Dose:
    """Give a dose another day; unsent texts move with it, those already told get T-MOVED."""
    dose.on, dose.at = on, at if at is not None else dose.at
    return save_dose(dose, by=by, now=now)


def give(dose: Dose, *, by: Actor, now: datetime, on: date | None = None) -> Dose:
    """Record a dose as given; steps that wait for it may go."""
    dose.state = DoseState.GIVEN.value
    dose.given_on = on or dose.on
    return save_dose(dose, by=by, now=now)


def cancel(dose: Dose, *, by: Actor, now: datetime) -> Dose:
    dose.state = DoseState.CANCELLED.value
    return save_dose(dose, by=by, now=now)


def _check(dose: Dose) -> None:
    dose.full_clean()
    twins = dose.treatment.doses.filter(on=dose.on).exclude(pk=dose.pk)
    if twins.exclude(state=DoseState.CANCELLED.value).exists():
        raise ValidationError({"on": f"There is another dose on {dose.on}. Move one of the two."})


def _plain(dose: Dose | None) -> dict[str, object]:
    if dose is None:
        return {}
    return {"on": str(dose.on), "at": str(dose.at or ""), "state": dose.state, "moves": dose.moves}


def _tell(before: Dose, dose: Dose, *, now: datetime) -> None:
    """Whoever read the old day hears of the change; without approved words a person phones."""
    try:
        _send_word(before, dose, now=now)
    except NoWords as error:
        handoffs.open_(
            kind=HandOffKind.UNANSWERED,
            patient=dose.treatment.patient,
            phone=_first_phone(dose.treatment.patient),
            now=now,
            why=f"A visit changed after she was told of it: please phone her. {error}",
        )


def _first_phone(patient: Patient) -> Phone | None:
    recipient = patient.recipients.filter(active=True).select_related("phone").first()
    return recipient.phone if recipient else None


def _send_word(before: Dose, dose: Dose, *, now: datetime) -> None:
    off = (DoseState.CANCELLED.value, DoseState.MISSED.value)
    if dose.state in off and before.state == DoseState.PLANNED.value:
        visits.tell_off(dose=dose, now=now)
    elif dose.state == DoseState.PLANNED.value and dose.moves != before.moves:
        visits.tell_moved(dose=dose, old=(before.on, before.at), now=now)


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
