"""Lives a rehearsal: service time steps from one due instant to the next, or to the next act.

Law 10: everything goes through the real actions and the real pipeline; only service time is
invented.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from messaging.actions import alerts, dispatch, inbound, stepping, ticking
from messaging.management import rehearsal_acts as acts
from messaging.management.demo_history import deliver
from messaging.management.rehearsal_acts import Lived
from messaging.management.rehearsal_answers import answer
from messaging.management.rehearsal_script import Person, What
from messaging.models import Alert, Clinic, Dose, Question, QuestionState
from messaging.rules.facts import DoseState
from messaging.rules.windows import local_instant

ANSWERS_AFTER = timedelta(minutes=3)
SEEN_TO_AT = time(14, 40)  # when the desk closes what stands open


@dataclass(order=True)
class Event:
    at: datetime
    place: int
    do: Callable[[datetime], None] = field(compare=False)
    answers: bool = field(compare=False)


@dataclass
class Year:
    """`by` is the member of staff who enrols and closes alerts; `lived` grows as people join.

    With `receipts` the provider's reports arrive by themselves after each step; without, the
    provider says at once that a text has arrived.
    """

    clinic: Clinic
    people: Iterable[Person]
    seed: int
    by: Any
    receipts: bool = False
    lived: dict[int, Lived] = field(default_factory=dict)
    steps: int = 0
    _events: list[Event] = field(default_factory=list)
    _by_patient: dict[int, Lived] = field(default_factory=dict)
    _places: int = 0
    _due: datetime | None = None

    def live(self, *, since: datetime, until: datetime) -> None:
        """All that happens from one instant to another (UTC)."""
        for person in self.people:
            self._at(person.joined_at(), partial(self._join, person))
        self._desk(since, until)
        now = since
        while (upcoming := self._next(now)) is not None and upcoming < until:
            now = max(upcoming, now)
            self.steps += 1
            self._one_step(now)

    def _one_step(self, now: datetime) -> None:
        """What is due, or was done, takes a whole turn; answers only ring, as they do in life."""
        due = self._due is not None and self._due <= now
        if self._happen(now) or due:
            ticking.tick(now=now)
        else:
            ticking.until_rest(lambda: dispatch.run(now=now))
        if self.receipts:
            deliver(now=now)
        self._hear(now)

    def _next(self, now: datetime) -> datetime | None:
        self._due = stepping.next_due(now=now)
        coming = [self._due, self._events[0].at if self._events else None]
        return min((each for each in coming if each is not None), default=None)

    def _at(
        self, instant: datetime, do: Callable[[datetime], None], *, answers: bool = False
    ) -> None:
        self._places += 1
        heapq.heappush(self._events, Event(instant, self._places, do, answers))

    def _happen(self, now: datetime) -> bool:
        """Whether anything happened beside answers."""
        acted = False
        while self._events and self._events[0].at <= now:
            event = heapq.heappop(self._events)
            acted = acted or not event.answers
            event.do(now)
        ticking.until_rest(lambda: inbound.read_waiting(now=now))
        return acted

    def _join(self, person: Person, now: datetime) -> None:
        lived = acts.join(self.clinic, person, by=self.by, now=now)
        self.lived[person.id] = lived
        self._by_patient[lived.patient.pk] = lived
        for course in lived.courses:
            for dose in course.doses.all():
                self._record_later(lived, dose)
        for act in person.acts:
            self._at(person.acted_at(act), partial(self._act, lived, act))

    def _act(self, lived: Lived, act: Any, now: datetime) -> None:
        acts.do(lived, act, now=now)
        if act.what is What.MOVED:
            self._record_later(lived, lived.dose(act))

    def _record_later(self, lived: Lived, dose: Dose) -> None:
        self._at(lived.person.recorded_at(dose.on), lambda now: self._record(lived, dose, now))

    def _record(self, lived: Lived, dose: Dose, now: datetime) -> None:
        """Unless it has been moved or is off, or she is in hospice care or dead."""
        known = Dose.objects.select_related("treatment__patient__clinic").get(pk=dose.pk)
        gone = (act for act in lived.person.acts if act.what in (What.HOSPICE, What.DIED))
        if any(lived.person.acted_at(act) <= now for act in gone):
            return
        if known.state != DoseState.PLANNED.value or lived.person.recorded_at(known.on) > now:
            return
        missed = any(
            act.what is What.MISSED
            and lived.courses[act.course].pk == known.treatment_id
            and act.dose == known.number
            for act in lived.person.acts
        )
        acts.record(known, missed=missed, now=now)

    def _desk(self, since: datetime, until: datetime) -> None:
        """On each staffed day somebody sees to the alerts that stand open."""
        day = self.clinic.today(since)
        while (at := local_instant(day, SEEN_TO_AT, self.clinic.time_zone)) < until:
            if at >= since and day.weekday() in self.clinic.staffed_days:
                self._at(at, self._close_alerts)
            day += timedelta(days=1)

    def _close_alerts(self, now: datetime) -> None:
        for alert in Alert.objects.open():
            alerts.close(alert=alert, by=self.by, now=now, action="Phoned her (invented).")

    def _hear(self, now: datetime) -> None:
        """Each question that was asked just now is answered some minutes later, or never."""
        asked = Question.objects.filter(state=QuestionState.OPEN, asked_at=now)
        for question in asked.select_related("check_in__recipient"):
            lived = self._who(question)
            if lived is not None:
                self._answer_later(question, lived, now)

    def _answer_later(self, question: Question, lived: Lived, now: datetime) -> None:
        body = answer(lived.person, question.slug, seed=self.seed, now=now)
        if body is not None:
            self._at(now + ANSWERS_AFTER, lambda at: lived.says(body, now=at), answers=True)

    def _who(self, question: Question) -> Lived | None:
        return self._by_patient.get(question.check_in.recipient.patient_id)
