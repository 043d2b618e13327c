"""Whether a text that was left out for the caps could have gone after all."""

from dataclasses import dataclass
from datetime import date, timedelta

from messaging.management.rehearsal_report import Row
from tests.rehearsal.expected import Occurrence
from tests.rehearsal.reasons import blockers
from tests.rehearsal.sums import Sums, monday
from tests.rehearsal.world import World

# A text that moves must be of use for some hours yet when it goes.
LEAST_USE = timedelta(hours=4)
MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Room:
    world: World
    sums: Sums

    def free_day(self, row: Row, occurrence: Occurrence) -> date | None:
        """The first of its days on which one more contact would have fitted."""
        day = max(occurrence.on, self.world.person.joins)
        while self._may_go(occurrence, day):
            if self._lets_it_go(occurrence, day) and self._has_room(row, occurrence, day):
                return day
            day += timedelta(days=1)
        return None

    def _lets_it_go(self, occurrence: Occurrence, day: date) -> bool:
        at = occurrence.due + (day - occurrence.on)
        staffed = not occurrence.asks or self.world.staffed(at, self.world.joined)
        at_home = occurrence.is_safety or not self.world.in_hospital(day)
        return staffed and at_home and not blockers(self.world, occurrence, at)

    def _has_room(self, row: Row, occurrence: Occurrence, day: date) -> bool:
        """As it was when this text was due for the last time: what was called off later waited."""
        at = occurrence.due + (day - occurrence.on)
        waited = self.sums.waited(row, monday(day), at)
        on_the_day = sum(on == day for on in waited)
        return self.sums.has_room(
            row.phone, day, occurrence.words, waited=len(waited), on_the_day=on_the_day
        )

    def no_place_twice(self, row: Row, occurrence: Occurrence) -> bool:
        """A slow question waits a week once; then it is left out."""
        first = max(occurrence.on, self.world.person.joins)
        days = [first + timedelta(n) for n in range(14)]
        full = [self._full(row, occurrence, day) for day in days]
        return occurrence.upkeep and any(full[:7]) and any(full[7:])

    def _full(self, row: Row, occurrence: Occurrence, day: date) -> bool:
        """The day's check-in has no place for its questions, or the day none for a check-in."""
        joined = self.sums.check_ins.get((row.phone, day), ())
        if any(len({*each.words, *occurrence.words}) > MOST_QUESTIONS for each in joined):
            return True
        return not joined and not self.sums.has_room(row.phone, day, occurrence.words)

    def _may_go(self, occurrence: Occurrence, day: date) -> bool:
        later = occurrence.due + (day - occurrence.on)
        return later + LEAST_USE <= occurrence.useful or day == occurrence.on
