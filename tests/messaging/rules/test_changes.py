"""What planning again has changed, counted and said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from messaging.rules.changes import Change, Changed, Notes
from messaging.rules.facts import Planned, PlanState, StepKind

AT = datetime(2026, 3, 3, 16, tzinfo=UTC)
LATER = AT + timedelta(days=1)
LINE = Planned(
    recipient=1,
    enrolment=2,
    step=3,
    step_slug="visit",
    occurrence="dose:7",
    kind=StepKind.REMINDER,
    words=("template:T-SHOT",),
    local_date=date(2026, 3, 3),
    due_at=AT,
    useful_until=LATER,
    state=PlanState.PLANNED,
    reason="due",
)
OUT = replace(LINE, state=PlanState.SKIPPED, reason="dose_recorded")
TASK = replace(LINE, kind=StepKind.STAFF)


def noted(line: Planned, was: datetime | None) -> Changed:
    notes = Notes()
    notes.line(line, was=was)
    return notes.told((line,))


@pytest.mark.parametrize(
    ("line", "was", "summary"),
    [
        pytest.param(LINE, None, "1 text added", id="new"),
        pytest.param(LINE, LATER, "1 text moved", id="another time"),
        pytest.param(OUT, AT, "1 text taken out", id="no longer goes"),
        pytest.param(LINE, AT, "No coming text changes", id="as before"),
        pytest.param(OUT, None, "No coming text changes", id="never went"),
        pytest.param(TASK, None, "No coming text changes", id="a task of staff is no text"),
    ],
)
def test_one_line_is_counted_as_what_it_is(line, was, summary):
    assert noted(line, was).summary == summary


def test_what_stays_is_counted_and_is_no_change():
    same = noted(LINE, AT)
    assert (same.unchanged, bool(same)) == (1, False)


def test_several_changes_are_one_sentence():
    change = Change(1, 2, "visit", "dose:7", AT, LATER, "due")
    changed = Changed(added=(change,) * 3, moved=(change,) * 2, taken_out=(change,))
    assert changed.summary == "3 texts added, 2 moved, 1 taken out"


def test_the_audit_keeps_steps_and_times_and_why_one_went():
    changed = Changed(
        moved=(Change(1, 2, "visit", "dose:7", AT, LATER, "moved"),),
        taken_out=(Change(1, 2, "card", "joined+1", AT, None, "paused"),),
    )
    assert changed.plain() == {
        "moved": ["visit dose:7: 2026-03-03 16:00 to 2026-03-04 16:00"],
        "taken_out": ["card joined+1: 2026-03-03 16:00 (paused)"],
    }
