"""A clinic's own version keeps the questions that are asked for safety."""

from dataclasses import replace
from typing import Any

import pytest

from messaging.rules import step_guards
from messaging.rules.facts import Anchor, Recurrence, Step, StepKind

WEEKLY = Step(
    1,
    "bone-check",
    StepKind.CHECK_IN,
    Anchor.JOINED,
    7,
    ("question:Q-CORD", "question:Q-PAIN"),
    recurrence=Recurrence(every_days=7),
)
FEVER = Step(2, "fever-7", StepKind.CHECK_IN, Anchor.DOSE, 7, ("question:Q-TEMP",))
TIP = Step(3, "tip", StepKind.HYGIENE, Anchor.START, 14, ("template:M-FLOSS",))
BASE = (WEEKLY, FEVER, TIP)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        pytest.param((WEEKLY, FEVER), None, id="a tip less"),
        pytest.param((WEEKLY, TIP), "on fever may not be taken out of “fever-7”", id="no fever"),
        pytest.param((FEVER, TIP), "on weak or numb legs may not be taken out", id="no check"),
    ],
)
def test_what_may_be_taken_out(own: tuple[Step, ...], said: str | None) -> None:
    found = step_guards.losses(BASE, own)
    assert (said in found[0]) if said else not found


@pytest.mark.parametrize(
    ("fields", "fine"),
    [
        pytest.param({"words": ("question:Q-PAIN",)}, False, id="another question in its place"),
        pytest.param({"words": ("question:Q-CORD",)}, True, id="the other question taken out"),
        pytest.param({"offset_days": 9}, True, id="another day"),
        pytest.param({"recurrence": Recurrence(every_days=14)}, False, id="more seldom"),
        pytest.param({"recurrence": Recurrence()}, False, id="once only"),
        pytest.param({"recurrence": Recurrence(every_days=3)}, True, id="more often"),
        pytest.param({"recurrence": Recurrence(every_days=7, times=4)}, False, id="a month only"),
        pytest.param({"only_if": frozenset({"spine"})}, False, id="of some people only"),
    ],
)
def test_how_the_weekly_check_may_be_changed(fields: dict[str, Any], fine: bool) -> None:
    found = step_guards.losses([WEEKLY], [replace(WEEKLY, **fields)])
    assert (not found) is fine


def test_a_question_after_each_dose_may_not_be_for_the_first_alone() -> None:
    found = step_guards.losses([FEVER], [replace(FEVER, recurrence=Recurrence(first=1))])
    assert "as often as before" in found[0]


def test_a_fever_question_may_come_back() -> None:
    often = replace(FEVER, recurrence=Recurrence(every_days=3, times=3))
    assert step_guards.losses([FEVER], [often]) == []
