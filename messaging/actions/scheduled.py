"""Looks after the texts that wait at the provider for their time.

Each is asked about again, by the guards that let it go, once a minute and shortly before
its time; what may not leave any more, or is wanted back, is cancelled at the provider.
"""

from datetime import datetime, timedelta

from messaging import clock
from messaging.actions import alerts, guards, outcomes, taking_back
from messaging.gateway import connect
from messaging.gateway.base import ProviderStatus, Receipt
from messaging.models import Attempt, OutboundMessage

LOOK_EVERY = timedelta(seconds=60)
ASK_EVERY = timedelta(seconds=5)


def watch(*, now: datetime, limit: int = 50) -> bool:
    """One turn over the scheduled texts whose next look is due.  True: there may be more.

    A provider that does not answer ends the turn, as in `reconcile.settle`.
    """
    due = OutboundMessage.objects.scheduled().filter(next_action_at__lte=clock.engine_now())
    rows = due.select_related(
        "sender", "phone__clinic", "reminder__enrolment", "recipient__patient"
    )
    found = list(rows.order_by("next_action_at", "id")[:limit])
    return all(_look(message, now=now) for message in found) and bool(found)


def _look(message: OutboundMessage, *, now: datetime) -> bool:
    """False: the provider did not answer."""
    attempt = message.attempts.order_by("number").last()
    if attempt is None:
        return True
    _guard(message, attempt, now=now)
    _put_off(message, attempt)
    if message.take_back:
        return _heard(message, connect().cancel(message.provider_id), now=now)
    if attempt.send_at and clock.engine_now() > attempt.send_at:
        return _heard(message, connect().fetch(message.provider_id), now=now)
    return True


def _guard(message: OutboundMessage, attempt: Attempt, *, now: datetime) -> None:
    """Consent, number, person, approval, hours: as of its time.  After that it has left."""
    if message.take_back or (attempt.send_at and clock.engine_now() >= attempt.send_at):
        return
    why = _why_not(message, now=now)
    if why:
        taking_back.want_back(message, by="last look before sending", now=now, reason=why)
        message.refresh_from_db()


def _why_not(message: OutboundMessage, *, now: datetime) -> str:
    """What has come up since it was handed over; empty: it may still leave."""
    verdict = guards.check(message, now=max(now, message.due_at))
    if verdict is not None:
        return verdict.reason
    if message.reminder and not message.reminder.enrolment.active:
        return "the enrolment has ended"
    return "an urgent alert is open" if alerts.pressing(message.phone, now=now) else ""


def _put_off(message: OutboundMessage, attempt: Attempt) -> None:
    """The next look stands on the row before the provider is asked."""
    engine = clock.engine_now()
    last = _last_look(attempt)
    if message.take_back:
        later = engine + ASK_EVERY
    elif engine < last:
        later = min(engine + LOOK_EVERY, last)
    else:
        later = max(engine, last) + LOOK_EVERY
    OutboundMessage.objects.filter(pk=message.pk).scheduled().update(next_action_at=later)


def _last_look(attempt: Attempt) -> datetime:
    return (attempt.send_at or attempt.intent_at) - LOOK_EVERY / 2


def _heard(message: OutboundMessage, receipt: Receipt | None, *, now: datetime) -> bool:
    """Taken back, left, or neither yet; without an answer the row is asked about again."""
    if receipt is not None and receipt.status is not ProviderStatus.UNKNOWN:
        outcomes.raise_status(
            message, status=receipt.status, now=now, error_code=receipt.error_code
        )
    return receipt is not None
