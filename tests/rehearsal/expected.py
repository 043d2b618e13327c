"""Every occurrence that the protocol files ask for, worked out with dates alone."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.rehearsal.world import DoseFact, World, instant

FOLDER = Path(__file__).parents[2] / "messaging" / "protocols"
FEVER = "question:Q-TEMP"
VISIT_ANCHORS = ("dose", "first_visit", "procedure")
EVERYONE = -1
MORNING = time(9)
SLOW = ("joined", "start", "end")
Key = tuple[str, int, str, str]  # to whom, which course, step, occurrence


@cache
def steps(slug: str) -> tuple[dict[str, Any], ...]:
    """The rows of one protocol file as they are written."""
    text = (FOLDER / f"{slug}.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text).get("step", ()))


@dataclass(frozen=True)
class Occurrence:
    """`on` is the day it is meant for; it is of use from `due` to `useful` (UTC)."""

    to: str
    course: int
    step: dict[str, Any]
    name: str
    anchor_on: date
    on: date
    due: datetime
    useful: datetime
    dose: DoseFact | None
    turn: int

    @property
    def key(self) -> Key:
        return self.to, self.course, self.step["slug"], self.name

    @property
    def asks(self) -> bool:
        return bool(self.step["kind"] == "check_in")

    @property
    def cap(self) -> str:
        return str(self.step.get("cap", "move"))

    @property
    def is_safety(self) -> bool:
        """What goes whatever happens: precautions, the fever and the calcium question."""
        kinds = ("precaution", "check_in", "staff")
        return self.cap == "exempt" and self.step["kind"] in kinds

    @property
    def upkeep(self) -> bool:
        """A check-in that waits a week where it finds no place: it belongs to no dose or visit."""
        return self.asks and self.cap == "move" and self.step["anchor"] in SLOW

    @property
    def slow(self) -> bool:
        """Counted from joining, start or end, and not more often than every two weeks."""
        every = self.step.get("every_days")
        return self.step["anchor"] in SLOW and (every or 14) >= 14

    @property
    def words(self) -> tuple[str, ...]:
        """What it says: all questions, or the text whose turn it is."""
        found = self.step["words"]
        if any(word.startswith("question:") for word in found):
            symptom = self.step.get("symptom")
            return tuple(f"{w}:{symptom}" if w == "question:Q-SEV" else w for w in found)
        return (found[self.turn % len(found)],)


def at(world: World, now: datetime, *, until: date) -> Iterator[Occurrence]:
    """All occurrences up to a day, by the facts of one instant."""
    for course in range(EVERYONE, len(world.person.courses)):
        kind = "everyone" if course == EVERYONE else world.person.courses[course].kind.value
        for step in steps(kind):
            yield from _of_step(world, course, step, now, until)


def _of_step(
    world: World, course: int, step: dict[str, Any], now: datetime, until: date
) -> Iterator[Occurrence]:
    for anchor, on, dose, number in _anchors(world, course, step, now):
        for n, day in _repeats(world, course, step, on, now, until):
            about = _visit_after(world, course, day, now) if _weekly_visits(step) else dose
            name = anchor + (f"+{n}" if n else "")
            if about and about.moves and step.get("repeat_if_moved"):
                name += f":moved:{about.moves}"
            due = instant(day, _hour(world, step), world.person.zone)
            useful = _useful(world, step, due, about, on)
            for to in _to(world, step):
                if step["anchor"] == "joined" and not world.consents(now, to):
                    continue
                yield Occurrence(
                    to, course, step, name, on, day, due, useful, about, n + number - 1
                )


def _to(world: World, step: dict[str, Any]) -> list[str]:
    """A caregiver gets the card and the visits."""
    visit = step["kind"] == "reminder" and step["anchor"] in VISIT_ANCHORS
    both = world.person.caregiver and (visit or "template:CARD" in step["words"])
    return ["patient", "caregiver"] if both else ["patient"]


def _anchors(
    world: World, course: int, step: dict[str, Any], now: datetime
) -> Iterator[tuple[str, date, DoseFact | None, int]]:
    anchor = step["anchor"]
    if anchor == "joined":
        yield anchor, world.person.joins, None, 1
        return
    doses = world.doses(course, now)
    if anchor == "dose":
        yield from _each_dose(world, course, step, doses)
        return
    starts, ends = world.person.courses[course].starts, world.ends_on(course, now)
    standing = [dose for dose in doses if dose.state != "cancelled"]
    if anchor in ("start", "end"):
        on, dose = (starts if anchor == "start" else ends), None
    elif standing:
        dose = standing[-1 if anchor == "last_visit" else 0]
        on = dose.on
    else:
        on, dose = (starts if anchor in ("procedure", "discharge") and not doses else None), None
    if on is not None and anchor == "discharge":
        on = world.home_on(on, now)
    if on is not None:
        yield anchor, on, dose, 1


def _each_dose(
    world: World, course: int, step: dict[str, Any], doses: list[DoseFact]
) -> Iterator[tuple[str, date, DoseFact | None, int]]:
    number = world.person.courses[course].before + 1
    for dose in doses:
        if number <= step.get("first", number):
            yield f"dose:{dose.number}", dose.on, dose, number
        number += dose.counts


def _repeats(
    world: World, course: int, step: dict[str, Any], anchor_on: date, now: datetime, until: date
) -> Iterator[tuple[int, date]]:
    every, day = step.get("every_days"), anchor_on + timedelta(step["offset_days"])
    if step["anchor"] == "joined" and step["kind"] == "check_in" and every and every % 7 == 0:
        day += timedelta((world.person.weekly_day - day.weekday()) % 7)
    last = min(
        until, anchor_on + timedelta(step.get("until_days", 9999)), _end(world, course, step, now)
    )
    for n in range(step.get("times", 9999) if every else 1):
        on = day + timedelta((every or 0) * n)
        if on > (last if every else until):
            return
        if n == 0 or on >= world.person.joins:
            yield n, on


def _end(world: World, course: int, step: dict[str, Any], now: datetime) -> date:
    """What repeats from the start ends with the treatment, weekly visits before the last one."""
    if course == EVERYONE:
        return date.max
    if step["anchor"] in ("start", "joined"):
        return world.ends_on(course, now) or date.max
    if step["anchor"] == "first_visit":
        standing = [d.on for d in world.doses(course, now) if d.state != "cancelled"]
        return standing[-1] - timedelta(1) if standing else date.max
    return date.max


def _weekly_visits(step: dict[str, Any]) -> bool:
    return bool(step["anchor"] == "first_visit" and step["kind"] == "reminder")


def _visit_after(world: World, course: int, day: date, now: datetime) -> DoseFact | None:
    standing = [d for d in world.doses(course, now) if d.state != "cancelled"]
    return next((d for d in standing if d.on > day), standing[0] if standing else None)


def _hour(world: World, step: dict[str, Any]) -> time:
    if "local_time" in step:
        found: time = step["local_time"]
        return found
    if step["kind"] != "check_in":
        return world.person.preferred
    return time(17) if FEVER in step["words"] else time(10, 30)


def _useful(
    world: World, step: dict[str, Any], due: datetime, dose: DoseFact | None, anchor_on: date
) -> datetime:
    """What comes ahead of a day is of no use after it, a visit's text not after the visit."""
    end = due + timedelta(hours=step.get("lateness_hours", 24))
    if step["offset_days"] >= 0 or step["anchor"] in ("joined", "end"):
        return end
    on, hour = (dose.on, dose.at) if dose else (anchor_on, MORNING)
    return min(end, instant(on, hour, world.person.zone))
