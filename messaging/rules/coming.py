"""A preview: the agenda's lines as people read them, with figures and with what changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from messaging.rules.facts import Planned
from messaging.rules.worded import Worded

Key = tuple[int, int, int, str]  # recipient, enrolment, step, occurrence


class Fate(StrEnum):
    GOES = "goes"
    INSIDE = "inside"  # another text says it, on the same day
    NOT = "not"
    TASK = "task"  # for staff, never for the patient


@dataclass(frozen=True)
class Coming:
    """One line: to whom, about what, in which words, and why.

    `zone` is the recipient's; `treatments` are all that the text speaks for (none: what
    everyone gets).  `why` is the sentence for the agenda's reason or for what will stop
    the text at its release; `note` is what it still hangs on.
    """

    line: Planned
    title: str
    fate: Fate
    why: str
    worded: Worded
    to: str
    phone: str
    zone: str
    treatments: tuple[str, ...] = ()
    inside: str = ""
    note: str = ""

    @property
    def key(self) -> Key:
        return key(self.line)

    @property
    def reaches(self) -> bool:
        """She reads it, in a text of its own or inside another."""
        return self.fate in (Fate.GOES, Fate.INSIDE)

    @property
    def texts(self) -> int:
        """How many texts she gets, the closing one of a check-in counted."""
        return self.worded.count if self.fate is Fate.GOES else 0

    @property
    def segments(self) -> int:
        return self.worded.segments if self.fate is Fate.GOES else 0


@dataclass(frozen=True)
class DoseDay:
    """A dose, visit or procedure on the patient's calendar; `closed`: the clinic is, that day."""

    on: date
    treatment: str
    state: str
    closed: bool = False


@dataclass(frozen=True)
class Figures:
    texts: int
    segments: int


@dataclass(frozen=True)
class Preview:
    """All that is planned from `begins` on for `days` days; dates are the patient's.

    `beyond` are occurrences that reach her soon after the last of these days.  `supposed`
    says on what the preview rests beside the facts (that she joins today); empty where it
    rests on facts alone.  `full_weeks` are Mondays.
    """

    begins: date
    days: int
    lines: tuple[Coming, ...]
    doses: tuple[DoseDay, ...] = ()
    warnings: tuple[str, ...] = ()
    full_weeks: tuple[date, ...] = ()
    supposed: str = ""
    beyond: frozenset[Key] = frozenset()

    @property
    def ends(self) -> date:
        """The first day that is no longer in it."""
        return self.begins + timedelta(days=self.days)

    def figures(self, days: int) -> Figures:
        """Texts and segments of the first so many days, to all phones."""
        end = self.begins + timedelta(days=days)
        near = [each for each in self.lines if each.line.local_date < end]
        return Figures(sum(each.texts for each in near), sum(each.segments for each in near))

    @property
    def busiest(self) -> tuple[int, date | None]:
        """The most texts to one phone on one local day, and the first such day."""
        texts: Counter[tuple[str, date]] = Counter()
        for each in self.lines:
            texts[each.phone, each.line.local_date] += each.texts
        most = max(texts.values(), default=0)
        return most, min((on for (_, on), n in texts.items() if n == most and n), default=None)


@dataclass(frozen=True)
class Difference:
    """What one preview has that another has not; pairs hold what stood before, and now.

    `taken_out` has what became of each, if it is still a line.
    """

    added: tuple[Coming, ...] = ()
    moved: tuple[tuple[Coming, Coming], ...] = ()
    taken_out: tuple[tuple[Coming, Coming | None], ...] = ()
    reworded: tuple[tuple[Coming, Coming], ...] = ()

    @property
    def summary(self) -> str:
        """One sentence: "2 texts are added, 1 moves." """
        said = (
            _counted(len(self.added), "is added", "are added"),
            _counted(len(self.moved), "moves", "move"),
            _counted(len(self.taken_out), "is taken out", "are taken out"),
            _counted(len(self.reworded), "gets other words", "get other words"),
        )
        told = ", ".join(part for part in said if part)
        return f"Of the coming texts {told}." if told else "None of the coming texts changes."


def difference(before: Preview, after: Preview) -> Difference:
    """Compares occurrence by occurrence what reaches her before and after.

    What only crosses the last day of the preview is neither added nor taken out.
    """
    went = {each.key: each for each in before.lines if each.reaches}
    now = {each.key: each for each in after.lines}
    reach = {key: each for key, each in now.items() if each.reaches}
    stay = [(was, reach[key]) for key, was in went.items() if key in reach]
    return Difference(
        added=tuple(
            each for key, each in reach.items() if key not in went and key not in before.beyond
        ),
        moved=tuple(pair for pair in stay if _due(pair[0]) != _due(pair[1])),
        taken_out=tuple(
            (was, now.get(key))
            for key, was in went.items()
            if key not in reach and key not in after.beyond
        ),
        reworded=tuple(
            pair
            for pair in stay
            if _due(pair[0]) == _due(pair[1]) and pair[0].worded != pair[1].worded
        ),
    )


def key(line: Planned) -> Key:
    """What an occurrence is about: for people a visit that moved is still the same visit."""
    about = line.occurrence.partition(":moved:")[0]
    return (line.recipient, line.enrolment, line.step, about)


def _due(each: Coming) -> datetime:
    return each.line.due_at


def _counted(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}" if n else ""
