"""Days in hospital: noted, ended, corrected; each re-plans.

While a stay is open planned texts wait; what follows an operation counts from its end.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from messaging.actions import audit, planning
from messaging.actions.audit import Actor
from messaging.models import HospitalStay, Patient
from messaging.rules import stays as rules
from messaging.rules.facts import Stay
from messaging.rules.treatments import BadTreatment
from messaging.rules.windows import local_date


def open_stay(patient: Patient) -> HospitalStay | None:
    """The one from which she has not come home."""
    return patient.stays.filter(discharged_on=None).first()


def admit(patient: Patient, *, on: date, by: Actor, now: datetime) -> HospitalStay:
    """She came into hospital on this day of hers.  Raises ValidationError."""
    return _save(HospitalStay(patient=patient, admitted_on=on), by=by, now=now)


def discharge(stay: HospitalStay, *, on: date, by: Actor, now: datetime) -> HospitalStay:
    """She went home on this day of hers.  Raises ValidationError."""
    return correct(stay, admitted_on=stay.admitted_on, discharged_on=on, by=by, now=now)


def correct(
    stay: HospitalStay,
    *,
    admitted_on: date,
    discharged_on: date | None,
    by: Actor,
    now: datetime,
) -> HospitalStay:
    """Other days than those on file; without the second she is there still."""
    stay.admitted_on, stay.discharged_on = admitted_on, discharged_on
    return _save(stay, by=by, now=now)


@transaction.atomic
def _save(stay: HospitalStay, *, by: Actor, now: datetime) -> HospitalStay:
    patient = stay.patient
    before = HospitalStay.objects.filter(pk=stay.pk).first() if stay.pk else None
    _check(stay, now=now)
    stay.noted_by, stay.noted_at = audit.name_of(by), now
    stay.full_clean()
    stay.save()
    audit.record(
        "stay.change" if before else "stay.start",
        stay,
        by=by,
        now=now,
        clinic=patient.clinic,
        before=_plain(before) if before else {},
        after=_plain(stay),
    )
    planning.replan(patient, by=by, now=now)
    return stay


def _check(stay: HospitalStay, *, now: datetime) -> None:
    others = stay.patient.stays.exclude(pk=stay.pk)
    try:
        rules.check(
            _facts(stay),
            today=local_date(now, stay.patient.time_zone),
            others=[_facts(other) for other in others],
        )
    except BadTreatment as error:
        raise ValidationError({error.field: str(error)}) from error


def _facts(stay: HospitalStay) -> Stay:
    return Stay(admitted_on=stay.admitted_on, discharged_on=stay.discharged_on)


def _plain(stay: HospitalStay) -> dict[str, object]:
    return {
        "admitted_on": str(stay.admitted_on),
        "discharged_on": str(stay.discharged_on or ""),
    }
