"""How a rehearsal is told: each person's texts with their fates, and the sums."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Row:
    """One planned text and its fate.  Instants are UTC in ISO form, `on` is the local date.

    `course` counts the treatments of the script from 0, -1 is the protocol for everyone.
    Doses go by their number in the order, since ids differ from one rehearsal to the next.
    `into` names course, step and occurrence; `sends` counts how often
    the same words left because of it.
    """

    to: str
    phone: str
    zone: str
    course: int
    protocol: str
    step: str
    occurrence: str
    words: tuple[str, ...]
    on: str
    due_at: str
    useful_until: str
    state: str
    reason: str
    decided_at: str
    into: tuple[int, str, str] | None
    sends: int
    sent_at: str


@dataclass(frozen=True)
class Story:
    """One person of the script, what became of each planned text, and what happened beside.

    `alerts` are level, opened and closed (empty while open); `dentist` are the instants at
    which she answered that a dentist was seen.
    """

    id: int
    title: str
    rows: tuple[Row, ...]
    alerts: tuple[tuple[str, str, str], ...] = ()
    dentist: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sums:
    """The closing figures; those of slices add up, but the most on one day of one phone."""

    people: int = 0
    steps: int = 0
    texts: int = 0
    answers: int = 0
    planned: Mapping[str, int] = field(default_factory=dict)
    texts_by_state: Mapping[str, int] = field(default_factory=dict)
    most_a_day: int = 0
    without_a_fate: int = 0
    errors: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        added = {
            name: getattr(self, name) + getattr(other, name)
            for name in ("people", "steps", "texts", "answers", "without_a_fate", "errors")
        }
        return Sums(
            planned=dict(Counter(self.planned) + Counter(other.planned)),
            texts_by_state=dict(Counter(self.texts_by_state) + Counter(other.texts_by_state)),
            most_a_day=max(self.most_a_day, other.most_a_day),
            **added,
        )


def dumped(stories: Iterable[Story], total: Sums) -> Iterator[str]:
    """One JSON line a story, then the sums: how a slice tells the whole."""
    for each in stories:
        yield json.dumps(asdict(each))
    yield json.dumps({"sums": asdict(total)})


def loaded(lines: Iterable[str]) -> tuple[list[Story], Sums]:
    """What `dumped` gave."""
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    stories = [_story(each) for each in told if "sums" not in each]
    return stories, Sums(**told[-1]["sums"])


def _story(told: dict[str, Any]) -> Story:
    rows = tuple(_row(each) for each in told["rows"])
    alerts = tuple((level, opened, closed) for level, opened, closed in told["alerts"])
    return Story(told["id"], told["title"], rows, alerts, tuple(told["dentist"]))


def _row(told: dict[str, Any]) -> Row:
    """JSON knows lists only."""
    into = tuple(told["into"]) if told["into"] else None
    return Row(**{**told, "words": tuple(told["words"]), "into": into})


def printed(stories: Iterable[Story]) -> Iterator[str]:
    """What each person got: local date and time, step, what it is about, state, reason."""
    for each in sorted(stories, key=lambda story: story.id):
        yield each.title
        yield from (f"  {_line(row)}" for row in each.rows)
        yield ""


def _line(row: Row) -> str:
    local = datetime.fromisoformat(row.due_at).astimezone(ZoneInfo(row.zone))
    to = "" if row.to == "patient" else f" ({row.to})"
    what = f"{row.protocol}/{row.step}{to}"
    return f"{local:%Y-%m-%d %H:%M}  {row.state:<9} {what}  {row.occurrence}  {row.reason}"


def closing(total: Sums) -> Iterator[str]:
    """The summary that ends the printing."""
    yield f"People {total.people}, steps of the clock {total.steps}."
    yield f"Texts {total.texts} ({_listed(total.texts_by_state)}), answers {total.answers}."
    yield f"Planned {sum(total.planned.values())} ({_listed(total.planned)})."
    yield f"Most planned texts on one day at one phone: {total.most_a_day}."
    yield f"Without a fate: {total.without_a_fate}. Errors in the log: {total.errors}."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{state.lower()} {counts[state]}" for state in sorted(counts))
