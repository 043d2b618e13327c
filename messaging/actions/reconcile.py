"""Settles what is in doubt: lease ends, unanswered requests, texts without an end state.

The rules are in `docs/pipelines.md` section 3.  A text in UNKNOWN is looked for in the
provider's list only after its quarantine; two negative reads apart prove absence and
allow one new attempt while it is still useful; otherwise a person decides (HELD).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from content.text import gsm
from messaging import clock
from messaging.actions import endings, evidence, fencing, holding, outcomes, restored
from messaging.failpoints import reached
from messaging.gateway import connect
from messaging.gateway.base import Listed, ProviderStatus
from messaging.models import Attempt, OutboundMessage, Phone
from messaging.models.messages import OutboundQuerySet
from messaging.rules.status import MessageState

BLIND_READS = 5
MOST_CANCELS = 3


def reap(*, now: datetime) -> None:
    """Move on the rows whose lease, wait or usefulness has ended."""
    engine = clock.engine_now()
    rows = OutboundMessage.objects
    rows.stale(engine, MessageState.CLAIMED).update(
        state=MessageState.QUEUED, claim="", lease_until=None
    )
    reached("reconcile.unclaimed")
    for message in rows.stale(engine, MessageState.SUBMITTING):
        _doubt(message)
        reached("reconcile.doubted")
    rows.stale(engine, MessageState.RETRY_WAIT).update(state=MessageState.QUEUED)
    waiting = rows.filter(state__in=(MessageState.QUEUED, MessageState.RETRY_WAIT))
    waiting.filter(useful_until__lte=now).exclude(pk__in=restored.awaited()).update(
        state=MessageState.EXPIRED,
        reason="no longer useful",
        finished_at=now,
        next_action_at=None,
    )
    holding.remind(now=now)


def _doubt(message: OutboundMessage) -> None:
    """The worker stopped before the provider answered: quarantine counts from the intent."""
    attempt = message.attempts.order_by("number").last()
    OutboundMessage.objects.filter(
        pk=message.pk, state=MessageState.SUBMITTING, tries=message.tries
    ).update(
        state=MessageState.UNKNOWN,
        lease_until=None,
        next_action_at=fencing.settled_at(attempt) if attempt else clock.engine_now(),
        reason="the worker stopped before the provider answered",
    )


def settle(*, now: datetime, limit: int = 20) -> bool:
    """Look for texts in doubt, and ask after accepted ones that never said more.

    True: there may be more.  A provider that does not answer ends the turn: each question
    can take half a minute, and the tick must go on.
    """
    engine = clock.engine_now()
    doubtful = OutboundMessage.objects.stale(engine, MessageState.UNKNOWN)
    quiet = OutboundMessage.objects.stale(engine, MessageState.ACCEPTED)
    quiet = quiet.exclude(provider_status=ProviderStatus.SCHEDULED)
    rows = doubtful.select_related("phone__clinic", "sender").order_by("next_action_at", "id")
    found = list(rows[:limit])
    if not all(_settle(message, now=now) for message in found):
        return False
    asked = list(quiet.order_by("next_action_at", "id")[:limit])
    answered = all(_ask_after(message, now=now) for message in asked)
    return answered and bool(found or asked)


def _settle(message: OutboundMessage, *, now: datetime) -> bool:
    """False: the provider's list could not be read."""
    if _too_early(message):
        return True
    since = evidence.since(message)
    listed = _listed(message, since=since)
    reached("reconcile.listed")
    if listed is None:
        _blind(message, now=now)
        return not settings.LIST_SHOWS_TEXTS
    with transaction.atomic():
        Phone.objects.select_for_update(no_key=True).get(pk=message.phone_id)
        if not _still_asked(message):
            return True
        hit = next(evidence.ours(message, listed, since=since), None)
        if hit is None:
            _absent(message, now=now)
        else:
            _found(message, hit, now=now)
        reached("reconcile.settling")
    reached("reconcile.settled")
    if hit is not None and not evidence.is_providers(message):
        _cancel_surplus(message, evidence.surplus(message, listed, since=since), now=now)
    return True


def _cancel_surplus(message: OutboundMessage, rows: Sequence[Listed], *, now: datetime) -> None:
    """One is bound; what else waits there with its words is taken back before its time."""
    for one in rows:
        if not any(_gone(one.provider_id) for _ in range(MOST_CANCELS)):
            what = "The provider holds this text twice, and one could not be taken back."
            holding.say(message, what, now=now)


def _gone(provider_id: str) -> bool:
    receipt = connect().cancel(provider_id)
    return receipt is not None and receipt.status is ProviderStatus.CANCELED


def _too_early(message: OutboundMessage) -> bool:
    """A scheduled request can still appear until its fence, whoever set the next look."""
    attempt = message.attempts.filter(send_at__isnull=False).order_by("number").last()
    if attempt is None or attempt.number != message.tries:
        return False
    earliest = fencing.settled_at(attempt)
    if clock.engine_now() >= earliest:
        return False
    _as_read(message).update(next_action_at=earliest)
    return True


def _listed(message: OutboundMessage, *, since: datetime) -> Sequence[Listed] | None:
    """None also where redaction hides numbers or words: then absence cannot be seen."""
    if not settings.LIST_SHOWS_TEXTS and not evidence.is_providers(message):
        return None
    listed = connect().listed(to=message.phone.number, since=since)
    hidden = listed is not None and any(one.outbound and not one.body.strip() for one in listed)
    return None if hidden else listed


