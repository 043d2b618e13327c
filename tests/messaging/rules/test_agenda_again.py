"""A plan is made again and again: what has its place keeps it, what had none may find one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from messaging.rules.facts import (
    Anchor,
    CapRule,
    Desk,
    DoseState,
    Patient,
    Planned,
    PlanState,
    Sent,
    Step,
    StepKind,
)
from messaging.rules.reasons import Reason
from tests.messaging.invented import (
    JOINED,
    NEW_YORK,
    doses,
    lines,
    morning,
    own,
    patient,
    plan,
    recipient,
)

WEEKDAYS = Desk(NEW_YORK, frozenset(range(5)), time(8), time(17))
START = JOINED + timedelta(days=14)  # a Monday
MOUTH = "question:Q-MOUTH"
FULL = ("question:Q-CORD", "question:Q-BREAK", "question:Q-PAIN")


def step(slug: str, kind: StepKind, day: int, *words: str, **changes: object) -> Step:
    values: dict[str, object] = {
        "id": len(slug) * 100 + day,
        "slug": slug,
        "kind": kind,
        "anchor": Anchor.START,
        "offset_days": day,
        "words": words,
        "lateness": timedelta(hours=72),
    }
    return Step(**{**values, **changes})  # type: ignore[arg-type]


def question(day: int = 0, **changes: object) -> Step:
    return step("mouth-check", StepKind.CHECK_IN, day, MOUTH, **changes)


def teaching(day: int = 0, **changes: object) -> Step:
    return step("about", StepKind.EDUCATION, day, "topic:onj", **changes)


def on(steps: Step, at: datetime, **changes: object) -> Planned:
    (line,) = plan(patient(own(steps, starts_on=START), **changes), days=20, now=at)
    return line


class TestAQuestionThatHasItsPlace:
    def who(self) -> Patient:
        """Wednesday's check-in went with all its questions; hers was due on Tuesday."""
        went = Sent(
            recipient=1,
            enrolment=9,
            step="bone-check",
            occurrence="joined",
            local_date=START + timedelta(days=2),
            counts=True,
            words=FULL,
        )
        return patient(own(question(1), starts_on=START), sent=(went,))

    def test_keeps_it_whatever_check_in_was_full_before(self) -> None:
        thursday = START + timedelta(days=3)
        key = (1, 2, "mouth-check", "start")
        who = replace(self.who(), placed={key: thursday})
        (line,) = plan(who, days=20, now=morning(thursday))
        assert (line.state, line.local_date) == (PlanState.PLANNED, thursday)

    def test_without_one_it_goes_with_the_check_in_a_week_later(self) -> None:
        (line,) = plan(self.who(), days=20, now=morning(START + timedelta(days=3)))
        assert line.local_date == START + timedelta(days=8)


class TestACheckInThatIsLate:
    @pytest.mark.parametrize(
        ("hours", "expected"),
        [(48, (PlanState.SKIPPED, Reason.TOO_LATE)), (96, (PlanState.PLANNED, Reason.STAFFED_DAY))],
    )
    def test_does_not_go_when_its_staffed_days_are_over(
        self, hours: int, expected: tuple[PlanState, Reason]
    ) -> None:
        """It was due on Friday; on Saturday nobody reads the answer."""
        saturday = morning(START + timedelta(days=5))
        line = on(question(4, lateness=timedelta(hours=hours)), saturday, desk=WEEKDAYS)
        assert (line.state, line.reason) == expected

    @pytest.mark.parametrize(
        ("hour", "goes"), [(16, True), (17, False)], ids=["the desk is open", "it has closed"]
    )
    def test_goes_on_the_last_of_them_while_somebody_is_there(self, hour: int, goes: bool) -> None:
        friday = morning(START + timedelta(days=4), hour=5 + hour)
        line = on(question(4, lateness=timedelta(hours=20)), friday, desk=WEEKDAYS)
        assert (line.state is PlanState.PLANNED) is goes


class TestWhatNamesADrug:
    def test_is_not_pushed_where_she_has_not_agreed(self) -> None:
        line = on(teaching(), morning(START), recipients=(recipient(discreet=True),))
        assert (line.state, line.reason) == (PlanState.SKIPPED, Reason.NOT_AGREED)

    def test_takes_no_place_from_what_goes(self) -> None:
        other = step("mouth-care", StepKind.HYGIENE, 0, "template:M-FLOSS")
        who = own(teaching(), other, starts_on=START)
        discreet = patient(who, recipients=(recipient(discreet=True),))
        (care,) = lines(plan(discreet, days=20, now=morning(START)), "mouth-care")
        (later,) = lines(plan(patient(who), days=20, now=morning(START)), "mouth-care")
        assert (care.local_date, later.local_date) == (START, START + timedelta(days=1))


class TestAProcedure:
    after = question(2, anchor=Anchor.PROCEDURE)

    def days(self, *states: DoseState) -> list[date]:
        known = tuple(
            replace(dose, state=state)
            for state, dose in zip(states, doses(START, START), strict=False)
        )
        who = patient(own(self.after, starts_on=START, doses=known))
        return [line.local_date for line in plan(who, days=20, now=morning(START))]

    def test_that_was_called_off_asks_nothing_afterwards(self) -> None:
        assert self.days(DoseState.CANCELLED) == []

    def test_counts_from_the_one_that_stands(self) -> None:
        assert self.days(DoseState.CANCELLED, DoseState.PLANNED) == [START + timedelta(days=2)]

    def test_without_a_day_of_its_own_counts_from_the_start(self) -> None:
        assert self.days() == [START + timedelta(days=2)]


class TestADayWithAQuestionThatGoesInAnyCase:
    def test_has_no_place_for_a_full_check_in_from_the_day_before(self) -> None:
        """A visit keeps the three questions from their day; the next has two texts already."""
        check = StepKind.CHECK_IN
        steps = (
            step("visit", StepKind.REMINDER, 0, "template:T-VISIT", cap=CapRule.KEEP),
            step("bones", check, 0, *FULL),
            step("thirst", check, 1, "question:Q-THIRST"),
            step("calcium", check, 1, "question:Q-CALC", cap=CapRule.EXEMPT),
        )
        (bones,) = lines(plan(patient(own(*steps, starts_on=START)), days=20), "bones")
        assert (bones.local_date, bones.state) == (START + timedelta(days=2), PlanState.PLANNED)


def test_a_late_check_in_does_not_go_when_the_clinics_week_is_over() -> None:
    """Half past ten on Saturday in Adelaide is Friday in New York; at six it is Saturday there."""
    zone = "Australia/Adelaide"
    after_six = datetime(2026, 1, 24, 8, 36, tzinfo=UTC)
    people = (recipient(zone=zone),)
    line = on(question(4), after_six, zone=zone, recipients=people, desk=WEEKDAYS)
    assert line.local_date != after_six.date()
