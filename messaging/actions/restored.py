"""A database put back from a backup must not send again what has left since.

Found out before every batch: the attempt that was let out last is remembered outside the
database (`remembered`).  Sending is then paused, everything that waits is looked for at the
provider, and a person resumes (`docs/pipelines.md` section 5).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from messaging import clock
from messaging.actions import evidence, holding, outcomes, remembered, sending, sweep
from messaging.actions.audit import Actor
from messaging.gateway import connect
from messaging.gateway.base import Listed
from messaging.models import (
    Attempt,
    InboundMessage,
    Origin,
    OutboundMessage,
    Phone,
    RestoreCheck,
    Sending,
    Sweep,
)
from messaging.rules.status import MessageState

LONGEST_LIST = timedelta(days=35)
ALIKE = 0.8
MOST_BLIND = 3
WHY = "The database is older than what it has sent: it was put back from a backup."
WAITING = (MessageState.QUEUED, MessageState.RETRY_WAIT)


class CannotResume(Exception):
    """Something of the gap is not settled yet; the text says what."""


def look(*, now: datetime) -> bool:
    """Pause where this database does not know of the last request; True: it does not."""
    row = sending.standing()
    if row.paused_at is not None:
        return False
    # In this order: every attempt is committed before it is remembered.
    last = remembered.last(row.identity)
    if last <= _last_attempt():
        return False
    told(by="the look before sending", now=now, why=WHY)
    return True


def told(*, by: Actor, now: datetime, why: str = WHY) -> bool:
    """A restore, noticed or told of; False where sending was paused already."""
    paused = sending.pause(by=by, now=now, why=why, known_until=_known_until())
    if paused:
        sweep.soon()
    return paused


def reconcile(*, now: datetime, limit: int = 50) -> bool:
    """Look for what waits, phone by phone.  True: there is more.

    Not before a request of the lost time could have arrived, and be in the list.
    """
    row = sending.standing()
    if row.known_until is None or row.noticed_at is None:
        return False
    settled = settings.PIPELINE["quarantine_seconds"] + settings.PIPELINE["list_lag_seconds"]
    if clock.engine_now() < row.noticed_at + timedelta(seconds=settled):
        return False
    phones = _suspects(row).order_by("phone_id").values_list("phone_id", flat=True).distinct()
    blind = 0
    for phone_id in phones[:limit]:
        blind += not _look_for(phone_id, row, now=now)
        if blind > MOST_BLIND:
            break
    # What could not be read waits for the next tick.
    return not blind and _suspects(row).exists()


def resume(*, by: Any, now: datetime, anyway: bool = False) -> bool:
    """Send again, by a person's name.  Raises CannotResume while the gap is not settled.

    `anyway` holds what could not be looked for, so that a person decides on each.
    """
    row = sending.standing()
    if row.paused_at is not None and row.known_until is not None:
        _settle(row, now=now, anyway=anyway)
    resumed = sending.resume(by=by, now=now)
    if resumed:
        remembered.overwrite(row.identity, _last_attempt())
    return resumed


def _settle(row: Sending, *, now: datetime, anyway: bool) -> None:
    if anyway:
        for message in _suspects(row):
            why = "after the restore, it could not be looked for"
            holding.hold(message, why=why, now=now, states=WAITING)
    elif problems := unsettled(row):
        raise CannotResume(" ".join(problems))


def unsettled(row: Sending) -> list[str]:
    """A sentence for each thing that is still being found out after a restore."""
    problems = []
    deaf = Sweep.objects.filter(Q(heard_until=None) | Q(heard_until__lt=row.noticed_at)).count()
    if deaf:
        problems.append(f"The texts to {deaf} of our numbers have not been fetched yet.")
    unread = InboundMessage.objects.unread().count()
    if unread:
        problems.append(f"{unread} texts that came in have not been read yet.")
    left = _suspects(row).count()
    if left:
        problems.append(f"{left} texts have not been looked for at the provider yet.")
    return problems


def told_of(now: datetime) -> list[str]:
    """Where sending stands, in sentences."""
    row = sending.standing()
    if row.paused_at is None:
        return ["Texts may leave."]
    hours = (now - row.paused_at).total_seconds() / 3600
    lines = [f"Nothing leaves since {hours:.1f} h: {row.paused_why}"]
    if row.known_until is not None:
        lines += unsettled(row) or ["All that waits has been looked for: a person may resume."]
    return lines


def _last_attempt() -> int:
    return Attempt.objects.aggregate(last=Max("pk"))["last"] or 0


def _known_until() -> datetime:
    known = Attempt.objects.aggregate(at=Max("intent_at"))["at"]
    return known or clock.engine_now() - LONGEST_LIST


def awaited() -> QuerySet[OutboundMessage]:
    """What is still to be looked for after a restore: until then nobody knows its end."""
    row = sending.standing()
    return _suspects(row) if row.known_until is not None else OutboundMessage.objects.none()


def _suspects(row: Sending) -> QuerySet[OutboundMessage]:
    """What waits and may have left already: not what was only written since the pause."""
    checked = RestoreCheck.objects.filter(message=OuterRef("pk"), at__gte=row.noticed_at)
    since = Q(in_reply_to__received_at__gte=row.paused_at) | Q(
        origin=Origin.STAFF, queued_at__gte=row.paused_at
    )
    waiting = OutboundMessage.objects.filter(~Exists(checked), state__in=WAITING)
    return waiting.exclude(since)


def _look_for(phone_id: int, row: Sending, *, now: datetime) -> bool:
    """All that waits for one phone; False when the provider's list could not be read."""
    phone = Phone.objects.get(pk=phone_id)
    since = (row.known_until or clock.engine_now()) - evidence.SKEW
    listed = connect().listed(to=phone.number, since=since)
    if listed is None:
        return False
    with transaction.atomic():
        Phone.objects.select_for_update(no_key=True).get(pk=phone_id)
        left = [one for one in listed if one.outbound and one.created_at >= since]
        free = [one for one in left if not evidence.taken(one.provider_id)]
        for message in _suspects(row).filter(phone=phone_id).order_by("pk"):
            _judge(message, free, now=now)
    return True


def _judge(message: OutboundMessage, free: list[Listed], *, now: datetime) -> None:
    """The same words have left: bound.  Nearly the same: a person decides.  None: it waits on."""
    same = next((one for one in reversed(free) if evidence.alike(one, message)), None)
    if same is not None:
        free.remove(same)
        outcomes.bind(
            message,
            provider_id=same.provider_id,
            status=same.status,
            now=now,
            error_code=same.error_code,
        )
        _note(message, "bound")
    elif _like(message, free):
        why = "after the restore, nearly the same words were found there"
        holding.hold(message, why=why, now=now, states=WAITING)
        _note(message, "alike")
    else:
        _note(message, "absent")


def _note(message: OutboundMessage, found: str) -> None:
    RestoreCheck.objects.create(message=message, at=clock.engine_now(), found=found)


def _like(message: OutboundMessage, free: Sequence[Listed]) -> bool:
    """A text that was put together anew may say the same in other words."""
    return any(SequenceMatcher(None, one.body, message.body).ratio() >= ALIKE for one in free)
