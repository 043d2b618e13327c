"""Sending through the provider's own schedule: when it is used, and when doubt can be settled.

A scheduled create that reaches the provider later than 300 s before its time is refused
(35115), so after that instant a lost or held-up request can no longer become a message
(`docs/pipelines.md` section 3, mode S).  Off unless `SCHEDULE_AHEAD` is set; only for
planned texts without a question, through a messaging service.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Q

from messaging.actions.guards import PLANNED
from messaging.models import Attempt, OutboundMessage


class Mode(StrEnum):
    """How an attempt was sent; the value is what is stored."""

    IMMEDIATE = "I"
    SCHEDULED = "S"


def seconds(name: str) -> timedelta:
    """One of the pipeline's settings (`PIPELINE`) as a span of time."""
    return timedelta(seconds=settings.PIPELINE[name])


def ahead(now: datetime) -> tuple[datetime, datetime] | None:
    """The first and last time of sending (service time) for which a schedule is posted now.

    None where scheduling is off.  The first leaves a whole lease before the fence.
    """
    if not settings.SCHEDULE_AHEAD:
        return None
    soonest = now + seconds("fence_seconds") + seconds("lease_seconds")
    return soonest, now + seconds("schedule_lead_seconds")


def latest(now: datetime) -> datetime:
    """The last time of sending (service time) of a text that may be claimed now."""
    span = ahead(now)
    return span[1] if span else now


def may_go_ahead(now: datetime) -> Q:
    """Texts that wait for their time and may do so at the provider: a first attempt only."""
    span = ahead(now)
    if span is None:
        return Q(pk__in=())
    planned = Q(origin__in=PLANNED, tries=0, exempt=False, take_back="")
    return planned & Q(due_at__gt=span[0], due_at__lte=span[1]) & ~Q(sender__service_id="")


def send_at(message: OutboundMessage, *, now: datetime, engine_now: datetime) -> datetime | None:
    """The instant (engine time) to ask the provider for; None: at once."""
    span = ahead(now)
    fits = span is not None and span[0] < message.due_at <= span[1]
    if not fits or message.origin not in PLANNED or message.exempt:
        return None
    if message.tries or not message.sender.service_id:
        return None
    return engine_now + (message.due_at - now)


def settled_at(attempt: Attempt) -> datetime:
    """From when on (engine time) nothing new can appear at the provider for this attempt."""
    if attempt.send_at is not None:
        return attempt.send_at - seconds("fence_seconds") + seconds("fence_skew_seconds")
    return attempt.intent_at + seconds("quarantine_seconds")
