"""Texts that cannot go on their day: no staff, an open alert, a stay in hospital."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from messaging.rules.facts import (
    Anchor,
    CapRule,
    Desk,
    Patient,
    Planned,
    PlanState,
    Sent,
    Stay,
    Step,
    StepKind,
)
from messaging.rules.reasons import Reason
from tests.messaging.invented import (
    JOINED,
    NEW_YORK,
    doses,
    enrolment,
    every,
    morning,
    own,
    patient,
    plan,
    recipient,
)

WEEKDAYS = Desk(NEW_YORK, frozenset(range(5)), time(8), time(17))
START = JOINED + timedelta(days=14)  # a Monday

PRECAUTION, EDUCATION = StepKind.PRECAUTION, StepKind.EDUCATION
CHECK, STAFF, REMINDER = StepKind.CHECK_IN, StepKind.STAFF, StepKind.REMINDER
WORDS = {
    PRECAUTION: "template:CARD",
    EDUCATION: "topic:onj",
    REMINDER: "template:T-VISIT",
    CHECK: "question:Q-MOUTH",
    STAFF: "handoff:missed_dose",
}


def step(kind: StepKind, day: int = 0, *, hours: int = 72, **changes: object) -> Step:
    values: dict[str, object] = {
        "id": 1,
        "slug": kind.value.replace("_", "-"),
        "kind": kind,
        "anchor": Anchor.START,
        "offset_days": day,
        "words": (WORDS[kind],),
        "lateness": timedelta(hours=hours),
        "cap": CapRule.EXEMPT if kind in (PRECAUTION, STAFF) else CapRule.MOVE,
    }
    return Step(**{**values, **changes})  # type: ignore[arg-type]


def one(of: Step, *, now: datetime | None = None, **changes: object) -> Planned:
    """The single line of a treatment with this one step."""
    who = patient(own(of, starts_on=START), **changes)
    (line,) = plan(who, days=60, now=now)
    return line


def went(line: Planned) -> tuple[PlanState, str, int]:
    return line.state, line.reason, (line.local_date - START).days


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(4, (Reason.DUE, 4), id="Friday"),
        pytest.param(5, (Reason.STAFFED_DAY, 7), id="Saturday: Monday"),
        pytest.param(6, (Reason.STAFFED_DAY, 7), id="Sunday: Monday"),
    ],
)
def test_a_check_in_waits_for_a_staffed_day(day: int, expected: tuple[str, int]) -> None:
    line = one(step(CHECK, day), desk=WEEKDAYS)
    assert went(line) == (PlanState.PLANNED, *expected)


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(step(CHECK, 5, hours=30), id="a question that would be too late by then"),
        pytest.param(step(CHECK, 5, cap=CapRule.EXEMPT), id="one of safety"),
        pytest.param(step(EDUCATION, 5), id="a text that asks nothing"),
    ],
)
def test_on_a_closed_day_goes(of: Step) -> None:
    assert went(one(of, desk=WEEKDAYS)) == (PlanState.PLANNED, Reason.DUE, 5)


def test_with_less_than_four_staffed_hours_left_a_check_in_goes_on_the_next_day() -> None:
    """After an outage till one in the afternoon there are four hours, a minute later not."""
    one_o_clock = morning(START, hour=18)
    at_one = one(step(CHECK), desk=WEEKDAYS, now=one_o_clock)
    later = one(step(CHECK), desk=WEEKDAYS, now=one_o_clock + timedelta(minutes=1))
    assert (at_one.local_date, later.local_date) == (START, START + timedelta(days=1))


def test_where_her_hour_never_leaves_four_only_the_day_counts() -> None:
    """Half past ten in Honolulu is half past three in New York."""
    zone = "Pacific/Honolulu"
    people = (recipient(zone=zone),)
    tuesday, saturday = (
        one(step(CHECK, day), zone=zone, recipients=people, desk=WEEKDAYS) for day in (1, 5)
    )
    assert went(tuesday)[1:] == (Reason.DUE, 1)
    assert went(saturday)[1:] == (Reason.STAFFED_DAY, 7)


def test_a_clinic_that_is_never_staffed_asks_all_the_same() -> None:
    nobody = Desk(NEW_YORK, frozenset())
    assert went(one(step(CHECK), desk=nobody)) == (PlanState.PLANNED, Reason.DUE, 0)


@pytest.mark.parametrize("kind", [EDUCATION, CHECK, REMINDER])
def test_an_open_alert_puts_off_until_tomorrow(kind: StepKind) -> None:
    line = one(step(kind), alert_open=True, now=morning(START))
    assert went(line) == (PlanState.PLANNED, Reason.OPEN_ALERT, 1)


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(step(PRECAUTION), id="a precaution"),
        pytest.param(step(CHECK, cap=CapRule.EXEMPT), id="the fever question"),
        pytest.param(step(STAFF), id="a task for staff"),
        pytest.param(step(EDUCATION, 1), id="what is due tomorrow"),
    ],
)
def test_an_open_alert_does_not_touch(of: Step) -> None:
    line = one(of, alert_open=True, now=morning(START))
    assert went(line) == (PlanState.PLANNED, Reason.DUE, of.offset_days)


def test_what_an_alert_held_too_long_says_so() -> None:
    line = one(step(EDUCATION, hours=12), alert_open=True, now=morning(START))
    assert went(line) == (PlanState.SKIPPED, Reason.OPEN_ALERT, 0)


STAY = Stay(START - timedelta(days=1), START + timedelta(days=1))
STILL_THERE = Stay(START - timedelta(days=1))


@pytest.mark.parametrize(
    ("of", "stay", "expected"),
    [
        pytest.param(
            step(EDUCATION),
            STAY,
            (PlanState.PLANNED, Reason.HOSPITAL_STAY, 2),
            id="teaching waits till the day after she is home",
        ),
        pytest.param(
            step(REMINDER, hours=24),
            STAY,
            (PlanState.SKIPPED, Reason.HOSPITAL_STAY, 0),
            id="what is of no use by then does not go",
        ),
        pytest.param(
            step(EDUCATION),
            STILL_THERE,
            (PlanState.SKIPPED, Reason.HOSPITAL_STAY, 0),
            id="nothing is promised while the day is open",
        ),
        pytest.param(
            step(PRECAUTION), STILL_THERE, (PlanState.PLANNED, Reason.DUE, 0), id="safety goes"
        ),
        pytest.param(
            step(STAFF), STILL_THERE, (PlanState.PLANNED, Reason.DUE, 0), id="staff still hear"
        ),
        pytest.param(
            step(EDUCATION, -3), STAY, (PlanState.PLANNED, Reason.DUE, -3), id="before the stay"
        ),
        pytest.param(
            step(EDUCATION, 2), STAY, (PlanState.PLANNED, Reason.DUE, 2), id="after the stay"
        ),
    ],
)
def test_in_hospital(of: Step, stay: Stay, expected: tuple[PlanState, str, int]) -> None:
    assert went(one(of, stays=(stay,))) == expected


OPERATION = doses(START)
HOME = START + timedelta(days=4)


@pytest.mark.parametrize(
    ("stays", "counted_from"),
    [
        pytest.param((), START, id="no stay noted: the operation's own day"),
        pytest.param((Stay(START, HOME),), HOME, id="admitted for it"),
        pytest.param((Stay(START - timedelta(3), HOME),), HOME, id="in hospital before"),
        pytest.param((Stay(START + timedelta(1), HOME),), HOME, id="noted a day late"),
        pytest.param((Stay(START + timedelta(20), None),), START, id="another stay"),
        pytest.param((Stay(START - timedelta(9), START - timedelta(5)),), START, id="an older one"),
    ],
)
def test_after_surgery_days_count_from_going_home(
    stays: tuple[Stay, ...], counted_from: date
) -> None:
    who = patient(own(_wound(), starts_on=START, doses=OPERATION), stays=stays)
    (line,) = plan(who, days=15, start=START - timedelta(days=2))
    assert line.local_date == counted_from + timedelta(days=2)


def test_while_she_is_in_hospital_nothing_counts_from_going_home() -> None:
    who = patient(own(_wound(), starts_on=START, doses=OPERATION), stays=(Stay(START),))
    assert plan(who, days=60) == ()


def _wound() -> Step:
    return step(CHECK, 2, anchor=Anchor.DISCHARGE, words=("question:Q-WOUND",))


@pytest.mark.parametrize("pills", [True, False])
def test_pills_are_refilled_and_shots_are_visits(pills: bool) -> None:
    steps = (
        step(REMINDER, slug="refill", only_if=frozenset({"pills"})),
        step(REMINDER, slug="shot", only_if=frozenset({"not_pills"}), id=2),
    )
    found = plan(patient(own(*steps, starts_on=START, pills=pills)), days=30)
    states = {line.step_slug: line.state is PlanState.PLANNED for line in found}
    assert states == {"refill": pills, "shot": not pills}


def test_what_was_decided_before_is_left_out() -> None:
    """With all that was sent known, the same lines remain, whatever lies behind."""
    who = _half_a_year()
    now = morning(START + timedelta(days=100))
    decided = _decided_until(who, now - timedelta(days=3))
    whole, rest = (plan(each, days=30, now=now) for each in (who, decided))
    assert rest == tuple(line for line in whole if line.useful_until > now - timedelta(days=3))
    assert len(rest) < len(whole) / 2


def test_an_enrolment_made_since_is_planned_from_its_beginning() -> None:
    who = _half_a_year()
    new = enrolment("chemotherapy", id=9, starts_on=START, doses=doses(START, enrolment=9))
    decided = _decided_until(who, morning(START + timedelta(days=100)))
    found = plan(
        replace(decided, enrolments=(*decided.enrolments, new)),
        days=30,
        now=morning(START + timedelta(days=100)),
    )
    assert {line.step_slug for line in found if line.enrolment == 9} >= {"about", "fever-14"}


def test_another_patients_contact_takes_the_place_on_a_shared_phone() -> None:
    """It may be a planned one: the two plan one after the other."""
    other = Sent(7, 7, "visit", "dose:1", START, counts=True, words=("template:T-VISIT",), phone=1)
    line = one(step(EDUCATION), sent=(other,))
    assert went(line) == (PlanState.PLANNED, Reason.MOVED, 1)


def _half_a_year() -> Patient:
    days = every(28, first=START, times=6)
    return patient(
        enrolment("everyone", id=1), enrolment("denosumab", starts_on=START, doses=doses(*days))
    )


def _decided_until(who: Patient, instant: datetime) -> Patient:
    known = tuple(replace(each, decided_until=instant) for each in who.enrolments)
    return replace(who, enrolments=known)
