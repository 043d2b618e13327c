"""Whether texts may leave at all: paused and resumed for the whole service, by name.

While it is paused texts come in, are read and alert, STOP works, plans go on and replies
queue up; only an answer to a danger that was written since leaves.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from messaging import bell, clock
from messaging.actions import audit
from messaging.actions.audit import Actor
from messaging.models import Sending
from messaging.rules.status import Priority


def standing() -> Sending:
    """The one row, made with the database."""
    made, _ = Sending.objects.get_or_create(id=1, defaults={"identity": secrets.token_hex(16)})
    return made


def paused() -> Sending | None:
    """The row while nothing may leave, else None."""
    return Sending.objects.filter(paused_at__isnull=False).first()


def may_leave() -> Q:
    """Which queued texts may be claimed now."""
    sender = Q(sender__paused=False) | Q(sender__pause_spares_safety=True, priority=Priority.SAFETY)
    row = paused()
    if row is None:
        return sender
    return sender & Q(priority=Priority.SAFETY, in_reply_to__received_at__gte=row.paused_at)


@transaction.atomic
def pause(*, by: Actor, now: datetime, why: str, known_until: datetime | None = None) -> bool:
    """Nothing leaves from now on; False where it was paused already, which then stands.

    `known_until` (engine time) marks a restore: `restored` then looks for what left since.
    """
    row = standing()
    changed = Sending.objects.filter(pk=row.pk, paused_at=None).update(
        paused_at=now,
        noticed_at=clock.engine_now(),
        paused_why=why[:200],
        known_until=known_until,
    )
    if changed:
        audit.record("sending.pause", row, by=by, now=now, reason=why)
    return bool(changed)


@transaction.atomic
def resume(*, by: Any, now: datetime) -> bool:
    """By a named person; False where nothing was paused."""
    row = standing()
    changed = Sending.objects.filter(pk=row.pk, paused_at__isnull=False).update(
        paused_at=None, noticed_at=None, paused_why="", known_until=None
    )
    if changed:
        audit.record("sending.resume", row, by=by, now=now, reason=row.paused_why)
        bell.ring(bell.DISPATCH)
    return bool(changed)
