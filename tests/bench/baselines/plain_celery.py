"""The sender that a tutorial would write: a Celery task a text, acknowledged late.

The row is marked after the request, an error is retried three times, and Redis holds what is
still to do.  Redis' visibility timeout (an hour by default) is scaled with all other waits.
"""

import os
import sys
from typing import Any, Final

from celery import Celery

from tests.bench.baselines import common

VISIBILITY_SECONDS: Final = 4
TRIES: Final = 3
QUEUE: Final = "celery"

app = Celery("baseline", set_as_current=False)
app.conf.update(
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_limit": None,
    },
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)


@app.task(bind=True, name="send", max_retries=TRIES)
def send(self: Any, key: int) -> None:
    with common.database() as of:
        row = of.execute("SELECT number, body, state FROM text WHERE id = ?", (key,)).fetchone()
    if row[2] == "sent":
        return
    try:
        common.post(row[0], row[1])
    except common.NotSentError as error:
        raise self.retry(exc=error, countdown=1) from error
    with common.database() as to:
        to.execute("UPDATE text SET state = 'sent' WHERE id = ?", (key,))


def prepare(n: int) -> None:
    common.make_rows(n, state="queued")
    with app.connection_for_write(os.environ["BASELINE_REDIS"]) as connection:
        for key in range(1, n + 1):
            app.send_task("send", (key,), connection=connection)


def worker_command() -> list[str]:
    return [sys.executable, "-m", "tests.bench.baselines.plain_celery"]


def is_drained() -> bool:
    """Nothing waits in Redis, and nothing was given out without an acknowledgement."""
    with common.redis() as there:
        return not there.llen(QUEUE) and not there.hlen("unacked")


def work() -> None:
    app.conf.update(broker_url=os.environ["BASELINE_REDIS"])
    app.WorkController(
        pool_cls="solo",
        without_heartbeat=True,
        without_gossip=True,
        without_mingle=True,
    ).start()


if __name__ == "__main__":
    work()
