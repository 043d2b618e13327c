"""Local wall time is kept over clock changes, in every zone there is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.rules.facts import (
    Anchor,
    CapRule,
    Planned,
    PlanState,
    Recurrence,
    Step,
    StepKind,
)
from messaging.rules.windows import local_instant
from tests.messaging.invented import own, patient, plan, recipient
from tests.messaging.rules.any_patient import ZONES


def daily(at: time, *, kind: StepKind = StepKind.PRECAUTION) -> Step:
    return Step(
        id=1,
        slug="daily",
        kind=kind,
        anchor=Anchor.JOINED,
        offset_days=0,
        words=("template:CARD",),
        local_time=at,
        recurrence=Recurrence(every_days=1),
        lateness=timedelta(hours=20),
        cap=CapRule.EXEMPT,
    )


def days_in(zone: str, *, first: date, at: time = time(10), quiet: bool = True) -> list[Planned]:
    hours = {} if quiet else {"quiet_from": time(0), "quiet_to": time(0)}
    who = patient(
        own(daily(at)),
        zone=zone,
        recipients=(recipient(zone=zone, joined_on=first),),
        **hours,
    )
    now = local_instant(first, time(0, 30), zone)
    return list(plan(who, days=10, now=now))


def wall(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@settings(max_examples=150)
@given(st.sampled_from(ZONES), st.dates(date(2000, 1, 1), date(2040, 12, 20)))
def test_each_day_has_its_text_once_at_ten_by_the_wall(zone: str, first: date) -> None:
    found = days_in(zone, first=first)
    assert [line.occurrence for line in found[:9]] == [
        "joined",
        *(f"joined+{n}" for n in range(1, 9)),
    ]
    for n, line in enumerate(found[:9]):
        nominal = datetime.combine(first + timedelta(days=n), time(10))
        lost_day = wall(local_instant(nominal.date(), time(10), zone), zone) != nominal
        assert line.state is PlanState.PLANNED
        assert lost_day or wall(line.due_at, zone) == nominal


@pytest.mark.parametrize("zone", ["Pacific/Chatham", "Asia/Kathmandu", "Pacific/Kiritimati"])
def test_far_and_odd_offsets(zone: str) -> None:
    assert {wall(line.due_at, zone).time() for line in days_in(zone, first=date(2026, 4, 1))} == {
        time(10)
    }


def test_a_time_that_the_clock_skips_goes_when_the_clock_goes_on() -> None:
    zone = "America/New_York"
    found = days_in(zone, first=date(2026, 3, 7), at=time(2, 30), quiet=False)
    assert [wall(line.due_at, zone).time() for line in found[:3]] == [
        time(2, 30),
        time(3, 0),
        time(2, 30),
    ]


def test_a_time_that_comes_twice_goes_at_the_first() -> None:
    zone = "America/New_York"
    found = days_in(zone, first=date(2026, 11, 1), at=time(1, 30), quiet=False)
    assert found[0].due_at == datetime.fromisoformat("2026-11-01T05:30:00+00:00")


def test_the_day_that_samoa_left_out_goes_when_the_next_opens() -> None:
    zone = "Pacific/Apia"
    found = days_in(zone, first=date(2011, 12, 29))
    assert [wall(line.due_at, zone).isoformat() for line in found[:3]] == [
        "2011-12-29T10:00:00",
        "2011-12-31T09:00:00",
        "2011-12-31T10:00:00",
    ]


def test_quiet_hours_are_those_of_the_phone() -> None:
    """Ten in New York is seven in Los Angeles: the daughter there gets the card at nine."""
    away = recipient(id=2, phone=2, zone="America/Los_Angeles", caregiver=True)
    who = patient(own(daily(time(10))), recipients=(recipient(), away))
    at = {line.recipient: wall(line.due_at, "America/New_York").hour for line in plan(who, days=1)}
    assert at == {1: 10, 2: 12}


def test_a_leap_day_has_its_text() -> None:
    found = days_in("America/New_York", first=date(2028, 2, 27))
    assert date(2028, 2, 29) in {line.local_date for line in found}
