"""One turn of the engine: everything that is due, each part on its own feet."""

import logging
from collections.abc import Callable
from datetime import datetime

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
    reconcile,
    releasing_ahead,
    reminders,
    scheduled,
)
from messaging.models import Heartbeat

log = logging.getLogger(__name__)
MOST_ROUNDS = 200


def tick(*, now: datetime) -> None:
    """Run each part once, till it rests; a part that fails does not stop the others.

    Safe to run in any number of processes at once: every part claims its rows.
    """
    for part in PARTS:
        try:
            part(now)
        except Exception:  # said in the log; the next tick tries again
            log.exception("tick: %s failed", part.__name__.strip("_"))
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": clock.engine_now()})


def until_rest(work: Callable[[], bool]) -> None:
    """Repeat while there is more, with a bound so that a tick always ends."""
    for _ in range(MOST_ROUNDS):
        if not work():
            return


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


def _count(now: datetime) -> None:
    until_rest(lambda: ledger.close_days(now=now))


PARTS = (
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
    _alarm,
)