def _as_read(message: OutboundMessage) -> OutboundQuerySet:
    """The row as this worker read it: another's step since then makes this one void."""
    return OutboundMessage.objects.filter(
        pk=message.pk,
        state=MessageState.UNKNOWN,
        tries=message.tries,
        next_action_at=message.next_action_at,
    )


def _still_asked(message: OutboundMessage) -> bool:
    """Under the lock: False where a receipt or another worker has settled or re-timed it."""
    asked_for = message.next_action_at
    message.refresh_from_db()
    return message.state == MessageState.UNKNOWN and message.next_action_at == asked_for


def _found(message: OutboundMessage, hit: Listed, *, now: datetime) -> None:
    if evidence.is_providers(message):
        OutboundMessage.objects.filter(pk=message.pk).update(
            body=hit.body, segments=gsm.measure(hit.body).segments
        )
    Attempt.objects.filter(message=message, number=message.tries, open=True).update(
        provider_id=hit.provider_id, open=False, closed_at=clock.engine_now(), outcome="accepted"
    )
    outcomes.bind(
        message,
        provider_id=hit.provider_id,
        status=hit.status,
        now=now,
        error_code=hit.error_code,
    )


def _absent(message: OutboundMessage, *, now: datetime) -> None:
    """Once is not enough: the list may lag behind what was accepted."""
    lag = timedelta(seconds=settings.PIPELINE["list_lag_seconds"])
    same = OutboundMessage.objects.filter(
        pk=message.pk, state=MessageState.UNKNOWN, tries=message.tries
    )
    if message.negative_reads < 1:
        same.update(negative_reads=1, next_action_at=clock.engine_now() + lag)
    elif evidence.is_providers(message):
        same.update(**_ended(now, "the provider's own answer is not in its list"))
    elif message.take_back or endings.once_only(message):
        why = message.take_back or "its one try did not get through, and it is never sent twice"
        same.update(**_ended(now, why))
        _close(message)
    elif now < message.useful_until and not _absent_before(message):
        _again(message)
    else:
        holding.hold(
            message,
            why="not found at the provider, and too late or too often to try again",
            now=now,
        )


def _ended(now: datetime, reason: str) -> dict[str, Any]:
    return {
        "state": MessageState.CANCELLED,
        "reason": reason,
        "finished_at": now,
        "next_action_at": None,
    }


def _give_up_on_the_providers(message: OutboundMessage, *, now: datetime) -> None:
    """Its own answer was never ours to send: a person has nothing to decide."""
    if message.blind_reads + 1 >= BLIND_READS:
        OutboundMessage.objects.filter(pk=message.pk, state=MessageState.UNKNOWN).update(
            **_ended(now, "the provider's own answer could not be read")
        )


def _absent_before(message: OutboundMessage) -> bool:
    """One new attempt after proven absence, not one after the other."""
    return message.attempts.filter(outcome=outcomes.ABSENT).exists()


def _close(message: OutboundMessage) -> None:
    Attempt.objects.filter(message=message, number=message.tries, open=True).update(
        open=False, closed_at=clock.engine_now(), outcome=outcomes.ABSENT
    )


def _again(message: OutboundMessage) -> None:
    _close(message)
    OutboundMessage.objects.filter(
        pk=message.pk, state=MessageState.UNKNOWN, tries=message.tries
    ).update(
        state=MessageState.QUEUED,
        negative_reads=0,
        next_action_at=clock.engine_now(),
        reason="proven absent at the provider: sent again",
    )


def _blind(message: OutboundMessage, *, now: datetime) -> None:
    """The list could not be read: wait, and in the end let a person decide."""
    lag = timedelta(seconds=settings.PIPELINE["list_lag_seconds"])
    counted = _as_read(message).update(
        blind_reads=F("blind_reads") + 1, next_action_at=clock.engine_now() + lag
    )
    if not counted:
        return
    reached("reconcile.blind")
    if evidence.is_providers(message):
        _give_up_on_the_providers(message, now=now)
    elif not settings.LIST_SHOWS_TEXTS:
        holding.hold(
            message, why="the provider's list does not show texts, and no receipt came", now=now
        )
    elif message.blind_reads + 1 >= BLIND_READS:
        holding.hold(message, why="the provider's list cannot be read", now=now)


def _ask_after(message: OutboundMessage, *, now: datetime) -> bool:
    """Ask for the status that no callback brought; rarer as the text ages.

    False: the provider did not answer.
    """
    engine = clock.engine_now()
    attempt = message.attempts.order_by("number").last()
    age = engine - ((attempt and attempt.send_at) or evidence.since(message))
    later = next((p for p in outcomes.POLLS if p > age), timedelta(days=7))
    OutboundMessage.objects.filter(pk=message.pk, state=MessageState.ACCEPTED).update(
        next_action_at=engine + later
    )
    receipt = connect().fetch(message.provider_id)
    reached("reconcile.asked")
    if receipt is not None and receipt.status is not ProviderStatus.UNKNOWN:
        outcomes.raise_status(
            message, status=receipt.status, now=now, error_code=receipt.error_code
        )
    return receipt is not None
