"""F3s: planned texts wait at the provider for their time, while everything is broken.

Requests lie at the provider for longer than any wait of ours, workers are frozen past the
fence: what comes too late is refused there, and no guess about a quarantine is needed.
"""

from dataclasses import replace

from messaging.simulator import judging
from messaging.simulator.chaos import Doubt
from tests.faults import scale
from tests.faults.judge import Verdict
from tests.faults.matrix import Options
from tests.faults.moods import BAD
from tests.faults.storm import Plan, Storm
from tests.faults.world import SERVICE, World

TOO_LATE = 35115
LEAD = scale.PIPELINE["SCHEDULE_LEAD_SECONDS"]
MOOD = replace(
    BAD,
    ambiguous=0.2,
    doubts=(*BAD.doubts, Doubt.DELAYED),
    delayed=(4.0, LEAD + 5.0),
    hang=LEAD / 2,
)
ACTS = {"kill": 40, "freeze": 12, "flush": 3, "cut": 2, "stop_database": 2}
PLAN = Plan(600, 90, ACTS, mood=MOOD)
SHORT = replace(PLAN, messages=120, seconds=20, acts={"kill": 8, "freeze": 3})


class Ahead(Storm):
    """The same storm over texts that are due a little later than the schedule's lead."""

    def feed(self) -> int:
        given = {"ahead": LEAD + 2.0, "service": SERVICE}
        return self.world.spawn("plan", texts=self.texts, seconds=self.plan.seconds, **given)


def scenario(world: World, options: Options) -> Verdict:
    world.where["scheduling"] = 1
    world.ask("step_on", days=1)  # to noon: planned texts keep the quiet hours
    verdict = Ahead(world, SHORT if options.short else PLAN, options.seed).run()
    kept = sum(row["ahead"] for row in world.ask("rows"))
    verdict.notes.append(f"{kept} texts waited at the provider for their time")
    verdict.expect(kept > PLAN.messages / 10, "hardly a text waited at the provider")
    late = sum(one.told == TOO_LATE for one in judging.judge(world.ledger).asked)
    verdict.notes.append(f"{late} requests came after the fence and were refused")
    return verdict
