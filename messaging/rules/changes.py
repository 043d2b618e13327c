"""What planning again has changed, in plain words for the one who caused it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from messaging.rules.facts import Planned, PlanState, StepKind


@dataclass(frozen=True)
class Change:
    """One text that came into the plan, moved in it, or was taken out.

    `was` and `due_at` are UTC; None where it did not stand in the plan, or does no longer.
    `reason` is a value of `messaging.rules.reasons.Reason`, or a sentence.
    """

    recipient: int
    enrolment: int
    step_slug: str
    occurrence: str
    was: datetime | None
    due_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Changed:
    """The difference between a plan and the one before it; tasks of staff are no texts.

    `lines` are all that the agenda now says, `unchanged` how many texts stay as they were.
    """

    lines: tuple[Planned, ...] = ()
    added: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    taken_out: tuple[Change, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.taken_out)

    @property
    def summary(self) -> str:
        """One sentence without its full stop: "3 texts added, 2 moved, 1 taken out"."""
        counts = (
            (len(self.added), "added"),
            (len(self.moved), "moved"),
            (len(self.taken_out), "taken out"),
        )
        parts = [(count, verb) for count, verb in counts if count]
        if not parts:
            return "No coming text changes"
        (count, verb), *others = parts
        first = f"{count} {'text' if count == 1 else 'texts'} {verb}"
        return ", ".join([first, *(f"{n} {done}" for n, done in others)])

    def plain(self) -> dict[str, list[str]]:
        """The changes as the audit keeps them: steps and instants, no words."""
        named = (("added", self.added), ("moved", self.moved), ("taken_out", self.taken_out))
        return {name: [_plain(change) for change in found] for name, found in named if found}


class Stood(Protocol):
    """A text that stood in the plan before, as it is stored."""

    @property
    def recipient(self) -> int: ...
    @property
    def enrolment(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def occurrence(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...


@dataclass
class Notes:
    """Gathers the changes of one patient, line by line."""

    added: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    taken_out: list[Change] = field(default_factory=list)
    unchanged: int = 0

    def line(self, line: Planned, *, was: datetime | None) -> None:
        """A line of the agenda; `was` is when its text stood in the plan before, if it did."""
        if line.kind is StepKind.STAFF:
            return
        due_at = line.due_at if line.state is PlanState.PLANNED else None
        if was is not None and was == due_at:
            self.unchanged += 1
            return
        change = Change(
            line.recipient,
            line.enrolment,
            line.step_slug,
            line.occurrence,
            was,
            due_at,
            line.reason,
        )
        if due_at is not None:
            (self.added if was is None else self.moved).append(change)
        elif was is not None:
            self.taken_out.append(change)

    def gone(self, row: Stood, *, reason: str) -> None:
        """A text that stood in the plan and is no line of the agenda any more."""
        if row.kind != StepKind.STAFF:
            self.taken_out.append(
                Change(
                    row.recipient, row.enrolment, row.slug, row.occurrence, row.due_at, None, reason
                )
            )

    def told(self, lines: tuple[Planned, ...]) -> Changed:
        return Changed(
            lines, tuple(self.added), tuple(self.moved), tuple(self.taken_out), self.unchanged
        )


def _plain(change: Change) -> str:
    times = (f"{at:%Y-%m-%d %H:%M}" for at in (change.was, change.due_at) if at)
    said = f"{change.step_slug} {change.occurrence}: {' to '.join(times)}"
    return said if change.due_at else f"{said} ({change.reason})"
