"""Web server, worker and beat in threads of one process: what `up` runs.

Neither Celery's WorkController nor its beat Service installs signal handlers, which is why they
can live in threads; both are public but unpromised, so a test starts them for real.  Limits and
order of starting are measured: see `docs/decisions/`.
"""

import select
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from celery.beat import Scheduler
from celery.beat import Service as Beat
from django.core.wsgi import get_wsgi_application
from waitress import create_server
from waitress.wasyncore import close_all

from bonemets.celery import app
from bonemets.ticker import Ticker
from bonemets.watch import Watch
from messaging import gateway
from messaging.simulator import runtime

if sys.platform != "win32":
    import resource

# Idle clients must not use up the server: 100 connections, the default, did.
CONNECTIONS = 1000
DESCRIPTORS = 4096


class PortError(Exception):
    """The port cannot be opened; the message is the system's."""


class Service:
    """The whole service on one port of this machine; start it once, stop it once."""

    def __init__(self, port: int) -> None:
        """Take the port, so that nothing is prepared in vain; PortError if it cannot be had."""
        self.address = f"http://127.0.0.1:{port}"
        _allow_descriptors()
        try:
            self.web = create_server(
                get_wsgi_application(),
                host="127.0.0.1",
                port=port,
                threads=8,
                connection_limit=CONNECTIONS,
                asyncore_use_poll=hasattr(select, "poll"),
                ident=None,
            )
        except OSError as error:
            raise PortError(error.strerror) from error
        self.worker = app.WorkController(
            pool_cls="threads",
            concurrency=4,
            hostname="up@localhost",
            queues="tick,bell",
            without_heartbeat=True,
            without_gossip=True,
            without_mingle=True,
        )
        self.beat = Beat(app, scheduler_cls=Scheduler)
        self.ticker = Ticker()
        self.watch = Watch()

    def start(self) -> None:
        """Simulator, worker, the ticker with a tick at once, beat, web."""
        runtime.start(self.address)
        self._run("worker", self.worker.start)
        self.ticker.start()
        self.watch.threads["ticker"] = self.ticker.thread
        self._run("beat", self.beat.start)
        self._run("web", self.web.run)

    def complaint(self) -> str:
        """What the watch has noticed; empty when all is well."""
        return self.watch.complaint()

    def stop(self, *, patience: float = 8.0) -> bool:
        """Beat, ticker, worker, gateway, simulator, web; False when not all ended in `patience` s.

        Whatever is cut off is in the database: the next start takes it up.
        """
        limit = time.monotonic() + patience
        self.beat.stop()
        for act in (
            self.ticker.stop,
            self.worker.stop,
            gateway.reset,
            runtime.stop,
            self._close_web,
        ):
            _run_until(limit, act)
        for thread in self.watch.threads.values():
            thread.join(timeout=_left(limit))
        return not any(thread.is_alive() for thread in self.watch.threads.values())

    def _close_web(self) -> None:
        # In its own thread: closing sockets that another thread polls would raise there.
        self.web.trigger.pull_trigger(lambda: close_all(self.web._map))
        self.web.task_dispatcher.shutdown()

    def _run(self, name: str, target: Callable[[], Any]) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self.watch.threads[name] = thread
        thread.start()


def _run_until(limit: float, act: Callable[[], Any]) -> None:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(timeout=_left(limit))


def _left(limit: float) -> float:
    return max(0.0, limit - time.monotonic())


def _allow_descriptors() -> None:
    """As many open files as connections need, where the system lets us."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
