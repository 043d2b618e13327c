"""Settles what is in doubt: lease ends, unanswered requests, texts without an end state.

The rules are in `docs/pipelines.md` section 3.  A text in UNKNOWN is looked for in the
provider's list only after its quarantine; two negative reads apart prove absence and
allow one new attempt while it is still useful; otherwise a person decides (HELD).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from content.text import gsm
from messaging import clock
from messaging.actions import handoffs, outcomes
from messaging.failpoints import reached
from messaging.gateway import connect
from messaging.gateway.base import Listed, ProviderStatus
from messaging.models import Attempt, HandOffKind, Origin, OutboundMessage, Phone
from messaging.rules.status import MessageState

BLIND_READS = 5
MOST_ATTEMPTS = 2
SKEW = timedelta(seconds=60)


def reap(*, now: datetime) -> None:
    """Move on the rows whose lease, wait or usefulness has ended."""
    engine = clock.engine_now()
    rows = OutboundMessage.objects
    rows.stale(engine, MessageState.CLAIMED).update(
        state=MessageState.QUEUED, claim="", lease_until=None
    )
    reached("reconcile.unclaimed")
    quarantine = timedelta(seconds=settings.PIPELINE["quarantine_seconds"])
    rows.stale(engine, MessageState.SUBMITTING).update(
        state=MessageState.UNKNOWN,
        lease_until=None,
        next_action_at=engine + quarantine,
        reason="the worker stopped before the provider answered",
    )
    reached("reconcile.doubted")
    rows.stale(engine, MessageState.RETRY_WAIT).update(state=MessageState.QUEUED)
    waiting = rows.filter(state__in=(MessageState.QUEUED, MessageState.RETRY_WAIT))
    waiting.filter(useful_until__lte=now).update(
        state=MessageState.EXPIRED,
        reason="no longer useful",
        finished_at=now,
        next_action_at=None,
    )


def settle(*, now: datetime, limit: int = 20) -> bool:
    """Look for texts in doubt, and ask after accepted ones that never said more."""
    engine = clock.engine_now()
    doubtful = OutboundMessage.objects.stale(engine, MessageState.UNKNOWN)
    quiet = OutboundMessage.objects.stale(engine, MessageState.ACCEPTED)
    found = list(doubtful.select_related("phone__clinic", "sender")[:limit])
    for message in found:
        _settle(message, now=now)
    for message in quiet[:limit]:
        _ask_after(message, now=now)
    return bool(found)


def _settle(message: OutboundMessage, *, now: datetime) -> None:
    since = _since(message)
    listed = connect().listed(to=message.phone.number, since=since)
    reached("reconcile.listed")
    if listed is None:
        _blind(message, now=now)
        return
    with transaction.atomic():
        Phone.objects.select_for_update(no_key=True).get(pk=message.phone_id)
        if not _still_asked(message):
            return
        hit = next(_ours(message, listed, since=since), None)
        if hit is None:
            _absent(message, now=now)
        else:
            _found(message, hit, now=now)
        reached("reconcile.settling")
    reached("reconcile.settled")


def _still_asked(message: OutboundMessage) -> bool:
    """Under the lock: False where a receipt or another worker has settled or re-timed it."""
    asked_for = message.next_action_at
    message.refresh_from_db()
    return message.state == MessageState.UNKNOWN and message.next_action_at == asked_for


def _since(message: OutboundMessage) -> datetime:
    """The earliest instant (engine time) at which it can have reached the provider."""
    attempt = message.attempts.order_by("number").last()
    if attempt is not None:
        return attempt.intent_at - SKEW
    cause = message.in_reply_to
    return (cause.arrived_at if cause else message.queued_at) - SKEW


def _ours(
    message: OutboundMessage, listed: Iterable[Listed], *, since: datetime
) -> Iterator[Listed]:
    """Outbound, new enough, same words, and not another attempt's.

    Equal texts to one number are interchangeable, so any free one will do.
    """
    for one in listed:
        same = _is_foreign(one, message) if _is_providers(message) else one.body == message.body
        if one.outbound and one.created_at >= since and same and not _taken(one.provider_id):
            yield one


def _is_providers(message: OutboundMessage) -> bool:
    return message.origin == Origin.PROVIDER


def _is_foreign(one: Listed, message: OutboundMessage) -> bool:
    """Words that we never tried to send to this phone: the provider's own answer."""
    ours = Attempt.objects.filter(message__phone=message.phone_id)
    return not ours.filter(body_sha256=outcomes.digest(one.body)).exists()


def _taken(provider_id: str) -> bool:
    return (
        Attempt.objects.filter(provider_id=provider_id).exists()
        or OutboundMessage.objects.filter(provider_id=provider_id).exists()
    )


def _found(message: OutboundMessage, hit: Listed, *, now: datetime) -> None:
    if _is_providers(message):
        OutboundMessage.objects.filter(pk=message.pk).update(
            body=hit.body, segments=gsm.measure(hit.body).segments
        )
    Attempt.objects.filter(message=message, open=True).update(
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
    elif _is_providers(message):
        same.update(
            state=MessageState.CANCELLED,
            finished_at=now,
            next_action_at=None,
            reason="the provider's own answer is not in its list",
        )
    elif message.tries < MOST_ATTEMPTS and now < message.useful_until:
        _again(message)
    else:
        hold(
            message,
            why="not found at the provider, and too late or too often to try again",
            now=now,
        )


def _again(message: OutboundMessage) -> None:
    Attempt.objects.filter(message=message, open=True).update(
        open=False, closed_at=clock.engine_now(), outcome="absent"
    )
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
    same = OutboundMessage.objects.filter(pk=message.pk, state=MessageState.UNKNOWN)
    reached("reconcile.blind")
    same.update(blind_reads=F("blind_reads") + 1, next_action_at=clock.engine_now() + lag)
    if message.blind_reads + 1 >= BLIND_READS:
        hold(message, why="the provider's list cannot be read", now=now)


@transaction.atomic
def hold(message: OutboundMessage, *, why: str, now: datetime) -> None:
    """Said aloud: a HELD row stands on the coordinator's list until a person decides."""
    held = OutboundMessage.objects.filter(pk=message.pk, state=MessageState.UNKNOWN).update(
        state=MessageState.HELD,
        reason=why[:200],
        next_action_at=clock.engine_now() + timedelta(hours=1),
    )
    if held:
        reached("reconcile.holding")
        handoffs.open_(
            kind=HandOffKind.HELD,
            phone=message.phone,
            outbound=message,
            now=now,
            why=f"This text may or may not have gone out: {why}. Phone her, then close this.",
        )


def _ask_after(message: OutboundMessage, *, now: datetime) -> None:
    """Ask for the status that no callback brought; rarer as the text ages."""
    engine = clock.engine_now()
    age = engine - _since(message)
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
