"""A warm parent: one process with the whole service imported, from which others are forked.

A fork costs some 20 ms where a fresh start costs seconds, so that a process may be killed
hundreds of times; the kill itself is as real as any.  The parent opens no connection and has
one thread.  It reads one JSON command a line and answers each with one line; when its input
ends, it ends all that it has started.
"""

import json
import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django

from tests.bonemets.process import ROOT


class WarmError(Exception):
    """The warm parent ended, or could not do what it was told."""


class Warm:
    """The harness's end of the pipe."""

    def __init__(self, *, log: Path) -> None:
        self._log = log
        self._started: subprocess.Popen[str] | None = None

    def start(self, env: Mapping[str, str]) -> None:
        """Blocks until it is warm."""
        with self._log.open("ab") as errors:
            self._started = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.warm"],
                cwd=ROOT,
                env=dict(env),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._ask({"act": "hello"})

    def spawn(self, role: str, *, log: Path, **given: Any) -> int:
        """Forks a child that runs this function of `tests.faults.roles`; gives its pid."""
        return int(self._ask({"act": "spawn", "role": role, "log": str(log), "given": given}))

    def ended(self) -> dict[int, int]:
        """The pids that ended since the last call, each with its exit status (-9: killed)."""
        return {int(pid): status for pid, status in self._ask({"act": "ended"})}

    def close(self) -> None:
        """With it ends all that it has started."""
        if self._started is not None and self._started.stdin is not None:
            self._started.stdin.close()
            self._started.wait(timeout=60)

    def _ask(self, command: dict[str, Any]) -> Any:
        there = self._started
        assert there is not None
        assert there.stdin is not None
        assert there.stdout is not None
        try:
            there.stdin.write(json.dumps(command) + "\n")
            there.stdin.flush()
            return json.loads(there.stdout.readline())
        except (OSError, ValueError) as error:
            words = self._log.read_text(encoding="utf-8")[-2000:]
            raise WarmError(f"The warm parent has ended: {words}") from error


def main() -> None:
    """Warm up, then serve commands until the input ends."""
    django.setup()
    from tests.faults import roles  # noqa: PLC0415  # models may be imported only now

    roles.warm_up()
    for line in sys.stdin:
        print(json.dumps(_obey(json.loads(line), roles)), flush=True)
    os.killpg(0, signal.SIGKILL)


def _obey(command: dict[str, Any], roles: Any) -> Any:
    if command["act"] == "spawn":
        return _spawn(getattr(roles, command["role"]), command["given"], log=command["log"])
    return _ended() if command["act"] == "ended" else "ready"


def _ended() -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        found.append((pid, os.waitstatus_to_exitcode(status)))


def _spawn(role: Any, given: dict[str, Any], *, log: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _settle_in(log)
        role(**given)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _settle_in(log: str) -> None:
    """A child has words of its own, and luck of its own."""
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    random.seed()


if __name__ == "__main__":
    main()
