"""When a line that cannot go on its own day may go: enrolled, awake, at home, with staff there.

`docs/care.md` section 4: check-ins go on a staffed day with at least four staffed hours left;
section 1: while an alert presses, planned texts other than safety wait till it is closed.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from messaging.rules.facts import Desk, Patient, StepKind
from messaging.rules.lines import Line, changed, is_safety
from messaging.rules.reasons import Reason
from messaging.rules.timing import moved
from messaging.rules.windows import local_wall

# A moved text must still be of use for this long when it becomes due.
LEAST_USE = timedelta(hours=4)
_HOURS_LEFT = timedelta(hours=4)
_DAY = timedelta(days=1)
_WEEK = 7


def put_off(patient: Patient, line: Line, *, earliest: date | None, now: datetime) -> Line:
    """The line on the first day on which it may go; its reason says why that is another day.

    Its `home` is the day on which it could have gone whatever the hour of planning.
    """
    if earliest is not None and line.on < earliest:
        line = _on(patient, line, earliest, Reason.AS_SOON_AS_POSSIBLE)
    home = on_staffed_day(patient, line)
    line = home if home.home == home.day else changed(home, home=home.day)
    if home.due_at < now:
        line = _overdue(patient, line, now=now)
    if patient.stays or patient.alert_open:
        line = _held(patient, line, now=now)
    return line


def on_staffed_day(patient: Patient, line: Line, *, now: datetime | None = None) -> Line:
    """A check-in on the next day with staff to read the answer, if it is of use till then."""
    if patient.desk is None or not line.asks or line.exempt:
        return line
    later = line
    for _ in range(_WEEK):
        if suits(patient, later, now=now):
            return changed(later, reason=Reason.STAFFED_DAY) if later is not line else line
        later = moved(patient, later, days=1)
        if later.due_at + LEAST_USE > line.useful_until:
            break
    return line


def suits(patient: Patient, line: Line, *, now: datetime | None = None) -> bool:
    """Whether somebody is there to read an answer; true for what asks nothing."""
    if patient.desk is None or not line.asks or line.exempt:
        return True
    return _staffed(patient.desk, line.due_at, max(line.due_at, now or line.due_at))


def day_later(patient: Patient, line: Line) -> Line:
    """The line put off to the next day's check-in."""
    later = on_staffed_day(patient, moved(patient, line, days=1))
    return changed(later, home=later.day)


@lru_cache(maxsize=65536)
def _staffed(desk: Desk, due_at: datetime, goes_at: datetime) -> bool:
    """A staffed day with four hours left; only the day, where her hour never leaves so many."""
    wall = local_wall(due_at, desk.zone)
    if not {wall.weekday(), local_wall(goes_at, desk.zone).weekday()} <= desk.days:
        return False
    closing = wall.replace(hour=desk.closes.hour, minute=desk.closes.minute, second=0)
    too_far = closing - wall < _HOURS_LEFT
    return too_far or closing - goes_at >= _HOURS_LEFT


def _on(patient: Patient, line: Line, day: date, why: Reason) -> Line:
    if day == line.on:
        return line
    return changed(moved(patient, line, days=(day - line.on).days), reason=why)


def _overdue(patient: Patient, line: Line, *, now: datetime) -> Line:
    """As soon as it may; a check-in whose staffed days are over is of no use any more."""
    today = local_wall(now, patient.zone).date()
    later = _on(patient, line, max(today, line.on), Reason.AS_SOON_AS_POSSIBLE)
    staffed = on_staffed_day(patient, later, now=now)
    if suits(patient, line) and not _read(patient, staffed, now=now):
        return changed(line, reason=Reason.TOO_LATE)
    return staffed


def _read(patient: Patient, line: Line, *, now: datetime) -> bool:
    """Whether somebody still is at the desk on its day, be it for less than four hours."""
    desk = patient.desk
    if desk is None or suits(patient, line, now=now):
        return True
    wall = local_wall(max(line.due_at, now), desk.zone)
    return wall.weekday() in desk.days and wall.time() < desk.closes


def _held(patient: Patient, line: Line, *, now: datetime) -> Line:
    if line.step.kind is StepKind.STAFF or is_safety(line):
        return line
    today = local_wall(now, patient.zone).date()
    if patient.alert_open and line.on <= today:
        line = _on(patient, line, today + _DAY, Reason.OPEN_ALERT)
    for stay in sorted(patient.stays, key=lambda each: each.admitted_on):
        home = stay.discharged_on
        if home is not None and stay.admitted_on <= line.on <= home:
            line = _on(patient, line, home + _DAY, Reason.HOSPITAL_STAY)
    return line


def held_for(patient: Patient, line: Line) -> bool:
    """She is in hospital, and nobody knows yet until when."""
    if line.step.kind is StepKind.STAFF or is_safety(line):
        return False
    open_since = (s.admitted_on for s in patient.stays if s.discharged_on is None)
    return any(since <= line.on for since in open_since)
