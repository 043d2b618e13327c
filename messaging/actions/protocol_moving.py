"""Enrolled patients and a version that they are not on: what it would change, and the move."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from messaging.actions import audit, planning, protocol_editing
from messaging.actions import facts as reading
from messaging.actions.audit import Actor
from messaging.models import (
    Clinic,
    Enrolment,
    Patient,
    PatientState,
    Protocol,
    ProtocolApproval,
    Reminder,
)
from messaging.rules import agenda, facts, plan_changes
from messaging.rules.plan_changes import Change
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState

log = logging.getLogger(__name__)
HORIZON = timedelta(days=90)
AT_ONCE = 50
_PLANNED = Q(state=ReminderState.PLANNED)
# Left out by the agenda, which may bring it back; any other reason was given for good.
_LEFT_OUT = Q(state=ReminderState.SKIPPED, reason__in=tuple(reason.value for reason in Reason))
_INSIDE_UNSENT = Q(state=ReminderState.MERGED) & ~Q(merged_into__state=ReminderState.RELEASED)


@dataclass(frozen=True)
class Moved:
    """How many patients were moved and could not be, and how many are left to move."""

    moved: int
    failed: int
    left: int


def others(clinic: Clinic, to: Protocol) -> QuerySet[Enrolment]:
    """Enrolments at this clinic on other versions of the same protocol; not of the dead."""
    rows = Enrolment.objects.filter(
        patient__clinic=clinic, protocol__slug=to.slug, active=True
    ).exclude(protocol=to)
    return rows.exclude(patient__state=PatientState.DIED)


def patients_on_others(clinic: Clinic, to: Protocol) -> QuerySet[Patient]:
    """In the order in which they are looked at and moved."""
    return Patient.objects.filter(pk__in=others(clinic, to).values("patient")).order_by("pk")


def enrolled(clinic: Clinic, slug: str) -> dict[int, int]:
    """How many of the clinic's patients are on each version (by its key)."""
    rows = Enrolment.objects.filter(patient__clinic=clinic, protocol__slug=slug, active=True)
    living = rows.exclude(patient__state=PatientState.DIED)
    counts = living.values("protocol").annotate(n=Count("patient", distinct=True))
    return {row["protocol"]: row["n"] for row in counts}


def on_none(clinic: Clinic, protocol: Protocol) -> int:
    """Patients with this treatment who are on no version: their next change enrols them."""
    rows = Patient.objects.filter(clinic=clinic, state=PatientState.ACTIVE)
    on_one = Enrolment.objects.filter(protocol__slug=protocol.slug).values("patient")
    if protocol.treatment_kind:
        rows = rows.filter(treatments__kind=protocol.treatment_kind, treatments__enrolments=None)
    return rows.exclude(pk__in=on_one).distinct().count()


def changes(
    *, clinic: Clinic, to: Protocol, now: datetime, after: int = 0, limit: int = AT_ONCE
) -> list[tuple[int, Change]]:
    """For the next patients after a key: what the next 90 days would be.  Writes nothing.

    Both plans rest on the same facts: hers as they are, with the steps of either version.
    """
    steps = tuple(protocol_editing.steps_of(to))
    found = patients_on_others(clinic, to).filter(pk__gt=after).values_list("pk", flat=True)
    known = reading.of_many(list(found[:limit]), now=now)
    return [(patient.id, _change(patient, to, steps, now=now)) for patient in known]


def _change(
    known: facts.Patient, to: Protocol, steps: Sequence[facts.Step], *, now: datetime
) -> Change:
    until = now + HORIZON
    old = agenda.plan(known, now=now, until=until)
    return plan_changes.between(old, agenda.plan(_moved(known, to, steps), now=now, until=until))


def _moved(known: facts.Patient, to: Protocol, steps: Sequence[facts.Step]) -> facts.Patient:
    """Her facts with the steps of the version; the days that the old steps found are forgotten."""
    enrolments = tuple(
        replace(row, steps=tuple(steps), version=to.version) if row.protocol == to.slug else row
        for row in known.enrolments
    )
    moved = {row.id for row in enrolments if row.protocol == to.slug}
    placed = {key: day for key, day in known.placed.items() if key[1] not in moved}
    return replace(known, enrolments=enrolments, placed=placed)


def move_enrolments(
    *, clinic: Clinic, to: Protocol, by: Actor, now: datetime, limit: int = AT_ONCE
) -> Moved:
    """Put enrolled patients on a version that is switched on, each in a transaction of her own.

    At most `limit` patients: call it again for those that are left.  What was sent stays
    sent, and is not sent again where the step keeps its slug; what was planned by the old
    steps is taken back, and planned by the new ones.  Raises ValidationError if it is off.
    """
    _refuse_if_off(clinic, to)
    chosen = list(patients_on_others(clinic, to)[:limit])
    moved = sum(_move(patient, clinic, to, by=by, now=now) for patient in chosen)
    left = patients_on_others(clinic, to).count()
    after = {"protocol": to.slug, "version": to.version, "moved": moved, "left": left}
    audit.record("protocol.move", to, by=by, now=now, clinic=clinic, after=after)
    return Moved(moved=moved, failed=len(chosen) - moved, left=left)


def _refuse_if_off(clinic: Clinic, to: Protocol) -> None:
    on = ProtocolApproval.objects.filter(clinic=clinic, protocol=to, retired_at=None)
    if not on.exists():
        raise ValidationError("This version is not switched on here: approve it first.")


def _move(patient: Patient, clinic: Clinic, to: Protocol, *, by: Actor, now: datetime) -> bool:
    try:
        _move_patient(patient, clinic, to, by=by, now=now)
    except Exception:  # one patient's facts must not keep the others back
        log.exception("patient %s could not be moved to protocol %s", patient.pk, to.pk)
        return False
    return True


@transaction.atomic
def _move_patient(
    patient: Patient, clinic: Clinic, to: Protocol, *, by: Actor, now: datetime
) -> None:
    """Her past is decided by the steps that she was on, and what lies ahead by the new ones."""
    planning.look_again(patient.pk, now=now)
    for row in others(clinic, to).filter(patient=patient).select_related("protocol"):
        before = {"version": row.protocol.version}
        Enrolment.objects.filter(pk=row.pk).update(protocol=to, moved_at=now)
        _take_back(row, to, now=now)
        after = {"protocol": to.slug, "version": to.version}
        audit.record(
            "enrolment.move", row, by=by, now=now, clinic=clinic, before=before, after=after
        )
    planning.look_again(patient.pk, now=now)


def _take_back(row: Enrolment, to: Protocol, *, now: datetime) -> None:
    """What the old steps still had to come; what went, or was decided for good, stays.

    Planning opens a row again that the new steps want as well.
    """
    rows = Reminder.objects.filter(enrolment=row).exclude(step__protocol=to)
    to_come = _PLANNED | _INSIDE_UNSENT | (_LEFT_OUT & Q(due_at__gt=now))
    rows.filter(to_come, useful_until__gt=now).update(
        state=ReminderState.CANCELLED,
        reason=f"She was moved to version {to.version} of the protocol.",
        merged_into=None,
        decided_at=now,
    )
