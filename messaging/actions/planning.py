"""Keeps Reminder rows in step with the agenda (law 6: one pure function decides)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from messaging.actions import audit, plan_rows
from messaging.actions import facts as reading
from messaging.actions.audit import Actor
from messaging.models import Enrolment, Patient, Recipient
from messaging.rules import agenda
from messaging.rules.changes import Changed

HORIZON = timedelta(days=10)
ALWAYS = timedelta(days=3)


@transaction.atomic
def replan(
    patient: Patient, *, now: datetime, horizon: timedelta = HORIZON, by: Actor | None = None
) -> Changed:
    """Make the rows of the coming days what the facts ask for; gives what changed.

    For a change of facts: the whole past is weighed again, as a date may have moved there.
    People with later keys on the same phones are planned again too, for the caps count by
    phone.  With `by` an audit entry in that name says what changed, if anything did.
    """
    return _in_turn(patient.pk, now=now, horizon=horizon, by=by, anew=True)


@transaction.atomic
def look_again(pk: int, *, now: datetime) -> Changed:
    """The same where nobody changed a fact: only time has passed (before a release)."""
    return _in_turn(pk, now=now, horizon=HORIZON, by=None, anew=False)


def _in_turn(
    pk: int, *, now: datetime, horizon: timedelta, by: Actor | None, anew: bool
) -> Changed:
    """Plan one, then whoever comes after her on a phone, in the order of their keys.

    Each only asks for people with higher keys than her own, so that it comes to an end,
    and so that two who do this at once wait for each other in the same order.
    """
    first = _one(pk, now=now, horizon=horizon, anew=anew)
    if first and by is not None:
        _say(pk, first, by=by, now=now)
    waiting = _after(pk) if first else set()
    while waiting:
        later = min(waiting)
        waiting.remove(later)
        if _one(later, now=now, horizon=HORIZON, anew=False):
            waiting |= _after(later)
    return first


def _one(pk: int, *, now: datetime, horizon: timedelta, anew: bool) -> Changed:
    Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    return plan_locked([pk], now=now, horizon=horizon, anew=anew)[pk]


def _say(pk: int, changed: Changed, *, by: Actor, now: datetime) -> None:
    patient = Patient.objects.select_related("clinic").get(pk=pk)
    audit.record(
        "plan.change",
        patient,
        by=by,
        now=now,
        clinic=patient.clinic,
        after=changed.plain(),
        reason=changed.summary,
    )


def _after(pk: int) -> set[int]:
    """People with higher keys on a phone of hers."""
    phones = Recipient.objects.filter(patient=pk, active=True).values("phone")
    others = Recipient.objects.filter(phone__in=phones, active=True, patient_id__gt=pk)
    return set(others.values_list("patient", flat=True))


def plan_locked(
    pks: Iterable[int], *, now: datetime, horizon: timedelta = HORIZON, anew: bool = False
) -> dict[int, Changed]:
    """Plan patients whose rows the transaction has locked; what changed, by patient."""
    until = now + horizon
    known = list(reading.of_many(pks, now=now, anew=anew))
    planned = [(patient, agenda.plan(patient, now=now, until=until)) for patient in known]
    changed = plan_rows.write(planned, now=now, until=until)
    decided = Enrolment.objects.filter(patient_id__in=changed.keys())
    decided.update(decided_until=now)
    shorter = Q(planned_until__isnull=True) | Q(planned_until__lt=until)
    Patient.objects.filter(shorter, pk__in=changed.keys()).update(planned_until=until)
    return changed


def sharing(pks: Iterable[int]) -> set[int]:
    """Those of the patients who share a phone with somebody."""
    wanted = set(pks)
    phones = Recipient.objects.filter(patient_id__in=wanted, active=True).values("phone")
    at: dict[int, set[int]] = defaultdict(set)
    seats = Recipient.objects.filter(phone__in=phones, active=True)
    for phone, patient in seats.values_list("phone_id", "patient_id"):
        at[phone].add(patient)
    return {patient for people in at.values() if len(people) > 1 for patient in people & wanted}
