"""The alarm of the pipeline: rows that nobody moved on in time, and receipts of nobody's.

Every text that is not at its end has a `next_action_at`; one that is two minutes past it
means that a part of the engine has stopped, whatever the tick's own sign of life says.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from messaging import clock
from messaging.models import DeliveryReceipt, Heartbeat, OutboundMessage
from messaging.models.messages import OutboundQuerySet
from messaging.rules.status import MessageState

log = logging.getLogger(__name__)
LATE = timedelta(minutes=2)
SAY_EVERY = timedelta(minutes=1)
STRAYS_FOR = timedelta(days=7)


def rows(*, now: datetime, engine_now: datetime) -> OutboundQuerySet:
    """Texts past their time by two minutes.

    A queued one counts only where its sender sends nothing: behind a slow number a long
    queue is no fault, and a paused sender is said elsewhere.
    """
    late = OutboundMessage.objects.unfinished().filter(next_action_at__lt=engine_now - LATE)
    idle = Q(sender__next_free_at=None) | Q(sender__next_free_at__lt=engine_now - LATE)
    kept_back = Q(due_at__lt=now - LATE, sender__paused=False) & idle
    return late.filter(~Q(state=MessageState.QUEUED) | kept_back)


def alarm(*, now: datetime) -> None:
    """An error in the log, at most once a minute, while any row is overdue."""
    engine = clock.engine_now()
    late = list(rows(now=now, engine_now=engine).values_list("pk", "state")[:20])
    if late and _not_said_lately(engine):
        log.error("texts that nobody has moved on for two minutes: %s", late)


def _not_said_lately(engine_now: datetime) -> bool:
    said, made = Heartbeat.objects.get_or_create(name="overdue", defaults={"at": engine_now})
    same = Heartbeat.objects.filter(pk=said.pk, at=said.at, at__lte=engine_now - SAY_EVERY)
    return made or bool(same.update(at=engine_now))


def notices(*, now: datetime, engine_now: datetime) -> list[str]:
    """Sentences for the first page and the operator; empty while all is well."""
    found = []
    late = rows(now=now, engine_now=engine_now).count()
    if late:
        found.append(
            f"{late} texts should have moved on over two minutes ago and have not: "
            "tell the operator to look at the worker's log."
        )
    strays = DeliveryReceipt.objects.filter(
        attempt=None, received_at__gte=engine_now - STRAYS_FOR
    ).count()
    if strays:
        found.append(
            f"{strays} receipts of the last 7 days belong to no text of this service: tell the "
            "operator, perhaps another service uses the same account or the data was restored."
        )
    return found
