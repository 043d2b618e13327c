"""What is asked before a batch is claimed, and noted before it is posted."""

from collections.abc import Sequence
from datetime import datetime

from messaging.actions import breaker, remembered, restored, sending
from messaging.models import Attempt


def closed(*, now: datetime) -> bool:
    """Look once more before a batch is claimed: True where something had to be paused just now.

    A restored database and a sender gone wild are stopped here; what was chosen before may be
    among what waits then (`sending.may_leave`).
    """
    return restored.look(now=now) or breaker.watch(now=now)


def before_posting(attempts: Sequence[Attempt], *, now: datetime) -> None:
    """Their intents are committed, and none of their requests has set out."""
    remembered.note(sending.standing().identity, max(attempt.pk for attempt in attempts))
    breaker.count([attempt.message for attempt in attempts], now=now)
