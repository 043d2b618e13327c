"""The replies that say only "I did not understand" wait for a pause, and go once.

Who writes in pieces gets one of them, not one for each piece.  What a text says clearly is
answered at once, and every unclear text is on a person's list at once: only the reply waits.
The pause is service time: it says when a reply is due.  The demo's clock steps to that
instant like to any other; in engine time its leaps would pass the reply by till it expired.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet

from messaging.actions import outbound
from messaging.models import InboundMessage, Origin, OutboundMessage
from messaging.rules.status import MessageState

UNCLEAR = ("R-NONE", "R-UNSURE")
# Thanks in between are no answer to what was asked before them.
NO_ANSWER = "R-THANKS"


def due_at(slug: str, *, now: datetime) -> datetime:
    """When the reply of this name may leave: after `quiet_seconds` if it is an unclear one."""
    wait = settings.PIPELINE["quiet_seconds"] if slug in UNCLEAR else 0
    return now + timedelta(seconds=wait)


def overtake(row: InboundMessage, *, now: datetime) -> None:
    """Take back what still waits for earlier texts of this phone, if this one has its reply."""
    waiting = list(_waiting(row).values_list("pk", flat=True))
    if waiting and _answered_since(row, max(waiting)):
        outbound.cancel_unsent(
            by="the service",
            now=now,
            reason="answered with a later text",
            state=MessageState.CANCELLED,
            pk__in=waiting,
        )


def _waiting(row: InboundMessage) -> QuerySet[OutboundMessage]:
    unclear = OutboundMessage.objects.unfinished().filter(
        phone=row.phone, template__slug__in=UNCLEAR
    )
    return unclear.filter(in_reply_to__lt=row.pk, due_at__gt=F("queued_at"))


def _answered_since(row: InboundMessage, last: int) -> bool:
    """Also by the next question of a check-in, or by the provider, which answers HELP itself."""
    ours = (Origin.REPLY, Origin.SYSTEM, Origin.PROVIDER)
    later = OutboundMessage.objects.filter(phone=row.phone, pk__gt=last, origin__in=ours)
    return later.exclude(template__slug=NO_ANSWER).exists()
