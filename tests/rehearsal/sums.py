"""Sums of what went: contacts and texts by phone and day, and who asked what when."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from messaging.management.rehearsal_report import Row, Story
from tests.rehearsal.expected import steps

A_DAY, A_WEEK, TEXTS = 1, 4, 4
AGAIN_AFTER = timedelta(days=14)


def cap(row: Row) -> str:
    return next(str(s.get("cap", "move")) for s in steps(row.protocol) if s["slug"] == row.step)


def kind(row: Row) -> str:
    return next(str(s["kind"]) for s in steps(row.protocol) if s["slug"] == row.step)


def texts(words: Iterable[str]) -> int:
    """A check-in is its questions and one closing text."""
    questions = sum(word.startswith("question:") for word in words)
    return questions + 1 if questions else 1


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _called_off(row: Row) -> bool:
    """It had been planned, and did not go."""
    return (
        row.state in ("CANCELLED", "SKIPPED") and row.reason != "over_cap" and bool(row.decided_at)
    )


class Sums:
    """Of everybody, since people may share a phone."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self.contacts: Counter[tuple[str, date]] = Counter()
        self.kept: Counter[tuple[str, date]] = Counter()
        self.weeks: Counter[tuple[str, date]] = Counter()
        self.kept_weeks: Counter[tuple[str, date]] = Counter()
        # What came up when others had gone already, and is never dropped.
        self.late: Counter[tuple[str, date]] = Counter()
        self.late_weeks: Counter[tuple[str, date]] = Counter()
        self.texts: Counter[tuple[str, date]] = Counter()
        self.late_texts: Counter[tuple[str, date]] = Counter()
        self.spared_texts: Counter[tuple[str, date]] = Counter()
        self.asked: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
        self.called_off: dict[tuple[str, date], list[Row]] = defaultdict(list)
        self.check_ins: dict[tuple[str, date], list[Row]] = defaultdict(list)
        for story in stories:
            self._add(story)

    def _add(self, story: Story) -> None:
        joined = defaultdict(list)
        for row in story.rows:
            if row.state == "MERGED" and row.into:
                joined[row.to, row.into].append(row)
        for row in story.rows:
            if kind(row) != "staff" and cap(row) != "exempt" and _called_off(row):
                self.called_off[row.phone, monday(date.fromisoformat(row.on))].append(row)
            if row.state != "RELEASED" or kind(row) == "staff":
                continue
            inside = joined[row.to, (row.course, row.step, row.occurrence)]
            self._count(row, [row, *inside])
            for each in (row, *inside):
                for word in (w for w in row.words if w.startswith("question:")):
                    self.asked[story.id, word].append((date.fromisoformat(row.on), each.course))

    def _count(self, row: Row, lines: list[Row]) -> None:
        day = date.fromisoformat(row.on)
        place, week = (row.phone, day), (row.phone, monday(day))
        caps = {cap(line) for line in lines}
        self.texts[place] += texts(row.words)
        if kind(row) == "check_in":
            self.check_ins[place].append(row)
        if "move" not in caps:
            self.spared_texts[place] += texts(row.words)
        if "move" not in caps and (row.reason == "as_soon_as_possible" or row.step == "welcome"):
            self.late_texts[place] += texts(row.words)
        if caps != {"exempt"}:
            self.contacts[place] += 1
            self.weeks[week] += 1
            self.kept[place] += "keep" in caps
            self.kept_weeks[week] += "keep" in caps
        if "keep" in caps and row.reason == "as_soon_as_possible":
            self.late[place] += 1
            self.late_weeks[week] += 1

    def over(self) -> list[str]:
        """Days and weeks with more than the caps allow; what is never dropped may exceed them."""
        found = [
            f"{phone} {day}: {count} contacts on one day"
            for (phone, day), count in self.contacts.items()
            if count - self.late[phone, day] > max(A_DAY, self.kept[phone, day])
        ]
        found += [
            f"{phone} week of {day}: {count} contacts"
            for (phone, day), count in self.weeks.items()
            if count - self.late_weeks[phone, day] > max(A_WEEK, self.kept_weeks[phone, day])
        ]
        found += [
            f"{phone} {day}: {count} texts on one day"
            for (phone, day), count in self.texts.items()
            if count - self.late_texts[phone, day] > max(TEXTS, self.spared_texts[phone, day])
        ]
        return found

    def has_room(
        self,
        phone: str,
        day: date,
        words: tuple[str, ...],
        *,
        waited: int = 0,
        on_the_day: int = 0,
    ) -> bool:
        """Whether one more contact would have fitted on a day, beside those that waited then."""
        return (
            self.contacts[phone, day] + on_the_day < A_DAY
            and self.weeks[phone, monday(day)] + waited < A_WEEK
            and self.texts[phone, day] + texts(words) <= TEXTS
        )

    def waited(self, row: Row, week: date, at: datetime) -> list[date]:
        """The days of that week for which texts waited at an instant and were called off later."""
        return [
            date.fromisoformat(other.on)
            for other in self.called_off[row.phone, week]
            if datetime.fromisoformat(other.decided_at) > at and other is not row
        ]

    def asked_by_another(self, person: int, word: str, course: int, day: date) -> bool:
        """Whether another protocol put this question in the two weeks before a day."""
        return any(
            timedelta(0) < day - on < AGAIN_AFTER and other != course
            for on, other in self.asked[person, word]
        )
