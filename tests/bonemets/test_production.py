"""The other shape: gunicorn, a Celery worker and beat as processes, on PostgreSQL and Redis."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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
        limit = time.monotonic() + PATIENCE
        while (found := get(f"http://127.0.0.1:{port}/health/ready", host=HOST))[0] != 200:
            assert time.monotonic() < limit, (found, logs(tmp_path))
            time.sleep(0.2)
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
