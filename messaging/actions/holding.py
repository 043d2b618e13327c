"""What nobody can decide but a person: said aloud once, and again each hour until it is."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from messaging import clock
from messaging.actions import handoffs
from messaging.failpoints import reached
from messaging.models import HandOffKind, OutboundMessage
from messaging.rules.status import MessageState

AGAIN = timedelta(hours=1)


@transaction.atomic
def hold(
    message: OutboundMessage,
    *,
    why: str,
    now: datetime,
    states: Collection[MessageState] = (MessageState.UNKNOWN,),
) -> bool:
    """Put a row of these states, and of this attempt, on the coordinator's list.  True: done.

    A worker that decided on an earlier attempt changes nothing.
    """
    same = OutboundMessage.objects.filter(pk=message.pk, tries=message.tries, state__in=states)
    held = same.update(
        state=MessageState.HELD,
        reason=why[:200],
        lease_until=None,
        next_action_at=clock.engine_now() + AGAIN,
    )
    if held:
        reached("holding.held")
        say(message, f"This text may or may not have gone out: {why}.", now=now)
    return bool(held)


def say(message: OutboundMessage, what: str, *, now: datetime) -> None:
    """Tell the coordinator of a text whose way cannot be followed or changed any more."""
    handoffs.open_(
        kind=HandOffKind.HELD,
        phone=message.phone,
        outbound=message,
        now=now,
        why=f"{what} Phone her, then close this.",
    )


def remind(*, now: datetime) -> None:
    """A held text that nobody has decided for an hour goes up the list."""
    engine = clock.engine_now()
    stale = OutboundMessage.objects.stale(engine, MessageState.HELD)
    for message in stale.select_related("phone"):
        same = OutboundMessage.objects.filter(
            pk=message.pk, state=MessageState.HELD, next_action_at=message.next_action_at
        )
        if same.update(next_action_at=engine + AGAIN):
            say(message, f"This text is still held: {message.reason}.", now=now)
