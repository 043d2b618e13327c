"""One text in place of two."""

from datetime import timedelta

import pytest

from messaging.rules.facts import (
    Anchor,
    CapRule,
    Patient,
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
    every,
    going,
    lines,
    own,
    patient,
    plan,
)

START = JOINED + timedelta(days=21)


def both(*, apart: int, **changes: object) -> Patient:
    """A bisphosphonate and denosumab that start some days apart."""
    return patient(
        enrolment("bisphosphonate", id=2, starts_on=START),
        enrolment("denosumab", id=3, starts_on=START + timedelta(days=apart)),
        **changes,
    )


@pytest.mark.parametrize("apart", [0, 1, 6])
def test_two_bone_drugs_ask_for_the_dentist_once_and_name_both(apart: int) -> None:
    found = lines(plan(both(apart=apart), days=20), "dentist-first")
    host, other = sorted(found, key=lambda line: line.enrolment)
    assert (host.state, host.also) == (PlanState.PLANNED, (3,))
    assert (other.state, other.into) == (PlanState.MERGED, (2, "dentist-first", "start"))


@pytest.mark.parametrize("length", range(5, 12))
def test_a_short_plan_already_knows_for_whom_a_text_speaks(length: int) -> None:
    """The text of the second treatment lies beyond the short plan."""
    long = plan(both(apart=6), days=60)
    assert long[: len(plan(both(apart=6), days=length))] == plan(both(apart=6), days=length)


@pytest.mark.parametrize("apart", [0, 5, 9, 13])
@pytest.mark.parametrize("slug", ["mouth-care", "mouth-check"])
def test_two_bone_drugs_care_for_one_mouth(slug: str, apart: int) -> None:
    """As many texts as one drug would bring, give or take the first."""
    one = patient(enrolment("bisphosphonate", id=2, starts_on=START))
    alone = lines(tuple(going(plan(one, days=160))), slug)
    together = lines(tuple(going(plan(both(apart=apart), days=160))), slug)
    gone = {line.local_date for line in together}
    inside = {line.local_date for line in lines(plan(both(apart=apart), days=160), slug)}
    assert len(together) <= len(alone) + 1
    assert gone <= inside


def test_what_was_sent_for_one_treatment_is_not_sent_for_the_other() -> None:
    day = START - timedelta(days=14)
    sent = Sent(1, 2, "dentist-first", "start", day, counts=True, words=("question:T-DENTIST",))
    (line,) = lines(plan(both(apart=3, sent=(sent,)), days=20), "dentist-first")
    assert (line.enrolment, line.into) == (3, (2, "dentist-first", "start"))


def test_a_text_goes_itself_if_its_twin_finds_no_place() -> None:
    keyed = {"merge_key": "k", "anchor": Anchor.START, "words": ("topic:onj",)}
    visit = Step(
        1, "v", StepKind.REMINDER, Anchor.START, 0, ("template:T-VISIT",), cap=CapRule.KEEP
    )
    one = Step(id=2, slug="one", kind=StepKind.EDUCATION, offset_days=0, **keyed)  # type: ignore[arg-type]
    two = Step(id=3, slug="two", kind=StepKind.EDUCATION, offset_days=2, **keyed)  # type: ignore[arg-type]
    who = patient(own(visit, one, starts_on=START), own(two, id=3, starts_on=START))
    found = {line.step_slug: line.reason for line in plan(who, days=40)}
    assert found == {"v": Reason.DUE, "one": Reason.OVER_CAP, "two": Reason.DUE}


def test_a_question_is_asked_if_the_one_it_gave_way_to_finds_no_place() -> None:
    visit = Step(
        9, "v", StepKind.REMINDER, Anchor.START, 0, ("template:T-VISIT",), cap=CapRule.KEEP
    )
    crowded = own(visit, check("one", 0, "Q-MOUTH", id=1), starts_on=START)
    who = patient(crowded, own(check("two", 2, "Q-MOUTH", id=2), id=3, starts_on=START))
    found = {line.step_slug: line.reason for line in plan(who, days=40)}
    assert found == {"v": Reason.DUE, "one": Reason.OVER_CAP, "two": Reason.DUE}


