"""F18 and F19: texts from phones, in a burst, in an outage of six hours, and of every sort."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from messaging.simulator import judging
from tests.faults.judge import Verdict, judge
from tests.faults.matrix import Options
from tests.faults.moods import CALM, SLOW
from tests.faults.storm import Plan, Storm, drain
from tests.faults.world import OURS, World

ASKED = (
    "ONJ DENOSUMAB RADIATION SURGERY CHEMOTHERAPY HORMONES RADIUM ABLATION KYPHOPLASTY TRIALS"
).split()
# What no template foresaw: each is read or handed to a person, and none stops the others.
STRANGE = (
    "",
    " ",
    "\u0000 ONJ",
    "\ud83d",
    "\u202eJNO\u202c",
    "🦴" * 160,
    "x" * 1600,
    "ONJ\r\nBcc: everybody",
    "{{ patient.name }} %s %(x)s ${HOME}",
    "'; DROP TABLE messaging_phone; --",
    "\x1b[31mred",
    "Z\u0351\u036b\u0343" * 200,
    "٥",
    "=1+1",
    "\u200b\u200b",
    "<script>alert(1)</script>",
)
CHUNK = 200
OUTAGE = timedelta(hours=6)


def burst(world: World, options: Options) -> Verdict:
    """All at once, half of them announced twice, while the web server is killed under them."""
    count = 120 if options.short else 400
    storm = Storm(world, Plan(0, 1, {"kill": 6}, workers=2), options.seed)
    world.provider(replace(SLOW, texts_doubled=0.5, texts_lost=0.05), seed=options.seed)
    storm.crew.start()
    storm.rise()
    drain(world, storm.acts.tend, until=lambda: bool(world.ask("swept")))
    arrive(world, questions(world, count))
    for _ in range(3):
        storm.acts.pause(1.0)
        storm.crew.kill(storm.crew.front())
    storm.break_things()
    return heard(world, storm)


def outage(world: World, options: Options) -> Verdict:
    """Six hours without webhooks: only the provider's list knows of the texts.

    Their dates in its ledger are set back, as if it had been as long as that.
    """
    count = 300 if options.short else 5_000
    storm = Storm(world, Plan(0, 1, workers=2), options.seed)
    listens_once(world, storm)
    provider = world.provider(CALM, outage=True)
    arrive(world, questions(world, count), announce=False)
    world.end(provider)
    age(world, count)
    world.ask("hours_ago", hours=OUTAGE.total_seconds() / 3600 + 0.1)
    world.provider(CALM)
    storm.crew.start()
    drain(world, storm.acts.tend, until=lambda: (world.ask("stored") or 0) >= count)
    return heard(world, storm)


def listens_once(world: World, storm: Storm) -> None:
    """Before the outage the service has read the list at least once."""
    provider = world.provider(CALM)
    storm.crew.start()
    drain(world, storm.acts.tend, until=lambda: bool(world.ask("swept")))
    storm.crew.end()
    world.end(provider)


def strange(world: World, options: Options) -> Verdict:
    storm = Storm(world, Plan(0, 1, workers=2), options.seed)
    world.provider(CALM)
    storm.crew.start()
    storm.rise()
    numbers = world.numbers
    arrive(world, [(numbers[n], body) for n, body in enumerate(STRANGE)])
    arrive(world, [(number, "ONJ") for number in numbers[: len(STRANGE)]])
    return heard(world, storm)


def questions(world: World, count: int) -> list[tuple[str, str]]:
    people = world.numbers
    return [(people[n % len(people)], ASKED[n // len(people) % len(ASKED)]) for n in range(count)]


def arrive(world: World, texts: Sequence[tuple[str, str]], *, announce: bool = True) -> None:
    shapes = [{"from": a, "to": OURS, "body": body, "announce": announce} for a, body in texts]
    for start in range(0, len(shapes), CHUNK):
        world.control("inbound", json.dumps(shapes[start : start + CHUNK]))


def age(world: World, count: int) -> None:
    """Spread the texts' dates in the provider's ledger over the last six hours."""
    lines, place = [], 0
    for line in world.ledger.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for one in record.get("records", []):
            if one.get("direction") == "inbound":
                back = OUTAGE * (1 - place / count)
                for name in ("created", "updated"):
                    one[name] = (datetime.fromisoformat(one[name]) - back).isoformat()
                place += 1
        lines.append(json.dumps(record))
    world.ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")


def heard(world: World, storm: Storm) -> Verdict:
    """Wait until all is read and answered; then both ledgers are compared."""
    wait_for_all(world, storm)
    drain(world, storm.acts.tend)
    verdict = judge([], world.ask("rows"), world.ledger)
    weigh(world.ask("came"), judging.judge(world.ledger).texts, verdict)
    storm.crew.end()
    verdict.notes += storm.acts.told()
    return verdict


def wait_for_all(world: World, storm: Storm) -> None:
    """A webhook that was given up is found by the next sweep: let that be now."""
    there = len(judging.judge(world.ledger).texts)
    limit = time.monotonic() + 60
    while (world.ask("stored") or 0) < there and time.monotonic() < limit:
        storm.acts.pause(2.0)
        world.ask("sweep_now")


def weigh(rows: list[dict[str, Any]], texts: Sequence[Any], verdict: Verdict) -> None:
    """Every text of the provider's ledger is here once, was read, and was answered or shown."""
    known = Counter(row["provider_id"] for row in rows)
    verdict.n += len(texts)
    verdict.lost += [f"text {one.sid} is not here" for one in texts if not known[one.sid]]
    for row in rows:
        name = f"text {row['provider_id']} ({row['kind']})"
        if row["answers"] > 1:
            verdict.doubled.append(f"{name} was answered {row['answers']} times")
        if row["state"] == "unread":
            verdict.stuck.append(f"{name} is unread")
        elif not row["answers"] and not row["told"]:
            verdict.silent.append(f"{name} has neither an answer nor a person")
    answered = sum(bool(row["answers"]) for row in rows)
    verdict.notes.append(f"{len(rows)} texts came in, {answered} answered by the service")
