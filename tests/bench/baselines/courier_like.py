"""A sender built as RapidPro's courier is described to be (`docs/pipelines.md`, section 0).

Made from the description of its behaviour, without a line of its code: a text is taken out of
Redis before it is sent; no answer and 5xx are tried again, three times in all; a marker in
Redis says what was sent; a row that was not marked as failed is put in the queue by nobody.
Its waits of 5, 10 and 15 minutes are scaled to seconds.
"""

import sys
import time
from typing import Final

from tests.bench.baselines import common

QUEUE: Final = "queue"
MARKER: Final = "sent"
CRON: Final = "cron"
WAITS: Final = (1.0, 2.0, 3.0)


def prepare(n: int) -> None:
    common.make_rows(n, state="queued")
    with common.redis() as to:
        to.rpush(QUEUE, *range(1, n + 1))


def worker_command() -> list[str]:
    return [sys.executable, "-m", "tests.bench.baselines.courier_like"]


def is_drained() -> bool:
    with common.redis() as there, common.database() as of:
        waiting = of.execute("SELECT count(*) FROM text WHERE state = 'errored'").fetchone()[0]
        return not there.llen(QUEUE) and not waiting


def work() -> None:
    with common.redis() as there:
        while True:
            if there.set(CRON, "taken", nx=True, px=500):
                _requeue()
            taken = there.blpop([QUEUE], timeout=0.2)
            if taken:
                _send(int(taken[1]))


def _send(key: int) -> None:
    with common.redis() as there:
        if there.sismember(MARKER, str(key)):
            _mark(key, "sent")
            return
        with common.database() as of:
            number, body, failures = of.execute(
                "SELECT number, body, failures FROM text WHERE id = ?", (key,)
            ).fetchone()
        try:
            common.post(number, body)
        except common.NotSentError:
            _failed(key, failures)
        else:
            there.sadd(MARKER, str(key))
            _mark(key, "sent")


def _failed(key: int, failures: int) -> None:
    """The last write wins, whatever another process knows of this text."""
    last = failures + 1 == len(WAITS)
    with common.database() as to:
        to.execute(
            "UPDATE text SET state = ?, failures = ?, again_at = ? WHERE id = ?",
            ("failed" if last else "errored", failures + 1, time.time() + WAITS[failures], key),
        )


def _mark(key: int, state: str) -> None:
    with common.database() as to:
        to.execute("UPDATE text SET state = ? WHERE id = ?", (state, key))


def _requeue() -> None:
    """What failed and has waited goes back into the queue; what is only queued does not."""
    with common.redis() as there, common.database() as to:
        rows = to.execute(
            "UPDATE text SET state = 'queued' WHERE state = 'errored' AND again_at <= ? "
            "RETURNING id",
            (time.time(),),
        ).fetchall()
        for (key,) in rows:
            there.rpush(QUEUE, key)


if __name__ == "__main__":
    work()
