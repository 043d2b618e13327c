"""Writes down what came of an attempt, and draws the consequences."""

import hashlib
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from messaging import clock
from messaging.actions import audit, consequences
from messaging.failpoints import reached
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus
from messaging.models import Attempt, OutboundMessage
from messaging.rules.status import MessageState, rises, state_of

BACKOFF = (5, 30, 120, 600, 1800)
POLLS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=11), timedelta(days=3))


def digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


@transaction.atomic
def record(*, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """Close the attempt and move its message on, if a receipt has not done so already."""
    closed = Attempt.objects.filter(pk=attempt.pk, open=True).update(
        outcome=outcome.kind,
        provider_id=outcome.provider_id if outcome.kind is OutcomeClass.ACCEPTED else None,
        http_status=outcome.http_status,
        error_code=outcome.error_code,
        retry_after=outcome.retry_after,
        detail=outcome.detail[:200],
        open=outcome.kind is OutcomeClass.UNKNOWN,
        closed_at=None if outcome.kind is OutcomeClass.UNKNOWN else clock.engine_now(),
    )
    if closed:
        reached("outcomes.closed")
        _MOVES[outcome.kind](attempt, outcome, now)
        reached("outcomes.moved")


def bind(
    message: OutboundMessage,
    *,
    provider_id: str,
    status: ProviderStatus,
    now: datetime,
    error_code: int | None = None,
) -> bool:
    """The provider has it: from any state that still doubts, and never back."""
    doubting = (
        MessageState.SUBMITTING,
        MessageState.UNKNOWN,
        MessageState.HELD,
        MessageState.RETRY_WAIT,
        MessageState.QUEUED,
        MessageState.CLAIMED,
    )
    OutboundMessage.objects.filter(pk=message.pk, state__in=doubting).update(
        state=MessageState.ACCEPTED,
        reason="",
        provider_id=provider_id,
        accepted_at=now,
        next_action_at=clock.engine_now() + POLLS[0],
        lease_until=None,
    )
    return raise_status(message, status=status, now=now, error_code=error_code)


@transaction.atomic
def raise_status(
    message: OutboundMessage,
    *,
    status: ProviderStatus,
    now: datetime,
    error_code: int | None = None,
) -> bool:
    """Let the provider's status rise by rank; the first final one stands.  True: it rose."""
    message.refresh_from_db()
    if message.state != MessageState.ACCEPTED or not rises(message.provider_status, status):
        return False
    state = state_of(status)
    final = state != MessageState.ACCEPTED
    rose = OutboundMessage.objects.filter(
        pk=message.pk, state=MessageState.ACCEPTED, provider_status=message.provider_status
    ).update(
        provider_status=status,
        state=state,
        error_code=error_code,
        finished_at=now if final else None,
        next_action_at=None if final else message.next_action_at,
    )
    if rose and error_code:
        consequences.draw(message, code=error_code, now=now)
    return bool(rose)


def _accepted(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    bind(attempt.message, provider_id=outcome.provider_id, status=outcome.status, now=now)


def _not_sent(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """Proven not sent: wait at least as long as the provider asked, with jitter."""
    step = BACKOFF[min(attempt.number, len(BACKOFF)) - 1]
    wait = max(outcome.retry_after or 0, step * random.uniform(0.8, 1.2))
    _move(
        attempt,
        state=MessageState.RETRY_WAIT,
        reason=outcome.detail[:200] or "not sent",
        next_action_at=clock.engine_now() + timedelta(seconds=wait),
        error_code=outcome.error_code,
    )


def _rejected(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """The provider said no: a reason on the row, then what its code asks for."""
    if consequences.may_try_again(outcome.error_code, tries=attempt.number):
        _not_sent(attempt, outcome, now)
        consequences.draw_halt(attempt.message, code=outcome.error_code, now=now)
        return
    moved = _move(
        attempt,
        state=MessageState.REJECTED,
        reason=f"refused by the provider: {outcome.error_code or outcome.http_status}",
        error_code=outcome.error_code,
        finished_at=now,
        next_action_at=None,
    )
    if moved:
        audit.record(
            "outbound.rejected",
            attempt.message,
            by="the provider",
            now=now,
            clinic=attempt.message.phone.clinic,
            after={"code": outcome.error_code},
        )
        consequences.draw(attempt.message, code=outcome.error_code, now=now)


def _unknown(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """It may exist: leave it alone until a late request can no longer appear."""
    quarantine = timedelta(seconds=settings.PIPELINE["quarantine_seconds"])
    _move(
        attempt,
        state=MessageState.UNKNOWN,
        reason=outcome.detail[:200] or "no clear answer from the provider",
        next_action_at=attempt.intent_at + quarantine,
    )


def _move(attempt: Attempt, **changes: object) -> int:
    return OutboundMessage.objects.filter(
        pk=attempt.message_id, state=MessageState.SUBMITTING, tries=attempt.number
    ).update(lease_until=None, **changes)


_MOVES = {
    OutcomeClass.ACCEPTED: _accepted,
    OutcomeClass.NOT_SENT: _not_sent,
    OutcomeClass.REJECTED: _rejected,
    OutcomeClass.UNKNOWN: _unknown,
}
