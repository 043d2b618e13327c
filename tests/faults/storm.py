"""Everything at once: texts are written and sent while processes and servers are killed."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from messaging.simulator.chaos import Chaos
from tests.faults.crew import Crew
from tests.faults.engines import OneFile, Servers
from tests.faults.judge import Text, Verdict, judge
from tests.faults.matrix import Options
from tests.faults.moods import BAD
from tests.faults.world import TooLongError, World

DRAIN_SECONDS = 180.0
# Of a hundred kills on several processes, these go to the web server and to beat.
WEB, BEAT = 0.12, 0.05


@dataclass(frozen=True)
class Plan:
    """How much of everything; `seconds` is how long texts are written."""

    messages: int
    seconds: float
    kills: int
    flushes: int = 0
    redis_kills: int = 0
    cuts: int = 0
    stops: int = 0
    workers: int = 4
    mood: Chaos = BAD


# What must be shown, and CI's edition of it.
SERVERS = Plan(10_000, 900, 500, flushes=20, redis_kills=5, cuts=10, stops=10)
SERVERS_SHORT = Plan(1_000, 55, 45, flushes=3, redis_kills=1, cuts=2, stops=2)
ONE_FILE = Plan(2_000, 240, 200)
ONE_FILE_SHORT = Plan(200, 15, 15)


def plan_for(world: World, options: Options) -> Plan:
    """By the engine and the edition, with what the command line asks otherwise."""
    pairs = {True: (ONE_FILE_SHORT, ONE_FILE), False: (SERVERS_SHORT, SERVERS)}
    short, long = pairs[world.engine.one_process]
    asked = {
        name: value
        for name in ("messages", "seconds", "kills", "workers")
        if (value := getattr(options, name)) is not None
    }
    return replace(short if options.short else long, **asked)


def scenario(world: World, options: Options) -> Verdict:
    return Storm(world, plan_for(world, options), options.seed).run()


@dataclass
class Storm:
    """One run in a fresh world, from its seed alone."""

    world: World
    plan: Plan
    seed: int
    luck: random.Random = field(init=False)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.luck = random.Random(self.seed)
        self.crew = Crew(self.world, workers=self.plan.workers)

    def run(self) -> Verdict:
        texts = texts_for(self.world.numbers, self.plan.messages)
        self.world.provider(self.plan.mood, seed=self.seed)
        self.crew.start()
        feeder = self.world.spawn("feed", texts=texts, seconds=self.plan.seconds)
        self.break_things()
        self.finish(feeder)
        verdict = judge(texts, self.world.ask("rows"), self.world.ledger)
        self.crew.end()
        verdict.notes.append(self.told())
        return verdict

    def break_things(self) -> None:
        """The script, at its times; a kill that finds its process down is made up for."""
        began = time.monotonic()
        for at, act in self.script():
            while time.monotonic() < began + at:
                self.crew.tend()
                time.sleep(0.01)
            act()
        while self.world.kills < self.plan.kills:
            self.crew.tend()
            self.kill_one()
            time.sleep(0.05)

    def script(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """When (seconds from the start) and what, in order."""
        acts: list[Callable[[], None]] = [self.kill_one] * self.plan.kills
        acts += [self.flush] * self.plan.flushes + [self.kill_redis] * self.plan.redis_kills
        acts += [self.cut] * self.plan.cuts + [self.stop_database] * self.plan.stops
        times = sorted(self.luck.uniform(0.5, self.plan.seconds) for _ in acts)
        self.luck.shuffle(acts)
        yield from zip(times, acts, strict=True)

    def kill_one(self) -> None:
        self.crew.kill(self.victim())

    def victim(self) -> str:
        names = sorted(self.crew.members)
        luck = self.luck.random()
        chosen = "web" if luck < WEB else "beat-0" if luck < WEB + BEAT else ""
        workers = [name for name in names if name.startswith("worker")]
        return chosen if chosen in names else self.luck.choice(workers or names)

    def flush(self) -> None:
        self.servers.flush()
        self.done["Redis flushes"] += 1

    def kill_redis(self) -> None:
        """SIGKILL; it comes back empty after a moment."""
        self.servers.valkey.kill()
        self.pause(self.luck.uniform(0.2, 2.0))
        self.servers.valkey.start()
        self.done["Redis kills"] += 1

    def cut(self) -> None:
        self.servers.cut_connections()
        self.done["PostgreSQL sessions cut"] += 1

    def stop_database(self) -> None:
        """A hard stop in the middle of all; down for a moment, then it recovers by its log."""
        self.servers.postgres.stop("immediate")
        self.pause(self.luck.uniform(0.2, 3.0))
        self.servers.postgres.start()
        self.done["hard PostgreSQL stops"] += 1

    @property
    def servers(self) -> Servers:
        assert isinstance(self.world.engine, Servers)
        return self.world.engine

    def pause(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            self.crew.tend()
            time.sleep(0.01)

    def finish(self, feeder: int) -> None:
        """All is whole again; wait until all is written and has come to its end."""
        drain(self.world, self.crew, until=lambda: self.world.has_ended(feeder))
        if self.world.ended[feeder] != 0:
            raise TooLongError("the texts could not all be written: see feed.log")
        drain(self.world, self.crew)

    def told(self) -> str:
        broken = ", ".join(f"{n} {what}" for what, n in sorted(self.done.items()))
        falls = f"{self.crew.falls} processes ended by themselves" if self.crew.falls else ""
        checked = ""
        if isinstance(self.world.engine, OneFile):
            checked = f"quick_check {self.world.engine.check()}"
        return "; ".join(part for part in (broken, falls, checked) if part)


def texts_for(numbers: list[str], count: int, *, words: str = "Text") -> list[Text]:
    """All different, the numbers in turn."""
    return [(numbers[n % len(numbers)], f"{words} {n} for you.") for n in range(count)]


def drain(
    world: World,
    crew: Crew,
    *,
    until: Callable[[], bool] | None = None,
    ends: tuple[str, ...] = ("HELD",),
    seconds: float = DRAIN_SECONDS,
) -> dict[str, Any]:
    """Keep the crew up until nothing is under way, or time is over; gives what is left."""
    limit, found = time.monotonic() + seconds, {"?": 1}
    while time.monotonic() < limit:
        crew.tend()
        time.sleep(0.05)
        if until is not None:
            if until():
                return {}
            continue
        found = world.ask("left") or {"?": 1}
        if not any(n for state, n in found.items() if state not in ends):
            return found
        rest(crew, 0.7)
    if until is not None:
        raise TooLongError(f"not within {seconds:.0f} s")
    return found


def rest(crew: Crew, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        crew.tend()
        time.sleep(0.02)
