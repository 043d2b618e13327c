"""Looks after the texts that wait at the provider for their time.

Each is asked about again, by the guards that let it go, once a minute and shortly before
its time; what may not leave any more, or is wanted back, is cancelled at the provider.
"""

from datetime import datetime, timedelta

from messaging import clock
from messaging.actions import alerts, guards, outcomes, taking_back
from messaging.gateway import connect
from messaging.gateway.base import ProviderStatus
from messaging.models import Attempt, OutboundMessage

LOOK_EVERY = timedelta(seconds=60)
ASK_EVERY = timedelta(seconds=5)


def watch(*, now: datetime, limit: int = 50) -> None:
    """One turn over the scheduled texts whose next look is due."""
    due = OutboundMessage.objects.scheduled().filter(next_action_at__lte=clock.engine_now())
    rows = due.select_related(
        "sender", "phone__clinic", "reminder__enrolment", "recipient__patient"
    )
    for message in rows.order_by("next_action_at")[:limit]:
        _look(message, now=now)


def _look(message: OutboundMessage, *, now: datetime) -> None:
    attempt = message.attempts.order_by("number").last()
    if attempt is None:
        return
    _guard(message, attempt, now=now)
    _put_off(message, attempt)
    if message.take_back:
        _cancel(message, now=now)
    elif clock.engine_now() > _last_look(attempt):
        _ask(message, now=now)


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


def _cancel(message: OutboundMessage, *, now: datetime) -> None:
    """Taken back, or found to have left; no answer leaves the row to be asked about again."""
    receipt = connect().cancel(message.provider_id)
    if receipt is not None and receipt.status is not ProviderStatus.UNKNOWN:
        outcomes.raise_status(
            message, status=receipt.status, now=now, error_code=receipt.error_code
        )


def _ask(message: OutboundMessage, *, now: datetime) -> None:
    receipt = connect().fetch(message.provider_id)
    if receipt is not None and receipt.status is not ProviderStatus.UNKNOWN:
        outcomes.raise_status(
            message, status=receipt.status, now=now, error_code=receipt.error_code
        )
