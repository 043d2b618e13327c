"""Writes down what came of an attempt, and draws the consequences."""

import hashlib
import logging
import random
from datetime import datetime, timedelta

from django.db import transaction

from messaging import clock
from messaging.actions import audit, consequences, endings, fencing, holding, taking_back
from messaging.failpoints import reached
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus, Receipt
from messaging.models import Attempt, OutboundMessage
from messaging.rules.status import MessageState, conflicts, rises

log = logging.getLogger(__name__)
POLLS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=11), timedelta(days=3))
ABSENT = "absent"  # what a doubt is called once it is proven that nothing was made
_NEVER_MADE = frozenset({ABSENT, OutcomeClass.NOT_SENT, OutcomeClass.REJECTED})
_DOUBTING = (
    MessageState.SUBMITTING,
    MessageState.UNKNOWN,
    MessageState.HELD,
    MessageState.RETRY_WAIT,
    MessageState.QUEUED,
    MessageState.CLAIMED,
)


def digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


@transaction.atomic
def record(*, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """Close the attempt and move its message on, if a receipt has not done so already.

    An acceptance that comes after the attempt was closed is evidence like a receipt.
    """
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
    elif outcome.kind is OutcomeClass.ACCEPTED:
        answer = Receipt(outcome.provider_id, outcome.status, outcome.status)
        prove(attempt, evidence=answer, now=now)


def prove(attempt: Attempt, *, evidence: Receipt, now: datetime) -> str:
    """What the provider said of one attempt, whenever it comes: "rose", "kept" or "conflict".

    An id that belongs to another attempt is evidence of nothing here.  An attempt that was
    taken for one that never was, and whose text was tried again since, is said aloud.
    """
    before = Attempt.objects.get(pk=attempt.pk)
    if not _is_its_own(before, provider_id=evidence.provider_id):
        return "kept"
    message = attempt.message
    message.refresh_from_db()
    if before.number != message.tries:
        if before.provider_id is None and before.outcome in _NEVER_MADE:
            _say_twice(message, before, now=now)
        return "kept"
    rose = bind(
        message,
        provider_id=evidence.provider_id,
        status=evidence.status,
        now=now,
        error_code=evidence.error_code,
    )
    if not rose and conflicts(message.provider_status, evidence.status):
        log.warning("text %s: a second end (%s) is kept beside the first", message.pk, evidence)
        return "conflict"
    return "rose" if rose else "kept"


def _is_its_own(attempt: Attempt, *, provider_id: str) -> bool:
    """True when this id is, or now becomes, the attempt's own."""
    if Attempt.objects.filter(provider_id=provider_id).exclude(pk=attempt.pk).exists():
        return False
    Attempt.objects.filter(pk=attempt.pk, provider_id=None).update(
        provider_id=provider_id,
        outcome=OutcomeClass.ACCEPTED,
        open=False,
        closed_at=clock.engine_now(),
    )
    return Attempt.objects.filter(pk=attempt.pk, provider_id=provider_id).exists()


def _say_twice(message: OutboundMessage, attempt: Attempt, *, now: datetime) -> None:
    """An assumption (A1 or A2) did not hold: the one thing that must never pass in silence."""
    log.error("text %s: attempt %s was taken for absent, yet exists", message.pk, attempt.number)
    holding.say(message, "This text may have come twice: it was found late.", now=now)


def bind(
    message: OutboundMessage,
    *,
    provider_id: str,
    status: ProviderStatus,
    now: datetime,
    error_code: int | None = None,
) -> bool:
    """The provider has it: from any state that still doubts this attempt, and never back."""
    engine = clock.engine_now()
    waits = status is ProviderStatus.SCHEDULED
    OutboundMessage.objects.filter(
        pk=message.pk, state__in=_DOUBTING, tries=message.tries, provider_id=""
    ).update(
        state=MessageState.ACCEPTED,
        reason=taking_back.WAITS if waits else "",
        provider_id=provider_id,
        accepted_at=now,
        next_action_at=engine if waits else engine + POLLS[0],
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
    before = message.provider_status
    if message.state != MessageState.ACCEPTED or not rises(before, status):
        return False
    rose = OutboundMessage.objects.filter(
        pk=message.pk,
        state=MessageState.ACCEPTED,
        tries=message.tries,
        provider_status=before,
    ).update(
        provider_status=status,
        error_code=error_code,
        **endings.changes(message, status=status, code=error_code, now=now),
    )
    if not rose:
        return False
    message.refresh_from_db()
    taking_back.note_too_late(message, before=before, now=now)
    if error_code:
        consequences.draw(message, code=error_code, now=now)
    return True


def _accepted(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    bind(_its_message(attempt), provider_id=outcome.provider_id, status=outcome.status, now=now)


def _its_message(attempt: Attempt) -> OutboundMessage:
    """The message as this attempt knew it: whatever is newer must not be moved by it."""
    message = attempt.message
    message.tries = attempt.number
    return message


def _not_sent(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """Proven not sent: wait at least as long as the provider asked, with jitter."""
    wait = max(
        outcome.retry_after or 0, endings.back_off(attempt.number) * random.uniform(0.8, 1.2)
    )
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
    if consequences.is_fence(outcome.error_code):
        _fenced(attempt, now)
    else:
        _end_refused(attempt, outcome, now)


def _fenced(attempt: Attempt, now: datetime) -> None:
    holding.hold(
        _its_message(attempt),
        why="the provider refused its last schedule as too late",
        now=now,
        states=(MessageState.SUBMITTING,),
    )


def _end_refused(attempt: Attempt, outcome: Outcome, now: datetime) -> None:
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
    _move(
        attempt,
        state=MessageState.UNKNOWN,
        reason=outcome.detail[:200] or "no clear answer from the provider",
        next_action_at=fencing.settled_at(attempt),
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