def test_doses_on_their_own_days_keep_their_own_texts() -> None:
    days = every(28, first=START, times=3)
    who = patient(enrolment("denosumab", starts_on=START, doses=doses(*days)))
    found = lines(tuple(going(plan(who, days=120))), "calcium-4")
    assert len(found) == 3


def check(slug: str, day: int, question: str, *, id: int, every_days: int | None = None) -> Step:
    return Step(
        id=id,
        slug=slug,
        kind=StepKind.CHECK_IN,
        anchor=Anchor.START,
        offset_days=day,
        words=(f"question:{question}",),
        recurrence=Recurrence(every_days=every_days),
    )


def two(one: Step, other: Step) -> Patient:
    """Two treatments with a question each."""
    return patient(own(one, starts_on=START), own(other, id=3, starts_on=START))


def test_one_protocol_may_ask_twice_in_two_weeks() -> None:
    steps = check("one", 0, "Q-LOOSE", id=1), check("again", 7, "Q-LOOSE", id=2)
    assert len(going(plan(patient(own(*steps, starts_on=START)), days=60))) == 2


def test_a_question_of_the_last_two_weeks_is_not_asked_again() -> None:
    who = two(check("one", 0, "Q-MOUTH", id=1), check("two", 13, "Q-MOUTH", id=2))
    assert [line.reason for line in plan(who, days=60)] == [Reason.DUE, Reason.ASKED_RECENTLY]


def test_after_two_weeks_it_is() -> None:
    who = two(check("one", 0, "Q-MOUTH", id=1), check("two", 14, "Q-MOUTH", id=2))
    assert len(going(plan(who, days=60))) == 2


def test_what_was_asked_before_counts_too() -> None:
    asked = Sent(1, 9, "x", "start", START - timedelta(3), counts=True, words=("question:Q-MOUTH",))
    who = patient(own(check("one", 0, "Q-MOUTH", id=1), starts_on=START), sent=(asked,))
    assert [line.reason for line in plan(who, days=60)] == [Reason.ASKED_RECENTLY]


def test_a_weekly_question_stays_weekly() -> None:
    who = two(
        check("weekly", 0, "Q-BREAK", id=1, every_days=7),
        check("other", 2, "Q-BREAK", id=2, every_days=14),
    )
    found = plan(who, days=60)
    assert len(lines(tuple(going(found)), "weekly")) == 6
    assert not lines(tuple(going(found)), "other")


def test_a_question_about_another_symptom_is_another_question() -> None:
    one, two = (
        Step(
            id=n,
            slug=symptom,
            kind=StepKind.CHECK_IN,
            anchor=Anchor.START,
            offset_days=n,
            words=("question:Q-SEV",),
            symptom=symptom,
        )
        for n, symptom in enumerate(("nausea", "tiredness"), start=1)
    )
    found = going(plan(patient(own(one, two, starts_on=START)), days=60))
    assert [line.words for line in found] == [
        ("question:Q-SEV:nausea",),
        ("question:Q-SEV:tiredness",),
    ]


def test_questions_on_a_day_after_a_visit_are_asked_on_purpose() -> None:
    visits = tuple(START + timedelta(days=n) for n in range(5))
    who = patient(enrolment("external-radiation", doses=doses(*visits)))
    asked = [f"flare-{n}" for n in (1, 2, 3, 5, 10)]
    assert {line.reason for slug in asked for line in lines(plan(who, days=60), slug)} <= {
        Reason.DUE,
        Reason.MERGED,
        Reason.MOVED,
    }


def test_texts_in_turn_rotate_by_occurrence() -> None:
    who = patient(enrolment("denosumab", starts_on=START))
    found = lines(plan(who, days=140), "mouth-care")
    said = [line.words[0].removeprefix("template:") for line in found]
    assert said[:7] == [
        f"M-{name}" for name in ("FLOSS", "TWOMIN", "DENTURES", "CHECKUP", "TELL", "LOOK", "FLOSS")
    ]
