"""What was true for a person of the script at any instant, by the script alone.

The oracle shares no rule with the service: dates are added, zones come from the standard
library, and the agenda and its neighbours are not imported.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from messaging.management.rehearsal_report import Story
from messaging.management.rehearsal_script import Act, Person, What

CLINIC = ZoneInfo("America/Chicago")
PRESSING = ("EMERGENCY", "URGENT")
HOLDS = timedelta(hours=12)
CLOSES, HOURS_LEFT = time(17), timedelta(hours=4)
STATES = {What.PAUSE: "paused", What.HOSPICE: "hospice", What.DIED: "death", What.RESUME: ""}


@dataclass(frozen=True)
class DoseFact:
    number: int
    on: date
    at: time
    state: str
    moves: int = 0

    @property
    def counts(self) -> bool:
        return self.state in ("planned", "given")


def instant(on: date, at: time, zone: str) -> datetime:
    """A wall time as UTC; no hour that is used here falls into a clock change."""
    return datetime.combine(on, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True)
class World:
    """`since` and `until` of a stretch in which no fact changes are looked up in `changes`.

    `sharing` are the others whose phone hers is.
    """

    person: Person
    story: Story
    sharing: tuple[Person, ...] = ()

    @cached_property
    def joined(self) -> datetime:
        return instant(self.person.joins, self.person.joins_at, self.person.zone)

    @cached_property
    def changes(self) -> list[datetime]:
        """Every instant at which a fact changes, from her joining on, in order."""
        found = {self.joined, *(self._at(act) for act in self.person.acts)}
        found.update(other.joined_at() for other in self.sharing)
        for n in range(len(self.person.courses)):
            found.update(self._morning_after(day) for day in self._days(n))
        found.update(self._morning_after(act.to) for act in self.person.acts if act.to)
        found.update(map(datetime.fromisoformat, self.story.dentist))
        for _, opened, closed in self.story.alerts:
            found.update(datetime.fromisoformat(each) for each in (opened, closed) if each)
        return sorted(each for each in found if each >= self.joined)

    def doses(self, course: int, now: datetime) -> list[DoseFact]:
        """All doses as they stand at an instant, by date."""
        at = self.person.courses[course].at
        found = [
            self._dose(course, number, day, at, now)
            for number, day in enumerate(self._days(course), start=1)
        ]
        return sorted(found, key=lambda dose: (dose.on, dose.number))

    def ends_on(self, course: int, now: datetime) -> date | None:
        ends = [act.on for act in self._done(now, What.ENDED) if act.course == course]
        return ends[0] if ends else None

    def active(self, course: int, now: datetime) -> bool:
        found = [act for act in self._done(now, What.HELD, What.RESUMED) if act.course == course]
        return not found or found[-1].what is What.RESUMED

    def consents(self, now: datetime, to: str = "patient") -> bool:
        """What she texts is about her own phone; a caregiver's has a consent of its own."""
        if to != "patient":
            return True
        found = self._done(now, What.STOP, What.START)
        return not found or found[-1].what is What.START

    def education_off(self, now: datetime) -> bool:
        return bool(self._done(now, What.LESS))

    def shared(self, now: datetime) -> bool:
        """Whether somebody else is reached at her phone, who agreed to nothing of hers."""
        return any(other.joined_at() <= now for other in self.sharing)

    def state(self, now: datetime) -> str:
        """Empty while she is active, else the reason why nothing goes."""
        found = self._done(now, *STATES)
        return STATES[found[-1].what] if found else ""

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.person.zone)).date()

    def dentist_seen_on(self, now: datetime) -> date | None:
        said = [datetime.fromisoformat(each) for each in self.story.dentist]
        days = [each.astimezone(CLINIC).date() for each in said if each <= now]
        return max(days, default=self.person.dentist_seen_on)

    def alert_open(self, now: datetime) -> bool:
        """An alert that presses, for its first twelve hours unless it was closed before."""
        return any(opened <= now < closed for opened, closed in self._pressing())

    def alert_lately(self, now: datetime) -> bool:
        """One pressed within the day before, so that a text may have waited till morning."""
        day = timedelta(days=1)
        return any(opened <= now < closed + day for opened, closed in self._pressing())

    def _pressing(self) -> list[tuple[datetime, datetime]]:
        found = []
        for level, opened, closed in self.story.alerts:
            if level in PRESSING:
                began = datetime.fromisoformat(opened)
                ended = datetime.fromisoformat(closed) if closed else began + HOLDS
                found.append((began, min(ended, began + HOLDS)))
        return found

    def in_hospital(self, day: date, known_at: datetime | None = None) -> bool:
        """Days in hospital, that of going home counted; all, or as an instant knows them."""
        acts = self.person.acts
        known = self._done(known_at, What.ADMITTED, What.DISCHARGED) if known_at else acts
        return any(first <= day <= last for first, last in self._stays(known))

    def home_on(self, day: date, now: datetime) -> date | None:
        """The day of going home after a procedure, None while that is not known."""
        known = self._done(now, What.ADMITTED, What.DISCHARGED)
        for first, last in self._stays(known):
            if first <= day + timedelta(1) and day <= last:
                return None if last == date.max else last
        return day

    def _stays(self, acts: Iterable[Act]) -> Iterator[tuple[date, date]]:
        acts = list(acts)
        out = [act.on for act in acts if act.what is What.DISCHARGED]
        for act in acts:
            if act.what is What.ADMITTED:
                yield act.on, next((day for day in out if day >= act.on), date.max)

    def staffed(self, due: datetime, goes: datetime | None = None) -> bool:
        """A weekday of the clinic's with four hours of the desk left when the text goes.

        Where her hour never leaves so many, only the day counts.
        """
        wall = due.astimezone(CLINIC)
        closing = wall.replace(hour=CLOSES.hour, minute=CLOSES.minute)
        enough = closing - wall < HOURS_LEFT or closing - max(due, goes or due) >= HOURS_LEFT
        return wall.weekday() < 5 and enough

    def _days(self, course: int) -> list[date]:
        """So many days apart, or one after the other on weekdays; of pills, when they run out."""
        ordered = self.person.courses[course]
        if ordered.every is not None:
            apart, first = ordered.every, int(ordered.pills)
            return [ordered.starts + timedelta(apart * (n + first)) for n in range(ordered.doses)]
        every = (ordered.starts + timedelta(n) for n in range(3 * ordered.doses + 7))
        return [day for day in every if day.weekday() < 5][: ordered.doses]

    def _dose(self, course: int, number: int, day: date, at: time, now: datetime) -> DoseFact:
        acts = [
            act
            for act in self.person.acts
            if (act.course, act.dose) == (course, number) and self._at(act) <= now
        ]
        moved = [act.to for act in acts if act.what is What.MOVED and act.to]
        day = moved[-1] if moved else day
        return DoseFact(number, day, at, self._state(course, number, day, now), len(moved))

    def _state(self, course: int, number: int, day: date, now: datetime) -> str:
        off = self._off_since(course, number, day)
        if off is not None and off <= now:
            return "cancelled"
        if not self._recorded(day, now):
            return "planned"
        mine = (act for act in self.person.acts if (act.course, act.dose) == (course, number))
        return "missed" if any(act.what is What.MISSED for act in mine) else "given"

    def _recorded(self, day: date, now: datetime) -> bool:
        """On the morning after, or at her joining; nobody records once she is in hospice care."""
        at = max(self._morning_after(day), self.joined)
        gone = (self._at(a) for a in self.person.acts if a.what in (What.HOSPICE, What.DIED))
        return at <= now and at < min(gone, default=now + timedelta(1))

    def _off_since(self, course: int, number: int, day: date) -> datetime | None:
        """When it was cancelled, by itself or because its treatment ended before it."""
        for act in self.person.acts:
            if act.course != course:
                continue
            alone = act.what is What.CANCELLED and act.dose == number
            if alone or (act.what is What.ENDED and day > act.on):
                return self._at(act)
        return None

    def _done(self, now: datetime, *what: What) -> list[Act]:
        found = (act for act in self.person.acts if act.what in what and self._at(act) <= now)
        return sorted(found, key=self._at)

    def _at(self, act: Act) -> datetime:
        return self.person.acted_at(act)

    def _morning_after(self, day: date) -> datetime:
        return self.person.recorded_at(day)
