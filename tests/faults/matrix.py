"""The fault matrix: every scenario with its code, its sentence and the engines it runs on."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.judge import Verdict
from tests.faults.world import World

BOTH = ("pg", "sqlite")


@dataclass(frozen=True)
class Options:
    """What the command line asked for; None leaves a scenario its own figure."""

    seed: int
    short: bool
    keep: bool = False
    messages: int | None = None
    workers: int | None = None
    kills: int | None = None
    seconds: int | None = None

    def again(self, engine: str) -> str:
        """The arguments, besides scenario and seed, that ask for the same."""
        figures = ("messages", "workers", "kills", "seconds")
        asked = [f"--{name} {value}" for name in figures if (value := getattr(self, name))]
        return " ".join([f"--engine {engine}", *["--short"] * self.short, *asked])


@dataclass(frozen=True)
class Scenario:
    """`run` gets a fresh world; `short` says whether CI's edition has it."""

    code: str
    title: str
    tells: str
    run: Callable[[World, Options], Verdict]
    engines: tuple[str, ...] = BOTH
    short: bool = True
