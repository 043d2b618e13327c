"""What a step may not be, and the sentence that tells the mend, field by field."""

from datetime import time
from typing import Any

import pytest

from messaging.rules.step_checks import SHIPPED, Fault, Setting, faults

NIGHT_OWL = Setting(quiet_from=time(22), quiet_to=time(6))
DAY_SLEEPER = Setting(quiet_from=time(8), quiet_to=time(14))
NO_NIGHT = Setting(quiet_from=time(9), quiet_to=time(9))


def step(**fields: Any) -> dict[str, Any]:
    """A visit reminder that nothing is wrong with, but for the fields given."""
    usual = {
        "slug": "visit",
        "kind": "reminder",
        "anchor": "dose",
        "offset_days": -2,
        "words": ["template:T-SHOT"],
        "lateness_hours": 72,
    }
    return usual | fields


def check_in(**fields: Any) -> dict[str, Any]:
    return step(kind="check_in", offset_days=2, words=["question:Q-PAIN"], **fields)


def said(table: dict[str, Any], setting: Setting = SHIPPED) -> dict[str, str]:
    return {fault.field: fault.said for fault in faults(table, setting)}


def test_nothing_is_wrong_with_a_visit_reminder() -> None:
    assert faults(step()) == []


@pytest.mark.parametrize(
    ("offset", "hours", "fine"),
    [
        pytest.param(-2, 72, True, id="until the end of the visit's day"),
        pytest.param(-2, 73, False, id="an hour past it"),
        pytest.param(-1, 48, True, id="the day before"),
        pytest.param(-1, 96, False, id="days past the visit"),
        pytest.param(2, 240, True, id="what follows the visit may slip"),
    ],
)
def test_a_text_ahead_of_a_visit_is_of_no_use_past_it(offset: int, hours: int, fine: bool) -> None:
    found = faults(step(offset_days=offset, lateness_hours=hours))
    assert [fault.field for fault in found] == ([] if fine else ["lateness_hours"])


def test_the_mend_for_a_text_that_outlasts_its_visit_names_the_hours() -> None:
    assert "at most 48 hours" in said(step(offset_days=-1, lateness_hours=96))["lateness_hours"]


def test_a_task_for_staff_outlasts_the_day_it_warned_of() -> None:
    gate = step(kind="staff", words=["handoff:dental_gate"], anchor="start", lateness_hours=336)
    assert faults(gate) == []


def test_a_reminder_that_comes_weekly_is_about_the_visit_after_it() -> None:
    weekly = step(anchor="first_visit", offset_days=-1, every_days=7, lateness_hours=96)
    assert faults(weekly) == []


@pytest.mark.parametrize(
    ("at", "hours", "setting", "field"),
    [
        pytest.param(time(19, 0), 3, Setting(), None, id="an hour before the night"),
        pytest.param(time(20, 0), 24, Setting(), "local_time", id="the night's first minute"),
        pytest.param(time(8, 59), 24, Setting(), "local_time", id="the night's last minute"),
        pytest.param(time(9, 0), 3, Setting(), None, id="the first minute of the day"),
        pytest.param(time(20, 0), 24, NIGHT_OWL, None, id="a clinic with a later night"),
        pytest.param(time(23, 0), 24, NIGHT_OWL, "local_time", id="its night"),
        pytest.param(time(10, 0), 24, DAY_SLEEPER, "local_time", id="quiet hours by day"),
        pytest.param(time(7, 0), 24, DAY_SLEEPER, None, id="before quiet hours by day"),
        pytest.param(time(3, 0), 1, NO_NIGHT, None, id="no quiet hours at all"),
        pytest.param(time(19, 30), 4, Setting(), "lateness_hours", id="dead before the morning"),
        pytest.param(time(19, 30), 13, Setting(), "lateness_hours", id="dead by the morning"),
        pytest.param(time(19, 30), 14, Setting(), None, id="outlasts the night"),
    ],
)
def test_the_clinics_night(at: time, hours: int, setting: Setting, field: str | None) -> None:
    found = faults(check_in(local_time=at) | {"lateness_hours": hours}, setting)
    assert [fault.field for fault in found] == ([field] if field else [])


