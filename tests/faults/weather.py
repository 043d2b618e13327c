"""Scenarios that are a storm with a plan of their own: the provider's and the servers' moods."""

from collections.abc import Callable
from dataclasses import replace

from messaging.simulator import judging
from messaging.simulator.chaos import Doubt
from tests.faults.judge import Verdict
from tests.faults.matrix import Options
from tests.faults.moods import AGAINST_SENDERS, SLOW
from tests.faults.proxy import proxy
from tests.faults.storm import Plan, Storm
from tests.faults.world import World

TOLD_TO_WAIT = 4.0
FORTY = 40  # one text for each number, so that a request is one text's


def planned(plan: Plan) -> Callable[[World, Options], Verdict]:
    def run(world: World, options: Options) -> Verdict:
        return Storm(world, plan, options.seed).run()

    return run


frozen = planned(Plan(120, 25, {"freeze": 5}, workers=3, mood=SLOW))
wire = planned(Plan(FORTY, 6, workers=2, mood=AGAINST_SENDERS))
delayed = planned(
    Plan(FORTY, 6, workers=2, mood=replace(SLOW, ambiguous=0.6, doubts=(Doubt.DELAYED,)))
)
redis = planned(
    Plan(
        150,
        35,
        {"flush": 3, "kill_redis": 2, "hang_up": 2, "fill_redis": 1, "take_redis": 1},
        workers=2,
        mood=SLOW,
    )
)
database = planned(
    Plan(
        150,
        35,
        {"stop_database": 2, "take_database": 1, "cut": 4, "quarrel": 12},
        workers=3,
        mood=SLOW,
    )
)
disk = planned(Plan(60, 18, {"fill_disk": 2, "lock_file": 1, "kill": 2}, mood=SLOW))
starved = planned(Plan(100, 20, {"starve": 3}, workers=2, mood=SLOW))


def half_open(world: World, options: Options) -> Verdict:
    """Every few seconds all connections to the provider go half-open."""
    with proxy(world.where["provider_port"]) as between:
        plan = Plan(FORTY, 15, {"swallow": 5}, workers=2, mood=SLOW)
        storm = Storm(world, plan, options.seed)
        storm.crew.via, storm.acts.proxy = between.port, between
        verdict = storm.run()
        swallowed = storm.acts.done["connections half-open"]
        verdict.expect(swallowed, "no connection was ever open to be swallowed")
        return verdict


def beats(world: World, options: Options) -> Verdict:
    """No beat at all, and then six of them, with the same texts still to come."""
    whole = Verdict()
    for count in (0, 6):
        storm = Storm(world, Plan(30, 4, workers=2, beats=count, mood=SLOW), options.seed)
        storm.texts = [(number, f"{body} {count} beats") for number, body in storm.texts]
        whole.add(storm.run() if not count else storm.again())
    return whole


def busy(world: World, options: Options) -> Verdict:
    """Errors before and after acceptance, and 429 with and without a time to wait."""
    refusal = {"code": 20429, "retry_after": TOLD_TO_WAIT, "label": "told to wait", "times": 20}
    errors = (Doubt.ERROR_AFTER, Doubt.ERROR_BEFORE)
    mood = replace(SLOW, ambiguous=0.3, doubts=errors, too_many=0.3)
    plan = Plan(FORTY, 4, workers=2, mood=mood, failing=(refusal,))
    verdict = Storm(world, plan, options.seed).run()
    early = too_soon(judging.judge(world.ledger).asked)
    verdict.expect(not early, f"{len(early)} requests came before the time they were told")
    return verdict


def too_soon(asked: tuple[judging.Asked, ...]) -> list[str]:
    """Numbers that were asked for again before Retry-After had passed."""
    told = {one.to: one.at for one in asked if one.label == "told to wait"}
    return [
        one.to
        for one in asked
        if one.to in told and 0 < (one.at - told[one.to]).total_seconds() < TOLD_TO_WAIT
    ]


def hidden(world: World, options: Options) -> Verdict:
    """The list lags and comes in any order; then it cannot be read, and no callback comes."""
    doubts = (Doubt.ERROR_AFTER, Doubt.ERROR_BEFORE)
    lagging = replace(SLOW, ambiguous=0.5, doubts=doubts, list_shuffled=True, callbacks_lost=0.5)
    lagging = replace(lagging, list_failures=0.2)
    verdict = Storm(world, Plan(FORTY, 5, workers=2, mood=lagging), options.seed).run()
    world.chaos(replace(lagging, seed=options.seed, callbacks_lost=1.0, list_failures=1.0))
    blind = Storm(world, Plan(20, 3, workers=2), options.seed)
    blind.texts = [(number, f"{body} Blind.") for number, body in blind.texts]
    seen = blind.again()
    verdict.expect(seen.held > verdict.held, "nothing was held although the list was blind")
    seen.wrong += verdict.wrong
    return seen


def callbacks(world: World, options: Options) -> Verdict:
    """Lost, five-fold, reversed, shuffled, and before the answer to the request."""
    mood = replace(
        SLOW,
        callbacks_early=0.4,
        callbacks_lost=0.2,
        callbacks_doubled=0.3,
        callbacks_reversed=0.25,
        callbacks_shuffled=0.25,
        failures=0.1,
    )
    return Storm(world, Plan(FORTY, 6, workers=2, mood=mood), options.seed).run()


def clocks(world: World, options: Options) -> Verdict:
    """Workers whose own clocks are 90 s ahead, 90 s behind, a day ahead and an hour behind."""
    storm = Storm(world, Plan(80, 15, {"kill": 6}, workers=0, mood=SLOW), options.seed)
    for name, ahead in (("fast", 90), ("slow", -90), ("day", 86_400), ("hour", -3_600)):
        storm.extra[f"worker-{name}"] = {"host": f"worker-{name}", "ahead": ahead}
    verdict = storm.run()
    early = [row for row in world.ask("rows") if row["origin"] == "reminder"]
    verdict.expect(not early, f"{len(early)} planned texts were released before their day")
    return verdict


def stops(world: World, options: Options) -> Verdict:
    """Races of a STOP with a text on its way, by dates that both have under the phone's lock."""
    count = 200 if options.short else options.messages or 10_000
    found = world.ask("raced", seconds=3600.0, count=count, seed=options.seed) or {}
    ends = ", ".join(f"{n} {state}" for state, n in sorted(found.get("ends", {}).items()))
    verdict = Verdict(n=count, notes=[f"{found.get('requests', 0)} requests; {ends}"])
    verdict.wrong += [f"a send began after the STOP: {one}" for one in found.get("late", [])]
    verdict.expect(found, "the races broke off: see raced.log")
    return verdict
