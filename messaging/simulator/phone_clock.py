"""The fast clock under the phone: service time moves on, in slices that a page can wait for.

Every step is that of the engine itself: all that is due drains first, then time moves
to the next due instant, never past one.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from messaging import clock
from messaging.actions import stepping, ticking
from messaging.models import OutboundMessage
from messaging.rules.status import MessageState
from messaging.simulator import phone_desk
from messaging.simulator.phone_people import Person

SLICE_SECONDS = 0.8
PAUSE_SECONDS = 0.03
FARTHEST = timedelta(days=400)
# Receipts come within a blink; a text whose receipts are lost does not hold the clock.
RECEIPT_WAIT = timedelta(seconds=1)


class Goal(StrEnum):
    NEXT = "next"
    DAY = "day"
    WEEK = "week"


_SPANS = {Goal.DAY: timedelta(days=1), Goal.WEEK: timedelta(days=7)}


class NothingAheadError(Exception):
    """There is no next message; the text says so to a person."""


@dataclass(frozen=True)
class Slice:
    """How far one slice came.  `waited` seconds have gone without time moving."""

    now: datetime
    done: bool
    waited: float


class _SliceOver(Exception):
    """The slice's time is up and something still drains."""


def target(goal: Goal, person: Person, *, now: datetime) -> datetime:
    """The instant a button leads to.  Raises NothingAheadError."""
    if goal in _SPANS:
        return now + _SPANS[goal]
    found = phone_desk.coming(person, now=now, most=1)
    if not found:
        raise NothingAheadError("Nothing is planned for this phone. Try a day or a week on.")
    return found[0].at


def advance(*, until: datetime, waited: float = 0.0) -> Slice:
    """Step towards `until` for less than a second of real time.

    `waited` is what the slice before gave: what has not drained after
    `stepping.LONGEST_DRAIN` (a paused sender, say) holds the clock no longer.
    """
    drain = _Drain(end=time.monotonic() + SLICE_SECONDS, waited=waited)
    try:
        while clock.now() < until and time.monotonic() < drain.end:
            stepping.step(until=until, drain=drain)
        if clock.now() >= until:
            drain()
            return Slice(clock.now(), done=True, waited=0.0)
    except _SliceOver:
        pass
    return Slice(clock.now(), done=False, waited=drain.waited)


@dataclass
class _Drain:
    """Works till nothing is due, over as many slices as that takes; `end` is monotonic."""

    end: float
    waited: float

    def __call__(self) -> None:
        """Raises _SliceOver when the slice ends first."""
        began = time.monotonic() - self.waited
        while not _rests():
            now = time.monotonic()
            if now - began >= stepping.LONGEST_DRAIN:
                break
            if now >= self.end:
                self.waited = now - began
                raise _SliceOver
            time.sleep(PAUSE_SECONDS)
        self.waited = 0.0


def _rests() -> bool:
    """One turn of the engine; is there nothing left to do?"""
    now = clock.now()
    ticking.tick(now=now)
    return stepping.is_drained(now=now) and not _receipts_due(now)


def _receipts_due(now: datetime) -> bool:
    """A receipt that came after a leap would put the text's delivery on the wrong day."""
    fresh = OutboundMessage.objects.filter(state=MessageState.ACCEPTED)
    return fresh.filter(accepted_at__gte=now - RECEIPT_WAIT).exists()
