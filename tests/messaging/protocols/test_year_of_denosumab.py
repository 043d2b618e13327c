"""A year on denosumab: every row of her protocols, once an occurrence, on its day or told why.

What is expected is counted here from the table's own figures, not by the agenda.
"""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.rules.facts import DoseState, Planned, PlanState, StepKind
from tests.messaging.invented import (
    JOINED,
    NEW_YORK,
    PROTOCOLS,
    doses,
    enrolment,
    every,
    patient,
    plan,
)

YEAR = 365
START = JOINED + timedelta(days=21)
DOSES = every(28, first=START, times=13)
END_OF_YEAR = JOINED + timedelta(days=YEAR)
CHECKS = date(2026, 1, 14)  # the first weekly day, a Wednesday


def repeats(first: date, every_days: int) -> list[date]:
    found = [first]
    while found[-1] < END_OF_YEAR:
        found.append(found[-1] + timedelta(days=every_days))
    return [day for day in found if day < END_OF_YEAR]


def around(offset: int, *, first: int = 13) -> list[date]:
    days = [day + timedelta(days=offset) for day in DOSES[:first]]
    return [day for day in days if day < END_OF_YEAR]


def start(offset: int) -> list[date]:
    return [START + timedelta(days=offset)]


EXPECTED = {
    "welcome": [JOINED],
    "card": repeats(JOINED + timedelta(1), 60),
    "bone-check": repeats(CHECKS, 7),
    "bone-check-break": repeats(CHECKS, 14),
    "bone-check-thirst": repeats(CHECKS + timedelta(21), 28),
    "still-you": repeats(JOINED + timedelta(90), 90),
    "dentist-first": start(-14),
    "dentist-again": start(-7),
    "dentist-on-treatment": [JOINED + timedelta(2)],
    "dental-care": start(-13),
    "dental-gate-week": start(-7),
    "dental-gate": start(-3),
    "dental-work-first": start(-7),
    "dental-work": around(-7),
    "mouth-care": repeats(START + timedelta(14), 14),
    "mouth-check": repeats(START + timedelta(28), 28),
    "dental-visit": repeats(START + timedelta(180), 180),
    "about": start(-3),
    "visit": around(-2),
    "side-effects": around(1, first=3),
    "calcium-4": around(4, first=3),
    "calcium-10": around(10, first=3),
    "calcium-4-kidney": around(4),
    "calcium-10-kidney": around(10),
    "dose-not-recorded": around(7),
}
NEVER = {"what-next", "tell-dentist", "mouth-check-after"}  # they wait for an end


@pytest.fixture(scope="module")
def year() -> tuple[Planned, ...]:
    who = patient(
        enrolment("everyone", id=1),
        enrolment("denosumab", starts_on=START, doses=doses(*DOSES), enrolled_on=JOINED),
    )
    return plan(who, days=YEAR)


def of(year: tuple[Planned, ...], slug: str) -> list[Planned]:
    return sorted((line for line in year if line.step_slug == slug), key=lambda each: each.due_at)


def test_the_expectations_name_every_step() -> None:
    steps = {step.slug for slug in ("everyone", "denosumab") for step in PROTOCOLS[slug].steps}
    assert set(EXPECTED) | NEVER == steps


@pytest.mark.parametrize("slug", EXPECTED)
def test_every_row_is_there_once_an_occurrence(year: tuple[Planned, ...], slug: str) -> None:
    found = of(year, slug)
    assert len({line.occurrence for line in found}) == len(found)
    # What the last week of the year moves into the next is not missing.
    assert 0 <= len(EXPECTED[slug]) - len(found) <= 1
    if len(found) < len(EXPECTED[slug]):
        assert EXPECTED[slug][-1] > END_OF_YEAR - timedelta(days=8)


@pytest.mark.parametrize("slug", EXPECTED)
def test_each_goes_in_its_days_or_stands_with_its_reason(
    year: tuple[Planned, ...], slug: str
) -> None:
    steps = {s.slug: s for name in ("everyone", "denosumab") for s in PROTOCOLS[name].steps}
    days_late = steps[slug].lateness // timedelta(days=1)
    for line, nominal in zip(of(year, slug), EXPECTED[slug], strict=False):
        late = (line.local_date - nominal).days
        allowed = {"moved": days_late, "merged": max(days_late, 7)}.get(line.reason, 0)
        assert 0 <= late <= allowed
        assert line.reason in {"due", "moved", "merged", "over_cap", "condition", "asked_recently"}


def test_nothing_that_waits_for_an_end_is_there(year: tuple[Planned, ...]) -> None:
    assert not NEVER & {line.step_slug for line in year}


def test_over_both_clock_changes_the_hour_on_the_wall_stays(year: tuple[Planned, ...]) -> None:
    zone = ZoneInfo(NEW_YORK)
    at = {line.due_at.astimezone(zone).strftime("%H:%M") for line in year}
    offsets = {line.due_at.astimezone(zone).utcoffset() for line in year}
    assert at == {"10:00", "10:30"}
    assert len(offsets) == 2


def test_no_week_has_more_than_four_contacts_and_no_day_more_than_one(
    year: tuple[Planned, ...],
) -> None:
    contacts = [line for line in year if line.state is PlanState.PLANNED and line.counts]
    weeks = Counter(line.local_date.isocalendar()[:2] for line in contacts)
    days = Counter(line.local_date for line in contacts)
    assert max(weeks.values()) <= 4
    assert max(days.values()) == 1


def test_few_are_left_out(year: tuple[Planned, ...]) -> None:
    """A year has room for nearly all: what is dropped is mouth care or teaching."""
    dropped = [line for line in year if line.reason == "over_cap"]
    assert {line.kind for line in dropped} <= {StepKind.HYGIENE, StepKind.EDUCATION}
    assert len(dropped) <= 5


def test_with_every_dose_recorded_staff_hear_nothing_of_doses() -> None:
    given = enrolment("denosumab", starts_on=START, doses=doses(*DOSES, state=DoseState.GIVEN))
    found = plan(patient(given), days=YEAR)
    assert {line.reason for line in found if line.step_slug == "dose-not-recorded"} == {
        "dose_recorded"
    }
