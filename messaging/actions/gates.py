"""What is asked before a batch is claimed, and noted before it is posted."""

from collections.abc import Sequence
from datetime import datetime

from messaging.actions import breaker, remembered, restored, sending
from messaging.models import Attempt


def before_claiming(*, now: datetime) -> None:
    """A restored database and a sender gone wild are stopped here; see `sending.may_leave`."""
    restored.look(now=now)
    breaker.watch(now=now)


def before_posting(attempts: Sequence[Attempt], *, now: datetime) -> None:
    """Their intents are committed, and none of their requests has set out."""
    remembered.note(sending.standing().identity, max(attempt.pk for attempt in attempts))
    breaker.count([attempt.message for attempt in attempts], now=now)
