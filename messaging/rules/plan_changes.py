"""What another version of a protocol changes for one patient: two plans side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from messaging.rules.facts import Planned, PlanState, StepKind
from messaging.rules.lines import texts
from messaging.rules.reasons import Reason

Key = tuple[int, int, str, str]
_GOES = (PlanState.PLANNED, PlanState.MERGED)


@dataclass(frozen=True)
class Change:
    """Counts over the time of both plans.

    `over` are lines that the caps leave out now and did not before; they are not `out`.
    `texts_before` and `texts_after` are the texts that the patient's phones get.
    """

    added: int = 0
    moved: int = 0
    out: int = 0
    over: int = 0
    texts_before: int = 0
    texts_after: int = 0

    @property
    def size(self) -> int:
        return self.added + self.moved + self.out + self.over

    def __add__(self, other: "Change") -> "Change":
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Change(*(mine + theirs for mine, theirs in pairs))


def between(old: Iterable[Planned], new: Iterable[Planned]) -> Change:
    """`old` and `new` are plans of one patient from the same facts but for the steps."""
    before, after = _by_key(old), _by_key(new)
    went = {key for key, line in before.items() if line.state in _GOES}
    goes = {key for key, line in after.items() if line.state in _GOES}
    over = {key for key in after.keys() - goes if _newly_over(before.get(key), after[key])}
    return Change(
        added=len(goes - went),
        moved=sum(before[key].due_at != after[key].due_at for key in goes & went),
        out=len(went - goes - over),
        over=len(over),
        texts_before=_texts(before.values()),
        texts_after=_texts(after.values()),
    )


def _by_key(plan: Iterable[Planned]) -> dict[Key, Planned]:
    """A step is known again by its slug: its row is another one in each version."""
    return {(p.recipient, p.enrolment, p.step_slug, p.occurrence): p for p in plan}


def _newly_over(before: Planned | None, after: Planned) -> bool:
    was = before is not None and before.reason == Reason.OVER_CAP
    return after.reason == Reason.OVER_CAP and not was


def _texts(plan: Iterable[Planned]) -> int:
    """What goes inside another text makes none of its own; a task for staff is no text."""
    sent = (p for p in plan if p.state is PlanState.PLANNED and p.kind is not StepKind.STAFF)
    return sum(texts(line.words) for line in sent)
