"""Two senders without an intent: the mark that a text was sent comes before the post, or after.

N1 is what a task queue with late acknowledgement does: the task comes back until somebody has
marked it done.  N2 acknowledges first: whoever has marked it is alone with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from tests.model.checker import Step
from tests.model.world import DUPLICATE, SILENT_LOSS

IDLE, ABOUT_TO_POST, WAITING, ANSWERED = range(4)
MOST_AT_ONCE: Final = 3


class Sending(NamedTuple):
    """`taken` and `on_its_way` count texts; `places` are the workers'."""

    marked: bool = False
    places: tuple[int, int] = (IDLE, IDLE)
    on_its_way: int = 0
    taken: int = 0
    crashes: int = 0
    losses: int = 0


@dataclass(frozen=True)
class Naive:
    marks_first: bool
    crashes: int = 3
    losses: int = 3

    def start(self) -> Sending:
        return Sending()

    def settled(self, now: Sending) -> bool:
        return now.marked and now.places == (IDLE, IDLE)

    def wrong(self, now: Sending) -> str | None:
        if now.taken > 1:
            return DUPLICATE
        left = now.taken or now.on_its_way or any(now.places)
        return SILENT_LOSS if now.marked and not left else None

    def steps(self, now: Sending) -> Iterator[Step[Sending]]:
        for who in (0, 1):
            yield from self._work(now, who, f"worker {who + 1}")
        if now.on_its_way:
            came = now._replace(on_its_way=now.on_its_way - 1)
            yield Step("the provider takes a request", came._replace(taken=now.taken + 1))
            if now.losses < self.losses:
                yield Step(
                    "a request is lost on its way",
                    came._replace(losses=now.losses + 1),
                    helps=False,
                )

    def _work(self, now: Sending, who: int, name: str) -> Iterator[Step[Sending]]:
        place = now.places[who]
        if place == IDLE:
            if not now.marked:
                begun = _at(now, who, ABOUT_TO_POST)._replace(marked=self.marks_first)
                yield Step(f"{name} is given the task", begun)
            return
        if place == ABOUT_TO_POST and now.on_its_way < MOST_AT_ONCE:
            posted = now._replace(on_its_way=now.on_its_way + 1)
            yield Step(f"{name} posts", _at(posted, who, WAITING))
        elif place == WAITING:
            yield from self._wait(now, who, name)
        elif place == ANSWERED:
            yield Step(f"{name} marks it as sent", _at(now, who, IDLE)._replace(marked=True))
        if now.crashes < self.crashes:
            crashed = _at(now, who, IDLE)._replace(crashes=now.crashes + 1)
            yield Step(f"{name} is killed", crashed, helps=False)

    def _wait(self, now: Sending, who: int, name: str) -> Iterator[Step[Sending]]:
        if now.taken:
            yield Step(f"{name} hears: an id", _at(now, who, ANSWERED))
        # The task goes back to the queue, or was never there any more.
        yield Step(f"{name} gives up waiting", _at(now, who, IDLE))


def _at(now: Sending, who: int, place: int) -> Sending:
    places = (place, now.places[1]) if who == 0 else (now.places[0], place)
    return now._replace(places=places)
