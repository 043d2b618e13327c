"""Whether the reason given for a text that did not go was true, by facts and sums of our own."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from tests.rehearsal.expected import EVERYONE, Occurrence
from tests.rehearsal.world import World

DENTIST_HOLDS = timedelta(days=183)
QUIET_KINDS = ("education", "hygiene")


def blockers(world: World, occurrence: Occurrence, now: datetime) -> set[str]:
    """Every listed reason that holds against a text at an instant; empty: it must go."""
    found = {name for name, holds in _TRUE.items() if holds(world, occurrence, now)}
    return found - {"not_joined", "education_off"} if occurrence.step["kind"] == "staff" else found


def _stopped(reason: str) -> Callable[[World, Occurrence, datetime], bool]:
    def holds(world: World, occurrence: Occurrence, now: datetime) -> bool:
        staff = occurrence.step["kind"] == "staff"
        if staff and reason not in ("hospice", "death"):
            return False
        return world.state(now) == reason

    return holds


def _not_joined(world: World, occurrence: Occurrence, now: datetime) -> bool:
    return not world.consents(now, occurrence.to)


def _education_off(world: World, occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.step["kind"] in QUIET_KINDS and world.education_off(now)


def _held(world: World, occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.course != EVERYONE and not world.active(occurrence.course, now)


def _ended(world: World, occurrence: Occurrence, now: datetime) -> bool:
    if occurrence.course == EVERYONE:
        return False
    ends, anchor = world.ends_on(occurrence.course, now), occurrence.step["anchor"]
    if ends is None:
        return False
    if anchor in ("start", "joined"):
        return occurrence.on > ends
    return anchor == "dose" and occurrence.anchor_on > ends


def _cancelled(world: World, occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.dose is not None and occurrence.dose.state == "cancelled"


def _not_given(world: World, occurrence: Occurrence, now: datetime) -> bool:
    if occurrence.dose is None:
        return False
    state = occurrence.dose.state
    if state == "missed" and occurrence.step["kind"] != "staff":
        return True
    must = "dose_given" in occurrence.step.get("only_if", ())
    return must and state != "given" and now >= occurrence.due


def _recorded(world: World, occurrence: Occurrence, now: datetime) -> bool:
    if occurrence.dose is None:
        return False
    state, ahead = occurrence.dose.state, occurrence.step["offset_days"] < 0
    unless = "dose_not_recorded" in occurrence.step.get("only_if", ())
    return (state == "given" and ahead) or (unless and state != "planned")


def _before(world: World, occurrence: Occurrence) -> bool:
    """It counts from a day before she joined, or was of use only before."""
    joins = world.person.joins
    if occurrence.on >= joins:
        return False
    soonest = max(world.joined, occurrence.due + (joins - occurrence.on))
    return occurrence.anchor_on < joins or occurrence.useful <= soonest


def _before_enrolment(world: World, occurrence: Occurrence, now: datetime) -> bool:
    return _before(world, occurrence)


def _started_before(world: World, occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.step["anchor"] == "start" and _before(world, occurrence)


def _condition(world: World, occurrence: Occurrence, now: datetime) -> bool:
    if occurrence.course == EVERYONE:
        return False
    course = world.person.courses[occurrence.course]
    standing = [d for d in world.doses(occurrence.course, now) if d.state != "cancelled"]
    holds = {
        "spine": course.spine,
        "kidney": world.person.kidney,
        "pills": course.pills,
        "not_pills": not course.pills,
        "several_visits": len(standing) > 1,
        "started_before": course.starts < world.person.joins,
    }
    return any(not holds.get(name, True) for name in occurrence.step.get("only_if", ()))


def _dentist_seen(world: World, occurrence: Occurrence, now: datetime) -> bool:
    """Within half a year before the day on which it goes."""
    if "dentist_not_seen" not in occurrence.step.get("only_if", ()):
        return False
    seen = world.dentist_seen_on(now)
    day = max(occurrence.on, world.person.joins, world.today(now))
    return seen is not None and day - seen <= DENTIST_HOLDS


def _not_agreed(world: World, occurrence: Occurrence, now: datetime) -> bool:
    """On a phone that two share, neither agreed to the other's."""
    agreed = world.person.named_drugs and not world.shared(now)
    return not agreed and occurrence.words[0].startswith("topic:")


_TRUE: Mapping[str, Callable[[World, Occurrence, datetime], bool]] = {
    "not_joined": _not_joined,
    "stopped": _stopped("stopped"),
    "paused": _stopped("paused"),
    "hospice": _stopped("hospice"),
    "death": _stopped("death"),
    "education_off": _education_off,
    "treatment_paused": _held,
    "treatment_ended": _ended,
    "dose_cancelled": _cancelled,
    "dose_not_given": _not_given,
    "dose_recorded": _recorded,
    "before_enrolment": _before_enrolment,
    "started_before_enrolment": _started_before,
    "condition": _condition,
    "dentist_seen": _dentist_seen,
    "not_agreed": _not_agreed,
}
