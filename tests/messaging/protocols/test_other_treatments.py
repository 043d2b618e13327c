"""The table of `docs/care.md` section 5 for the other treatments: which step, on which days."""

from datetime import timedelta

import pytest

from messaging.rules.facts import Enrolment, Planned
from messaging.rules.treatments import TreatmentKind
from tests.messaging.invented import (
    JOINED,
    doses,
    enrolment,
    every,
    going,
    lines,
    offsets,
    patient,
    plan,
)

START = JOINED + timedelta(days=21)

# Treatment, row of the table, steps, days from the first dose or procedure within 42 days.
ROWS = [
    ("chemotherapy", "teaching", ["about"], [-3]),
    ("chemotherapy", "visit", ["visit"], [-1, 20]),
    ("chemotherapy", "fever card", ["fever-card"], [1, 22]),
    ("chemotherapy", "sickness and stools", ["nausea-3"], [3, 24]),
    ("chemotherapy", "fever", ["fever-7", "fever-10", "fever-14"], [7, 10, 14, 28, 31, 35]),
    ("hormone", "teaching", ["about"], [0]),
    ("hormone", "shot", ["visit"], [-2, 26]),
    ("hormone", "bone loss", ["bone-loss"], [30]),
    ("hormone", "tiredness", ["tiredness"], [28]),
    ("targeted", "teaching", ["about"], [0]),
    ("targeted", "stools and tiredness", ["loose-7", "loose-14", "loose"], [7, 14, 28]),
    ("immunotherapy", "teaching", ["about"], [0]),
    ("immunotherapy", "late effects", ["late-effects"], [1, 22]),
    ("immunotherapy", "stools", ["loose-7", "loose-14"], [7, 14, 28, 35]),
    ("radium-223", "teaching", ["about"], [-7]),
    ("radium-223", "relief", ["relief"], [3]),
    ("radium-223", "blood test", ["blood-test"], [-7, 21]),
    ("radium-223", "visit", ["visit"], [-1, 27]),
    ("radium-223", "at home", ["home", "home-again"], [0, 3, 28, 31]),
    ("radium-223", "pain", ["pain-2"], [2, 30]),
    ("radium-223", "bleeding", ["bleeding-7", "bleeding-14"], [7, 14, 35, 42]),
    ("radium-223", "birth control", ["birth-control"], [0]),
    ("radium-223", "breaks weekly", ["breaks"], [7, 14, 21, 28, 35, 42]),
    ("samarium-153", "at home", ["home"], [0]),
    ("samarium-153", "pain", ["pain-1", "pain-2", "pain-3"], [1, 2, 3]),
    ("samarium-153", "relief", ["relief"], [3]),
    ("samarium-153", "blood test", ["blood-test"], [14, 21, 28, 35, 42]),
    ("samarium-153", "bleeding", ["bleeding"], [14, 21, 28, 35, 42]),
    ("strontium-89", "safety sheet", ["home"], [0]),
    ("strontium-89", "pain", ["pain-2", "pain-3"], [2, 3]),
    ("strontium-89", "relief", ["relief"], [7]),
    ("strontium-89", "blood test", ["blood-test"], [14, 28, 42]),
    ("strontium-89", "bleeding", ["bleeding"], [14, 21, 28, 35, 42]),
    ("ablation", "teaching", ["about"], [-3]),
    ("ablation", "prep sheet", ["prep"], [-1]),
    ("ablation", "pain", ["pain-1", "pain-28"], [1, 28]),
    ("ablation", "wound", ["wound-2", "wound-7"], [2, 7]),
    ("ablation", "fever", ["fever-2", "fever-7"], [2, 7]),
    ("bone-cement", "teaching", ["about"], [-3]),
    ("bone-cement", "prep sheet", ["prep"], [-1]),
    ("bone-cement", "nerves", ["nerves-evening", "nerves-1"], [0, 1]),
    ("bone-cement", "wound", ["wound-3", "wound-7"], [3, 7]),
    ("bone-cement", "fever", ["fever-3", "fever-7"], [3, 7]),
    ("bone-cement", "pain", ["pain-28"], [28]),
    ("surgery", "teaching", ["about", "prevention"], [-7, -6]),
    ("surgery", "prep sheet", ["prep"], [-1]),
    ("surgery", "wound", ["wound-2", "wound-7", "wound-14"], [2, 7, 14]),
    ("surgery", "fever", ["fever-2", "fever-7", "fever-14"], [2, 7, 14]),
    ("surgery", "breaks weekly to day 42", ["breaks"], [7, 14, 21, 28, 35, 42]),
    ("weak-bone", "teaching", ["about"], [0]),
    ("weak-bone", "how to move", ["move-well"], [1, 29]),
    ("weak-bone", "breaks weekly", ["breaks"], [7, 14, 21, 28, 35, 42]),
]
APART = {"chemotherapy": 21, "immunotherapy": 21, "radium-223": 28, "hormone": 28}


