"""One set of engines with the service, its provider and its people, all on this machine."""

import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from messaging.simulator.chaos import Chaos
from tests.bonemets.process import bare_environment, free_port
from tests.faults import scale
from tests.faults.engines import Engine
from tests.faults.moods import CALM, seeded
from tests.faults.warm import Warm

OURS = "+15550100100"
SERVICE = "MG" + "7" * 32
ANSWER_SECONDS = 180.0
OPENING_SECONDS = 900.0


class TooLongError(AssertionError):
    """Something that should have come did not; the text says what."""


class World:
    """Opened once for an engine; `fresh` gives each scenario its own data and ledger."""

    def __init__(self, engine: Engine, folder: Path, *, numbers: list[str]) -> None:
        self.engine, self.numbers = engine, numbers
        self._folder = folder
        self._data = folder / "data"
        self._data.mkdir()
        self._asked = 0
        # Given to each child.  `scheduling`: planned texts wait at the provider for their time.
        self.where: dict[str, Any] = {"web_port": free_port(), "provider_port": free_port()}
        self.logs = folder
        self.ledger = folder / "ledger.jsonl"
        self.warm = Warm(log=folder / "warm.log")
        self.ended: dict[int, int] = {}
        self._children: set[int] = set()
        self.kills = 0
        self.account: list[str] = []

    def open(self) -> None:
        """Engines up, everything imported, a clinic with its patients; and that is kept."""
        self.engine.start()
        self.warm.start(self._environment())
        self.account = self.ask("prepare", seconds=OPENING_SECONDS, numbers=self.numbers)
        self.engine.keep()

    def fresh(self, name: str) -> None:
        """New data, a new ledger and a folder for the logs of this scenario."""
        self.logs = self._folder / name
        self.logs.mkdir()
        self.ledger = self.logs / "ledger.jsonl"
        self.engine.fresh()
        self.kills = 0
        self.where["scheduling"] = 0

    def spawn(self, role: str, *, log: str = "", **given: Any) -> int:
        """A child with a log of its own (by default the role's)."""
        pid = self.warm.spawn(role, log=self.logs / f"{log or role}.log", **given)
        self._children.add(pid)
        return pid

    def provider(
        self, mood: Chaos = CALM, *, seed: int = 0, script: Any = (), outage: bool = False
    ) -> int:
        """Starts the provider and waits until it listens; it lives through what we break."""
        pid = self.spawn(
            "simulator",
            ledger=str(self.ledger),
            account=self.account,
            chaos=seeded(mood, seed).to_json(),
            script=list(script),
            outage=outage,
            **self.where,
        )
        self.wait(lambda: self.listens("provider_port"), "the provider")
        return pid

    def chaos(self, mood: Chaos) -> None:
        """From now on, this is how the provider behaves."""
        self.control("chaos", mood.to_json())

    def text(self, number: str, body: str, **more: Any) -> None:
        """A phone texts us, by way of the provider."""
        self.control("inbound", json.dumps({"from": number, "to": OURS, "body": body, **more}))

    def control(self, door: str, body: str) -> Any:
        """The simulator's door for harnesses."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.where['provider_port']}/control/{door}",
            data=body.encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)

    def ask(self, errand: str, *, seconds: float = ANSWER_SECONDS, **given: Any) -> Any:
        """What an errand writes; None when it failed (a database that is down)."""
        self._asked += 1
        answer = self._folder / f"answer-{self._asked}.json"
        pid = self.spawn(errand, answer=str(answer), **given)
        self.wait(lambda: self.has_ended(pid), f"the errand {errand}", seconds=seconds)
        if not answer.exists():
            return None
        found = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        return found

    def has_ended(self, pid: int) -> bool:
        self.ended.update(self.warm.ended())
        return pid in self.ended

    def kill(self, pid: int) -> bool:
        """SIGKILL; False for one that has ended already."""
        if self.has_ended(pid):
            return False
        os.kill(pid, signal.SIGKILL)
        self.kills += 1
        return True

    def end(self, pid: int) -> None:
        """Without a word, and gone when this returns."""
        if not self.has_ended(pid):
            os.kill(pid, signal.SIGKILL)
            self.wait(lambda: self.has_ended(pid), "a killed process")

    def wait(self, until: Callable[[], Any], what: str, *, seconds: float = ANSWER_SECONDS) -> None:
        limit = time.monotonic() + seconds
        while not until():
            if time.monotonic() > limit:
                raise TooLongError(f"{what}: not within {seconds:.0f} s")
            time.sleep(0.01)

    def listens(self, port: str) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.where[port])) == 0

    def end_all(self) -> None:
        """Every child that still lives; these are no kills of the script."""
        for pid in self._children:
            self.end(pid)
        self._children.clear()

    def close(self) -> None:
        self.warm.close()

    def _environment(self) -> dict[str, str]:
        return {
            **bare_environment(self._data),
            **scale.environment(),
            **self.engine.environment(),
            "BONEMETS_NO_BOOTSTRAP": "1",
            "DJANGO_SETTINGS_MODULE": "bonemets.settings",
        }
