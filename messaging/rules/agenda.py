"""The agenda: from one patient's facts to every text, with when, or why not.

The same function plans, previews, explains and fills the ledger.  It is pure, and for
equal facts a plan of a few days is the start of a plan of many: weeks are decided one
after the other, Monday to Sunday, and only forwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from messaging.rules import book, caps, facts, merging, occurrences
from messaging.rules.book import Book
from messaging.rules.facts import StepKind
from messaging.rules.lines import Line, planned
from messaging.rules.recurrence import week_of
from messaging.rules.windows import local_date

# The recipient's calendar may be a day ahead of the patient's or behind it, and a day more
# where the clock itself lost one.
_ZONES_APART = timedelta(days=2)


def plan(patient: facts.Patient, *, now: datetime, until: datetime) -> tuple[facts.Planned, ...]:
    """All occurrences due before `until` that are not in `patient.sent`, in order of time.

    Each is PLANNED, MERGED or SKIPPED, with a value of `messaging.rules.reasons.Reason`.
    `now` and `until` are UTC.  What is overdue and still useful is PLANNED.  A line that
    waits for a dose to be recorded is planned until it is due, and falls out from then on
    if the dose is not recorded: plan again with a new `now` before releasing a line.
    """
    last = _sunday(local_date(until, patient.zone) + _ZONES_APART)
    raw = list(
        occurrences.of(
            patient,
            now=now,
            until=last + _ZONES_APART,
            keyed_until=last + merging.NAMES_WITHIN + _ZONES_APART,
        )
    )
    keyed = [line for line, _ in raw if line.live and line.step.merge_key]
    opened = book.opened(patient, today=local_date(now, patient.zone))
    decided = _decided(patient, opened, (line for line, near in raw if near), last=last)
    resolved = merging.resolved(decided)
    found = sorted((line for line in resolved if line.due_at < until), key=_order)
    return tuple(planned(line) for line in merging.named(found, keyed))


def _decided(
    patient: facts.Patient, so_far: Book, lines: Iterable[Line], *, last: date
) -> Iterator[Line]:
    """Weeks in order; what one week cannot hold is weighed with the next."""
    waiting: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        if line.live and line.step.kind is not StepKind.STAFF:
            waiting[week_of(line.day)].append(line)
        else:
            yield line
    monday = min(waiting, default=last)
    while monday <= last:
        week = caps.settle(patient, so_far, monday=monday, lines=waiting.pop(monday, ()))
        so_far = week.book
        yield from week.done
        for line in week.carried:
            waiting[week_of(line.day)].append(line)
        monday += timedelta(days=7)


def _sunday(day: date) -> date:
    return week_of(day) + timedelta(days=6)


def _order(line: Line) -> tuple[datetime, int, int, int, str]:
    return line.order
