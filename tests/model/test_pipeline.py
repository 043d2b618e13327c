"""Every interleaving of the pipeline's steps: none loses, doubles or strands a text.

With fewer kills and losses than a command would take (BONEMETS_TEST_MODEL="3,3"), but no fewer
than 300,000 states.  Each guard left out gives the shortest story of the harm that it prevents.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from messaging.rules.status import MOVES, MessageState
from tests.model.checker import Step, check
from tests.model.pipeline import Pipeline
from tests.model.variants import BROKEN, RIGHT
from tests.model.world import DUPLICATE, SILENT_LOSS, World

S = MessageState
ASKED = os.environ.get("BONEMETS_TEST_MODEL", "")
# Kills and losses at most; the earlier check of this design had three of each.
BUDGET = {"R2": (3, 3), "R3": (2, 2)}
# What becomes of a text after the provider has taken it is decided by its codes, and what was
# taken back is not sent again: neither can lose or double it, and the model has none of them.
BESIDE_THE_MODEL = {
    (S.UNKNOWN, S.CANCELLED),
    (S.ACCEPTED, S.EXPIRED),
    (S.ACCEPTED, S.RETRY_WAIT),
    (S.ACCEPTED, S.HELD),
}


def budgeted(name: str) -> Pipeline:
    crashes, losses = map(int, ASKED.split(",")) if ASKED else BUDGET[name]
    return Pipeline(replace(RIGHT[name].model.rules, crashes=crashes, losses=losses))


def test_nothing_is_lost_doubled_or_stuck():
    whole = {name: check(budgeted(name)) for name in RIGHT}
    print({name: verdict.states for name, verdict in whole.items()})
    assert {name: verdict.found for name, verdict in whole.items()} == {"R2": {}, "R3": {}}
    assert ASKED or sum(verdict.states for verdict in whole.values()) >= 300_000


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_guard_left_out_does_its_harm(name):
    broken = BROKEN[name]
    assert check(broken.model, until=broken.wrong).kinds == broken.wrong, broken.says


def story(name: str, kind: str) -> list[str]:
    return list(check(BROKEN[name].model, until={kind}).found[kind])


class TestTheStories:
    """The counter-examples, for people to read."""

    def test_sent_then_marked(self):
        assert story("N1", DUPLICATE) == [
            "worker 1 is given the task",
            "worker 1 posts",
            "worker 2 is given the task",
            "worker 2 posts",
            "the provider takes a request",
            "the provider takes a request",
        ]

    def test_marked_then_sent(self):
        assert story("N2", SILENT_LOSS) == ["worker 1 is given the task", "worker 1 is killed"]

    def test_no_answer_is_taken_for_not_sent(self):
        assert story("N3", DUPLICATE) == [
            "worker 1 claims",
            "worker 1 commits the intent of attempt 1",
            "worker 1 posts attempt 1",
            "the provider takes attempt 1",
            "the lease ends",
            "the wait ends",
            "worker 2 claims",
            "worker 2 commits the intent of attempt 2",
            "worker 2 posts attempt 2",
            "the provider takes attempt 2",
        ]

    def test_no_quarantine(self):
        """The request was only slow: it comes after the second look at the list."""
        told = story("R1", DUPLICATE)
        looked = told.index("reconciler 1 acts on absent (second time)")
        assert looked < told.index("the provider takes attempt 1")
        assert told[-1] == "the provider takes attempt 2"

    def test_the_list_lags(self):
        told = story("R2 lag", DUPLICATE)
        assert told.index("the provider takes attempt 1") < told.index(
            "reconciler 1 reads the list: absent (first time)"
        )
        assert "the list shows attempt 1" not in told

    def test_two_reconcilers_and_no_number(self):
        """Both read of the first attempt; the second acts on the next, which was sent."""
        told = story("R2 number", DUPLICATE)
        assert told[-5:] == [
            "reconciler 2 acts on absent (second time)",
            "worker 2 claims",
            "worker 2 commits the intent of attempt 3",
            "worker 2 posts attempt 3",
            "the provider takes attempt 3",
        ]


@dataclass(frozen=True)
class Watched(Pipeline):
    """Notes every move of the message."""

    moves: set[tuple[MessageState, MessageState]] = field(default_factory=set, hash=False)

    def steps(self, world: World) -> Iterator[Step[World]]:
        for step in super().steps(world):
            self.moves.add((world.state, step.to.state))
            yield step


def test_the_model_moves_as_the_table_of_the_code_says():
    """Each move of the table is walked, and none beside it."""
    seen: set[tuple[MessageState, MessageState]] = set()
    for name in RIGHT:
        rules = replace(RIGHT[name].model.rules, crashes=1, losses=1)
        check(Watched(rules, moves=seen))
    table = {(old, new) for old, news in MOVES.items() for new in news}
    assert {(old, new) for old, new in seen if old != new} == table - BESIDE_THE_MODEL
