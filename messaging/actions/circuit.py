"""A provider that answers with nothing but doubt is asked for one text at a time.

Each request without a clear answer (a 5xx, a time-out, a connection that broke) costs its text
a quarantine, and in the end perhaps a person: an hour in which every one fails would leave the
whole day's texts to people.  So after some in a row only one text at intervals sets out, until
one gets through; answers to a danger always try.  All in engine time.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from messaging.actions import outcomes
from messaging.gateway.base import OutcomeClass
from messaging.models import Attempt

log = logging.getLogger(__name__)
DOUBTS: Final = frozenset({OutcomeClass.UNKNOWN.value, outcomes.ABSENT})
REMEMBERED: Final = timedelta(minutes=15)


def broken(*, engine_now: datetime) -> bool:
    """Whether the last requests all came to nothing clear."""
    enough = settings.PIPELINE["circuit_doubts"]
    if not enough:
        return False
    ended = Attempt.objects.exclude(outcome="").order_by("-pk")
    last = list(ended.values_list("outcome", "intent_at")[:enough])
    in_doubt = all(outcome in DOUBTS for outcome, _ in last)
    return len(last) == enough and in_doubt and last[0][1] > engine_now - REMEMBERED


def allows(limit: int, *, engine_now: datetime) -> int:
    """How many texts may set out now, besides answers to a danger: all, one, or none."""
    if not broken(engine_now=engine_now):
        return limit
    wait = timedelta(seconds=settings.PIPELINE["circuit_seconds"])
    newest = Attempt.objects.order_by("-pk").values_list("intent_at", flat=True).first()
    if newest is not None and newest > engine_now - wait:
        return 0
    log.error("the provider gives no clear answers: one text is tried every %s", wait)
    return 1
