"""The other shape: gunicorn, a Celery worker and beat as processes, on PostgreSQL and Redis."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.bonemets.process import PATIENCE, ROOT, bare_environment, free_port, get
from tests.bonemets.test_environment import GOOD

WORKER = "celery -A bonemets.celery worker --pool threads --concurrency 2 --queues tick,bell"
BEAT = "celery -A bonemets.celery beat --scheduler celery.beat.Scheduler --pidfile="
WEB = "gunicorn bonemets.wsgi --worker-class gthread --threads 4 --preload"
HOST = "clinic.example"

pytestmark = [
    pytest.mark.engines,
    pytest.mark.up,
    pytest.mark.skipif(
        "BONEMETS_TEST_DATABASE_URL" not in os.environ,
        reason="needs PostgreSQL and Redis: `manage.py test` runs it on them",
    ),
]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Production, on the suite's servers."""
    return {
        **bare_environment(tmp_path),
        **GOOD,
        "BONEMETS_MODE": "production",
        "DATABASE_URL": os.environ["BONEMETS_TEST_DATABASE_URL"],
        "REDIS_URL": os.environ["BONEMETS_TEST_REDIS_URL"],
    }


@contextmanager
def process(command: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", *command.split()], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
            started.wait()


def has_handler(pid: int) -> bool:
    """Whether it handles SIGTERM by now, where Linux tells; before that it just dies of it."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return True
    caught = re.search(r"^SigCgt:\s*(\w+)$", status.read_text(encoding="utf-8"), re.MULTILINE)
    return caught is not None and bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


def wait_for(fact: Callable[[], bool], folder: Path) -> None:
    limit = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < limit, logs(folder)
        time.sleep(0.2)


def logs(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.log")))


def test_it_starts_ticks_and_stops(env: dict[str, str], tmp_path: Path) -> None:
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    port = free_port()
    with ExitStack() as stack:
        parts = [
            stack.enter_context(process(command, env, tmp_path / f"{number}.log"))
            for number, command in enumerate((WORKER, BEAT, f"{WEB} --bind 127.0.0.1:{port}"))
        ]
        ready = f"http://127.0.0.1:{port}/health/ready"
        wait_for(lambda: get(ready, host=HOST)[0] == 200, tmp_path)
        wait_for(lambda: all(has_handler(part.pid) for part in parts), tmp_path)
        assert get(f"http://127.0.0.1:{port}/health/live", host="elsewhere.example")[0] == 400
        for part in parts:
            part.send_signal(signal.SIGTERM)
        assert [part.wait(timeout=PATIENCE) for part in parts] == [0, 0, 0], logs(tmp_path)


def test_a_server_that_lacks_a_value_says_so_and_ends(env: dict[str, str], tmp_path: Path) -> None:
    del env["INDEX_KEY"]
    for command in (WORKER, BEAT, f"{WEB} --bind 127.0.0.1:{free_port()}"):
        done = subprocess.run(
            [sys.executable, "-m", *command.split()],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode != 0, command
        assert "Set INDEX_KEY: " in done.stderr, command
