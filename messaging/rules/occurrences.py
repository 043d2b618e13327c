"""Every occurrence of every step for every recipient, each with its day and first verdict."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from messaging.rules import anchors, book, conditions, recurrence, timing
from messaging.rules.anchors import AnchorDay
from messaging.rules.facts import (
    Anchor,
    Dose,
    Enrolment,
    Patient,
    Recipient,
    Step,
    StepKind,
)
from messaging.rules.lines import Line, may_wait_a_week, skipped
from messaging.rules.reasons import Reason
from messaging.rules.recipients import gets, is_visit, same_phone
from messaging.rules.windows import local_date

SEVERITY = "question:Q-SEV"


def of(patient: Patient, *, now: datetime, until: date) -> Iterator[Line]:
    """All lines up to and with a day of the patient's calendar; those in `sent` are left out.

    Repeats that fell before the enrolment are not lines: nobody ever planned them.
    """
    done = {(s.recipient, s.enrolment, s.step, s.occurrence) for s in patient.sent}
    for recipient in patient.recipients:
        for enrolment in patient.enrolments:
            maker = _Maker(patient, recipient, enrolment, now)
            for step in enrolment.steps:
                if gets(patient, recipient, step):
                    lines = maker.lines(step, until=until)
                    yield from (line for line in lines if (recipient.id, *line.ref) not in done)


class _Maker:
    """Makes the lines of one recipient on one protocol."""

    def __init__(
        self, patient: Patient, recipient: Recipient, enrolment: Enrolment, now: datetime
    ) -> None:
        self.patient, self.recipient, self.enrolment, self.now = patient, recipient, enrolment, now
        joined, enrolled = recipient.joined_on, enrolment.enrolled_on
        self.earliest = max(joined, enrolled or joined) if joined else None
        self.today = local_date(now, patient.zone)
        self.full = book.full_check_ins(patient)

    def lines(self, step: Step, *, until: date) -> Iterator[Line]:
        for anchor in anchors.of(self.enrolment, step, joined=self.earliest):
            first = self._first(step, anchor)
            repeats = recurrence.days(
                first,
                step.recurrence,
                anchor=anchor.on,
                ends_on=self._ends_on(step),
                until=until,
            )
            for n, on in repeats:
                if n == 0 or on >= (self.earliest or self.today):
                    yield self._line(step, anchor, n=n, on=on)

    def _first(self, step: Step, anchor: AnchorDay) -> date:
        first = anchor.on + timedelta(days=step.offset_days)
        every = step.recurrence.every_days or 0
        weekly = step.kind is StepKind.CHECK_IN and every and every % 7 == 0
        if weekly and step.anchor is Anchor.JOINED:
            return recurrence.on_weekday(first, self.patient.weekly_day)
        return first

    def _ends_on(self, step: Step) -> date | None:
        """The last day of a repeating step: the treatment's end, or the day before the last visit.

        What repeats after a dose, a procedure or the end has a limit of its own.
        """
        if step.anchor in (Anchor.JOINED, Anchor.START):
            return self.enrolment.ends_on
        if step.anchor is Anchor.FIRST_VISIT:
            standing = anchors.visits(self.enrolment)
            return standing[-1].on - timedelta(days=1) if standing else None
        return None

    def _line(self, step: Step, anchor: AnchorDay, *, n: int, on: date) -> Line:
        dose = self._dose(step, anchor, on)
        due_at = timing.due(self.patient, self.recipient, step, on=on)
        day = timing.day_of(self.patient, self.recipient, step, due_at=due_at)
        line = Line(
            recipient=self.recipient,
            enrolment=self.enrolment,
            step=step,
            occurrence=_occurrence(step, anchor, dose=dose, n=n),
            anchor_on=anchor.on,
            on=on,
            dose=dose,
            words=_words(step, turn=n + anchor.number - 1),
            due_at=due_at,
            useful_until=timing.useful_until(
                self.patient, step, due_at=due_at, anchor_on=anchor.on, dose=dose
            ),
            day=day,
            nominal=day,
            home=day,
        )
        return self._judged(self._caught_up(line))

    def _caught_up(self, line: Line) -> Line:
        """What is overdue, or was due before the enrolment, moves up to the first day it may go.

        An upkeep question that found that day's check-in full goes with the next week's.
        """
        if may_wait_a_week(line) and self._found_full(line):
            line = timing.week_later(self.patient, line)
        start = max(line.on, self.earliest or line.on)
        home = timing.moved(self.patient, line, days=(start - line.on).days).day
        if line.due_at < self.now:
            start = max(start, self.today)
        if start == line.on:
            return line
        later = timing.moved(self.patient, line, days=(start - line.on).days)
        return replace(later, home=home, reason=Reason.AS_SOON_AS_POSSIBLE)

    def _found_full(self, line: Line) -> bool:
        """Whether the check-in it belonged to went without it, on its day or somewhat later."""
        days = (line.useful_until - line.due_at).days + 1
        return any(
            (line.recipient.id, line.day + timedelta(days=n)) in self.full for n in range(days)
        )

    def _judged(self, line: Line) -> Line:
        why = conditions.verdict(self.patient, line, earliest=self.earliest, now=self.now)
        if why is None and same_phone(self.patient, self.recipient):
            why = Reason.SAME_PHONE
        if why is None:
            return line
        back = timing.moved(self.patient, line, days=(line.nominal - line.day).days)
        return skipped(back, why)

    def _dose(self, step: Step, anchor: AnchorDay, on: date) -> Dose | None:
        """The visit a text is about: the anchor's, or the next one for a repeated reminder."""
        if step.anchor is Anchor.FIRST_VISIT and is_visit(step):
            coming = (dose for dose in anchors.visits(self.enrolment) if dose.on > on)
            return next(coming, anchor.dose)
        return anchor.dose


def _occurrence(step: Step, anchor: AnchorDay, *, dose: Dose | None, n: int) -> str:
    name = f"{anchor.name}+{n}" if n else anchor.name
    if step.repeat_if_moved and dose is not None and dose.moves:
        return f"{name}:moved:{dose.moves}"
    return name


def _words(step: Step, *, turn: int) -> tuple[str, ...]:
    """Questions go together; of several texts one goes in turn."""
    if any(word.startswith("question:") for word in step.words):
        named = f"{SEVERITY}:{step.symptom}" if step.symptom else SEVERITY
        return tuple(named if word == SEVERITY else word for word in step.words)
    return (step.words[turn % len(step.words)],)
