"""Texts are written and sent while a script, drawn from a seed, breaks what a plan names."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from messaging.simulator.chaos import Chaos
from tests.faults.acts import Acts
from tests.faults.crew import Crew
from tests.faults.judge import Text, Verdict, judge
from tests.faults.matrix import Options
from tests.faults.moods import BAD
from tests.faults.world import TooLongError, World

DRAIN_SECONDS = 300.0


@dataclass(frozen=True)
class Plan:
    """How much of everything; `seconds` is how long texts are written.

    `acts` counts by the names of `Acts`.  `failing` lists the script of the provider's faults.
    """

    messages: int
    seconds: float
    acts: dict[str, int] = field(default_factory=dict)
    workers: int = 4
    beats: int = 1
    mood: Chaos = BAD
    failing: tuple[dict[str, Any], ...] = ()


@dataclass
class Storm:
    """One run in a fresh world, from its seed alone."""

    world: World
    plan: Plan
    seed: int

    extra: dict[str, dict[str, Any]] = field(default_factory=dict)  # more workers, by name

    def __post_init__(self) -> None:
        self.luck = random.Random(self.seed)
        self.crew = Crew(self.world, workers=self.plan.workers, beats=self.plan.beats)
        self.acts = Acts(self.world, self.crew, self.luck)
        self.texts = texts_for(self.world.numbers, self.plan.messages)

    def run(self) -> Verdict:
        self.world.provider(self.plan.mood, seed=self.seed, script=self.plan.failing)
        return self.again()

    def again(self) -> Verdict:
        """With the provider that is there."""
        self.crew.start()
        for name, given in self.extra.items():
            self.crew.add(name, "worker", **given)
        self.rise()
        feeder = self.feed()
        self.break_things()
        self.finish(feeder)
        return self.verdict()

    def feed(self) -> int:
        """Somebody writes the texts."""
        return self.world.spawn("feed", texts=self.texts, seconds=self.plan.seconds)

    def rise(self) -> None:
        """The callbacks of the first texts should find somebody."""
        self.world.wait(lambda: self.world.listens("web_port"), "the web server")

    def break_things(self) -> None:
        """The script, at its times; a kill that finds its process down is made up for."""
        began = time.monotonic()
        for at, act in self.script():
            while time.monotonic() < began + at:
                self.acts.tend()
                time.sleep(0.01)
            act()
        while self.acts.done["kills"] < self.plan.acts.get("kill", 0):
            self.acts.kill()
            self.acts.pause(0.05)
        self.acts.settle()

    def script(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """When (seconds from the start) and what, in order."""
        names = [name for name, count in self.plan.acts.items() for _ in range(count)]
        times = sorted(self.luck.uniform(0.5, self.plan.seconds) for _ in names)
        self.luck.shuffle(names)
        yield from ((at, getattr(self.acts, name)) for at, name in zip(times, names, strict=True))

    def finish(self, feeder: int) -> None:
        """All is whole again; wait until all is written and has come to its end."""
        drain(self.world, self.acts.tend, until=partial(self.world.has_ended, feeder))
        if self.world.ended[feeder] != 0:
            raise TooLongError("the texts could not all be written: see the feeder's log")
        drain(self.world, self.acts.tend)

    def verdict(self) -> Verdict:
        found = judge(self.texts, self.world.ask("rows"), self.world.ledger)
        self.crew.end()
        found.notes += self.acts.told()
        return found


# What must be shown, and CI's edition of it.
SERVERS = Plan(
    10_000,
    900,
    {"kill": 500, "flush": 20, "kill_redis": 5, "cut": 10, "stop_database": 10},
)
SERVERS_SHORT = Plan(
    1_000, 50, {"kill": 45, "flush": 3, "kill_redis": 1, "cut": 2, "stop_database": 2}
)
ONE_FILE = Plan(2_000, 240, {"kill": 200})
ONE_FILE_SHORT = Plan(200, 15, {"kill": 15})


def plan_for(world: World, options: Options) -> Plan:
    """By the engine and the edition, with what the command line asks otherwise."""
    pairs = {True: (ONE_FILE_SHORT, ONE_FILE), False: (SERVERS_SHORT, SERVERS)}
    short, long = pairs[world.engine.one_process]
    plan = short if options.short else long
    asked = {
        name: value
        for name in ("messages", "seconds", "workers")
        if (value := getattr(options, name)) is not None
    }
    if options.kills is not None:
        asked["acts"] = {**plan.acts, "kill": options.kills}
    return replace(plan, **asked)


def scenario(world: World, options: Options) -> Verdict:
    return Storm(world, plan_for(world, options), options.seed).run()


def texts_for(numbers: list[str], count: int, *, words: str = "Text") -> list[Text]:
    """All different, the numbers in turn."""
    return [(numbers[n % len(numbers)], f"{words} {n} for you.") for n in range(count)]


def drain(
    world: World,
    tend: Callable[[], None],
    *,
    until: Callable[[], bool] | None = None,
    ends: tuple[str, ...] = ("HELD",),
    seconds: float = DRAIN_SECONDS,
) -> None:
    """Keep everybody up until it is so, by default until nothing is under way.

    TooLongError only with `until`: what is still under way in the end, the judge calls stuck.
    """
    limit = time.monotonic() + seconds
    done = until or partial(is_drained, world, ends)
    while time.monotonic() < limit:
        if done():
            return
        rest(tend, 0.7 if until is None else 0.05)
    if until is not None:
        raise TooLongError(f"not within {seconds:.0f} s")


def is_drained(world: World, ends: tuple[str, ...]) -> bool:
    found = world.ask("left")
    return found is not None and not any(n for state, n in found.items() if state not in ends)


def rest(tend: Callable[[], None], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        tend()
        time.sleep(0.02)
