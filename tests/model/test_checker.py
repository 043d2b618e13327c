"""The checker itself, on models so small that the answers are plain."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.model.checker import STUCK, Step, check


@dataclass(frozen=True)
class Stairs:
    """Steps of one and two, up to ten; `hole` is where nobody may stand."""

    hole: int = -1
    pit: int = -1
    endless: bool = False

    def start(self) -> int:
        return 0

    def steps(self, at: int) -> Iterator[Step[int]]:
        if at == self.pit:
            return
        for wide in (1, 2):
            if self.endless or at + wide <= 10:
                yield Step(f"up {wide}", at + wide)

    def wrong(self, at: int) -> str | None:
        return "fell" if at == self.hole else None

    def settled(self, at: int) -> bool:
        return at == 10


def test_a_model_without_a_fault_is_walked_whole():
    verdict = check(Stairs())
    assert (verdict.states, verdict.found) == (11, {})


def test_the_counter_example_is_a_shortest_one():
    assert check(Stairs(hole=5)).found == {"fell": ("up 1", "up 2", "up 2")}


def test_a_place_that_leads_nowhere_is_found():
    assert check(Stairs(pit=4)).found == {STUCK: ("up 2", "up 2")}


def test_a_way_out_that_nobody_may_count_on_is_none():
    class Rescued(Stairs):
        def steps(self, at: int) -> Iterator[Step[int]]:
            yield from super().steps(at)
            if at == self.pit:
                yield Step("she is lifted out", 10, helps=False)

    assert check(Rescued(pit=4)).kinds == {STUCK}


def test_a_walk_may_end_with_the_first_example():
    assert check(Stairs(hole=2), until={"fell"}).states < check(Stairs(hole=2)).states


def test_a_model_without_a_bound_is_told_so():
    with pytest.raises(OverflowError, match="bound"):
        check(Stairs(endless=True), most=100)
