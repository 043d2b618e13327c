"""The dental gate: a visit is recorded with who says so; the list shows what is known now.

A HandOff is closed by name (law 9), also when the visit is on file by then: somebody has
to see that the gate stood open, and what her own "yes" rests on.
"""

from datetime import date, datetime

from django.db import transaction

from messaging.actions import audit, handoffs
from messaging.models import (
    HandOff,
    HandOffKind,
    Patient,
    Phone,
    Question,
    QuestionState,
    Reminder,
    Treatment,
)
from messaging.rules import dental as rules
from messaging.rules.treatments import BONE_DRUGS
from messaging.rules.windows import local_date


@transaction.atomic
def record(patient: Patient, *, seen_on: date, known_by: str, now: datetime) -> None:
    """Keep the day on which a dentist was seen, and what says so; open gates show it."""
    patient.dentist_seen_on, patient.dentist_known_by = seen_on, known_by
    patient.save(update_fields=["dentist_seen_on", "dentist_known_by"])
    audit.record(
        "patient.dentist",
        patient,
        by=known_by,
        now=now,
        clinic=patient.clinic,
        after={"seen_on": str(seen_on)},
    )
    show(patient, now=now)


def show(patient: Patient, *, now: datetime) -> None:
    """Bring what is known now into the open lines of the list."""
    gates = HandOff.objects.open().filter(kind=HandOffKind.DENTAL_GATE, patient=patient)
    said = _said(patient, now=now)
    for gate in gates:
        HandOff.objects.filter(pk=gate.pk).update(why=rules.told(gate.why, said)[:300])


def open_gate(patient: Patient, *, phone: Phone, now: datetime) -> None:
    """She has not seen a dentist: on the list, or in the line that is open already."""
    handoffs.open_(
        kind=HandOffKind.DENTAL_GATE,
        patient=patient,
        now=now,
        phone=phone,
        why=words(patient, _next_drug(patient), now=now),
    )
    show(patient, now=now)


def words(patient: Patient, drug: Treatment | None, *, now: datetime) -> str:
    """Which drug starts when, and what is known of the dentist."""
    today = local_date(now, patient.time_zone)
    what = "A bone drug is about to start. "
    if drug is not None:
        what = rules.gate(drug.get_kind_display(), drug.starts_on, today=today)
    return what + _said(patient, now=now)


def at(reminder: Reminder, *, now: datetime) -> str:
    """The line for a step of a treatment."""
    return words(reminder.recipient.patient, reminder.enrolment.treatment, now=now)


def _said(patient: Patient, *, now: datetime) -> str:
    return rules.seen(
        on=patient.dentist_seen_on,
        known_by=patient.dentist_known_by,
        answer=_last_answer(patient),
        today=local_date(now, patient.time_zone),
    )


def _last_answer(patient: Patient) -> str:
    asked = Question.objects.filter(
        slug__startswith="T-DENTIST",
        state=QuestionState.ANSWERED,
        check_in__recipient__patient=patient,
    )
    last = asked.order_by("-closed_at", "-id").first()
    return last.value if last else ""


def _next_drug(patient: Patient) -> Treatment | None:
    return patient.treatments.filter(kind__in=BONE_DRUGS).order_by("-starts_on").first()
