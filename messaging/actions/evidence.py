"""What in the provider's list is evidence of one of our texts."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from messaging.actions import outcomes
from messaging.gateway.base import Listed, ProviderStatus
from messaging.models import Attempt, Origin, OutboundMessage

SKEW = timedelta(seconds=60)


def since(message: OutboundMessage) -> datetime:
    """The earliest instant (engine time) at which it can have reached the provider."""
    attempt = message.attempts.order_by("number").last()
    if attempt is not None:
        return attempt.intent_at - SKEW
    cause = message.in_reply_to
    return (cause.arrived_at if cause else message.queued_at) - SKEW


def ours(
    message: OutboundMessage, listed: Iterable[Listed], *, since: datetime
) -> Iterator[Listed]:
    """Outbound, new enough, same words, not taken back, and not another attempt's.

    Equal texts to one number are interchangeable, so any free one will do.
    """
    for one in listed:
        same = _is_foreign(one, message) if is_providers(message) else alike(one, message)
        there = one.outbound and one.status is not ProviderStatus.CANCELED
        if there and one.created_at >= since and same and not taken(one.provider_id):
            yield one


def alike(one: Listed, message: OutboundMessage) -> bool:
    """The same words, whatever became of blanks and of how an accent is written."""
    return _plain(one.body) == _plain(message.body)


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def is_providers(message: OutboundMessage) -> bool:
    return message.origin == Origin.PROVIDER


def _is_foreign(one: Listed, message: OutboundMessage) -> bool:
    """Words that we never tried to send to this phone: the provider's own answer."""
    ours = Attempt.objects.filter(message__phone=message.phone_id)
    return not ours.filter(body_sha256=outcomes.digest(one.body)).exists()


def taken(provider_id: str) -> bool:
    """Whether one of our texts, or an attempt, has this id already."""
    return (
        Attempt.objects.filter(provider_id=provider_id).exists()
        or OutboundMessage.objects.filter(provider_id=provider_id).exists()
    )


def surplus(message: OutboundMessage, listed: Iterable[Listed], *, since: datetime) -> list[Listed]:
    """What still waits there with these words, beyond one for each other text in doubt.

    Asked once this message is bound: what it is bound to is no surplus.
    """
    others = Attempt.objects.filter(
        message__phone=message.phone_id, open=True, body_sha256=outcomes.digest(message.body)
    ).count()
    free = list(ours(message, listed, since=since))[others:]
    return [one for one in free if one.status is ProviderStatus.SCHEDULED]
