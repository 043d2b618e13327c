"""The fast clock of the demo: from one due instant to the next, through the real pipeline.

Law 10: only service time moves.  Before each step everything that is due must have
drained; a text that is in doubt or held does not block.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet

from messaging import clock
from messaging.actions import chasing, joining, ledger, planning, ticking
from messaging.models import InboundMessage, OutboundMessage, Patient, Question, Reminder
from messaging.models.checkins import QuestionState
from messaging.rules.status import MessageState, ReminderState

SOON = timedelta(seconds=1)
LONGEST_DRAIN = 10.0


def is_drained(*, now: datetime) -> bool:
    """Nothing is due, claimed, on its way or unread."""
    busy = (MessageState.CLAIMED, MessageState.SUBMITTING)
    return not (
        InboundMessage.objects.unread().exists()
        or OutboundMessage.objects.filter(state__in=busy).exists()
        or OutboundMessage.objects.filter(state=MessageState.QUEUED, due_at__lte=now).exists()
        or Reminder.objects.due(now).exists()
    )


def next_due(*, now: datetime) -> datetime | None:
    """The next instant at which anything happens by the service's own doing."""
    found = [_first_text(now), _first_reminder(now), _first_chase(now), _first_planning(now)]
    found.append(ledger.next_morning(now=now))
    found.append(joining.next_due(now=now))
    later = [instant for instant in found if instant is not None]
    return min(later) if later else None


def _first_text(now: datetime) -> datetime | None:
    queued = OutboundMessage.objects.filter(state=MessageState.QUEUED, due_at__gt=now)
    return _earliest(queued)


def _first_reminder(now: datetime) -> datetime | None:
    planned = Reminder.objects.filter(state=ReminderState.PLANNED, due_at__gt=now)
    return _earliest(planned)


def _earliest(rows: QuerySet[Any]) -> datetime | None:
    found: datetime | None = rows.aggregate(first=Min("due_at"))["first"]
    return found


def _first_chase(now: datetime) -> datetime | None:
    """The next nudge or closing of an open question."""
    instants = []
    for question in Question.objects.filter(state=QuestionState.OPEN):
        if question.asked_at is None:
            continue
        wait = chasing.NUDGE_AFTER.get(question.slug, chasing.NUDGE_DEFAULT)
        nudge = question.asked_at + wait
        closing = question.asked_at + chasing.CLOSE_AFTER
        instants.append(nudge if question.nudged_at is None and nudge > now else closing)
    return min((i for i in instants if i > now), default=None)


def _first_planning(now: datetime) -> datetime | None:
    first = Patient.objects.aggregate(first=Min("planned_until"))["first"]
    if first is None:
        return None
    wanted: datetime = first - planning.ALWAYS + SOON
    return wanted if wanted > now else None


def step(*, until: datetime, drain: Callable[[], None] | None = None) -> datetime:
    """Drain, then move service time to the next due instant or `until`; gives the new time."""
    (drain or _drain)()
    now = clock.now()
    upcoming = next_due(now=now)
    clock.advance_to(min(upcoming, until) if upcoming else until)
    (drain or _drain)()
    return clock.now()


def run(*, until: datetime, most_steps: int = 5000) -> int:
    """Step till `until`; gives how many steps were taken."""
    for taken in range(most_steps):
        if clock.now() >= until:
            return taken
        step(until=until)
    return most_steps


def _drain() -> None:
    """Work till nothing is due, or ten seconds have gone (other threads may hold rows)."""
    end = time.monotonic() + LONGEST_DRAIN
    while time.monotonic() < end:
        now = clock.now()
        ticking.tick(now=now)
        if is_drained(now=now):
            return
        time.sleep(0.02)
