"""What of the past still counts for the agenda: read no further back than it matters.

A text that left, expired or went inside another is never planned again, and takes its
place under the caps.  One that found no place is weighed anew while it is of use: a dose
that moves makes room.  What lies further back than any step could still reach
is not read, so that planning costs the same in the fifth year as in the first.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from messaging.models import Recipient, Reminder
from messaging.rules import facts
from messaging.rules.facts import CapRule, StepKind
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState

DECIDED = (ReminderState.RELEASED, ReminderState.EXPIRED)
# PLANNED is read of others on the same phone only.
COUNT = (ReminderState.RELEASED, ReminderState.PLANNED)
SAID = (*COUNT, ReminderState.MERGED)
# Any other reason was given at release (no words): that is for good, too.
THE_AGENDAS = tuple(reason.value for reason in Reason)

# Beyond the time in which a text may be late: two weeks in which a question is not asked
# again, and the week that the caps count.
SHORTEST = timedelta(days=21)
EXEMPT = CapRule.EXEMPT.value
SPARED = (EXEMPT, CapRule.KEEP.value)


@dataclass(frozen=True)
class Seat:
    """A patient at a phone, now or before."""

    recipient: int
    patient: int
    phone: int


def of(
    seats: Iterable[Seat],
    *,
    enrolments: Mapping[int, Iterable[facts.Enrolment]],
    steps: Iterable[facts.Step],
    moved: Collection[int] = (),
    now: datetime,
) -> Mapping[int, list[facts.Sent]]:
    """For each patient, what went or was decided, on her phones by others too.

    Of people with lower keys on the same phone, what is planned counts as taken: of two
    who plan for one phone, one goes first; of all others, what the caps spare.  `moved` are
    enrolments that were put on another version: its steps may have other days for what went
    long ago.
    """
    seats = list(seats)
    everyone = _Everyone(seats, now=now)
    whole = {
        patient
        for patient, places in enrolments.items()
        if any(place.decided_until is None for place in places)
    }
    known = {seat.patient for seat in seats} - whole
    places = [place for patient in known for place in enrolments.get(patient, ())]
    bounds = bounds_of(places, steps=steps, now=now)
    found: dict[int, list[facts.Sent]] = defaultdict(list)
    for readers, within in (
        (whole, Q()),
        (known, bounds.lately()),
        (known, bounds.of_moved(places, moved=moved)),
    ):
        for reader, sent in everyone.read(readers, within) if within is not None else ():
            found[reader].append(sent)
    return found


def placed(
    recipients: Iterable[int], *, since: datetime
) -> defaultdict[int, dict[tuple[int, int, str, str], date]]:
    """By recipient, the day of each text that waits on another day than its own.

    What was of no use any more at `since` waits no longer, and is not looked through.
    """
    moved = Q(state=ReminderState.PLANNED) & ~Q(reason=Reason.DUE.value)
    inside = Q(state=ReminderState.MERGED, merged_into__state=ReminderState.PLANNED)
    rows = Reminder.objects.filter(
        moved | inside, recipient_id__in=list(recipients), useful_until__gte=since
    )
    found: defaultdict[int, dict[tuple[int, int, str, str], date]] = defaultdict(dict)
    for *key, day in rows.order_by().values_list(*_COLUMNS[:5]):
        recipient, enrolment, step, occurrence = key
        found[recipient][recipient, enrolment, step, occurrence] = day
    return found


@dataclass(frozen=True)
class Bounds:
    """How far back is read: all rows since `since`, those of slow `keys` since `long_since`."""

    since: datetime
    long_since: datetime
    keys: frozenset[str]

    def lately(self) -> Q:
        near = Q(useful_until__gte=self.since)
        if not self.keys:
            return near
        slow = Q(step__merge_key__in=self.keys)
        return Q(useful_until__gte=self.long_since) & (near | slow)

    def of_moved(self, places: Iterable[facts.Enrolment], *, moved: Collection[int]) -> Q | None:
        """What went long ago about a day that was moved since then, and may come again."""
        day, places = self.since.date(), list(places)
        doses = [dose.id for e in places for dose in e.doses if dose.moves and dose.on >= day]
        begun = [e.id for e in places if e.id in moved or (e.starts_on and e.starts_on >= day)]
        if not (doses or begun):
            return None
        about = Q(dose_id__in=doses) | Q(enrolment_id__in=begun)
        return about & Q(useful_until__lt=self.since)


def bounds_of(
    places: Iterable[facts.Enrolment], *, steps: Iterable[facts.Step], now: datetime
) -> Bounds:
    """From when on the past can still matter, for those who were planned before."""
    steps = list(steps)
    first = min((place.decided_until or now for place in places), default=now)
    late = max((step.lateness for step in steps), default=timedelta())
    since = min(first, now) - late - SHORTEST
    slow = {step.merge_key: _half(step) for step in steps if _half(step) > SHORTEST}
    furthest = max(slow.values(), default=timedelta())
    return Bounds(since, since - furthest, frozenset(slow))


def _half(step: facts.Step) -> timedelta:
    """Within half its period a step that repeats is one with another of the same content."""
    if not step.merge_key or step.kind is StepKind.CHECK_IN:
        return timedelta()
    return timedelta(days=(step.recurrence.every_days or 0) // 2)


class _Everyone:
    """The patients of a chunk and all who share a phone with one of them."""

    def __init__(self, seats: list[Seat], *, now: datetime) -> None:
        self.now = now
        self.seats = {seat.recipient: seat for seat in (*seats, *_others(seats))}
        at: dict[int, set[int]] = defaultdict(set)
        for seat in seats:
            at[seat.phone].add(seat.patient)
        self.watchers = {r: at[seat.phone] for r, seat in self.seats.items()}
        self.shared = {r for r, seat in self.seats.items() if self.watchers[r] - {seat.patient}}
        self.words: dict[str, tuple[str, ...]] = {}

    def read(self, readers: set[int], within: Q) -> Iterator[tuple[int, facts.Sent]]:
        """Each reader with each text that her agenda must know of."""
        watched = {r for r, watchers in self.watchers.items() if watchers & readers}
        if not watched:
            return
        earlier = {r for r in watched if max(self.watchers[r]) > self.seats[r].patient}
        first = Q(recipient_id__in=earlier) | Q(step__cap__in=SPARED, recipient_id__in=self.shared)
        rows = Reminder.objects.filter(
            _gone(self.now) | Q(first, state=ReminderState.PLANNED),
            within,
            recipient_id__in=watched,
        ).order_by()
        for row in rows.values_list(*_COLUMNS, Cast("words", TextField()), *_HOSTS):
            seat, planned = self.seats[row[0]], row[5] == ReminderState.PLANNED
            sent = self._sent(seat, row)
            for reader in self.watchers[seat.recipient] & readers:
                if not planned or self._goes_first(seat, reader, cap=row[6]):
                    yield reader, sent

    def _goes_first(self, seat: Seat, reader: int, *, cap: str) -> bool:
        """What the caps spare goes whatever another has planned: it is no reader's own."""
        return seat.patient < reader or (cap in SPARED and seat.patient != reader)

    def _sent(self, seat: Seat, row: tuple[Any, ...]) -> facts.Sent:
        recipient, enrolment, step, occurrence, local_date, state, cap, said = row[:8]
        if state == ReminderState.MERGED:
            local_date = row[9] or row[8] or local_date  # it was said on its host's day
        return facts.Sent(
            recipient=recipient,
            enrolment=enrolment,
            step=step,
            occurrence=occurrence,
            local_date=local_date,
            counts=state in COUNT and cap != EXEMPT,
            words=self._words(said) if state in SAID else (),
            phone=seat.phone,
        )

    def _words(self, raw: str) -> tuple[str, ...]:
        """Few texts are different: a raw value is read when it is met for the first time."""
        if raw not in self.words:
            self.words[raw] = tuple(json.loads(raw))
        return self.words[raw]


_COLUMNS = (
    "recipient_id", "enrolment_id", "step__slug", "occurrence", "local_date", "state",
    "step__cap",
)  # fmt: skip


_HOSTS = ("merged_into__local_date", "merged_into__merged_into__local_date")


def _gone(now: datetime) -> Q:
    """What has left, expired, gone out inside another text or been dropped for good."""
    went = Q(merged_into__state=ReminderState.RELEASED)
    went |= Q(merged_into__merged_into__state=ReminderState.RELEASED)
    merged = Q(state=ReminderState.MERGED) & went
    for_good = Q(reason=Reason.ASKED_RECENTLY.value) | ~Q(reason__in=THE_AGENDAS)
    dropped = Q(state=ReminderState.SKIPPED, due_at__lte=now) & for_good
    return Q(state__in=DECIDED) | merged | dropped


def _others(seats: Iterable[Seat]) -> list[Seat]:
    """Other people at the same phones."""
    seats = list(seats)
    rows = Recipient.objects.filter(phone_id__in={seat.phone for seat in seats})
    rows = rows.exclude(patient_id__in={seat.patient for seat in seats})
    return [Seat(*row) for row in rows.values_list("pk", "patient_id", "phone_id")]
