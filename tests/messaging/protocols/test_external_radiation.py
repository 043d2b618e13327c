"""The table of `docs/care.md` section 5 for external radiation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from messaging.rules.facts import DoseState, Planned
from messaging.rules.reasons import Reason
from messaging.rules.treatments import TreatmentKind, series
from tests.messaging.invented import (
    JOINED,
    doses,
    enrolment,
    lines,
    offsets,
    patient,
    plan,
    reasons,
)

FIRST = JOINED + timedelta(days=15)  # a Tuesday


def course(*, visits: int, spine: bool = False) -> tuple[Planned, ...]:
    days = series(TreatmentKind.EXTERNAL_RADIATION, starts_on=FIRST, count=visits)
    return plan(patient(enrolment("external-radiation", doses=doses(*days), spine=spine)), days=90)


def last(visits: int) -> int:
    days = series(TreatmentKind.EXTERNAL_RADIATION, starts_on=FIRST, count=visits)
    return (days[-1] - FIRST).days


def test_teaching_3_and_2_days_before_the_first_visit() -> None:
    found = course(visits=1)
    assert offsets(found, "about", start=FIRST) == [-3]
    assert offsets(found, "schedules", start=FIRST) == [-2]


@pytest.mark.parametrize(("visits", "expected"), [(1, [-1]), (5, [-1, 6]), (10, [-1, 6, 13])])
def test_visit_times_before_the_first_then_weekly_while_visits_last(
    visits: int, expected: list[int]
) -> None:
    wanted = [day for day in expected if day < last(visits)] if visits > 1 else expected
    assert offsets(course(visits=visits), "visits", start=FIRST) == wanted


def test_each_visit_text_names_the_next_visit() -> None:
    found = lines(course(visits=10), "visits")
    assert [line.dose for line in found] == [201, 206]


def test_pain_can_rise_is_said_on_the_first_day() -> None:
    assert offsets(course(visits=1), "flare-warning", start=FIRST) == [0]


@pytest.mark.parametrize("day", [1, 2, 3, 5, 10])
def test_flare_check_after_the_first_visit(day: int) -> None:
    found = course(visits=1)
    (line,) = lines(found, f"flare-{day}")
    assert line.words == ("question:Q-PAIN",)
    assert offsets(found, f"flare-{day}", start=FIRST) in ([day], [day + 1])


@pytest.mark.parametrize("day", [1, 5, 10])
def test_flare_check_after_the_last_of_several(day: int) -> None:
    (asked,) = offsets(course(visits=10), f"flare-last-{day}", start=FIRST)
    assert 0 <= asked - last(10) - day <= 1
    assert reasons(course(visits=1), f"flare-last-{day}") == {Reason.CONDITION}


def test_with_the_spine_nerves_are_asked_about_in_the_same_check_in() -> None:
    (line,) = lines(course(visits=1, spine=True), "flare-1-spine")
    assert line.words == ("question:Q-CORD", "question:Q-PAIN")
    assert reasons(course(visits=1), "flare-1-spine") == {Reason.CONDITION}


def test_outcome_28_days_after_the_last_visit() -> None:
    assert offsets(course(visits=5), "outcome", start=FIRST) == [last(5) + 28]


def test_a_cancelled_visit_is_not_the_last() -> None:
    days = series(TreatmentKind.EXTERNAL_RADIATION, starts_on=FIRST, count=5)
    *kept, off = doses(*days)
    cancelled = replace(off, state=DoseState.CANCELLED)
    who = patient(enrolment("external-radiation", doses=(*kept, cancelled)))
    assert offsets(plan(who, days=90), "outcome", start=days[3]) == [28]
