"""The same faults for each baseline: kills, an emptied Redis, ambiguous answers.

`run(SENDERS["courier-like"], servers, Script(seed=1))` gives what the provider's ledger says in
the end.  `python -m tests.bench.baselines.run` starts servers of its own and prints the table.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from redis import Redis

from messaging.simulator.messages import Direction
from messaging.simulator.store import Store
from tests import servers as wheels
from tests.bench.baselines import courier_like, plain_celery
from tests.bench.baselines.common import Servers, texts
from tests.bench.baselines.provider import ACCOUNT

ROOT: Final = Path(__file__).resolve().parents[3]
QUIET_SECONDS: Final = 6.0  # nothing more came at the provider for so long: it is over
LONGEST_SECONDS: Final = 120.0


class Sender(Protocol):
    """A baseline is a module with these three; all of them read the environment."""

    def prepare(self, n: int) -> None:
        """Make `n` texts and put them in the queue."""

    def worker_command(self) -> list[str]:
        """What starts one worker."""

    def is_drained(self) -> bool:
        """Whether the sender itself sees nothing more to do."""


SENDERS: Final[Mapping[str, Sender]] = {
    "plain Celery": plain_celery,
    "courier-like": courier_like,
}


@dataclass(frozen=True)
class Script:
    """`pause`: seconds between two kills, at least and at most."""

    seed: int
    n: int = 300
    workers: int = 4
    kills: int = 20
    flushes: int = 1
    pause: tuple[float, float] = (0.3, 0.9)


@dataclass(frozen=True)
class Result:
    """By the provider's ledger: how many texts it took once, never, more than once."""

    once: int
    lost: int
    doubled: int


def run(sender: Sender, servers: Servers, script: Script) -> Result:
    """The whole script, till nothing moves any more.  The servers must be empty at the start."""
    with _environment(servers):
        sender.prepare(script.n)
        crew = Crew([sender.worker_command()] * script.workers)
        try:
            _play(script, crew, servers)
            _await_rest(sender, crew, servers.ledger)
        finally:
            crew.end()
    return judge(servers.ledger, script.n)


def judge(ledger: Path, n: int) -> Result:
    taken = _taken(ledger)
    counts = [taken[text] for text in texts(n)]
    return Result(counts.count(1), counts.count(0), sum(count > 1 for count in counts))


def _taken(ledger: Path) -> Counter[tuple[str, str]]:
    """From a copy: the provider may still be writing the last line."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "ledger"
        copy.write_bytes(ledger.read_bytes() if ledger.exists() else b"")
        store = Store(copy)
        made = [one for one in store.everything() if one.direction is Direction.OUTBOUND]
        store.close()
    return Counter((one.to, one.body) for one in made)


@dataclass
class Crew:
    """Workers by place; one that is killed starts again at once."""

    commands: list[list[str]]
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._running = [self._start(command) for command in self.commands]

    def kill(self, place: int) -> None:
        """SIGKILL, then a new one."""
        self._running[place].kill()
        self._running[place].wait()
        self._running[place] = self._start(self.commands[place])

    def tend(self) -> None:
        """Start again what has ended by itself."""
        for place, process in enumerate(self._running):
            if process.poll() is not None:
                self.kill(place)

    def end(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload, no-any-return]


def _play(script: Script, crew: Crew, servers: Servers) -> None:
    luck = random.Random(script.seed)
    flushes = set(luck.sample(range(script.kills), script.flushes))
    _await_first(servers.ledger)
    for number in range(script.kills):
        time.sleep(luck.uniform(*script.pause))
        crew.tend()
        crew.kill(luck.randrange(script.workers))
        if number in flushes:
            with Redis.from_url(servers.redis) as there:
                there.flushall()


def _await_first(ledger: Path) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not _taken(ledger) and time.monotonic() < end:
        time.sleep(0.1)


def _await_rest(sender: Sender, crew: Crew, ledger: Path) -> None:
    end, moved, size = time.monotonic() + LONGEST_SECONDS, time.monotonic(), -1
    while time.monotonic() < end:
        crew.tend()
        now = ledger.stat().st_size
        if now != size or not sender.is_drained():
            size, moved = now, time.monotonic()
        if time.monotonic() - moved > QUIET_SECONDS:
            return
        time.sleep(0.2)


@contextmanager
def _environment(servers: Servers) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(servers.environment())
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def own_servers(folder: Path, seed: int) -> Iterator[Servers]:
    """A Valkey, and a provider with its ledger, for one run."""
    folder.mkdir()
    command = [sys.executable, "-m", "tests.bench.baselines.provider"]
    ledger = folder / "ledger.jsonl"
    with wheels.valkey(folder) as redis:
        provider = subprocess.Popen(
            [*command, str(ledger), str(seed)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            address = provider.stdout.readline().strip()
            yield Servers(
                redis, folder / "state.sqlite3", address, ACCOUNT.sid, ACCOUNT.token, ledger
            )
        finally:
            provider.kill()
            provider.communicate()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("seed", "n", "kills", "flushes"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Script(seed=1), name))
    script = replace(Script(seed=1), **vars(parser.parse_args(arguments)))
    print(
        f"{script.n} texts, {script.kills} kills, 5 % of the answers ambiguous, seed {script.seed}"
    )
    print(f"{'sender':14} {'flushes':>7} {'sent once':>9} {'lost':>6} {'doubled':>8}")
    for flushes in sorted({0, script.flushes}):
        for name in SENDERS:
            found = alone(name, replace(script, flushes=flushes))
            counts = f"{found.once:9} {found.lost:6} {found.doubled:8}"
            print(f"{name:14} {flushes:7} {counts}", flush=True)


def alone(name: str, script: Script) -> Result:
    """One run of one baseline on servers of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="bm-", dir="/tmp") as folder,
        own_servers(Path(folder) / "servers", script.seed) as servers,
    ):
        return run(SENDERS[name], servers, script)


if __name__ == "__main__":
    main(sys.argv[1:])
