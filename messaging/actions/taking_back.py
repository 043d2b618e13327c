"""Writes down that a text which may be at the provider is not wanted any more.

A STOP, a pause, a death, a recall or a moved visit does not reach a text that waits at the
provider for its time: it has to be cancelled there.  The row says so (`take_back`) before
the provider is asked; `scheduled` asks until it is cancelled or has left.
"""

from datetime import datetime

from django.db import transaction

from messaging import clock
from messaging.actions import audit, holding
from messaging.actions.audit import Actor
from messaging.gateway.base import ProviderStatus
from messaging.models import OutboundMessage
from messaging.rules.status import MessageState, rank

WAITS = "waits at the provider for its time"


@transaction.atomic
def want_back(message: OutboundMessage, *, by: Actor, now: datetime, reason: str) -> bool:
    """True: the row says so now.  It is not sent again, and cancelled if it is scheduled."""
    rows = OutboundMessage.objects.filter(pk=message.pk).perhaps_at_the_provider()
    wanted = rows.filter(take_back="").update(take_back=reason[:200])
    OutboundMessage.objects.filter(pk=message.pk).scheduled().update(
        next_action_at=clock.engine_now()
    )
    if wanted:
        audit.record("outbound.take_back", message, by=by, now=now, reason=reason)
    return bool(wanted)


def note_too_late(message: OutboundMessage, *, before: str, now: datetime) -> None:
    """A text that was to be taken back before its time has left all the same: said aloud."""
    rose = rank(before) <= rank(ProviderStatus.SCHEDULED) < rank(message.provider_status)
    left = message.state in (MessageState.ACCEPTED, MessageState.DELIVERED)
    if message.take_back and rose and left and _was_scheduled(message):
        what = f"This text left although it was to be taken back ({message.take_back})."
        holding.say(message, what, now=now)


def _was_scheduled(message: OutboundMessage) -> bool:
    return message.attempts.filter(number=message.tries, send_at__isnull=False).exists()
