"""Holds the told rows of a rehearsal against what the protocol files ask for."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from messaging.management.rehearsal_report import Row, Story
from messaging.management.rehearsal_script import Person
from tests.rehearsal import expected
from tests.rehearsal.expected import Key, Occurrence
from tests.rehearsal.reasons import blockers
from tests.rehearsal.room import LEAST_USE, Room
from tests.rehearsal.sums import Sums, cap
from tests.rehearsal.world import World

WINDOW = (time(9), time(20))
A_WEEK = timedelta(days=7)
AHEAD = timedelta(days=10)
# A row is decided in the turn of the clock that begins at its due instant.
TURN = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


def complaints(people: Iterable[Person], stories: Iterable[Story], *, ends: datetime) -> list[str]:
    """Everything that is not as the files and the script ask; nothing is what it should be."""
    people = list(people)
    told = {story.id: story for story in stories}
    sums = Sums(told.values())
    found = sums.over()
    for person in people:
        sharing = tuple(p for p in people if p.number == person.number and p != person)
        judge = Judge(World(person, told[person.id], sharing), sums, ends)
        found.extend(f"person {person.id}: {each}" for each in judge.complaints())
    return found


def key_of(row: Row) -> Key:
    return row.to, row.course, row.step, row.occurrence


def when(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


@dataclass
class Judge:
    world: World
    sums: Sums
    ends: datetime
    known: dict[Key, list[tuple[int, Occurrence]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        self.room = Room(self.world, self.sums)
        self.rows = {key_of(row): row for row in self.world.story.rows}
        until = self.ends.date() + timedelta(days=1)
        for n, instant in enumerate(self.world.changes):
            for each in expected.at(self.world, instant, until=until):
                self.known[each.key].append((n, each))

    def complaints(self) -> Iterator[str]:
        if len(self.rows) != len(self.world.story.rows):
            yield "an occurrence has two rows"
        yield from self._missing()
        for row in self.world.story.rows:
            for said in self._of_row(row):
                yield f"{row.protocol}/{row.step} {row.occurrence} on {row.on} {row.state}: {said}"

    def _missing(self) -> Iterator[str]:
        for key, found in self.known.items():
            if key not in self.rows and any(self._must_be(n, each) for n, each in found):
                yield f"{key} is missing"

    def _must_be(self, n: int, occurrence: Occurrence) -> bool:
        """It is of use while these facts hold, she may be texted, and the year is long enough."""
        begins, ends = self._stretch(n)
        longest = A_WEEK if occurrence.asks else timedelta(0)
        in_time = occurrence.due < ends and occurrence.useful > begins
        return (
            in_time
            and occurrence.useful + longest < self.ends
            and self.world.consents(begins, occurrence.to)
            and not blockers(self.world, occurrence, begins)
        )

    def _stretch(self, n: int) -> tuple[datetime, datetime]:
        changes = self.world.changes
        return changes[n], changes[n + 1] if n + 1 < len(changes) else self.ends

    def _of_row(self, row: Row) -> Iterator[str]:
        found = self.known.get(key_of(row))
        if not found and row.state != "CANCELLED":
            yield "nobody asked for it"
        elif row.state == "RELEASED":
            yield from self._sent(row)
        elif row.state == "MERGED":
            yield from self._merged(row, found or [])
        elif row.state == "SKIPPED":
            yield from self._skipped(row, found or [])
        elif row.state == "CANCELLED":
            yield from self._cancelled(row)
        else:
            yield from self._too_late(found or [])

    def _then(self, row: Row, at: datetime) -> Occurrence | None:
        """The occurrence as the facts had it at an instant."""
        place = bisect_right(self.world.changes, at) - 1
        return next((each for n, each in self.known.get(key_of(row), ()) if n == place), None)

    def _sent(self, row: Row) -> Iterator[str]:
        at = when(row.decided_at)
        occurrence = self._then(row, at)
        if occurrence is None:
            yield "it went, and the facts of that moment do not ask for it"
            return
        why_not = blockers(self.world, occurrence, at)
        if why_not:
            yield f"it went in spite of {sorted(why_not)}"
        if not occurrence.due <= at < self._last(occurrence):
            yield f"it went at {at}, not from {occurrence.due} to {occurrence.useful}"
        if occurrence.step["kind"] != "staff":
            yield from self._on_its_way(row, occurrence, at)

    def _last(self, occurrence: Occurrence) -> datetime:
        """A slow question that found that day's check-in full goes a week later."""
        return occurrence.useful + (A_WEEK if occurrence.upkeep else timedelta(0))

    def _on_its_way(self, row: Row, occurrence: Occurrence, at: datetime) -> Iterator[str]:
        local = at.astimezone(ZoneInfo(row.zone))
        if not WINDOW[0] <= local.time() < WINDOW[1]:
            yield f"it went at {local:%H:%M} on her clock"
        if str(local.date()) != row.on or local.date() < self.world.person.joins:
            yield f"it went on {local.date()}"
        if row.sends != 1 or not row.sent_at:
            yield f"{row.sends} texts left for it"
        if not set(occurrence.words) & set(row.words):
            yield f"it says {row.words}, not {occurrence.words}"
        if not occurrence.is_safety:
            yield from self._held_back(local.date(), at)
        if (
            occurrence.asks
            and occurrence.cap != "exempt"
            and not self._somebody_reads(occurrence, at)
        ):
            yield "nobody was there to read the answer"

    def _held_back(self, day: date, at: datetime) -> Iterator[str]:
        if self.world.in_hospital(day, known_at=at):
            yield "she was in hospital"
        if self.world.alert_open(at) and self.world.alert_open(at - MINUTE):
            yield "an alert was open"

    def _somebody_reads(self, occurrence: Occurrence, at: datetime) -> bool:
        """On a staffed day, where any of its days is one and no alert moved it."""
        if not occurrence.asks or occurrence.cap == "exempt":
            return True
        if self.world.staffed(at) or self.world.alert_lately(at):
            return True
        days = range((occurrence.useful - occurrence.due).days + 1)
        later = (occurrence.due + timedelta(days=n) for n in days)
        soonest = max(occurrence.due, self.world.joined)
        return not any(
            self.world.staffed(each) and not self.world.in_hospital(self.world.today(each))
            for each in later
            if each >= soonest and each + LEAST_USE <= occurrence.useful
        )

    def _merged(self, row: Row, found: list[tuple[int, Occurrence]]) -> Iterator[str]:
        host = self._host(row)
        if host is not None and host.state == "CANCELLED":
            yield from self._both_off(row, host)
            return
        if host is None or host.state not in ("RELEASED", "SKIPPED"):
            yield f"it was merged into {row.into}, which has no end"
            return
        occurrence = found[-1][1]
        asked = occurrence.asks and set(occurrence.words) <= set(host.words)
        alike = occurrence.step.get("merge_key") and host.course != row.course
        near = max(timedelta(14), timedelta(occurrence.step.get("every_days", 0)) / 2)
        days = [abs(date.fromisoformat(host.on) - each.on) for _, each in found]
        if not (asked or alike) or min(days) > near:
            yield f"it was merged into {row.into} of {host.on}, which says {host.words}"
        if host.state == "SKIPPED" and not self._reason_holds(host, host.reason):
            yield f"it was merged into {row.into}, which did not go"

    def _both_off(self, row: Row, host: Row) -> Iterator[str]:
        """What was called off took along what was inside it."""
        if self._then(row, when(host.decided_at)) is not None:
            yield f"it was merged into {row.into}, which was called off"

    def _host(self, row: Row) -> Row | None:
        seen: Row | None = row
        for _ in range(4):
            if seen is None or seen.state != "MERGED" or seen.into is None:
                return seen
            seen = self.rows.get((row.to, *seen.into))
        return None

    def _skipped(self, row: Row, found: list[tuple[int, Occurrence]]) -> Iterator[str]:
        if row.sends:
            yield f"it was skipped ({row.reason}) and {row.sends} texts left"
        if row.reason == "over_cap":
            yield from self._over_cap(row, found)
        elif row.reason == "asked_recently":
            yield from self._asked_recently(row, found)
        elif row.reason in ("too_late", "open_alert", "hospital_stay"):
            yield from self._too_late(found)
        elif not self._reason_holds(row, row.reason):
            yield f"{row.reason} was not so"

    def _reason_holds(self, row: Row, reason: str) -> bool:
        """At some moment at which it could have been decided for the last time."""
        for n, each in self.known.get(key_of(row), ()):
            begins, ends = self._stretch(n)
            moment = min(max(begins, each.due), ends - timedelta(seconds=1))
            latest = max(self._last(each), self.world.joined) + TURN
            known_late = n == self.known[key_of(row)][0][0]
            near = (begins <= latest or known_late) and ends >= min(each.due, self.world.joined)
            if near and reason in blockers(self.world, each, moment):
                return True
        return False

    def _over_cap(self, row: Row, found: list[tuple[int, Occurrence]]) -> Iterator[str]:
        if cap(row) != "move":
            yield "it may never be dropped for the caps"
        occurrence = found[-1][1]
        if occurrence.useful + A_WEEK >= self.ends:
            return  # of its last week the rehearsal tells only the beginning
        free = self.room.free_day(row, occurrence)
        if free is not None and not self.room.no_place_twice(row, occurrence):
            yield f"there was room on {free}"

    def _asked_recently(self, row: Row, found: list[tuple[int, Occurrence]]) -> Iterator[str]:
        occurrence = found[-1][1]
        if not occurrence.slow or occurrence.cap != "move":
            yield "this question may be asked again"
        for word in occurrence.words:
            days = [occurrence.on + timedelta(n) for n in range(8)]
            if not any(
                self.sums.asked_by_another(self.world.person.id, word, row.course, day)
                for day in days
            ):
                yield f"nobody else asked {word}"

    def _too_late(self, found: list[tuple[int, Occurrence]]) -> Iterator[str]:
        """Only where something that held until its last moment kept it back."""
        for n, each in found:
            begins, ends = self._stretch(n)
            if each.useful <= begins or self._kept_back(each, begins, ends):
                return
        yield "nothing kept it back"

    def _kept_back(self, occurrence: Occurrence, begins: datetime, ends: datetime) -> bool:
        moment = min(max(begins, occurrence.due), ends)
        return bool(
            blockers(self.world, occurrence, moment)
            or self.world.alert_lately(moment)
            or self.world.in_hospital(occurrence.on)
        )

    def _cancelled(self, row: Row) -> Iterator[str]:
        """Only what the facts of that moment no longer ask for."""
        at = when(row.decided_at)
        occurrence = self._then(row, at)
        if row.sends and row.sent_at:
            yield "it was cancelled and left"
        if occurrence is not None and occurrence.useful > at and not self._late_in_plan(row):
            yield "it was cancelled, and the facts ask for it"

    def _late_in_plan(self, row: Row) -> bool:
        return when(row.due_at) > self.ends - AHEAD
