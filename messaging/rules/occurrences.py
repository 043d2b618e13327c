"""Every occurrence of every step for every recipient, each with its day and first verdict."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from messaging.rules import book, conditions, recurrence, timing, waiting
from messaging.rules.anchors import AnchorDay, Anchors
from messaging.rules.facts import (
    Anchor,
    Dose,
    Enrolment,
    Patient,
    Recipient,
    Step,
    StepKind,
)
from messaging.rules.lines import Line, changed, may_wait_a_week, skipped
from messaging.rules.reasons import Reason
from messaging.rules.recipients import Meant, is_visit, same_phone
from messaging.rules.windows import local_date

SEVERITY = "question:Q-SEV"
# A line is of use for its lateness after its day; by whichever zone, and out of quiet hours.
_DAYS_APART = timedelta(days=2)
_A_WEEK = timedelta(days=7)


def of(
    patient: Patient, *, now: datetime, until: date, keyed_until: date
) -> Iterator[tuple[Line, bool]]:
    """All lines up to and with a day of the patient's calendar; those in `sent` are left out.

    The flag is false for a line after `until`: it only tells, up to `keyed_until`, that a
    text with the same content would follow for another treatment.  Repeats that fell before
    the enrolment are not lines: nobody ever planned them.
    """
    done = {(s.recipient, s.enrolment, s.step, s.occurrence) for s in patient.sent}
    shared = _shared_keys(patient)
    full = book.full_check_ins(patient)
    for recipient in patient.recipients:
        meant = Meant(patient, recipient)
        for enrolment in patient.enrolments:
            maker = _Maker(patient, recipient, enrolment, now, full)
            for step in enrolment.steps:
                if not meant.gets(step):
                    continue
                last = keyed_until if step.merge_key in shared else until
                for line in maker.lines(step, until=last):
                    if (recipient.id, *line.ref) not in done:
                        yield line, line.on <= until or line.nominal <= until


def _shared_keys(patient: Patient) -> set[str]:
    """The merge keys that more than one of her protocols has."""
    seen: set[str] = set()
    shared: set[str] = set()
    for enrolment in patient.enrolments:
        keys = {step.merge_key for step in enrolment.steps if step.merge_key}
        shared |= seen & keys
        seen |= keys
    return shared


class _Maker:
    """Makes the lines of one recipient on one protocol."""

    def __init__(
        self,
        patient: Patient,
        recipient: Recipient,
        enrolment: Enrolment,
        now: datetime,
        full: frozenset[tuple[int, date]],
    ) -> None:
        self.patient, self.recipient, self.enrolment, self.now = patient, recipient, enrolment, now
        joined, enrolled = recipient.joined_on, enrolment.enrolled_on
        self.earliest = max(joined, enrolled or joined) if joined else None
        self.today = local_date(now, patient.zone)
        self.full = full
        self.same_phone = same_phone(patient, recipient)
        self.anchors = Anchors(enrolment, joined=self.earliest, stays=patient.stays)
        decided = enrolment.decided_until
        self.floor = local_date(decided, patient.zone) - _DAYS_APART if decided else None

    def lines(self, step: Step, *, until: date) -> Iterator[Line]:
        """Those that may still be undecided, from the first that can be of use."""
        since = self._since(step)
        for anchor in self.anchors.of(step):
            if step.recurrence.every_days is None:
                on = anchor.on + step.offset
                if since <= on <= until:
                    yield from self._undecided(step, anchor, n=0, on=on)
                continue
            repeats = recurrence.days(
                self._first(step, anchor),
                step.recurrence,
                anchor=anchor.on,
                ends_on=self._ends_on(step),
                until=until,
                since=since,
            )
            for n, on in repeats:
                if n == 0 or on >= (self.earliest or self.today):
                    yield from self._undecided(step, anchor, n=n, on=on)

    def _since(self, step: Step) -> date:
        """The first day of which a line may still be of use; a question may be put off a week."""
        if self.floor is None:
            return date.min
        since = self.floor - step.lateness
        return since - _A_WEEK if self.full and step.asks else since

    def _undecided(self, step: Step, anchor: AnchorDay, *, n: int, on: date) -> Iterator[Line]:
        line = self._line(step, anchor, n=n, on=on)
        decided = self.enrolment.decided_until
        if decided is None or line.useful_until > decided:
            yield line

    def _first(self, step: Step, anchor: AnchorDay) -> date:
        first = anchor.on + step.offset
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
            visits = self.anchors.visits
            return visits[-1].on - timedelta(days=1) if visits else None
        return None

    def _line(self, step: Step, anchor: AnchorDay, *, n: int, on: date) -> Line:
        dose = self._dose(step, anchor, on)
        due_at, day = timing.slot(self.patient, self.recipient, step, on=on)
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
        """On the first day it may go; a question that found its check-in full, a week later."""
        if self.full and may_wait_a_week(line) and self._found_full(line):
            line = timing.week_later(self.patient, line)
        return waiting.put_off(self.patient, line, earliest=self.earliest, now=self.now)

    def _found_full(self, line: Line) -> bool:
        """Whether the check-in it belonged to went without it, on its day or somewhat later.

        One that has a day within its own time already had found its place.
        """
        days = (line.useful_until - line.due_at).days + 1
        has = self._has_place(line)
        if has is not None and has < line.day + timedelta(days=days):
            return False
        return any(
            (line.recipient.id, line.day + timedelta(days=n)) in self.full for n in range(days)
        )

    def _judged(self, line: Line) -> Line:
        why = conditions.verdict(self.patient, line, earliest=self.earliest, now=self.now)
        if why is None and self.same_phone:
            why = Reason.SAME_PHONE
        if why is None:
            return self._placed(line) if self.patient.placed else line
        back = timing.moved(self.patient, line, days=(line.nominal - line.day).days)
        return skipped(back, why)

    def _placed(self, line: Line) -> Line:
        """On the day that an earlier plan found for it, if that is later and still of use."""
        day = self._has_place(line)
        if day is None or day < line.day:
            return line
        later = timing.moved(self.patient, line, days=(day - line.day).days)
        if later.due_at + waiting.LEAST_USE > line.useful_until and day > line.day:
            return line
        return changed(later, placed_from=line.on)

    def _has_place(self, line: Line) -> date | None:
        return self.patient.placed.get((line.recipient.id, *line.ref))

    def _dose(self, step: Step, anchor: AnchorDay, on: date) -> Dose | None:
        """The visit a text is about: the anchor's, or the next one for a repeated reminder."""
        if step.anchor is Anchor.FIRST_VISIT and is_visit(step):
            coming = (dose for dose in self.anchors.visits if dose.on > on)
            return next(coming, anchor.dose)
        return anchor.dose


def _occurrence(step: Step, anchor: AnchorDay, *, dose: Dose | None, n: int) -> str:
    name = f"{anchor.name}+{n}" if n else anchor.name
    if step.repeat_if_moved and dose is not None and dose.moves:
        return f"{name}:moved:{dose.moves}"
    return name


def _words(step: Step, *, turn: int) -> tuple[str, ...]:
    """Questions go together; of several texts one goes in turn."""
    if step.asks:
        if not step.symptom:
            return step.words
        named = f"{SEVERITY}:{step.symptom}"
        return tuple(named if word == SEVERITY else word for word in step.words)
    return (step.words[turn % len(step.words)],)
