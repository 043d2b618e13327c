"""Lines of an agenda and of a preview, made by hand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from messaging.rules.coming import Coming, Fate, Preview
from messaging.rules.facts import Planned, PlanState, StepKind
from messaging.rules.reasons import Reason
from messaging.rules.worded import Text, Worded

MONDAY = date(2026, 3, 2)


def planned(day: int = 0, **fields: Any) -> Planned:
    """A planned question about the mouth, so many days after a Monday, at ten in the morning."""
    on = MONDAY + timedelta(days=day)
    due_at = datetime.combine(on, time(10), UTC)
    known: dict[str, Any] = {
        "recipient": 1,
        "enrolment": 2,
        "step": 3,
        "step_slug": "mouth-check",
        "occurrence": f"start+{day}",
        "kind": StepKind.CHECK_IN,
        "words": ("question:Q-MOUTH",),
        "local_date": on,
        "due_at": due_at,
        "useful_until": due_at + timedelta(days=1),
        "state": PlanState.PLANNED,
        "reason": Reason.DUE.value,
        "nominal": on,
    }
    return Planned(**{**known, **fields})


def over_cap(day: int, **fields: Any) -> Planned:
    return planned(day, state=PlanState.SKIPPED, reason=Reason.OVER_CAP.value, **fields)


def coming(day: int = 0, *, said: str = "Is your mouth well?", **fields: Any) -> Coming:
    """The same as staff read it; `fields` are those of `Coming`, `line` among them."""
    known: dict[str, Any] = {
        "line": planned(day),
        "title": "Check-in: mouth",
        "fate": Fate.GOES,
        "why": "",
        "worded": Worded((Text("question:Q-MOUTH", body=said),)),
        "to": "the patient",
        "phone": "…0123",
        "zone": "UTC",
    }
    return Coming(**{**known, **fields})


def preview(*lines: Coming, **fields: Any) -> Preview:
    return Preview(**{"begins": MONDAY, "days": 90, "lines": lines, **fields})
