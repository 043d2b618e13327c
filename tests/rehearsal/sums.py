"""Sums of what went: contacts and texts by phone and day, and who asked what when."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

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
        self.spared_texts: Counter[tuple[str, date]] = Counter()
        self.asked: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
        self.check_ins: dict[tuple[str, date], list[Row]] = defaultdict(list)
        for story in stories:
            self._add(story)

    def _add(self, story: Story) -> None:
        joined = defaultdict(list)
        for row in story.rows:
            if row.state == "MERGED" and row.into:
                joined[row.to, row.into].append(row)
        for row in story.rows:
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
            if count > max(TEXTS, self.spared_texts[phone, day])
        ]
        return found

    def has_room(self, phone: str, day: date, words: tuple[str, ...]) -> bool:
        """Whether one more contact would have fitted on a day."""
        return (
            self.contacts[phone, day] < A_DAY
            and self.weeks[phone, monday(day)] < A_WEEK
            and self.texts[phone, day] + texts(words) <= TEXTS
        )

    def asked_by_another(self, person: int, word: str, course: int, day: date) -> bool:
        """Whether another protocol put this question in the two weeks before a day."""
        return any(
            timedelta(0) < day - on < AGAIN_AFTER and other != course
            for on, other in self.asked[person, word]
        )
