"""The days on which a step comes back."""

from collections.abc import Iterator
from datetime import date, timedelta

from messaging.rules.facts import Recurrence


def days(
    first: date,
    recurrence: Recurrence,
    *,
    anchor: date,
    ends_on: date | None,
    until: date,
    since: date = date.min,
) -> Iterator[tuple[int, date]]:
    """Each repeat's number (0 is the first) and day, from `since` up to and with `until`.

    `anchor` is the day that `until_days` counts from; `ends_on` is the last day on which
    the step may repeat, None where nothing ends it.  All dates are wall-calendar dates,
    so a clock change never shifts a day.
    """
    every = recurrence.every_days
    if every is None:
        if since <= first <= until:
            yield 0, first
        return
    last = min(filter(None, (until, ends_on, _limit(recurrence, anchor))))
    n = max(0, -((first - since).days // every))
    while (day := first + timedelta(days=n * every)) <= last and _may(recurrence, n):
        yield n, day
        n += 1


def on_weekday(day: date, weekday: int) -> date:
    """The first date on or after `day` that falls on a weekday (0 is Monday)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def week_of(day: date) -> date:
    """The Monday of the day's week: caps are counted from Monday to Sunday."""
    return day - timedelta(days=day.weekday())


def _may(recurrence: Recurrence, n: int) -> bool:
    return recurrence.times is None or n < recurrence.times


def _limit(recurrence: Recurrence, anchor: date) -> date | None:
    if recurrence.until_days is None:
        return None
    return anchor + timedelta(days=recurrence.until_days)
