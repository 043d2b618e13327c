"""The table of `docs/care.md` section 5 for everyone."""

from datetime import date, timedelta

import pytest

from messaging.rules.facts import Planned, StepKind
from messaging.rules.recurrence import on_weekday
from tests.messaging.invented import (
    JOINED,
    PROTOCOLS,
    enrolment,
    lines,
    offsets,
    patient,
    plan,
)

YEAR = 366
FIRST_CHECK = (on_weekday(JOINED + timedelta(days=7), 2) - JOINED).days  # the weekly day


@pytest.fixture(scope="module")
def found() -> tuple[Planned, ...]:
    return plan(patient(enrolment("everyone")), days=YEAR)


def nominal(found: tuple[Planned, ...], step: str) -> list[int]:
    """The weekly day, or the day after where the card leaves no room for four more texts."""
    cards = {line.local_date for line in lines(found, "card")}
    return [
        (line.local_date - JOINED).days
        - (line.local_date - timedelta(days=1) in cards and line.local_date.weekday() == 3)
        for line in lines(found, step)
    ]


def hosts(found: tuple[Planned, ...], step: str) -> set[str]:
    return {line.into[1] if line.into else "none" for line in lines(found, step)}


def test_welcome_on_the_day_of_joining(found: tuple[Planned, ...]) -> None:
    assert offsets(found, "welcome", start=JOINED) == [0]


def test_card_the_day_after_and_every_60_days(found: tuple[Planned, ...]) -> None:
    assert offsets(found, "card", start=JOINED) == [1, 61, 121, 181, 241, 301, 361]


def test_bone_check_every_week_on_the_weekly_day(found: tuple[Planned, ...]) -> None:
    checks = lines(found, "bone-check")
    assert nominal(found, "bone-check") == list(range(FIRST_CHECK, YEAR, 7))
    assert all({"question:Q-CORD", "question:Q-PAIN"} <= set(line.words) for line in checks)


def test_breaks_every_other_week_inside_the_bone_check(found: tuple[Planned, ...]) -> None:
    assert nominal(found, "bone-check-break") == list(range(FIRST_CHECK, YEAR, 14))
    assert hosts(found, "bone-check-break") == {"bone-check"}


def test_thirst_every_28_days_in_a_free_place_of_the_bone_check(found: tuple[Planned, ...]) -> None:
    first = FIRST_CHECK + 21
    assert nominal(found, "bone-check-thirst") == list(range(first, YEAR, 28))
    assert hosts(found, "bone-check-thirst") == {"bone-check"}


def test_is_this_still_your_number_every_90_days(found: tuple[Planned, ...]) -> None:
    assert offsets(found, "still-you", start=JOINED) == [90, 180, 270, 360]


def test_goals_and_choice_are_never_pushed() -> None:
    pushed = {word for each in PROTOCOLS.values() for step in each.steps for word in step.words}
    assert not pushed & {"topic:goals-of-treatment", "topic:choosing-treatment"}
    assert "topic:clinical-trials" not in pushed


@pytest.mark.parametrize("weekly_day", range(7))
def test_the_first_check_is_a_week_to_a_fortnight_after_joining(weekly_day: int) -> None:
    who = patient(enrolment("everyone"), weekly_day=weekly_day)
    first = lines(plan(who, days=20), "bone-check")[0].local_date
    assert first.weekday() == weekly_day
    assert date(2026, 1, 12) <= first <= date(2026, 1, 18)


def test_nothing_but_check_ins_is_counted(found: tuple[Planned, ...]) -> None:
    assert {line.kind for line in found if line.counts} == {StepKind.CHECK_IN}
