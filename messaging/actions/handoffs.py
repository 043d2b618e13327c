"""HandOffs: opened or joined by the service, closed by a named person."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from messaging.actions import audit
from messaging.models import (
    Clinic,
    HandOff,
    HandOffKind,
    InboundMessage,
    OutboundMessage,
    Patient,
    Phone,
    Reminder,
)


class CannotClose(Exception):
    """Closing needs an open row and a person; the text tells which is missing."""


@transaction.atomic
def open_(
    *,
    kind: HandOffKind,
    now: datetime,
    why: str,
    phone: Phone | None = None,
    patient: Patient | None = None,
    inbound: InboundMessage | None = None,
    outbound: OutboundMessage | None = None,
    reminder: Reminder | None = None,
) -> HandOff:
    """Put a thing on the list, or add to the open one of the same kind and phone.

    Texts are never folded away: an unanswered text or dead letter opens its own row, and
    so does each recall; one that is held joins its own row only.
    """
    who = patient or (_only_patient(phone) if phone else None)
    alone = inbound is not None or kind is HandOffKind.RECALLED
    about = outbound if kind is HandOffKind.HELD else None
    twin = None if alone else _twin(kind=kind, phone=phone, patient=who, about=about)
    if twin is not None:
        HandOff.objects.filter(pk=twin.pk).update(times=F("times") + 1, last_at=now)
        return twin
    made = HandOff.objects.create(
        kind=kind,
        phone=phone,
        patient=who,
        inbound=inbound,
        outbound=outbound,
        reminder=reminder,
        why=why[:300],
        opened_at=now,
        last_at=now,
        times=_earlier(kind=kind, phone=phone, now=now) + 1,
    )
    audit.record(
        "handoff.open",
        made,
        by="the service",
        now=now,
        clinic=_clinic_of(made),
        after={"kind": kind},
    )
    return made


@transaction.atomic
def close(*, handoff: HandOff, by: Any, now: datetime, note: str = "") -> None:
    """Closed by name.  Raises CannotClose where it is closed already."""
    done = HandOff.objects.filter(pk=handoff.pk, closed_at=None).update(
        closed_at=now, closed_by=by, note=note[:400]
    )
    if not done:
        raise CannotClose("This was closed before: reload the page to see by whom.")
    audit.record("handoff.close", handoff, by=by, now=now, clinic=_clinic_of(handoff), reason=note)


def _clinic_of(handoff: HandOff) -> Clinic | None:
    whose = handoff.patient or handoff.phone
    return whose.clinic if whose else None


def _only_patient(phone: Phone) -> Patient | None:
    """The patient of a phone; None where it is shared or nobody's."""
    found = list(Patient.objects.filter(recipients__phone=phone, recipients__active=True)[:2])
    return found[0] if len(found) == 1 else None


def _twin(
    *,
    kind: HandOffKind,
    phone: Phone | None,
    patient: Patient | None,
    about: OutboundMessage | None,
) -> HandOff | None:
    """The open row that this one joins; with `about`, only one about the same text."""
    same = HandOff.objects.open().filter(kind=kind, inbound=None, phone=phone, patient=patient)
    return (same.filter(outbound=about) if about else same).first()


def _earlier(*, kind: HandOffKind, phone: Phone | None, now: datetime) -> int:
    """How many open rows of this kind a phone has already: the second goes on top."""
    return HandOff.objects.open().filter(kind=kind, phone=phone).count() if phone else 0