def test_the_mend_for_a_text_that_dies_at_night_names_hours_and_minutes() -> None:
    told = said(check_in(local_time=time(19, 30)) | {"lateness_hours": 4})["lateness_hours"]
    assert "Only 30 minutes" in told
    assert "at least 14 hours" in told


@pytest.mark.parametrize(
    ("fields", "mend"),
    [
        pytest.param(
            {"words": ["template:T-SHOT", "question:Q-PAIN"]}, "Only a check-in asks", id="question"
        ),
        pytest.param(
            {"kind": "system", "words": ["question:Q-PAIN"]}, "Only a check-in asks", id="symptom"
        ),
        pytest.param(
            {"words": ["template:T-SHOT", "template:T-SHOT"]}, "stand twice", id="the same twice"
        ),
        pytest.param(
            {
                "kind": "check_in",
                "words": [f"question:Q-{name}" for name in ("CORD", "PAIN", "BREAK", "MOUTH")],
            },
            "at most 3 questions",
            id="four questions",
        ),
    ],
)
def test_questions_belong_into_check_ins_of_three(fields: dict[str, Any], mend: str) -> None:
    assert mend in said(step(**fields))["words"]


def test_upkeep_may_be_asked_by_the_system() -> None:
    assert faults(step(kind="system", offset_days=90, words=["question:T-STILLYOU"])) == []


def test_words_that_do_not_exist_are_named() -> None:
    known = Setting(words=frozenset({"template:T-VISIT"}))
    assert said(step(), known)["words"].startswith('There are no words "template:T-SHOT"')
    assert faults(step(words=["template:T-VISIT"]), known) == []


def test_a_text_that_tells_a_day_needs_a_visit() -> None:
    dated = Setting(dated=frozenset({"template:T-SHOT"}))
    assert "Count from a dose" in said(step(anchor="start"), dated)["anchor"]
    assert faults(step(anchor="procedure"), dated) == []


def test_a_symptom_needs_a_phrase() -> None:
    asks = check_in() | {"words": ["question:Q-SEV"], "symptom": "itching"}
    known = Setting(symptoms=frozenset({"nausea"}))
    assert "Choose from: nausea" in said(asks, known)["symptom"]
    assert faults(asks | {"symptom": "nausea"}, known) == []
    assert "both, or neither" in said(asks | {"symptom": ""}, known)["symptom"]


@pytest.mark.parametrize("anchor", ["dose", "last_visit", "procedure", "discharge", "end"])
def test_what_no_treatment_ends_needs_an_end(anchor: str) -> None:
    weekly = step(anchor=anchor, offset_days=2, every_days=7)
    assert "without end" in said(weekly)["every_days"]
    assert faults(weekly | {"until_days": 42}) == []


@pytest.mark.parametrize("anchor", ["joined", "start", "first_visit"])
def test_what_a_treatment_ends_does_not(anchor: str) -> None:
    assert faults(step(anchor=anchor, offset_days=2, every_days=7)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("merge_key", "Mouth care", id="a key with a space"),
        pytest.param("merge_key", "a" * 41, id="a key too long"),
        pytest.param("slug", "", id="no name"),
        pytest.param("slug", "a" * 61, id="a name too long"),
    ],
)
def test_names_are_short_and_plain(field: str, value: str) -> None:
    assert [fault.field for fault in faults(step(**{field: value}))] == [field]


def test_a_fault_stands_at_its_field() -> None:
    assert faults(step(anchor="birth"))[0] == Fault(
        "anchor",
        '"birth" is not known. Choose from: joined, start, dose, first_visit, last_visit, '
        "procedure, discharge, end.",
    )
