"""Which doses get which day when one is moved, and which days a clinic is closed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from messaging.rules.facts import Dose, DoseState
from messaging.rules.treatments import Course, check_dates


@dataclass(frozen=True)
class Shift:
    """One dose by its id, from its day to another."""

    dose: int
    old: date
    new: date


def shifts(doses: Iterable[Dose], *, moved: int, on: date, later: bool = False) -> list[Shift]:
    """One dose to a day; with `later` all planned ones after it by the same number of days.

    Given, missed and called-off ones stay.  In an order in which they can be stored one by
    one: no day is taken twice on the way.
    """
    known = list(doses)
    first = next(dose for dose in known if dose.id == moved)
    by = on - first.on
    after = [d for d in known if d.state is DoseState.PLANNED and d.on > first.on] if later else []
    ahead = sorted([first, *after], key=lambda dose: dose.on, reverse=by.days > 0)
    return [Shift(dose=dose.id, old=dose.on, new=dose.on + by) for dose in ahead]


def fitting(course: Course, doses: Iterable[Dose], made: Iterable[Shift]) -> Course:
    """The course with its first and last day moved along, so that every dose lies inside.

    The start follows the first dose where the two were one day; the end only gives way.
    """
    known = [dose for dose in doses if dose.state is not DoseState.CANCELLED]
    new = {shift.dose: shift.new for shift in made}
    days = [new.get(dose.id, dose.on) for dose in known]
    together = min(dose.on for dose in known) == course.starts_on
    start = min(days) if together else min(course.starts_on, *days)
    end = None if course.ends_on is None else max(course.ends_on, *days)
    return Course(starts_on=start, ends_on=end)


def check(course: Course, doses: Iterable[Dose], made: Iterable[Shift]) -> None:
    """Refuses a move after which doses lie outside the treatment, or two on one day.

    Raises `messaging.rules.treatments.BadTreatment`.
    """
    new = {shift.dose: shift.new for shift in made}
    standing = [dose for dose in doses if dose.state is not DoseState.CANCELLED]
    days = [new.get(dose.id, dose.on) for dose in standing]
    check_dates(starts_on=course.starts_on, ends_on=course.ends_on, doses=days)


def closed(days: Iterable[date], staffed: Collection[int]) -> list[date]:
    """The days on which nobody is at the clinic; `staffed` are weekdays, 0 is Monday."""
    return [day for day in days if day.weekday() not in staffed]
