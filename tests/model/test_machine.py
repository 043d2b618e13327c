"""The code against the model: the same steps, the same rows, in an order that chance finds.

Each step that the model allows is done by the real actions; then the row must stand where the
model says.  What the model has forgotten, because it can change nothing, is done as well, and
must change nothing.  BONEMETS_TEST_MACHINE sets how many stories are tried.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from messaging.models import Patient
from messaging.rules.status import TERMINAL, MessageState
from tests import factories
from tests.model.checker import Step
from tests.model.house import House, Worker
from tests.model.pipeline import Pipeline, Rules
from tests.model.world import World

pytestmark = pytest.mark.django_db

STORIES = int(os.environ.get("BONEMETS_TEST_MACHINE", "20"))
RULES = Rules(crashes=2, losses=2)
CHOICE = st.integers(0, 10_000)
S = MessageState


@dataclass(frozen=True)
class Oracle(Pipeline):
    """The model, which leaves open how many attempts there are before a person decides."""

    def steps(self, world: World) -> Iterator[Step[World]]:
        for step in super().steps(world):
            yield step
            second = step.label.endswith("acts on absent (second time)")
            if second and step.to.state is S.QUEUED:
                yield step._replace(to=step.to._replace(state=S.HELD))
            if step.label == "the wait ends" and step.to.state is S.HELD:
                yield step._replace(to=step.to._replace(state=S.QUEUED))


def place(world: World) -> tuple[str, int, int]:
    """What a row and a world have in common; negative reads count while there is doubt."""
    doubt = world.state is S.UNKNOWN
    return world.state, world.number, world.negative if doubt else 0


class Machine(RuleBasedStateMachine):
    who: Patient

    def __init__(self) -> None:
        super().__init__()
        self.oracle = Oracle(RULES)
        self.begin()

    def begin(self) -> None:
        self.world = self.oracle.start()
        self.house = House(self.who)

    def teardown(self) -> None:
        self.house.close()

    def row(self) -> tuple[str, int, int]:
        row = self.house.row
        return row.state, row.tries, row.negative_reads if row.state == "UNKNOWN" else 0

    @precondition(lambda self: self.possible())
    @rule(choice=CHOICE, fault=st.sampled_from([False, False, False, True]))
    def as_the_model_says(self, choice: int, fault: bool) -> None:
        """Mostly steps that help, or every story would end with a STOP at its beginning."""
        steps = self.possible()
        fitting = [step for step in steps if step.helps is not fault] or steps
        label = fitting[choice % len(fitting)].label
        self.house.does(label)
        allowed = {place(step.to): step.to for step in steps if step.label == label}
        assert self.row() in allowed, f"{label}: the model says {list(allowed)}"
        self.world = allowed[self.row()]
        assert self.oracle.wrong(self.world) is None

    @precondition(lambda self: self.latecomers())
    @rule(choice=CHOICE)
    def too_late(self, choice: int) -> None:
        """A worker or reconciler that the model has forgotten does what it had in mind."""
        before, late = self.row(), self.latecomers()
        self.house.does(late[choice % len(late)])
        assert self.row() == before

    @precondition(lambda self: not self.possible() and not self.latecomers())
    @rule()
    def another_text(self) -> None:
        self.house.close()
        self.begin()

    def possible(self) -> list[Step[World]]:
        """None for those that the model has forgotten, and that still have something in mind."""
        busy = {
            f"worker {who} claims" for who, one in self.house.workers.items() if one != Worker()
        }
        looking = tuple(
            f"reconciler {who} reads" for who, one in self.house.readers.items() if one.row
        )
        steps = self.oracle.steps(self.world)
        return [
            step for step in steps if step.label not in busy and not step.label.startswith(looking)
        ]

    def latecomers(self) -> list[str]:
        found = []
        for place_, (who, worker) in enumerate(self.house.workers.items()):
            if self.world.workers[place_].place == 0 and worker != Worker():
                found.append(_late(who, worker))
        for place_, (who, reader) in enumerate(self.house.readers.items()):
            if not self.world.readings[place_].attempt and reader.row:
                found.append(f"reconciler {who} acts on what it has read")
        return found


def _late(who: str, worker: Worker) -> str:
    if worker.claimed:
        return f"worker {who} finds its claim gone"
    return f"worker {who} records: late" if worker.outcome else f"worker {who} hears nothing"


def test_the_rows_go_where_the_model_says(db):
    factories.clinic()
    Machine.who = factories.patient()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=STORIES,
            # The same stories each time, but for those that somebody asks for.
            derandomize="BONEMETS_TEST_MACHINE" not in os.environ,
            stateful_step_count=60,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_stories_come_to_an_end(db):
    """Chance is of use only where it reaches the ends of the table."""
    factories.clinic()
    Machine.who = factories.patient()
    luck, ends = random.Random(1), set()
    for _ in range(40):
        machine = Machine()
        while machine.possible() and machine.world.state not in TERMINAL:
            machine.as_the_model_says(luck.randrange(10_000), luck.random() < 0.25)
        ends.add(machine.world.state)
        machine.teardown()
    assert ends >= {S.DELIVERED, S.UNDELIVERED, S.CANCELLED, S.SUPPRESSED, S.EXPIRED}
