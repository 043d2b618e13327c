"""The days on which a step comes back."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import DAILY, rrule

from messaging.rules.facts import Recurrence


def days(
    first: date, recurrence: Recurrence, *, anchor: date, ends_on: date | None, until: date
) -> Iterator[tuple[int, date]]:
    """Each repeat's number (0 is the first) and day, up to and with `until`.

    `anchor` is the day that `until_days` counts from; `ends_on` is the last day on which
    the step may repeat, None where nothing ends it.  All dates are wall-calendar dates,
    so a clock change never shifts a day.
    """
    if first > until:
        return
    if recurrence.every_days is None:
        yield 0, first
        return
    last = min(filter(None, (until, ends_on, _limit(recurrence, anchor))))
    rule = rrule(
        DAILY,
        interval=recurrence.every_days,
        dtstart=datetime.combine(first, time()),
        until=datetime.combine(last, time()),
        count=None,
    )
    for n, at in enumerate(rule):
        if recurrence.times is not None and n >= recurrence.times:
            return
        yield n, at.date()


def on_weekday(day: date, weekday: int) -> date:
    """The first date on or after `day` that falls on a weekday (0 is Monday)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def week_of(day: date) -> date:
    """The Monday of the day's week: caps are counted from Monday to Sunday."""
    return day - timedelta(days=day.weekday())


def _limit(recurrence: Recurrence, anchor: date) -> date | None:
    if recurrence.until_days is None:
        return None
    return anchor + timedelta(days=recurrence.until_days)
