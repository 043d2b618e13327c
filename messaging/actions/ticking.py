"""One turn of the engine: everything that is due, each part on its own feet."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from messaging import clock
from messaging.actions import (
    chasing,
    corrections,
    dispatch,
    inbound,
    joining,
    ledger,
    overdue,
    planning_ahead,
    pulse,
    reconcile,
    releasing_ahead,
    reminders,
    restored,
    scheduled,
    sweep,
)
from messaging.models import Heartbeat

log = logging.getLogger(__name__)
MOST_ROUNDS = 200
SKEW_SECONDS = 60
_turning = threading.Lock()
_last_turn = [0.0]


def turn() -> bool:
    """A tick now; False while another thread of this process is at one, which does the same."""
    if not _turning.acquire(blocking=False):
        return False
    try:
        tick(now=clock.now())
    finally:
        # Also one that failed: a database that is down is no reason to end the process.
        pulse.note()
        _last_turn[0] = time.monotonic()
        _turning.release()
    return True


def last_turn() -> float:
    """When this process last ended a turn, in monotonic seconds; 0 before the first."""
    return _last_turn[0]


def tick(*, now: datetime) -> None:
    """Run each part once, till it rests; a part that fails does not stop the others.

    Safe to run in any number of processes at once: every part claims its rows.
    """
    with connection.execute_wrapper(pulse.query):
        for part in PARTS:
            _run(part, now)
            pulse.note()
        _sign()


def _run(part: Callable[[datetime], None], now: datetime) -> None:
    try:
        part(now)
    except Exception:  # said in the log; the next tick tries again
        log.exception("tick: %s failed", part.__name__.strip("_"))
        # A connection that the database has dropped must not fail all the parts after it.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _sign() -> None:
    skew = clock.skew()
    if abs(skew) > SKEW_SECONDS:
        log.error("this machine's clock is %.0f s away from the database's", skew)
        Heartbeat.objects.update_or_create(name="skew", defaults={"at": clock.engine_now()})
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": clock.engine_now()})


def until_rest(work: Callable[[], bool]) -> None:
    """Repeat while there is more, with a bound so that a tick always ends."""
    for _ in range(MOST_ROUNDS):
        if not work():
            return
        pulse.note()


def _read(now: datetime) -> None:
    until_rest(lambda: inbound.read_waiting(now=now))


def _reap(now: datetime) -> None:
    reconcile.reap(now=now)


def _plan(now: datetime) -> None:
    planning_ahead.plan_ahead(now=now)
    planning_ahead.plan_tonight(now=now)


def _release(now: datetime) -> None:
    until_rest(lambda: reminders.release_due(now=now))
    releasing_ahead.release_ahead(now=now)


def _chase(now: datetime) -> None:
    chasing.chase(now=now)


def _invite(now: datetime) -> None:
    joining.chase(now=now)


def _dispatch(now: datetime) -> None:
    until_rest(lambda: dispatch.run(now=now))


def _settle(now: datetime) -> None:
    until_rest(lambda: reconcile.settle(now=now))


def _watch(now: datetime) -> None:
    until_rest(lambda: scheduled.watch(now=now))


def _alarm(now: datetime) -> None:
    overdue.alarm(now=now)


def _correct(now: datetime) -> None:
    corrections.hand_over_failed(now=now)


def _restored(now: datetime) -> None:
    restored.look(now=now)
    until_rest(lambda: restored.reconcile(now=now))


def _count(now: datetime) -> None:
    until_rest(lambda: ledger.close_days(now=now))


def _sweep(now: datetime) -> None:
    if sweep.sweep(now=now):
        _read(now)


# First of all whether the database is what it was: what is gone must not be given an end.
PARTS = (
    _restored,
    _read,
    _reap,
    _plan,
    _release,
    _chase,
    _invite,
    _dispatch,
    _settle,
    _watch,
    _correct,
    _count,
    _sweep,
    _alarm,
)