def treated(slug: str) -> Enrolment:
    apart = APART.get(slug)
    days = every(apart, first=START, times=2) if apart else [START]
    given = () if slug in ("weak-bone", "targeted") else doses(*days)
    return enrolment(slug, starts_on=START, doses=given, spine=True)


def planned(slug: str) -> tuple[Planned, ...]:
    found = plan(patient(treated(slug)), days=90)
    return tuple(line for line in found if (line.local_date - START).days <= 44)


@pytest.mark.parametrize(
    ("slug", "steps", "expected"),
    [pytest.param(slug, steps, days, id=f"{slug}: {row}") for slug, row, steps, days in ROWS],
)
def test_row(slug: str, steps: list[str], expected: list[int]) -> None:
    """On its day, or moved by at most three where a day or week was full."""
    found = planned(slug)
    days = sorted(day for step in steps for day in offsets(found, step, start=START))
    assert len(days) == len(expected)
    assert all(0 <= day - wanted <= 3 for day, wanted in zip(days, expected, strict=True))


def test_every_step_of_every_treatment_is_in_a_row() -> None:
    from_table = {(slug, step) for slug, _, steps, _ in ROWS for step in steps}
    # Tested by their own names below, or a visit like any other.
    own = {"birth-control-after", "loose-after", "pain-1-spine", "visit", "refill"}
    for slug in {row[0] for row in ROWS}:
        missing = {step.slug for step in treated(slug).steps} - own
        assert missing == {step for of, step in from_table if of == slug} - own


def test_after_cement_nerves_are_asked_about_the_same_evening() -> None:
    (line,) = lines(planned("bone-cement"), "nerves-evening")
    assert line.due_at.hour == 23  # six in the evening in New York
    assert line.words == ("question:Q-CORD",)


def test_after_ablation_near_the_spine_nerves_are_asked_about() -> None:
    (line,) = lines(planned("ablation"), "pain-1-spine")
    assert line.words == ("question:Q-CORD", "question:Q-PAIN")


@pytest.mark.parametrize(
    ("slug", "step", "expected"),
    [
        ("radium-223", "birth-control-after", [0, 90]),
        ("immunotherapy", "loose-after", [28, 56, 84]),
    ],
)
def test_after_the_end(slug: str, step: str, expected: list[int]) -> None:
    who = patient(enrolment(slug, starts_on=START, ends_on=START + timedelta(days=60)))
    end = START + timedelta(days=60)
    assert offsets(plan(who, days=300), step, start=end) == expected


def test_of_pills_a_refill_is_asked_for_a_week_before_they_run_out() -> None:
    days = every(28, first=START + timedelta(28), times=2)
    pills = enrolment("hormone", starts_on=START, doses=doses(*days), pills=True)
    found = plan(patient(pills), days=90)
    assert offsets(found, "refill", start=START) == [21, 49]
    assert offsets(found, "visit", start=START) == []


def test_a_trial_pushes_nothing() -> None:
    assert planned("clinical-trial") == ()


def test_every_kind_of_treatment_has_its_protocol() -> None:
    for kind in TreatmentKind:
        assert going(planned(kind)) or kind is TreatmentKind.CLINICAL_TRIAL
