"""The whole service as a process that can be killed, and what its rows and the ledger say."""

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bonemets.process import ROOT, bare_environment

PATIENCE = 90.0
# Seconds, in the proportions of the defaults: a lease outlasts a request, the quarantine
# outlasts a lease.  The simulator's list shows a message at once.
SHORT = {
    "CONNECT_TIMEOUT": "2",
    "READ_TIMEOUT": "3",
    "TOTAL_TIMEOUT": "4",
    "LEASE_SECONDS": "5",
    "CLAIM_LEASE_SECONDS": "5",
    "QUARANTINE_SECONDS": "6",
    "LIST_LAG_SECONDS": "1",
    # A burst on purpose, far more than so few phones can need.
    "BREAKER_FLOOR": "0",
}
UNSETTLED = ("QUEUED", "CLAIMED", "SUBMITTING", "RETRY_WAIT", "UNKNOWN")


class House:
    """One data folder and one port; started and killed as often as a test likes."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.address = f"http://127.0.0.1:{port}"
        self._port = port
        self._log = data.parent / "up.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        short = {f"BONEMETS_PIPELINE_{name}": seconds for name, seconds in SHORT.items()}
        return {**bare_environment(self.data), "BONEMETS_NO_BOOTSTRAP": "1", **short}

    def manage(self, *arguments: str) -> str:
        """Another command on the same folder; its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, script: str) -> Any:
        """What a script of the shell prints as JSON on its last line."""
        return json.loads(self.manage("shell", "-v", "0", "-c", script).splitlines()[-1])

    def start(self) -> None:
        with self._log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self._port)],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.wait(lambda: "Bonemets is running" in self._log.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, closed or said."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def wait(self, until: Any) -> None:
        limit = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < limit, self._log.read_text(encoding="utf-8")[-3000:]
            time.sleep(0.05)

    def accepted(self) -> Counter[tuple[str, str]]:
        """Texts that the provider took from us, by number and words: its own ledger decides."""
        found: Counter[tuple[str, str]] = Counter()
        path = self.data / "simulator.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            found.update(_made(line))
        return found

    def is_drained(self) -> bool:
        """No text unread, and none of ours neither accepted nor ended."""
        marks = ",".join("?" * len(UNSETTLED))
        # Only the placeholders are put together here.
        waiting = (
            f"SELECT count(*) FROM messaging_outboundmessage WHERE state IN ({marks}) "  # noqa: S608
            "AND origin IN ('staff', 'reply')"
        )
        unread = "SELECT count(*) FROM messaging_inboundmessage WHERE state = 'unread'"
        connection = sqlite3.connect(f"file:{self.data / 'db.sqlite3'}?mode=ro", uri=True)
        try:
            left = connection.execute(waiting, UNSETTLED).fetchone()[0]
            return not left and not connection.execute(unread).fetchone()[0]
        finally:
            connection.close()


def _made(line: str) -> list[tuple[str, str]]:
    try:
        record = json.loads(line)
    except ValueError:
        return []  # the last line, torn by the kill: it was never promised to anyone
    records = record.get("records", [])
    return [
        (one["to"], one["body"])
        for one in records
        if one["kind"] == "message" and one["direction"] == "outbound-api"
    ]
