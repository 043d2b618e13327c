"""The tick of one process, in a thread of its own: nobody leads, and nobody is needed for it.

Every worker process ticks by itself; beat and the bell only make it sooner.  So beat may be
dead or six, and Redis gone for good, and everything still goes out, at most a tick later.
"""

import logging
import random
import threading
import time
from typing import Any

from celery.signals import celeryd_after_setup, worker_shutdown
from django.db import close_old_connections, connections

from bonemets import watch
from bonemets.celery import TICK_SECONDS
from messaging.actions import sweep, ticking

log = logging.getLogger(__name__)
SHORTEST = 0.05


class Ticker:
    """Ticks until it is stopped; rests for `every` seconds since this process last ticked."""

    def __init__(self, *, every: float = TICK_SECONDS) -> None:
        self.every = every
        self.thread = threading.Thread(target=self._run, name="ticker", daemon=True)
        self._stopped = threading.Event()

    def start(self) -> None:
        self.thread.start()

    def stop(self, *, patience: float = 5.0) -> None:
        """What is cut off is in the database: the next process takes it up."""
        self._stopped.set()
        self.thread.join(timeout=patience)

    def _run(self) -> None:
        _guarded(sweep.soon)
        while not self._stopped.is_set():
            _guarded(ticking.turn)
            self._rest()
        connections.close_all()

    def _rest(self) -> None:
        """Till it is time, also after turns that a bell has brought about meanwhile.

        A little uneven, so that many processes do not all tick in the same instant.
        """
        every = self.every * random.uniform(0.8, 1.2)
        left = SHORTEST
        while left > 0 and not self._stopped.wait(left):
            left = every - (time.monotonic() - ticking.last_turn())


def _guarded(work: Any) -> None:
    """A connection that a restart of the database has broken is dropped; the next one heals."""
    close_old_connections()
    try:
        work()
    except Exception:  # the thread must outlive whatever happens in a tick
        log.exception("a tick could not be finished")
    close_old_connections()


_ours: list[Ticker] = []


@celeryd_after_setup.connect
def begin(**_: Any) -> None:
    """In a worker that the `celery` command has started, before it looks for its broker."""
    _ours.append(Ticker())
    _ours[0].start()
    watch.guard()


@worker_shutdown.connect
def end(**_: Any) -> None:
    while _ours:
        _ours.pop().stop()
