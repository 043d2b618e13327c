"""Each row of the clinical tables (`docs/care.md` sections 5 and 6) as the shipped file has it.

The files are read as they are written; that the agenda does what they say is for the other
tests of this folder and for `tests/rehearsal`.
"""

import tomllib
from typing import Any

import pytest

from messaging.rules import triage
from messaging.rules.kinds import Answer, Level
from tests.messaging.invented import FOLDER
from tests.messaging.protocols.rows import Step
from tests.messaging.protocols.table import TABLE

# What the table says only where it is not the usual: these are never counted by the caps.
SPARED = ("system", "precaution", "staff")
LIMITS = ("every_days", "times", "until_days", "first", "only_if", "symptom", "repeat_if_moved")
ROWS = [
    pytest.param(slug, steps, id=f"{slug}: {row}")
    for slug, rows in TABLE.items()
    for row, steps in rows.items()
]


def shipped(slug: str) -> dict[str, dict[str, Any]]:
    file = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    return {step["slug"]: step for step in file.get("step", ())}


@pytest.mark.parametrize(("slug", "steps"), ROWS)
def test_row(slug: str, steps: list[Step]) -> None:
    found = shipped(slug)
    for name, kind, anchor, day, words, more in steps:
        step = found[name]
        usual = "exempt" if kind in SPARED else "move"
        assert (step["kind"], step["anchor"], step["offset_days"]) == (kind, anchor, day)
        assert step["words"] == words.split()
        assert step.get("cap", "move") == more.get("cap", usual)
        assert {key: step.get(key) for key in LIMITS} == {key: more.get(key) for key in LIMITS}
        assert str(step.get("local_time", "")) == more.get("local_time", "")


@pytest.mark.parametrize("slug", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_every_shipped_step_is_in_exactly_one_row(slug: str) -> None:
    named = [step[0] for steps in TABLE[slug].values() for step in steps]
    assert sorted(named) == sorted(shipped(slug))


def test_goals_and_choice_of_treatment_and_trials_are_sent_on_request_only() -> None:
    pushed = {word for slug in TABLE for step in shipped(slug).values() for word in step["words"]}
    on_request = ("goals-of-treatment", "choosing-treatment", "clinical-trials")
    assert not pushed & {f"topic:{topic}" for topic in on_request}


def test_what_both_bone_drugs_teach_and_ask_of_teeth_goes_once() -> None:
    """A merge key in both files makes one text of two treatments."""
    one, other = shipped("denosumab"), shipped("bisphosphonate")
    dental = {name for name in one if name in other and "merge_key" in one[name]}
    assert dental >= {"dentist-first", "mouth-care", "mouth-check", "tell-dentist", "dental-work"}
    assert all(one[name]["merge_key"] == other[name]["merge_key"] for name in dental)


def test_planned_dental_work_is_a_same_day_alert_before_the_next_dose() -> None:
    """The question goes a week before each dose; her own texts: `actions/test_safety.py`."""
    planned = Answer(value="yes")
    level = triage.level("Q-DENTAL", planned, previous=())
    assert (level, triage.reply("Q-DENTAL", planned, level)) == (Level.SAME_DAY, "T-TOOTH")
    for slug in ("denosumab", "bisphosphonate"):
        assert shipped(slug)["dental-work"]["offset_days"] == -7
