"""What befalls the people of a rehearsal: doses move, people leave, rest, fall ill and die."""

from datetime import date, timedelta
from random import Random

from messaging.management.rehearsal_script import Act, Course, Person, What

_MOVED_BY = (1, 2, 5, -1)


def fates(person: Person, rng: Random, *, until: date) -> tuple[Act, ...]:
    """Doses that move, fall out or are missed for all; something larger for about half."""
    acts = [act for n in range(len(person.courses)) for act in _doses(person, n, rng)]
    acts.extend(_ends(person, rng))
    acts.extend(_larger(person, rng))
    known = [act for act in acts if person.joins + timedelta(days=2) <= act.on < until]
    return tuple(sorted(_possible(known), key=lambda act: (act.on, act.course, act.dose)))


def days_of(course: Course) -> tuple[date, ...]:
    """The dates that an order gives: so many days apart, or on weekdays one after the other."""
    found: list[date] = []
    day = course.starts
    while len(found) < course.doses:
        if course.every is not None or day.weekday() < 5:
            found.append(day)
        day += timedelta(days=course.every or 1)
    return tuple(found)


def _doses(person: Person, n: int, rng: Random) -> list[Act]:
    """One dose in eight is missed, cancelled or moved; a move is known some days before."""
    acts = []
    days = days_of(person.courses[n])
    for dose, day in enumerate(days, start=1):
        if rng.random() > 1 / 8:
            continue
        what = rng.choice((What.MISSED, What.CANCELLED, What.MOVED, What.MOVED))
        if what is What.MISSED:
            acts.append(Act(what, day, n, dose))
            continue
        to = day + timedelta(days=rng.choice(_MOVED_BY))
        known = min(day, to) - timedelta(days=rng.choice((1, 3, 9)))
        if what is What.CANCELLED:
            acts.append(Act(what, known, n, dose))
        elif to not in days and to >= person.courses[n].starts:
            acts.append(Act(what, known, n, dose, to=to))
    return acts


def _ends(person: Person, rng: Random) -> list[Act]:
    """One treatment in four ends before its last dose."""
    return [
        Act(What.ENDED, person.joins + timedelta(days=rng.randrange(40, 300)), n)
        for n, course in enumerate(person.courses)
        if rng.random() < 0.25 and course.starts < person.joins + timedelta(days=40)
    ]


def _larger(person: Person, rng: Random) -> list[Act]:
    day = person.joins + timedelta(days=rng.randrange(20, 240))
    later = day + timedelta(days=rng.randrange(3, 25))
    stories: tuple[tuple[Act, ...], ...] = (
        (),
        (),
        (),
        (Act(What.STOP, day),),
        (Act(What.STOP, day), Act(What.START, later)),
        (Act(What.LESS, day),),
        (Act(What.PAUSE, day), Act(What.RESUME, later)),
        (Act(What.HELD, day), Act(What.RESUMED, later)),
        (Act(What.ADMITTED, day), Act(What.DISCHARGED, later)),
        (Act(What.HOSPICE, day), Act(What.DIED, later)),
        (Act(What.DIED, day),),
    )
    return list(rng.choice(stories))


def _possible(acts: list[Act]) -> list[Act]:
    """Nothing is done to a treatment that has ended, nor to a dose after it."""
    ends = {act.course: act.on for act in acts if act.what is What.ENDED}
    gone = [act.on for act in acts if act.what in (What.DIED, What.HOSPICE)]
    last = min(gone, default=date.max)
    return [act for act in acts if _stands(act, ends.get(act.course, date.max), last)]


def _stands(act: Act, ends: date, last: date) -> bool:
    """Whether an act comes before its treatment's end and before her last weeks."""
    if act.what in (What.DIED, What.HOSPICE):
        return True
    of_course = act.dose > 0 or act.what in (What.HELD, What.RESUMED)
    latest = max(act.on, act.to or act.on) + timedelta(days=2)
    return act.on < last and not (of_course and latest >= min(ends, last))
