from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.rules.windows import (
    BadZone,
    in_window,
    local_date,
    local_instant,
    next_opening,
    zone_named,
)

QUIET = {"quiet_from": time(20), "quiet_to": time(9)}
zones = st.sampled_from(sorted(available_timezones()))
dates = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        pytest.param(
            date(2026, 1, 5), time(10), "America/New_York", utc(2026, 1, 5, 15), id="winter"
        ),
        pytest.param(
            date(2026, 7, 5), time(10), "America/New_York", utc(2026, 7, 5, 14), id="summer"
        ),
        pytest.param(
            date(2026, 3, 8), time(2, 30), "America/New_York", utc(2026, 3, 8, 7), id="in the gap"
        ),
        pytest.param(
            date(2026, 11, 1), time(1, 30), "America/New_York", utc(2026, 11, 1, 5, 30), id="twice"
        ),
        pytest.param(
            date(2026, 1, 5), time(10), "Pacific/Chatham", utc(2026, 1, 4, 20, 15), id="+13:45"
        ),
        pytest.param(
            date(2011, 12, 30), time(10), "Pacific/Apia", utc(2011, 12, 30, 10), id="no such day"
        ),
        pytest.param(
            date(2024, 2, 29), time(9), "Asia/Kathmandu", utc(2024, 2, 29, 3, 15), id="a leap day"
        ),
    ],
)
def test_local_time_as_an_instant(day: date, at: time, zone: str, instant: datetime) -> None:
    assert local_instant(day, at, zone) == instant


@given(zones, dates, st.times())
def test_a_wall_time_that_exists_is_kept(zone: str, day: date, at: time) -> None:
    at = at.replace(microsecond=0, fold=0)
    wall = local_instant(day, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    nominal = datetime.combine(day, at)
    assert wall >= nominal
    if wall > nominal:  # the clock was put forward over it
        just_before = local_instant(day, at, zone) - timedelta(seconds=1)
        assert just_before.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < nominal


@given(zones, dates, st.times(), st.times(), st.times())
def test_the_next_opening_is_open_and_the_first(
    zone: str, day: date, at: time, quiet_from: time, quiet_to: time
) -> None:
    quiet = {"quiet_from": quiet_from, "quiet_to": quiet_to}
    instant = datetime.combine(day, at, tzinfo=UTC)
    opening = next_opening(instant, zone, **quiet)
    assert instant <= opening <= instant + timedelta(days=3)
    assert opening == instant or not in_window(instant, zone, **quiet)
    if local_instant(day, quiet_to, zone).astimezone(ZoneInfo(zone)).time() == quiet_to:
        assert opening == instant or opening.astimezone(ZoneInfo(zone)).time() >= quiet_to


@settings(max_examples=200)
@given(zones, dates, st.times())
def test_with_the_usual_quiet_hours_an_opening_is_never_quiet(
    zone: str, day: date, at: time
) -> None:
    opening = next_opening(datetime.combine(day, at, tzinfo=UTC), zone, **QUIET)
    assert in_window(opening, zone, **QUIET)


@pytest.mark.parametrize(
    ("hour", "open_"), [(8, False), (9, True), (19, True), (20, False), (23, False), (0, False)]
)
def test_quiet_hours_from_eight_to_nine(hour: int, open_: bool) -> None:
    instant = local_instant(date(2026, 1, 5), time(hour), "America/New_York")
    assert in_window(instant, "America/New_York", **QUIET) is open_


def test_equal_times_mean_no_quiet_hours() -> None:
    assert in_window(utc(2026, 1, 5, 3), "UTC", quiet_from=time(9), quiet_to=time(9))


def test_the_date_is_the_one_on_the_wall() -> None:
    assert local_date(utc(2026, 1, 5, 12), "Pacific/Auckland") == date(2026, 1, 6)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        local_date(datetime(2026, 1, 5, 12), "UTC")  # noqa: DTZ001


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "America", "x" * 300, "\0"])
def test_an_unknown_zone_is_told_how_to_mend_it(name: str) -> None:
    with pytest.raises(BadZone, match="for example America/New_York"):
        zone_named(name)
