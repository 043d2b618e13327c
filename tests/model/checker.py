"""Walks every state that a model can reach, nearest first, and says what is wrong in it.

A model is three functions over hashable states.  Because the walk is breadth first, the way
to the first wrong state of each kind is a shortest one: the counter-example to read.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar

State = TypeVar("State", bound=Hashable)
STUCK = "stuck"


class Step(NamedTuple, Generic[State]):
    """One move: what happens, in words, and where it leads.

    `helps` is False for what nobody may count on to bring a thing to its end: a fault, the
    end of its time, a person's wish.
    """

    label: str
    to: State
    helps: bool = True


class Model(Protocol[State]):
    def start(self) -> State: ...

    def steps(self, state: State) -> Iterable[Step[State]]: ...

    def wrong(self, state: State) -> str | None:
        """The name of what must never be, if this state is it; the walk goes no further there."""
        ...

    def settled(self, state: State) -> bool:
        """Whether nothing more need happen: the fate is decided, or shown to a person."""
        ...


@dataclass
class Verdict:
    """`found`: for each kind of wrong a shortest way to it, in words; empty is well.

    `states` counts the states that were reached.
    """

    states: int
    found: Mapping[str, tuple[str, ...]]

    @property
    def kinds(self) -> set[str]:
        return set(self.found)


@dataclass
class _Walk(Generic[State]):
    """States by number, in the order in which they were reached."""

    number: dict[State, int] = field(default_factory=dict)
    came: list[tuple[int, str]] = field(default_factory=list)  # from which number, by what
    helped_by: list[list[int]] = field(default_factory=list)  # from where a helping step leads here
    done: list[int] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)

    def reach(self, state: State, *, origin: int, label: str) -> bool:
        """True: it is new."""
        if state in self.number:
            return False
        self.number[state] = len(self.came)
        self.came.append((origin, label))
        self.helped_by.append([])
        return True

    def ways(self, wrong: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
        return {kind: self.way_to(place) for kind, place in wrong.items()}

    def way_to(self, place: int) -> tuple[str, ...]:
        labels: list[str] = []
        while place > 0:
            place, label = self.came[place]
            labels.append(label)
        return tuple(reversed(labels))


def check(model: Model[State], *, until: Collection[str] = (), most: int = 5_000_000) -> Verdict:
    """All that is wrong, or no more than `until` all of these have been found.

    "stuck" is a state from which no helping step, however many are taken, leads to a settled
    one; it is known only of a whole walk.  Raises OverflowError past `most` states: the model
    has no bound.
    """
    walk: _Walk[State] = _Walk()
    walk.reach(model.start(), origin=-1, label="")
    waiting = deque([model.start()])
    while waiting:
        waiting.extend(_expand(model, walk, waiting.popleft()))
        if until and walk.wrong.keys() >= set(until):
            return Verdict(len(walk.came), walk.ways(walk.wrong))
        if len(walk.came) > most:
            raise OverflowError(f"More than {most} states: give the model a bound.")
    wrong = dict(walk.wrong)
    stuck = _first_stuck(walk)
    if stuck is not None:
        wrong[STUCK] = stuck
    return Verdict(len(walk.came), walk.ways(wrong))


def _expand(model: Model[State], walk: _Walk[State], state: State) -> Iterator[State]:
    place = walk.number[state]
    wrong = model.wrong(state)
    if wrong is not None:
        walk.wrong.setdefault(wrong, place)
        walk.done.append(place)
        return
    if model.settled(state):
        walk.done.append(place)
    for step in model.steps(state):
        if walk.reach(step.to, origin=place, label=step.label):
            yield step.to
        if step.helps:
            walk.helped_by[walk.number[step.to]].append(place)


def _first_stuck(walk: _Walk[State]) -> int | None:
    """The nearest state that no helping steps bring to an end; found by going backwards."""
    ends = bytearray(len(walk.came))
    waiting = deque(walk.done)
    for place in walk.done:
        ends[place] = 1
    while waiting:
        for before in walk.helped_by[waiting.popleft()]:
            if not ends[before]:
                ends[before] = 1
                waiting.append(before)
    place = ends.find(0)
    return None if place < 0 else place
