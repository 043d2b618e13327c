from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import DAILY, rrule
from hypothesis import given
from hypothesis import strategies as st

from messaging.rules.facts import Recurrence
from messaging.rules.recurrence import days, on_weekday, week_of

FIRST = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("recurrence", "ends_on", "expected"),
    [
        pytest.param(Recurrence(), None, [5], id="once"),
        pytest.param(Recurrence(every_days=10), None, [5, 15, 25], id="to the end of the plan"),
        pytest.param(Recurrence(every_days=10, times=2), None, [5, 15], id="twice"),
        pytest.param(Recurrence(every_days=10, until_days=13), None, [5, 15], id="to day 13"),
        pytest.param(
            Recurrence(every_days=10), date(2026, 1, 15), [5, 15], id="to the treatment's end"
        ),
        pytest.param(Recurrence(every_days=10), date(2026, 1, 1), [], id="ended before it began"),
    ],
)
def test_days(recurrence: Recurrence, ends_on: date | None, expected: list[int]) -> None:
    found = days(
        FIRST, recurrence, anchor=date(2026, 1, 2), ends_on=ends_on, until=date(2026, 1, 31)
    )
    assert [(n, day.day) for n, day in found] == list(enumerate(expected))


def test_nothing_beyond_the_plan() -> None:
    assert not list(days(FIRST, Recurrence(), anchor=FIRST, ends_on=None, until=date(2026, 1, 4)))


def test_the_weekly_day_is_the_first_on_or_after() -> None:
    assert on_weekday(FIRST, 0) == FIRST
    assert on_weekday(FIRST, 6) == date(2026, 1, 11)


def test_weeks_run_from_monday_to_sunday() -> None:
    assert week_of(date(2026, 1, 11)) == FIRST
    assert week_of(date(2026, 1, 12)) == date(2026, 1, 12)


@given(
    st.integers(1, 60), st.none() | st.integers(1, 9), st.none() | st.integers(1, 200), st.dates()
)
def test_the_days_are_those_of_a_calendars_rule(
    every: int, times: int | None, until_days: int | None, since: date
) -> None:
    """Beside dateutil's rrule, which the days are too many to be asked of one by one."""
    until = FIRST + timedelta(days=300)
    limit = until if until_days is None else min(until, FIRST + timedelta(days=until_days))
    rule = rrule(
        DAILY,
        interval=every,
        dtstart=datetime.combine(FIRST, time()),
        until=datetime.combine(limit, time()),
    )
    wanted = [(n, at.date()) for n, at in enumerate(rule) if times is None or n < times]
    found = days(
        FIRST,
        Recurrence(every_days=every, times=times, until_days=until_days),
        anchor=FIRST,
        ends_on=None,
        until=until,
        since=since,
    )
    assert list(found) == [(n, day) for n, day in wanted if day >= since]
