"""The service as a process of its own, as a person starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def bare_environment(data: Path) -> dict[str, str]:
    """The suite's own settings must not reach the service."""
    ours = ("BONEMETS_", "DJANGO_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "BONEMETS_DATA": str(data)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, *, host: str = "") -> tuple[int, str]:
    """Status and body; 0 when nobody answers.  `host` is the name that is asked for."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


class Up:
    """`manage.py up` on a folder and a port."""

    def __init__(self, data: Path, port: int, *, log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(port)],
                cwd=ROOT,
                env=bare_environment(data),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until(self, words: str) -> None:
        """Wait for the words on its screen; AssertionError with the screen when it ends first."""
        limit = time.monotonic() + PATIENCE
        while words not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < limit, self.output()
            time.sleep(0.05)

    def end(self, number: signal.Signals) -> int:
        """Send the signal and give the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def up(data: Path, port: int) -> Iterator[Up]:
    """Started and answering; killed at the end if the test has not ended it."""
    service = Up(data, port, log=data.parent / f"up-{port}.log")
    try:
        service.wait_until("Bonemets is running")
        yield service
    finally:
        if service.process.poll() is None:
            service.process.kill()
            service.process.wait()


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Another `manage.py` command on the same folder, to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=bare_environment(data),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
