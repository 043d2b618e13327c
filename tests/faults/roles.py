"""What a forked child runs: a worker, the web server, beat, the simulator, or a short errand.

Each function is named in `Warm.spawn`, with plain JSON values.  Nothing here is imported by
the harness's own process, which stays free of Django.
"""

import logging
import select
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from celery.beat import Scheduler
from celery.beat import Service as Beat
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import get_resolver
from waitress import create_server

from bonemets import embedded
from bonemets.celery import app
from content import lookup
from messaging import failpoints, tasks
from messaging.actions import endings, evidence, inbound, outcomes, pulse, startup
from messaging.simulator import runtime
from tests.faults import races, scale
from tests.faults.errands import enrol, feed, instant, left, plan, prepare, rows, step_on, write
from tests.faults.inspections import (
    came,
    hours_ago,
    resume,
    standing,
    stored,
    sweep_now,
    swept,
)
from tests.faults.provider import simulator

__all__ = [
    "beat", "came", "enrol", "feed", "hours_ago", "instant", "left", "plan", "prepare", "raced",
    "resume", "rows", "simulator", "standing", "step_on", "stored", "sweep_now", "swept",
    "turns", "up", "warm_up", "web", "worker",
]  # fmt: skip
log = logging.getLogger(__name__)


def warm_up() -> None:
    """Import and read all that a child would need seconds for; open nothing."""
    app.loader.import_default_modules()
    app.finalize()
    get_resolver().url_patterns  # noqa: B018  # reading it imports every page
    lookup.reader()
    _shorten(endings, "BACKOFF", scale.BACKOFF)
    _shorten(outcomes, "POLLS", tuple(timedelta(seconds=s) for s in scale.POLLS))
    _shorten(evidence, "SKEW", timedelta(seconds=scale.SKEW))
    _shorten(inbound, "BACKOFF", scale.READING_BACKOFF)


def _shorten(module: Any, name: str, value: Any) -> None:
    getattr(module, name)  # it must be there, or the harness would wait in vain
    setattr(module, name, value)


def reach(*, web_port: int, provider_port: int, scheduling: int = 0) -> None:
    """Where this process finds the provider, and the provider finds us; its life begins now."""
    pulse.note()
    settings.SCHEDULE_AHEAD = bool(scheduling)
    settings.PUBLIC_URL = f"http://127.0.0.1:{web_port}"
    settings.TWILIO = {**settings.TWILIO, "api_base": f"http://127.0.0.1:{provider_port}"}


def worker(
    *, host: str = "worker", failpoint: str = "", threads: int = 4, ahead: int = 0, **where: int
) -> None:
    """Celery's own worker with the threads pool, as in production.

    `ahead`: by how many seconds this machine's clock is wrong, as far as the process can see.
    """
    reach(**where)
    if ahead:
        time_machine.travel(time.time() + ahead, tick=True).start()
    failpoints.arm(failpoint)
    app.Worker(
        pool_cls="threads",
        concurrency=threads,
        hostname=f"{host}@localhost",
        queues="tick,bell",
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
    ).start()


def turns(*, failpoint: str = "", **where: int) -> None:
    """A worker's tasks one after the other, without Celery around them: dearer it need not be
    where a process only lives until it reaches one step.  It ends when that has been done.
    """
    reach(**where)
    failpoints.arm(failpoint)
    while not (failpoint and failpoints.spent()):
        for task in (tasks.send_due, tasks.tick):
            _outlived(task)
        time.sleep(0.05)


def _outlived(task: Callable[[], None]) -> None:
    """As Celery does it: a task that fails is said, and the next one runs."""
    close_old_connections()
    try:
        task()
    except Exception:
        log.exception("a task failed")


def raced(*, answer: str, count: int, seed: int) -> None:
    """Races of a STOP with a text, in this process alone."""
    write(answer, races.run(count=count, seed=seed))


def beat(**where: int) -> None:
    reach(**where)
    Beat(app, scheduler_cls=Scheduler).start()


def web(*, failpoint: str = "", **where: int) -> None:
    """The pages and webhooks, on waitress (production has gunicorn: the views are the same)."""
    reach(**where)
    failpoints.arm(failpoint)
    create_server(
        get_wsgi_application(),
        host="127.0.0.1",
        port=where["web_port"],
        threads=8,
        connection_limit=embedded.CONNECTIONS,
        asyncore_use_poll=hasattr(select, "poll"),
        ident=None,
    ).run()


def up(*, failpoint: str = "", **where: int) -> None:
    """The one-process service as `manage.py up` starts it, but with the provider outside."""
    reach(**where)
    failpoints.arm(failpoint)
    runtime.start = _no_simulator
    service = embedded.Service(where["web_port"])
    startup.recover()
    service.start()
    while not service.complaint():
        time.sleep(0.5)
    raise SystemExit(service.complaint())


def _no_simulator(base_url: str) -> None:
    """The provider must outlive our kills: it is a process of its own here."""
