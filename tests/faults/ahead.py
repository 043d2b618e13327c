"""F3s: planned texts wait at the provider for their time, while everything is broken.

Requests lie at the provider for longer than any wait of ours, workers are frozen past the
fence: what comes too late is refused there, and no guess about a quarantine is needed.
"""

from dataclasses import replace

from messaging.simulator import judging
from tests.faults import scale
from tests.faults.judge import Verdict
from tests.faults.matrix import Options
from tests.faults.moods import BAD
from tests.faults.storm import Plan, Storm
from tests.faults.world import SERVICE, World

TOO_LATE = 35115
LEAD = scale.PIPELINE["SCHEDULE_LEAD_SECONDS"]
# Only what goes to the schedule lies there past the quarantine: all else rests on A1.
MOOD = replace(BAD, ambiguous=0.2, later_slower=5.0, hang=LEAD / 2)
ACTS = {"kill": 40, "freeze": 12, "flush": 3, "cut": 2, "stop_database": 2}
PLAN = Plan(600, 90, ACTS, mood=MOOD)
SHORT = replace(PLAN, messages=120, seconds=20, acts={"kill": 8, "freeze": 3})


class Ahead(Storm):
    """The same storm over texts that are due a little later than the schedule's lead."""

    def feed(self) -> int:
        texts, seconds = self.texts, self.plan.seconds
        return self.world.spawn(
            "plan", texts=texts, seconds=seconds, ahead=LEAD + 2.0, service=SERVICE
        )


def scenario(world: World, options: Options) -> Verdict:
    world.where["scheduling"] = 1
    world.ask("step_on", days=1)  # to noon: planned texts keep the quiet hours
    verdict = Ahead(world, SHORT if options.short else PLAN, options.seed).run()
    told = judging.judge(world.ledger)
    kept = [fate.message for fate in told.fates if fate.message.send_at and fate.is_delivered]
    late = sum(one.told == TOO_LATE for one in told.asked)
    verdict.notes.append(
        f"{len(kept)} waited at the provider; {late} requests came after the fence"
    )
    early = [one for one in kept if one.send_at and one.sent and one.sent < one.send_at]
    verdict.expect(not early, f"{len(early)} texts left before their time")
    verdict.expect(len(kept) > verdict.n / 2, "most should have waited there, and left")
    return verdict
