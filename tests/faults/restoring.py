"""F12 and F16: a backup is put back after more has been sent, and three days of standstill."""

from messaging.simulator import judging
from tests.faults.judge import Verdict
from tests.faults.matrix import Options
from tests.faults.moods import SLOW
from tests.faults.storm import Plan, Storm, drain
from tests.faults.world import World


def restore(world: World, options: Options) -> Verdict:
    """Texts wait in the backup that have long left: none may leave again."""
    plan = Plan(options.messages or 60, 0, workers=2, mood=SLOW)
    storm = Storm(world, plan, options.seed)
    world.provider(SLOW, seed=options.seed)
    written(world, storm)
    world.engine.back_up()
    send_half(world, storm)
    storm.crew.end()
    left = judging.judge(world.ledger).accepted().total()
    world.engine.put_back()
    storm.crew.start()
    resume(world, storm)
    drain(world, storm.acts.tend)
    verdict = storm.verdict()
    verdict.expect(left, "nothing had left before the backup was put back")
    verdict.notes.append(f"{left} texts had left that the backup did not know of")
    return verdict


def written(world: World, storm: Storm) -> None:
    feeder = world.spawn("feed", texts=storm.texts, seconds=0.0)
    world.wait(lambda: world.has_ended(feeder), "texts to be written")


def send_half(world: World, storm: Storm) -> None:
    half = len(storm.texts) // 2
    storm.crew.start()
    drain(
        world,
        storm.acts.tend,
        until=lambda: judging.judge(world.ledger).accepted().total() >= half,
    )


def resume(world: World, storm: Storm) -> None:
    """It pauses by itself, looks for all that waits, and a person lets it go on."""
    drain(world, storm.acts.tend, until=lambda: bool((world.ask("standing") or {}).get("paused")))
    drain(world, storm.acts.tend, until=lambda: (world.ask("standing") or {}).get("left") == [])
    world.ask("resume")


def standstill(world: World, options: Options) -> Verdict:
    """Three days with nothing running: what is no longer useful says so, the rest goes."""
    storm = Storm(world, Plan(30, 0, workers=2, mood=SLOW), options.seed)
    world.provider(SLOW, seed=options.seed)
    for number in ("+15550105001", "+15550105002", "+15550105003"):
        world.ask("enrol", number=number)
    written(world, storm)
    world.ask("step_on", days=3)
    storm.crew.start()
    drain(world, storm.acts.tend)
    verdict = storm.verdict()
    late = judging.judge(world.ledger).accepted()
    gone = [text for text in storm.texts if late[text]]
    verdict.expect(not gone, f"{len(gone)} texts left three days after they were of use")
    verdict.expect(late, "nothing that was still of use has left")
    return verdict


def pressed_twice(world: World, options: Options) -> Verdict:
    """Two pages send the same texts in the same instants, while workers are killed."""
    storm = Storm(world, Plan(80, 12, {"kill": 8}, workers=2, mood=SLOW), options.seed)
    world.provider(SLOW, seed=options.seed)
    storm.crew.start()
    storm.rise()
    start = world.ask("instant")
    both = [
        world.spawn("feed", log=f"feed-{n}", texts=storm.texts, seconds=12.0, start=start)
        for n in range(2)
    ]
    storm.break_things()
    drain(world, storm.acts.tend, until=lambda: all(map(world.has_ended, both)))
    drain(world, storm.acts.tend)
    return storm.verdict()
