"""`docs/care.md` sections 5 and 6: denosumab, bisphosphonate, the dental programme."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from messaging.rules.facts import DoseState, Patient, Planned, StepKind
from messaging.rules.reasons import Reason
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
    reasons,
)

START = JOINED + timedelta(days=21)
DOSES = every(28, first=START, times=6)
DRUGS = ("denosumab", "bisphosphonate")


def on(slug: str, *, ends_on: date | None = None, **changes: object) -> Patient:
    taking = enrolment(slug, starts_on=START, ends_on=ends_on, doses=doses(*DOSES))
    return patient(taking, **changes)


def found(slug: str, *, days: int = 190, **changes: object) -> tuple[Planned, ...]:
    return plan(on(slug, **changes), days=days)  # type: ignore[arg-type]


def from_start(planned: tuple[Planned, ...], step: str) -> list[int]:
    return offsets(planned, step, start=START)


def from_doses(planned: tuple[Planned, ...], step: str) -> list[tuple[int | None, int]]:
    """Which dose (by number) and how many days from it, for lines that go."""
    days = {201 + n: day for n, day in enumerate(DOSES)}
    return [
        (line.dose - 200, (line.local_date - days[line.dose]).days)
        for line in lines(planned, step)
        if line.dose and line.state != "SKIPPED"
    ]


@pytest.mark.parametrize("drug", DRUGS)
class TestDentalProgramme:
    def test_the_dentist_is_asked_for_14_days_before_the_start(self, drug: str) -> None:
        assert from_start(found(drug), "dentist-first") == [-14]

    def test_and_7_days_before_if_not_done(self, drug: str) -> None:
        assert from_start(found(drug), "dentist-again") == [-7]

    def test_a_recorded_check_up_ends_the_asking(self, drug: str) -> None:
        seen = found(drug, dentist_seen_on=JOINED)
        for step in ("dentist-first", "dentist-again", "dental-gate", "dental-gate-week"):
            assert reasons(seen, step) == {Reason.DENTIST_SEEN}

    def test_a_check_up_of_last_year_does_not(self, drug: str) -> None:
        seen = found(drug, dentist_seen_on=JOINED - timedelta(days=300))
        assert from_start(seen, "dentist-first") == [-14]

    def test_teaching_about_the_teeth(self, drug: str) -> None:
        assert from_start(found(drug), "dental-care") == [-13]

    def test_an_open_gate_is_on_the_coordinators_list(self, drug: str) -> None:
        planned = found(drug)
        assert from_start(planned, "dental-gate-week") == [-7]
        assert from_start(planned, "dental-gate") == [-3]
        assert {line.kind for line in lines(planned, "dental-gate")} == {StepKind.STAFF}

    def test_near_start_asks_as_soon_as_possible(self, drug: str) -> None:
        soon = enrolment(drug, starts_on=JOINED + timedelta(days=4))
        planned = plan(patient(soon), days=30)
        (line,) = lines(planned, "dentist-first")
        (check_in,) = [each for each in going(planned) if "question:T-DENTIST" in each.words]
        assert line.local_date == check_in.local_date == JOINED
        assert check_in.reason == Reason.AS_SOON_AS_POSSIBLE

    def test_on_treatment_already_the_other_wording_is_used(self, drug: str) -> None:
        long_ago = enrolment(drug, starts_on=JOINED - timedelta(days=100))
        planned = plan(patient(long_ago), days=30)
        (line,) = going(tuple(lines(planned, "dentist-on-treatment")))
        assert line.words == ("question:T-DENTIST-ON",)
        assert reasons(planned, "dentist-first") == {Reason.STARTED_BEFORE_ENROLMENT}

    def test_dental_work_is_asked_about_7_days_before_the_start_and_each_dose(
        self, drug: str
    ) -> None:
        planned = found(drug)
        assert from_start(planned, "dental-work-first") == [-7]
        assert from_doses(planned, "dental-work") == [(n, -7) for n in range(1, 7)]
        first = lines(planned, "dental-work")[0]
        assert first.into == (2, "dental-work-first", "start")

    def test_mouth_care_every_14_days(self, drug: str) -> None:
        nominal = list(range(14, 169, 14))
        days = from_start(found(drug), "mouth-care")
        assert len(days) >= len(nominal) - 1
        assert all(any(0 <= day - wanted <= 5 for wanted in nominal) for day in days)

    def test_mouth_check_every_28_days(self, drug: str) -> None:
        days = from_start(found(drug), "mouth-check")
        assert [round(day / 28) * 28 for day in days] == [28, 56, 84, 112, 140, 168]
        assert all(0 <= day % 28 <= 6 for day in days)

    def test_a_dental_visit_every_180_days(self, drug: str) -> None:
        days = from_start(found(drug, days=400), "dental-visit")
        assert [day // 180 for day in days] == [1, 2]
        assert all(day % 180 <= 9 for day in days)

    def test_after_the_end_every_90_days_for_a_year(self, drug: str) -> None:
        end = START + timedelta(days=150)
        planned = found(drug, ends_on=end, days=560)
        assert offsets(planned, "tell-dentist", start=end) == [0, 90, 180, 270, 360]
        asked = offsets(planned, "mouth-check-after", start=end)
        assert [day // 90 for day in asked] == [0, 1, 2, 3, 4]

    def test_mouth_care_stops_with_the_treatment(self, drug: str) -> None:
        end = START + timedelta(days=50)
        days = from_start(found(drug, ends_on=end, days=300), "mouth-care")
        assert days
        assert max(days) <= 55


class TestDenosumab:
    def test_teaching_3_days_before_the_start(self) -> None:
        assert from_start(found("denosumab"), "about") == [-3]

    def test_shot_visit_2_days_before_each_dose(self) -> None:
        planned = found("denosumab")
        assert from_doses(planned, "visit") == [(n, -2) for n in range(1, 7)]
        assert {line.words for line in lines(planned, "visit")} == {("template:T-SHOT",)}

    def test_side_effects_the_day_after_the_first_three(self) -> None:
        assert from_doses(found("denosumab"), "side-effects") == [(1, 1), (2, 1), (3, 1)]

    def test_low_calcium_4_and_10_days_after_the_first_three(self) -> None:
        planned = found("denosumab")
        assert from_doses(planned, "calcium-4") == [(1, 4), (2, 4), (3, 4)]
        assert from_doses(planned, "calcium-10") == [(1, 10), (2, 10), (3, 10)]
        assert reasons(planned, "calcium-4-kidney") == {Reason.CONDITION}

    def test_low_calcium_after_every_dose_with_a_kidney_flag(self) -> None:
        planned = found("denosumab", kidney=True)
        for day in (4, 10):
            asked = {
                each
                for step in (f"calcium-{day}", f"calcium-{day}-kidney")
                for each in from_doses(planned, step)
            }
            assert asked == {(n, day) for n in range(1, 7)}
            texts = [
                line
                for line in going(planned)
                if "question:Q-CALC" in line.words and (line.local_date - START).days % 28 == day
            ]
            assert len(texts) == 6

    def test_a_dose_not_recorded_after_7_days_goes_to_staff(self) -> None:
        planned = found("denosumab")
        assert from_doses(planned, "dose-not-recorded")[:3] == [(1, 7), (2, 7), (3, 7)]
        given = enrolment("denosumab", starts_on=START, doses=doses(*DOSES, state=DoseState.GIVEN))
        assert reasons(plan(patient(given), days=190), "dose-not-recorded") == {
            Reason.DOSE_RECORDED
        }

    def test_at_the_end_ask_what_comes_next(self) -> None:
        end = START + timedelta(days=150)
        assert offsets(found("denosumab", ends_on=end, days=300), "what-next", start=end) == [0]


class TestBisphosphonate:
    def test_teaching_3_days_before_the_start(self) -> None:
        assert from_start(found("bisphosphonate"), "about") == [-3]

    def test_drip_visit_2_days_before_each_dose(self) -> None:
        planned = found("bisphosphonate")
        assert from_doses(planned, "visit") == [(n, -2) for n in range(1, 7)]
        assert {line.words for line in lines(planned, "visit")} == {("template:T-DRIP",)}

    def test_side_effects_the_day_after_the_first_three(self) -> None:
        assert from_doses(found("bisphosphonate"), "side-effects") == [(1, 1), (2, 1), (3, 1)]

    def test_fever_2_days_after_the_first_three_at_five(self) -> None:
        planned = found("bisphosphonate")
        assert from_doses(planned, "fever-2") == [(1, 2), (2, 2), (3, 2)]
        assert {line.due_at.hour for line in lines(planned, "fever-2")[:1]} == {22}

    def test_low_calcium_7_days_after_the_first_three(self) -> None:
        assert from_doses(found("bisphosphonate"), "calcium-7") == [(1, 7), (2, 7), (3, 7)]

    def test_twelve_weekly_as_ordered(self) -> None:
        days = every(84, first=START, times=3)
        who = patient(enrolment("bisphosphonate", starts_on=START, doses=doses(*days)))
        visits = lines(plan(who, days=220), "visit")
        assert [line.local_date + timedelta(days=2) for line in visits] == days


def test_switching_drugs_keeps_one_mouth_check_a_month() -> None:
    old = enrolment("bisphosphonate", id=2, starts_on=START, ends_on=START + timedelta(days=60))
    new = enrolment("denosumab", id=3, starts_on=START + timedelta(days=70))
    planned = tuple(going(plan(patient(old, new), days=250)))
    asked = sorted(line.local_date for line in planned if "question:Q-MOUTH" in line.words)
    assert len(asked) >= 6
    assert all(later - one >= timedelta(days=14) for one, later in pairwise(asked))


def test_a_cancelled_series_sends_nothing_more() -> None:
    who = on("denosumab")
    gone = replace(who.enrolments[0], active=False)
    assert not going(plan(replace(who, enrolments=(gone,)), days=190))
