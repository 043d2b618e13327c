"""Sends what is due, a batch at a time: claim, commit the intent, post, record.

The order is that of `docs/pipelines.md` section 3.  No transaction is open while the
provider is called; every step is a compare-and-set on the row's state and claim.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, transaction

from messaging import clock
from messaging.actions import fencing, gates, guards, outcomes, pacing
from messaging.actions.fencing import Mode
from messaging.failpoints import reached
from messaging.gateway import connect
from messaging.gateway.base import Outcome, Outgoing, steady
from messaging.models import Attempt, OutboundMessage, Phone
from messaging.rules.status import MessageState

log = logging.getLogger(__name__)
LONGEST_VALIDITY = 36000
# Twilio's connection override: five tries on any failure; a fragment is not signed.
CALLBACK_MANNER = "#rc=5&rp=all"
# A new attempt has an id and a status of its own; the last one's stand in its own row.
_NOTHING_KNOWN: Final[dict[str, Any]] = {
    "provider_id": "",
    "provider_status": "",
    "error_code": None,
    "negative_reads": 0,
    "blind_reads": 0,
}


@dataclass(frozen=True)
class Ready:
    """One text whose intent is committed: the row, its open attempt, and what to post."""

    message: OutboundMessage
    attempt: Attempt
    outgoing: Outgoing


def run(*, now: datetime) -> bool:
    """Send one batch.  True: look again at once.  False: nothing was due."""
    claimed = _claim(now=now)
    if not claimed:
        return False
    reached("dispatch.claimed")
    ready = [r for r in (_commit_intents(claimed, now=now)) if r]
    reached("dispatch.intended")
    if ready:
        gates.before_posting([one.attempt for one in ready], now=now)
        reached("dispatch.noted")
        for place, outcome in connect().as_they_come([one.outgoing for one in ready]):
            reached("dispatch.answered")
            _record(ready[place].attempt, outcome, now=now)
            reached("dispatch.recorded")
    return True


def _record(attempt: Attempt, outcome: Outcome, *, now: datetime) -> None:
    """What cannot be written now is left in doubt, and does not cost the rest of the batch."""
    try:
        outcomes.record(attempt=attempt, outcome=outcome, now=now)
    except DatabaseError:
        log.exception("attempt %s: what came of it could not be stored", attempt.pk)


def _claim(*, now: datetime) -> list[OutboundMessage]:
    """Take a batch for this worker: one text a phone, most pressing first, within pace."""
    engine = clock.engine_now()
    chosen = _choose(now=now, engine_now=engine)
    if not chosen:
        return []
    reached("dispatch.chosen")
    claim = secrets.token_hex(16)
    lease = engine + fencing.seconds("claim_lease_seconds")
    # No join here: the conditions on the row itself are what makes two claims exclude each other.
    free = OutboundMessage.objects.filter(
        pk__in=chosen, state=MessageState.QUEUED, next_action_at__lte=engine
    ).filter(due_at__lte=fencing.latest(now))
    free.update(state=MessageState.CLAIMED, claim=claim, lease_until=lease, next_action_at=lease)
    mine = OutboundMessage.objects.filter(claim=claim, state=MessageState.CLAIMED)
    return list(mine.select_related("sender", "phone__clinic", "reminder", "recipient__patient"))


def _choose(*, now: datetime, engine_now: datetime) -> list[int]:
    batch = settings.PIPELINE["batch"]
    chosen = pacing.choose(now=now, engine_now=engine_now, limit=batch)
    if chosen and gates.closed(now=now):
        return pacing.choose(now=now, engine_now=engine_now, limit=batch)
    return chosen


@transaction.atomic
def _commit_intents(claimed: Sequence[OutboundMessage], *, now: datetime) -> list[Ready | None]:
    """Under the phones' locks, in id order: re-check every text, then write its attempt."""
    phones = sorted({message.phone_id for message in claimed})
    list(Phone.objects.select_for_update(no_key=True).filter(pk__in=phones).order_by("pk"))
    ready = [_intend(message, now=now) for message in claimed]
    reached("dispatch.intending")
    return ready


def _intend(message: OutboundMessage, *, now: datetime) -> Ready | None:
    """What goes ahead of its time is asked as of that time."""
    begun = steady()
    engine = clock.engine_now()
    at = fencing.send_at(message, now=now, engine_now=engine)
    verdict = guards.check(message, now=message.due_at if at else now)
    if verdict is not None:
        guards.stand_down(message, verdict, now=now)
        return None
    lease = engine + fencing.seconds("lease_seconds")
    moved = OutboundMessage.objects.filter(
        pk=message.pk, state=MessageState.CLAIMED, claim=message.claim
    ).update(
        state=MessageState.SUBMITTING,
        tries=message.tries + 1,
        lease_until=lease,
        next_action_at=lease,
        **_NOTHING_KNOWN,
    )
    if not moved:
        return None
    attempt = _attempt(message, engine_now=engine, at=at)
    outgoing = replace(
        _outgoing(message, token=attempt.token, now=now),
        send_at=attempt.send_at,
        deadline=begun + settings.PIPELINE["lease_seconds"],
    )
    return Ready(message, attempt, outgoing)


def _attempt(message: OutboundMessage, *, engine_now: datetime, at: datetime | None) -> Attempt:
    return Attempt.objects.create(
        message=message,
        number=message.tries + 1,
        token=secrets.token_hex(16),
        mode=Mode.SCHEDULED if at else Mode.IMMEDIATE,
        intent_at=engine_now,
        send_at=at,
        body_sha256=outcomes.digest(message.body),
    )


def _outgoing(message: OutboundMessage, *, token: str, now: datetime) -> Outgoing:
    """The validity counts from the request, also where the provider keeps it till later [30036]."""
    left = int((message.useful_until - now).total_seconds())
    return Outgoing(
        to=message.phone.number,
        body=message.body,
        callback=f"{settings.PUBLIC_URL}/twilio/receipt/{token}{CALLBACK_MANNER}",
        sender_number=message.sender.number,
        messaging_service=message.sender.service_id,
        validity_seconds=max(1, min(LONGEST_VALIDITY, left)),
    )
