"""Brings the rows of many patients in line with their agendas, in as few queries as can be.

What differs is found in memory; a patient for whom nothing changed costs no write.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from messaging.actions import recorded
from messaging.models import Reminder
from messaging.rules import facts, grounds
from messaging.rules.changes import Changed, Notes
from messaging.rules.facts import Anchor, Dose, Planned, PlanState, StepKind
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState

Key = tuple[int, int, str, str]  # recipient, enrolment, step slug, occurrence
RETURNS = (ReminderState.CANCELLED, ReminderState.SKIPPED, ReminderState.MERGED)
OPEN = (ReminderState.PLANNED, *RETURNS)
# A question that found its check-in full is of use for a week more.
A_WEEK = timedelta(days=7)
_PLANNED = ReminderState.PLANNED.value
_NO_USE, _NOT_IN_PLAN = "no longer useful", "no longer in the plan"
_WRITTEN = (
    "step_id", "dose_id", "kind", "local_date", "due_at", "useful_until", "state", "reason",
    "words", "facts",
)  # fmt: skip


class Row(NamedTuple):
    """What is stored of an occurrence that may still change."""

    patient: int
    pk: int
    recipient: int
    enrolment: int
    slug: str
    occurrence: str
    merged_into: int | None
    step: int
    dose: int | None
    kind: str
    local_date: date
    due_at: datetime
    useful_until: datetime
    state: str
    reason: str
    said: str  # the words and the facts, as JSON
    rests_on: str

    @property
    def key(self) -> Key:
        return (self.recipient, self.enrolment, self.slug, self.occurrence)

    @property
    def planned(self) -> bool:
        return self.state == _PLANNED

    @property
    def kept(self) -> tuple[Any, ...]:
        """What a line may change of it, in the order of `_WRITTEN`."""
        rests_on = json.loads(self.rests_on)
        rests_on.pop(grounds.RECORDED, None)
        return (*self[7:15], _words(self.said), rests_on)


# Read as text: to read JSON by the field costs more than all the rest of a row.
_COLUMNS = (
    "enrolment__patient_id", "pk", "recipient_id", "enrolment_id", "step__slug", "occurrence",
    "merged_into_id", *_WRITTEN[:-2], Cast("words", TextField()), Cast("facts", TextField()),
)  # fmt: skip


@lru_cache(maxsize=1000)
def _words(raw: str) -> list[str]:
    """Few texts are different; the list is shared and never changed."""
    words: list[str] = json.loads(raw)
    return words


def write(
    planned: Iterable[tuple[facts.Patient, tuple[Planned, ...]]], *, now: datetime, until: datetime
) -> dict[int, Changed]:
    """Rows follow the lines of each patient; gives what changed, by patient.

    The patients must be locked by the transaction, so that nobody else plans or releases
    for them.
    """
    planned = list(planned)
    stored = _read([patient for patient, _ in planned])
    batch = _Batch(now=now, until=until)
    changed = {
        patient.id: batch.compare(patient, lines, stored.get(patient.id, ()))
        for patient, lines in planned
    }
    batch.store()
    return changed


def _read(patients: Iterable[facts.Patient]) -> Mapping[int, list[Row]]:
    """Rows that may change: not those that went, nor those decided at an earlier planning."""
    patients = list(patients)
    rows = Reminder.objects.filter(
        recipient__patient_id__in=[patient.id for patient in patients], state__in=OPEN
    )
    since = _since(patients)
    if since is not None:
        asks = Q(kind=StepKind.CHECK_IN.value, useful_until__gt=since - A_WEEK)
        rows = rows.filter(asks | Q(useful_until__gt=since))
    by_patient: dict[int, list[Row]] = defaultdict(list)
    for values in rows.order_by().values_list(*_COLUMNS):
        row = Row(*values)
        by_patient[row.patient].append(row)
    return by_patient


def _since(patients: Iterable[facts.Patient]) -> datetime | None:
    """The earliest planning of these; None where one was never planned, or is weighed anew."""
    decided = [place.decided_until for patient in patients for place in patient.enrolments]
    known = [until for until in decided if until is not None]
    return min(known) if known and len(known) == len(decided) else None


class _Batch:
    """What is to be written for some patients, gathered before any of it is."""

    def __init__(self, *, now: datetime, until: datetime) -> None:
        self.now, self.until = now, until
        self.anchors: dict[int, Anchor] = {}
        self.pks: dict[Key, int] = {}
        self.made: dict[Key, Reminder] = {}
        self.revised: dict[Key, Reminder] = {}
        self.ended: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.hosts: dict[Key, tuple[Key, int | None]] = {}
        self.recorded = recorded.Needless()

    def compare(
        self, patient: facts.Patient, lines: tuple[Planned, ...], rows: Iterable[Row]
    ) -> Changed:
        """Note what differs between the lines and the rows of one patient."""
        self._learn(patient)
        doses = grounds.doses(patient)
        stored = {row.key: row for row in rows}
        undecided = {row.pk for row in stored.values()}
        self.pks.update((key, row.pk) for key, row in stored.items())
        notes = Notes()
        for line in lines:
            row = stored.pop(_key(line), None)
            if row is None or self._still_open(row, line):
                self._bring_in_line(patient, line, row, doses=doses)
                notes.line(line, was=row.due_at if row and row.planned else None)
        for row in stored.values():
            if row.planned and row.due_at < self.until:
                notes.gone(row, reason=self._end(row))
            elif self._is_stale(row, undecided):
                self._end(row)
        return notes.told(lines)

    def _is_stale(self, row: Row, undecided: Set[int]) -> bool:
        """It was not to go by itself, and now has no line either: its reason holds no more.

        What went inside a text that has left is no line of the agenda, but has its fate.
        """
        waits = self.now < row.due_at < self.until and row.state != ReminderState.CANCELLED
        inside = row.state == ReminderState.MERGED and row.merged_into is not None
        return waits and (not inside or row.merged_into in undecided)

    def _learn(self, patient: facts.Patient) -> None:
        for place in patient.enrolments:
            if place.steps and place.steps[0].id not in self.anchors:
                self.anchors.update((step.id, step.anchor) for step in place.steps)

    def _still_open(self, row: Row, line: Planned) -> bool:
        """What was decided when it was of use keeps the reason that held then."""
        known = line.reason == Reason.TOO_LATE and row.reason == Reason.OVER_CAP
        of_use = max(row.useful_until, line.useful_until) > self.now
        return row.planned or (of_use and not known)

    def _bring_in_line(
        self,
        patient: facts.Patient,
        line: Planned,
        row: Row | None,
        *,
        doses: Mapping[int, Dose],
    ) -> None:
        rests_on = grounds.of(line, anchors=self.anchors, doses=doses)
        wanted = _wanted(line, rests_on, late=row is not None and row.planned)
        if row is None or row.kept != wanted:
            written = self._reminder(line, row, wanted)
            self.recorded.note(written, line, patient=patient, doses=doses)
        if line.into is not None:
            self.hosts[_key(line)] = ((line.recipient, *line.into), row and row.merged_into)

    def _reminder(self, line: Planned, row: Row | None, wanted: tuple[Any, ...]) -> Reminder:
        """A new row, or the known one with all that the line says of it."""
        written = Reminder(
            pk=row and row.pk,
            recipient_id=line.recipient,
            enrolment_id=line.enrolment,
            occurrence=line.occurrence,
            decided_at=None if line.state is PlanState.PLANNED or row is None else self.now,
            **dict(zip(_WRITTEN, wanted, strict=True)),
        )
        (self.made if row is None else self.revised)[_key(line)] = written
        return written

    def _end(self, row: Row) -> str:
        """The agenda no longer has it: its time has passed (an outage), or the facts changed."""
        late = row.useful_until <= self.now
        reason = _NO_USE if late else _NOT_IN_PLAN
        state = ReminderState.EXPIRED if late else ReminderState.CANCELLED
        self.ended[state.value, reason].append(row.pk)
        return reason

    def store(self) -> None:
        """Write it all, hosts before what went inside them."""
        self.recorded.say()
        self._create(self.made.keys() - self.hosts.keys())
        self._point_at_hosts()
        self._create(self.made.keys() & self.hosts.keys())
        self._revise()
        for (state, reason), pks in self.ended.items():
            Reminder.objects.filter(pk__in=pks, state__in=OPEN).update(
                state=state, reason=reason, merged_into=None, decided_at=self.now
            )
        self._mend_links()

    def _create(self, keys: Set[Key]) -> None:
        made = {key: row for key, row in self.made.items() if key in keys}
        Reminder.objects.bulk_create(made.values())
        self.pks.update((key, row.pk) for key, row in made.items())

    def _revise(self) -> None:
        """All in one statement: the rows are there, so that each meets itself and is updated."""
        if self.revised:
            Reminder.objects.bulk_create(
                self.revised.values(),
                update_conflicts=True,
                unique_fields=("id",),
                update_fields=(*_WRITTEN, "merged_into", "decided_at"),
            )

    def _point_at_hosts(self) -> None:
        """Each row that is written points at the one that speaks for it."""
        written = self.made | self.revised
        missing = {
            host
            for key, (host, linked) in self.hosts.items()
            if host not in self.pks and (key in written or linked is None)
        }
        self.pks.update(_gone_before(missing - self.made.keys()))
        for key, (host, _) in self.hosts.items():
            if key in written:
                written[key].merged_into_id = self.pks.get(host)

    def _mend_links(self) -> None:
        """Rows that stayed as they were but have another host, or whose host was made late."""
        written = self.made | self.revised
        for key, (host, linked) in self.hosts.items():
            pk = self.pks.get(host)
            known = written[key].merged_into_id if key in written else linked
            if pk is not None and pk != known:
                Reminder.objects.filter(pk=self.pks[key]).update(merged_into=pk)


def _key(line: Planned) -> Key:
    return (line.recipient, line.enrolment, line.step_slug, line.occurrence)


def _wanted(line: Planned, rests_on: grounds.Grounds, *, late: bool) -> tuple[Any, ...]:
    """The stored columns as the line asks for them, in the order of `_WRITTEN`."""
    state = ReminderState(line.state.value).value
    if late and line.reason == Reason.TOO_LATE:
        state = ReminderState.EXPIRED.value
    return (
        line.step, line.dose, line.kind.value, line.local_date, line.due_at, line.useful_until,
        state, str(line.reason), list(line.words), rests_on,
    )  # fmt: skip


def _gone_before(hosts: Iterable[Key]) -> dict[Key, int]:
    """The rows of texts that went, for lines that say that they went inside them."""
    wanted = set(hosts)
    if not wanted:
        return {}
    about = Q()
    for recipient, enrolment, slug, occurrence in wanted:
        about |= Q(recipient=recipient, enrolment=enrolment, step__slug=slug, occurrence=occurrence)
    rows = Reminder.objects.filter(about).values_list(
        "recipient_id", "enrolment_id", "step__slug", "occurrence", "pk"
    )
    return {(recipient, enrolment, slug, said): pk for recipient, enrolment, slug, said, pk in rows}
