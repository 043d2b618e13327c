"""Steps as staff read them, and what differs between two versions."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from messaging.rules import step_sentences
from messaging.rules.conditions import Condition
from messaging.rules.facts import Anchor, CapRule, Recurrence, Step, StepKind

VISIT = Step(
    1,
    "visit",
    StepKind.REMINDER,
    Anchor.DOSE,
    -2,
    ("template:T-SHOT",),
    lateness=timedelta(hours=72),
    cap=CapRule.KEEP,
)
FEVER = Step(2, "fever", StepKind.CHECK_IN, Anchor.DOSE, 7, ("question:Q-TEMP",))
TITLES = {"onj": "Jaw problems"}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param(VISIT, "2 days before each dose, at her best time", id="before"),
        pytest.param(FEVER, "7 days after each dose, at 17:00", id="fever has its hour"),
        pytest.param(
            replace(FEVER, words=("question:Q-PAIN",), offset_days=1),
            "1 day after each dose, at 10:30",
            id="check-ins have theirs",
        ),
        pytest.param(
            replace(VISIT, offset_days=0, anchor=Anchor.PROCEDURE, local_time=time(18)),
            "on the day of the procedure, at 18:00",
            id="the day itself, at an hour",
        ),
        pytest.param(
            replace(VISIT, offset_days=0, anchor=Anchor.END),
            "on the last day of the treatment, at her best time",
            id="the end",
        ),
    ],
)
def test_when(step: Step, said: str) -> None:
    assert step_sentences.when(step) == said


@pytest.mark.parametrize(
    ("recurrence", "said"),
    [
        pytest.param(Recurrence(), "", id="once"),
        pytest.param(Recurrence(every_days=14), "every 14 days, to the end", id="to the end"),
        pytest.param(Recurrence(every_days=1, times=3), "every 1 day, 3 times in all", id="times"),
        pytest.param(
            Recurrence(every_days=90, until_days=360), "every 90 days, until day 360", id="until"
        ),
        pytest.param(Recurrence(first=3), "only for the first 3 doses", id="first three"),
        pytest.param(Recurrence(first=1), "first dose only", id="first one"),
    ],
)
def test_again(recurrence: Recurrence, said: str) -> None:
    assert step_sentences.again(replace(VISIT, recurrence=recurrence)) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(72, "still of use for 3 days"), (30, "still of use for 30 h"), (24, "still of use for 24 h")],
)
def test_how_long_it_is_of_use(hours: int, said: str) -> None:
    assert step_sentences.lasts(replace(VISIT, lateness=timedelta(hours=hours))) == said


def test_words_are_those_of_the_other_pages() -> None:
    nausea = replace(FEVER, words=("question:Q-SEV",), symptom="nausea")
    assert step_sentences.words(nausea, titles={}) == "Check-in: nausea (A to E)"
    assert step_sentences.words(replace(VISIT, words=("topic:onj",)), titles=TITLES) == (
        "About: Jaw problems"
    )


def test_every_anchor_kind_cap_and_condition_has_words() -> None:
    assert set(step_sentences.ANCHORS) == set(Anchor)
    assert set(step_sentences.KINDS) == set(StepKind)
    assert set(step_sentences.CAPS) == set(CapRule)
    assert set(step_sentences.CONDITIONS) == set(Condition)


def test_the_same_steps_differ_in_nothing() -> None:
    again = [replace(VISIT, id=8), replace(FEVER, id=9)]
    assert step_sentences.differences([VISIT, FEVER], again, titles={}) == []


def test_what_is_new_gone_and_changed() -> None:
    old = [VISIT, FEVER]
    tip = replace(FEVER, slug="tip")
    found = step_sentences.differences(old, [tip, replace(VISIT, offset_days=-3)], titles={})
    assert [(row.slug, row.change) for row in found] == [
        ("tip", "added"),
        ("visit", "changed"),
        ("fever", "removed"),
    ]
    assert found[1].lines == (
        (
            "When",
            "2 days before each dose, at her best time",
            "3 days before each dose, at her best time",
        ),
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"kind": StepKind.PRECAUTION}, ("Kind", "reminder", "precaution")),
        ({"words": ("template:T-VISIT",)}, ("Words", "Shot reminder", "Visit reminder")),
        ({"recurrence": Recurrence(first=3)}, ("Again", "once", "only for the first 3 doses")),
        (
            {"lateness": timedelta(hours=24)},
            ("Of use", "still of use for 3 days", "still of use for 24 h"),
        ),
        (
            {"cap": CapRule.EXEMPT},
            ("Caps", "counted, never left out", "never counted, never left out"),
        ),
        ({"only_if": frozenset({"kidney"})}, ("Only if", "always", "she has kidney trouble")),
        ({"merge_key": "shots"}, ("Same text as others called", "none", "shots")),
        ({"repeat_if_moved": True}, ("If the visit moves", "not sent again", "sent again")),
    ],
)
def test_each_field_is_told_in_words(fields: dict[str, Any], line: tuple[str, str, str]) -> None:
    (found,) = step_sentences.differences([VISIT], [replace(VISIT, **fields)], titles={})
    assert found.lines == (line,)
