"""`python -m tests.faults`: runs the matrix; `manage.py faults` is the usual way here."""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from tests.bonemets.process import ROOT
from tests.faults import report, scale
from tests.faults.engines import Engine, OneFile, Servers
from tests.faults.matrix import BOTH, Options, Scenario
from tests.faults.report import Outcome
from tests.faults.scenarios import NOT_HERE, SCENARIOS
from tests.faults.world import World
from tests.servers import NoServerError

ENGINES: dict[str, Callable[[Path], Engine]] = {"pg": Servers, "sqlite": OneFile}
KEPT = ROOT / "data" / "faults"
PEOPLE = 40


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py faults",
        description="Break everything that can be broken on one machine while texts come and "
        "go, and let the provider's own ledger say whether one was lost or doubled.",
    )
    parser.add_argument("--short", action="store_true", help="CI's edition, under five minutes")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    parser.add_argument("--only", nargs="+", metavar="F3", help="these scenarios")
    parser.add_argument("--engine", choices=BOTH, help="on this set of engines only")
    parser.add_argument("--keep", action="store_true", help="logs of what went well, too")
    parser.add_argument("--baselines", action="store_true", help="other senders to compare with")
    parser.add_argument("--seed", type=int, help="of the script of faults; printed if not given")
    for name, what in (
        ("messages", "texts of the storm"),
        ("workers", "worker processes of the storm"),
        ("kills", "kills of the storm"),
        ("seconds", "how long the storm's texts are written"),
    ):
        parser.add_argument(f"--{name}", type=int, help=what)
    return parser


def main(argv: list[str]) -> int:
    given = arguments().parse_args(argv)
    if given.list:
        return listing()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    options = Options(
        seed,
        given.short,
        given.keep,
        **{name: getattr(given, name) for name in ("messages", "workers", "kills", "seconds")},
    )
    chosen = choose(given.only, short=given.short)
    report.head([f"Seed {seed}. {scale.sentence()}"])
    began = time.monotonic()
    engines = [given.engine] if given.engine else list(BOTH)
    run = partial(on, chosen=chosen, options=options)
    # CI's scenarios mostly wait: both engines at once. A long storm wants the machine alone.
    with ThreadPoolExecutor(len(engines) if given.short else 1) as pool:
        outcomes = [one for part in pool.map(run, engines) for one in part]
    if given.baselines or not (given.short or given.only):
        compare(seed)
    return report.end(outcomes, seconds=time.monotonic() - began)


def compare(seed: int) -> None:
    """What other ways to send lose and double under kills and an emptied Redis."""
    print("\nTwo other senders under the same kind of faults:", flush=True)
    command = [sys.executable, "-m", "tests.bench.baselines.run", "--seed", str(seed)]
    subprocess.run(command, cwd=ROOT, check=False)


def listing() -> int:
    for one in SCENARIOS:
        edition = "" if one.short else ", long edition only"
        print(f"{one.code:<4} {one.title} ({', '.join(one.engines)}{edition}): {one.tells}")
    for code, why in NOT_HERE.items():
        print(f"{code:<4} not here: {why}")
    return 0


def choose(only: list[str] | None, *, short: bool) -> list[Scenario]:
    known = {one.code for one in SCENARIOS}
    if only and (strange := set(only) - known):
        sys.exit(f"No scenario is called {', '.join(sorted(strange))}: see --list.")
    return [one for one in SCENARIOS if (one.code in only if only else one.short or not short)]


def on(engine: str, *, chosen: list[Scenario], options: Options) -> list[Outcome]:
    """The scenarios of one engine in one world; a platform without the servers runs none."""
    here = [one for one in chosen if engine in one.engines]
    if not here:
        return []
    try:
        with opened(engine) as world:
            return [attempt(one, world, options) for one in here]
    except NoServerError as error:
        print(f"SKIPPED {engine}: {error}.")
        return []


@contextmanager
def opened(engine: str) -> Iterator[World]:
    # Short, because the path of a socket may have about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="bm-", dir="/tmp"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        made = ENGINES[engine](folder)
        stack.callback(made.stop)
        world = World(made, folder, numbers=numbers())
        stack.callback(world.close)
        world.open()
        yield world


def numbers() -> list[str]:
    """Reserved for fiction."""
    return [f"+1555010{number}" for number in range(4000, 4000 + PEOPLE)]


def attempt(scenario: Scenario, world: World, options: Options) -> Outcome:
    began, verdict, error = time.monotonic(), None, ""
    world.fresh(scenario.code)
    try:
        verdict = scenario.run(world, options)
    except Exception as problem:  # one scenario that breaks must not hide the others
        error = f"{type(problem).__name__}: {problem}"
        (world.logs / "harness.log").write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        world.end_all()
    outcome = Outcome(
        code=scenario.code,
        title=scenario.title,
        engine=world.engine.name,
        seed=options.seed,
        kills=world.kills,
        seconds=time.monotonic() - began,
        verdict=verdict,
        error=error,
    )
    report.line(outcome)
    if not outcome.good:
        report.keep_seed(outcome, folder=KEPT, arguments=options.again(world.engine.short))
    if not outcome.good or options.keep:
        keep(outcome, world)
    return outcome


def keep(outcome: Outcome, world: World) -> None:
    """Logs and ledger, for whoever looks into it."""
    place = KEPT / f"{outcome.code}-{world.engine.short}-{outcome.seed}-{time.strftime('%H%M%S')}"
    shutil.copytree(world.logs, place, ignore_dangling_symlinks=True)
    print(f"       logs and ledger: {place.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
