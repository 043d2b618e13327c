"""Clinics, their senders and who works there: saved by name, with an entry for each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from messaging.actions import audit, breaker
from messaging.actions.audit import Actor
from messaging.models import Clinic, Membership, Patient, Sender

_DECIDES_TIMES = ("time_zone", "quiet_from", "quiet_to")
_SENDER = ("clinic", "number", "service_id", "keywords", "pace", "paused", "paused_reason")


@transaction.atomic
def save(clinic: Clinic, *, by: Actor, now: datetime) -> Clinic:
    """Store a clinic; new quiet hours re-plan its patients with the next ticks."""
    before = Clinic.objects.filter(pk=clinic.pk).first() if clinic.pk else None
    clinic.full_clean()
    clinic.save()
    audit.record(
        "clinic.change" if before else "clinic.make",
        clinic,
        by=by,
        now=now,
        clinic=clinic,
        before=_plain(before),
        after=_plain(clinic),
    )
    if before and any(getattr(before, f) != getattr(clinic, f) for f in _DECIDES_TIMES):
        Patient.objects.filter(clinic=clinic).update(planned_until=None)
    return clinic


def _plain(clinic: Clinic | None) -> dict[str, Any]:
    if clinic is None:
        return {}
    names = ("name", "text_name", "opt_in", "day_phone", "oncall_phone", *_DECIDES_TIMES)
    return {name: str(getattr(clinic, name)) for name in names}


@transaction.atomic
def save_sender(
    sender: Sender, *, by: Actor, now: datetime, changed: Iterable[str] | None = None
) -> Sender:
    """`changed` are the columns that the person changed; None: all of them.

    What she left alone stands as it is now: the breaker may have tripped since she looked.
    """
    is_new = sender.pk is None
    columns = set(_SENDER if changed is None else changed)
    if "paused" in columns and not sender.paused:
        columns |= _let_go(sender)
    sender.full_clean()
    sender.save(update_fields=None if is_new else columns)
    sender.refresh_from_db()
    audit.record(
        "sender.add" if is_new else "sender.change",
        sender,
        by=by,
        now=now,
        clinic=sender.clinic,
        after={"number": sender.number, "pace": sender.pace, "paused": sender.paused},
    )
    return sender


def _let_go(sender: Sender) -> set[str]:
    """A person has switched it on: the breaker counts anew.  The columns that this changes."""
    if not sender.pause_spares_safety:
        return set()
    sender.pause_spares_safety, sender.paused_reason = False, ""
    breaker.forget(sender)
    return {"pause_spares_safety", "paused_reason"}


@transaction.atomic
def give_role(membership: Membership, *, by: Actor, now: datetime) -> Membership:
    """Somebody holds a role at a clinic from the next request on."""
    membership.full_clean()
    membership.save()
    audit.record(
        "role.give", membership, by=by, now=now, clinic=membership.clinic, after=_role(membership)
    )
    return membership


@transaction.atomic
def take_role(membership: Membership, *, by: Actor, now: datetime) -> None:
    audit.record(
        "role.take", membership, by=by, now=now, clinic=membership.clinic, before=_role(membership)
    )
    membership.delete()


@transaction.atomic
def save_login(user: Any, *, by: Actor, now: datetime) -> Any:
    """Store who may sign in; a new log-in opens the desk and sees nothing until given a role."""
    is_new = user.pk is None
    user.is_staff = True if is_new else user.is_staff
    user.save()
    audit.record(
        "login.make" if is_new else "login.change",
        user,
        by=by,
        now=now,
        after={"username": user.get_username(), "active": user.is_active},
    )
    return user


def _role(membership: Membership) -> dict[str, Any]:
    return {"user": membership.user.get_username(), "role": membership.role}
