"""When a text goes: enrolment, lateness, doses that move, are missed or cancelled."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from messaging.rules.facts import (
    Anchor,
    DoseState,
    PlanState,
    Recurrence,
    Sent,
    Step,
    StepKind,
)
from messaging.rules.reasons import Reason
from tests.messaging.invented import (
    JOINED,
    doses,
    enrolment,
    going,
    lines,
    morning,
    own,
    patient,
    plan,
    reasons,
    recipient,
)

START = JOINED + timedelta(days=21)


def step(**changes: object) -> Step:
    values: dict[str, object] = {
        "id": 1,
        "slug": "step",
        "kind": StepKind.EDUCATION,
        "anchor": Anchor.START,
        "offset_days": 0,
        "words": ("topic:denosumab",),
    }
    return Step(**{**values, **changes})  # type: ignore[arg-type]


def test_nothing_goes_to_a_phone_that_has_not_joined() -> None:
    who = patient(
        enrolment("everyone"),
        enrolment("denosumab", id=3, starts_on=START),
        recipients=(recipient(joined_on=None),),
    )
    found = [line for line in plan(who, days=90) if line.kind is not StepKind.STAFF]
    assert {line.reason for line in found} == {Reason.NOT_JOINED}


def test_teaching_before_a_start_that_is_near_goes_as_soon_as_possible() -> None:
    early = step(offset_days=-14, lateness=timedelta(days=14))
    who = patient(own(early, starts_on=JOINED + timedelta(days=5)))
    (line,) = plan(who, days=30)
    assert (line.local_date, line.reason) == (JOINED, Reason.AS_SOON_AS_POSSIBLE)


def test_a_treatment_that_started_before_is_not_filled_in_backwards() -> None:
    who = patient(own(step(lateness=timedelta(days=30)), starts_on=JOINED - timedelta(days=3)))
    assert reasons(plan(who, days=30), "step") == {Reason.STARTED_BEFORE_ENROLMENT}


def test_a_treatment_entered_late_is_not_filled_in_backwards_either() -> None:
    late = own(
        step(lateness=timedelta(days=30)),
        starts_on=JOINED + timedelta(days=3),
        enrolled_on=JOINED + timedelta(days=9),
    )
    now = morning(JOINED + timedelta(days=9))
    assert reasons(plan(patient(late), days=30, now=now), "step") == {
        Reason.STARTED_BEFORE_ENROLMENT
    }


def test_repeats_of_a_long_running_treatment_go_on_in_their_rhythm() -> None:
    monthly = step(offset_days=28, recurrence=Recurrence(every_days=28))
    who = patient(own(monthly, starts_on=JOINED - timedelta(days=60)))
    found = going(plan(who, days=60))
    assert [(line.occurrence, (line.local_date - JOINED).days) for line in found] == [
        ("start+2", 24),
        ("start+3", 52),
    ]


def test_after_an_outage_only_what_is_still_useful_goes() -> None:
    short, long = step(id=1, slug="short"), step(id=2, slug="long", lateness=timedelta(days=7))
    who = patient(own(short, long, starts_on=JOINED))
    found = plan(who, days=30, now=morning(JOINED + timedelta(days=3)))
    assert reasons(found, "short") == {Reason.TOO_LATE}
    (line,) = lines(found, "long")
    assert (line.state, line.local_date) == (PlanState.PLANNED, JOINED + timedelta(days=3))


def test_tomorrows_visit_dies_at_the_visit() -> None:
    visit = step(kind=StepKind.REMINDER, anchor=Anchor.DOSE, offset_days=-1, lateness=timedelta(9))
    who = patient(own(visit, starts_on=START, doses=doses(START)))
    (line,) = plan(who, days=30)
    assert line.useful_until.isoformat() == "2026-01-26T19:00:00+00:00"  # two in the afternoon


def test_a_visit_without_an_hour_ends_when_its_day_opens() -> None:
    visit = step(kind=StepKind.REMINDER, anchor=Anchor.DOSE, offset_days=-1, lateness=timedelta(9))
    dose = replace(doses(START)[0], at=None)
    (line,) = plan(patient(own(visit, doses=(dose,))), days=30)
    assert line.useful_until.isoformat() == "2026-01-26T14:00:00+00:00"  # nine in the morning


def test_moving_a_dose_moves_its_unsent_texts() -> None:
    after = step(anchor=Anchor.DOSE, offset_days=1)
    moved = replace(doses(START)[0], on=START + timedelta(days=4), moves=1)
    (line,) = plan(patient(own(after, doses=(moved,))), days=60)
    assert (line.occurrence, line.local_date) == ("dose:201", START + timedelta(days=5))


def test_a_text_that_went_is_not_sent_again_when_the_dose_moves() -> None:
    after = step(anchor=Anchor.DOSE, offset_days=-2, lateness=timedelta(days=2))
    moved = replace(doses(START)[0], on=START + timedelta(days=9), moves=1)
    sent = Sent(1, 2, "step", "dose:201", START, counts=True)
    assert plan(patient(own(after, doses=(moved,)), sent=(sent,)), days=60) == ()


def test_a_visit_reminder_goes_again_for_the_new_day() -> None:
    visit = step(kind=StepKind.REMINDER, anchor=Anchor.DOSE, offset_days=-2, repeat_if_moved=True)
    moved = replace(doses(START)[0], on=START + timedelta(days=9), moves=2)
    sent = Sent(1, 2, "step", "dose:201", START, counts=True)
    (line,) = plan(patient(own(visit, doses=(moved,)), sent=(sent,)), days=60)
    assert (line.occurrence, line.dose) == ("dose:201:moved:2", 201)


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        pytest.param(DoseState.PLANNED, Reason.DUE, Reason.DUE, id="planned"),
        pytest.param(DoseState.GIVEN, Reason.DOSE_RECORDED, Reason.DUE, id="given"),
        pytest.param(DoseState.MISSED, Reason.DOSE_NOT_GIVEN, Reason.DOSE_NOT_GIVEN, id="missed"),
        pytest.param(
            DoseState.CANCELLED, Reason.DOSE_CANCELLED, Reason.DOSE_CANCELLED, id="cancelled"
        ),
    ],
)
def test_what_is_recorded_of_a_dose_decides_its_texts(
    state: DoseState, before: Reason, after: Reason
) -> None:
    around = (
        step(id=1, slug="before", anchor=Anchor.DOSE, offset_days=-2),
        step(id=2, slug="after", anchor=Anchor.DOSE, offset_days=2),
    )
    found = plan(patient(own(*around, doses=doses(START, state=state))), days=60)
    assert (reasons(found, "before"), reasons(found, "after")) == ({before}, {after})


def test_a_text_after_a_dose_waits_for_the_record_until_it_is_due() -> None:
    after = step(
        anchor=Anchor.DOSE, offset_days=1, only_if=frozenset({"dose_given"}), lateness=timedelta(3)
    )
    day = START + timedelta(days=1)
    unrecorded, given = (
        patient(own(after, doses=doses(START, state=state)))
        for state in (DoseState.PLANNED, DoseState.GIVEN)
    )
    assert going(plan(unrecorded, days=60))
    assert reasons(plan(unrecorded, days=9, now=morning(day, hour=16)), "step") == {
        Reason.DOSE_NOT_GIVEN
    }
    assert going(plan(given, days=9, now=morning(day, hour=16)))


def test_doses_given_before_count_for_the_first_three() -> None:
    after = step(anchor=Anchor.DOSE, offset_days=1, recurrence=Recurrence(first=3))
    days = [START, START + timedelta(28), START + timedelta(56)]
    who = patient(own(after, doses=doses(*days), doses_before=2))
    assert [line.dose for line in plan(who, days=120)] == [201]


def test_a_missed_dose_does_not_count_for_the_first_three() -> None:
    after = step(anchor=Anchor.DOSE, offset_days=1, recurrence=Recurrence(first=1))
    missed, next_ = doses(START, START + timedelta(28))
    missed = replace(missed, state=DoseState.MISSED)
    who = patient(own(after, doses=(missed, next_)))
    assert [line.dose for line in going(plan(who, days=120))] == [202]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"active": False}, Reason.TREATMENT_PAUSED, id="paused"),
        pytest.param({"ends_on": START}, Reason.TREATMENT_ENDED, id="ended"),
    ],
)
def test_a_treatment_that_stands_still_sends_nothing(
    changes: dict[str, object], reason: Reason
) -> None:
    treated = replace(own(step(offset_days=5), starts_on=START), **changes)  # type: ignore[arg-type]
    who = patient(treated)
    assert reasons(plan(who, days=60), "step") == {reason}


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("death", Reason.DEATH),
        ("hospice", Reason.HOSPICE),
        ("", Reason.STOPPED),
        ("odd", "stopped"),
    ],
)
def test_from_the_stop_on_nothing_goes(why: str, reason: str) -> None:
    who = patient(own(step(), starts_on=START), stopped_on=START, stop_reason=why)
    assert reasons(plan(who, days=60), "step") == {reason}


def test_staff_still_hear_of_a_missed_dose_when_the_patient_wants_no_texts() -> None:
    staff = step(kind=StepKind.STAFF, anchor=Anchor.DOSE, words=("handoff:missed_dose",))
    who = patient(own(staff, doses=doses(START)), stopped_on=JOINED, stop_reason="opted_out")
    assert going(plan(who, days=60))
    assert not going(plan(replace(who, stop_reason="death"), days=60))


def test_fewer_texts_turns_teaching_and_mouth_care_off_only() -> None:
    who = patient(enrolment("denosumab", starts_on=START, doses=doses(START)), education_off=True)
    found = going(plan(who, days=60))
    assert not {line.kind for line in found} & {StepKind.EDUCATION, StepKind.HYGIENE}
    assert lines(tuple(found), "visit")


def test_a_caregiver_gets_the_card_and_the_visits_alone() -> None:
    who = patient(
        enrolment("everyone", id=1),
        enrolment("denosumab", starts_on=START, doses=doses(START)),
        recipients=(recipient(), recipient(id=2, phone=2, caregiver=True)),
    )
    found = [line for line in plan(who, days=40) if line.recipient == 2]
    assert {line.step_slug for line in found} == {"card", "visit"}


def test_a_caregiver_on_the_same_phone_gets_nothing_twice() -> None:
    who = patient(
        enrolment("everyone"), recipients=(recipient(), recipient(id=2, phone=1, caregiver=True))
    )
    found = [line for line in plan(who, days=5) if line.recipient == 2]
    assert {line.reason for line in found} == {Reason.SAME_PHONE}


def test_one_person_answers() -> None:
    daughter = recipient(id=2, phone=2, caregiver=True)
    who = patient(enrolment("everyone"), recipients=(recipient(answers=False), daughter))
    asked = {line.recipient for line in plan(who, days=30) if line.kind is StepKind.CHECK_IN}
    assert asked == {2}


def test_check_ins_go_at_half_past_ten_and_fever_at_five() -> None:
    ask = step(kind=StepKind.CHECK_IN, words=("question:Q-PAIN",))
    fever = step(id=2, slug="fever", kind=StepKind.CHECK_IN, words=("question:Q-TEMP",))
    who = patient(own(ask, fever, starts_on=START), preferred_time=time(15))
    assert [line.due_at.hour * 60 + line.due_at.minute for line in plan(who, days=30)] == [
        15 * 60 + 30,
        22 * 60,
    ]


def test_a_preferred_hour_at_night_waits_for_the_morning() -> None:
    who = patient(own(step(), starts_on=START), preferred_time=time(22))
    (line,) = plan(who, days=30)
    assert line.due_at.isoformat() == "2026-01-27T14:00:00+00:00"
    assert line.local_date == date(2026, 1, 27)
