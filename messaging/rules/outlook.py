"""What the coming weeks hold, as figures and warnings, from the agenda's own lines."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from messaging.rules import facts
from messaging.rules.book import CONTACTS_A_WEEK
from messaging.rules.facts import Planned, PlanState, StepKind
from messaging.rules.reasons import Reason
from messaging.rules.recurrence import week_of

Plan = Callable[[facts.Patient], tuple[Planned, ...]]

# One text left out is the caps at work; two in a row are a question that is not asked.
IN_A_ROW = 2
_GOES = (PlanState.PLANNED, PlanState.MERGED)


@dataclass(frozen=True)
class Starved:
    """Occurrences in a row of one step for which the caps left no place.

    `again_on` is the local date of the next one that has its place; None: none in the plan.
    """

    recipient: int
    enrolment: int
    step: int
    words: tuple[str, ...]
    days: tuple[date, ...]
    again_on: date | None


def starved(lines: Iterable[Planned]) -> list[Starved]:
    """Questions and teaching that find no place twice or more in a row, in order of time."""
    by_step: dict[tuple[int, int, int], list[Planned]] = defaultdict(list)
    for line in sorted(lines, key=_when):
        if line.kind is not StepKind.STAFF:
            by_step[line.recipient, line.enrolment, line.step].append(line)
    found = [gap for own in by_step.values() for gap in _gaps(own)]
    return sorted(found, key=lambda gap: (gap.days[0], gap.recipient, gap.enrolment, gap.step))


def _gaps(lines: list[Planned]) -> Iterator[Starved]:
    """Runs of one step's occurrences over the cap; those left out for other reasons part none."""
    weighed = [line for line in lines if line.state in _GOES or line.reason == Reason.OVER_CAP]
    runs = [(left_out, list(run)) for left_out, run in groupby(weighed, key=_over_cap)]
    for n, (left_out, run) in enumerate(runs):
        if left_out and len(run) >= IN_A_ROW:
            after = runs[n + 1][1][0].local_date if n + 1 < len(runs) else None
            first = run[0]
            days = tuple(line.local_date for line in run)
            yield Starved(
                first.recipient, first.enrolment, first.step, first.words, days, again_on=after
            )


def _over_cap(line: Planned) -> bool:
    return line.state is PlanState.SKIPPED and line.reason == Reason.OVER_CAP


def _when(line: Planned) -> tuple[datetime, str]:
    return line.due_at, line.occurrence


def full_weeks(lines: Iterable[Planned], *, phones: Mapping[int, int]) -> list[date]:
    """The Mondays of weeks with as many contacts as a phone may get; `phones` by recipient."""
    contacts = Counter(
        (phones.get(line.recipient), week_of(line.local_date))
        for line in lines
        if line.state is PlanState.PLANNED and line.counts
    )
    return sorted({monday for (_, monday), n in contacts.items() if n >= CONTACTS_A_WEEK})


def kinder_weekday(patient: facts.Patient, plan: Plan, *, stands: Iterable[Planned]) -> int | None:
    """The weekly day (0 is Monday) that leaves the fewest out, if one is better than hers.

    All seven are weighed with the agenda itself, her own by its lines as they stand; of
    equals the next one after her own is taken.
    """
    own, least = patient.weekly_day, _left_out(stands)
    best = None
    for n in range(1, 7):
        day = (own + n) % 7
        left_out = _left_out(plan(replace(patient, weekly_day=day)))
        if left_out < least:
            best, least = day, left_out
    return best


def _left_out(lines: Iterable[Planned]) -> tuple[int, int]:
    """Starved ones first: a question never asked is worse than one left out now and then."""
    lines = list(lines)
    return sum(len(gap.days) for gap in starved(lines)), sum(map(_over_cap, lines))
