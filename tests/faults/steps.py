"""F1: a process ends, breaks or freezes at every labelled step of the pipelines, once each."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from messaging.simulator.chaos import Chaos, Doubt
from tests.bonemets.process import ROOT
from tests.faults import scale
from tests.faults.crew import Crew
from tests.faults.judge import Text, Verdict, judge
from tests.faults.matrix import Options
from tests.faults.moods import SLOW
from tests.faults.storm import drain, rest, texts_for
from tests.faults.world import TooLongError, World

# Longer than a lease, so that others take over what a frozen worker holds; then it goes on.
FROZEN = scale.PIPELINE["LEASE_SECONDS"] + 1.5
CALLS = re.compile(r'(?:reached|passing)\(\s*"([a-z.-]+)"')

# Half of the callbacks never come, so that there is always a text to ask after.
QUIET = Chaos(**{**vars(SLOW), "callbacks_lost": 0.5, "list_lag": 0.0})
DOUBTFUL = Chaos(
    **{**vars(QUIET), "ambiguous": 1.0, "doubts": (Doubt.ERROR_AFTER, Doubt.ERROR_BEFORE)}
)
BLIND = Chaos(**{**vars(QUIET), "list_failures": 1.0})

# What the steps wait for.  A step that nothing here names is swept by due texts.
IN_WEB = ("receipts.", "webhooks.", "inbound.storing", "inbound.kept")
READING = ("inbound.answered", "inbound.reading", "inbound.read")
POISONED = ("inbound.failing",)
SETTLING = ("reconcile.listed", "reconcile.settling", "reconcile.settled")
BLINDED = ("reconcile.blind", "holding.held")
PLANNED = ("reminders.",)
CUT_OFF = ("reconcile.doubted",)


def labels() -> list[str]:
    """Every label in the code of the service."""
    files = [path for path in (ROOT / "messaging").rglob("*.py") if path.name != "failpoints.py"]
    found = {label for path in files for label in CALLS.findall(path.read_text(encoding="utf-8"))}
    return sorted(found)


@dataclass
class Sweep:
    """One world in which victims come and go; `texts` are all that were ever written."""

    world: World
    actions: tuple[str, ...]
    texts: list[Text] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    swept: int = 0
    doubted: bool = False

    def run(self) -> Verdict:
        self.world.provider(QUIET)
        crew = Crew(self.world, workers=0, beats=0)
        crew.add("web", "web")
        steps = labels()
        self.in_worker(sorted((s for s in steps if not s.startswith(IN_WEB)), key=_planned_first))
        crew.end()
        self.in_web([step for step in steps if step.startswith(IN_WEB)])
        return self.finish(crew, steps)

    def in_worker(self, steps: list[str]) -> None:
        for step in steps:
            if not step.startswith((*SETTLING, *BLINDED)):
                self.all_actions(step, self.stimulus(step))
        for step in SETTLING:
            self.all_actions(step, self.doubt)
        for step in BLINDED:
            self.all_actions(step, self.doubt_blindly)
        self.world.chaos(QUIET)

    def stimulus(self, step: str) -> Callable[[], None]:
        if step.startswith((*READING, *POISONED)):
            return self.ask_something
        if step.startswith(CUT_OFF):
            return self.cut_off
        return self.plan_something if step.startswith(PLANNED) else self.write

    def in_web(self, steps: list[str]) -> None:
        """Somebody sends, so that callbacks come; each victim is the web server."""
        helper = self.world.spawn("turns", log="helper", **self.world.where)
        for step in steps:
            self.all_actions(step, self.ask_and_write, role="web")
        self.world.end(helper)

    def all_actions(self, step: str, stimulus: Callable[[], None], *, role: str = "turns") -> None:
        for act in self.actions:
            stimulus()
            self.one(step, act, role=role)

    def one(self, step: str, act: str, *, role: str) -> None:
        trap = f"{step}={act}"
        if step.startswith(POISONED):
            trap = f"inbound.answered=raise,{trap}"
        self.swept += 1
        log = f"{self.swept:03}-{step}-{act.partition(':')[0]}"
        victim = self.world.spawn(role, log=log, failpoint=trap, **self.world.where)
        path = self.world.logs / f"{log}.log"
        path.touch()
        try:
            self.world.wait(lambda: f" at {step}\n" in path.read_text(encoding="utf-8"), trap)
        except TooLongError:
            self.verdict.wrong.append(f"{trap}: the step was not reached")
            self.world.end(victim)
            return
        self.see_out(victim, act, role=role)

    def see_out(self, victim: int, act: str, *, role: str) -> None:
        """A killed one is gone; the port of a web server must be free for the next."""
        if act == "kill":
            self.world.wait(lambda: self.world.has_ended(victim), "a killed victim")
            self.world.kills += 1
        elif role == "web":
            time.sleep(0.3)
            self.world.end(victim)
        else:
            self.outlive(victim, act)

    def outlive(self, victim: int, act: str) -> None:
        """It goes on to the end of its turn; a frozen one is overtaken by another before that."""
        helper = 0
        if act.startswith("hang"):
            helper = self.world.spawn("turns", log="helper", **self.world.where)
        self.world.wait(lambda: self.world.has_ended(victim), "the end of a victim's turn")
        if helper:
            self.world.end(helper)

    def write(self, count: int = 4) -> None:
        """New due texts, each to another number."""
        new = texts_for(self.world.numbers, count, words=f"Step {len(self.texts)}")
        self.texts += new
        feeder = self.world.spawn("feed", texts=new, seconds=0.0)
        self.world.wait(lambda: self.world.has_ended(feeder), "texts to be written")

    def plan_something(self) -> None:
        """A new patient, and tomorrow has come: what was planned for it is due."""
        self.world.ask("enrol", number=f"+1555010{5000 + self.swept}")
        self.world.ask("step_on", days=1)

    def ask_something(self) -> None:
        self.world.text(self.world.numbers[self.swept % len(self.world.numbers)], "ONJ")

    def cut_off(self) -> None:
        """Intents whose worker is gone, past their leases."""
        self.write()
        worker = self.world.spawn(
            "turns", log="cut-off", failpoint="dispatch.intended=kill", **self.world.where
        )
        self.world.wait(lambda: self.world.has_ended(worker), "a worker to be cut off")
        time.sleep(scale.PIPELINE["LEASE_SECONDS"])

    def ask_and_write(self) -> None:
        self.ask_something()
        self.write(2)

    def doubt(self) -> None:
        """Texts of which nobody knows whether they left, past their quarantine.

        A victim that is killed leaves most of them to the next; one that goes on does not.
        """
        if self.doubted and self.actions == ("kill",):
            return
        self.doubted = True
        self.world.chaos(DOUBTFUL)
        self.write(12)
        helper = self.world.spawn("turns", log="helper", **self.world.where)
        self.world.wait(self.all_sent, "sending")
        time.sleep(1.0)
        self.world.end(helper)
        self.world.chaos(QUIET)
        time.sleep(scale.PIPELINE["QUARANTINE_SECONDS"] + scale.PIPELINE["LIST_LAG_SECONDS"])

    def doubt_blindly(self) -> None:
        self.doubt()
        self.world.chaos(BLIND)

    def all_sent(self) -> bool:
        found = self.world.ask("left")
        return found is not None and not found.get("QUEUED") and not found.get("CLAIMED")

    def finish(self, crew: Crew, steps: list[str]) -> Verdict:
        """Everybody works again, and everything comes to its end."""
        crew.add("web", "web")
        for n in range(2):
            crew.add(f"turns-{n}", "turns")
        rest(crew.tend, FROZEN)
        drain(self.world, crew.tend)
        found = judge(self.texts, self.world.ask("rows"), self.world.ledger)
        found.wrong += self.verdict.wrong
        found.notes.append(f"{len(steps)} steps, {self.swept} times: {', '.join(self.actions)}")
        return found


def scenario(world: World, options: Options) -> Verdict:
    """The short edition kills; the long one also lets each step fail, and freeze past a lease."""
    actions = ("kill",) if options.short else ("kill", "raise", f"hang:{FROZEN}")
    return Sweep(world, actions).run()


def _planned_first(step: str) -> tuple[bool, str]:
    """Any other victim that ticks would release what is planned."""
    return not step.startswith(PLANNED), step
