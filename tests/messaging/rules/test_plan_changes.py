"""Two plans of one patient side by side: what came, went, moved, and found no place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from messaging.rules.facts import Planned, PlanState, StepKind
from messaging.rules.plan_changes import Change, between
from messaging.rules.reasons import Reason

NOON = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)


def line(**fields: Any) -> Planned:
    usual: dict[str, Any] = {
        "recipient": 1,
        "enrolment": 2,
        "step": 3,
        "step_slug": "visit",
        "occurrence": "dose:4",
        "kind": StepKind.REMINDER,
        "words": ("template:T-SHOT",),
        "local_date": date(2026, 3, 10),
        "due_at": NOON,
        "useful_until": NOON + timedelta(days=2),
        "state": PlanState.PLANNED,
        "reason": Reason.DUE.value,
    }
    return Planned(**usual | fields)


VISIT = line()
LATER = line(due_at=NOON + timedelta(days=1))
OVER = line(state=PlanState.SKIPPED, reason=Reason.OVER_CAP.value)
UNMET = line(state=PlanState.SKIPPED, reason=Reason.CONDITION.value)
INSIDE = line(state=PlanState.MERGED, reason=Reason.MERGED.value, into=(2, "x", "dose:4"))
CHECK = line(
    step_slug="check",
    kind=StepKind.CHECK_IN,
    words=("question:Q-CORD", "question:Q-PAIN"),
)
TASK = line(step_slug="gate", kind=StepKind.STAFF, words=("handoff:dental_gate",))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param([VISIT], [VISIT], {}, id="the same"),
        pytest.param([], [VISIT], {"added": 1}, id="a text that was not there"),
        pytest.param([UNMET], [VISIT], {"added": 1}, id="a text that did not apply"),
        pytest.param([VISIT], [], {"out": 1}, id="a text that is gone"),
        pytest.param([VISIT], [UNMET], {"out": 1}, id="a text that no longer applies"),
        pytest.param([VISIT], [LATER], {"moved": 1}, id="another day"),
        pytest.param([VISIT], [OVER], {"over": 1}, id="no place any more"),
        pytest.param([], [OVER], {"over": 1}, id="a new text without a place"),
        pytest.param([OVER], [OVER], {}, id="had no place before"),
        pytest.param([OVER], [VISIT], {"added": 1}, id="found a place"),
        pytest.param([VISIT], [INSIDE], {}, id="goes inside another text"),
        pytest.param([INSIDE], [], {"out": 1}, id="went inside another text"),
        pytest.param([UNMET], [], {}, id="never went"),
    ],
)
def test_a_line_is_counted_once(
    old: list[Planned], new: list[Planned], found: dict[str, int]
) -> None:
    change = between(old, new)
    counted = {name: n for name, n in vars(change).items() if n and not name.startswith("texts")}
    assert counted == found
    assert change.size == sum(found.values())


def test_a_step_is_known_by_its_name_not_its_row() -> None:
    assert between([VISIT], [replace(VISIT, step=99)]).size == 0


def test_the_same_step_of_another_person_is_another_text() -> None:
    change = between([VISIT], [replace(VISIT, recipient=7)])
    assert (change.added, change.out) == (1, 1)


@pytest.mark.parametrize(
    ("plan", "texts"),
    [
        pytest.param([VISIT], 1, id="one text"),
        pytest.param([CHECK], 3, id="two questions and the closing text"),
        pytest.param([INSIDE], 0, id="inside another"),
        pytest.param([TASK], 0, id="a task for staff"),
        pytest.param([OVER], 0, id="left out"),
    ],
)
def test_texts_are_what_reaches_a_phone(plan: list[Planned], texts: int) -> None:
    change = between([], plan)
    assert (change.texts_before, change.texts_after) == (0, texts)


def test_changes_of_several_patients_add_up() -> None:
    total = Change(added=1, texts_before=5) + Change(added=2, moved=3, texts_after=4)
    assert total == Change(added=3, moved=3, texts_before=5, texts_after=4)
