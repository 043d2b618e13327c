"""At most one contact a day and four in a local week: merge, then move, then leave out."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest

from messaging.rules.facts import Anchor, CapRule, Patient, PlanState, Sent, Step, StepKind
from messaging.rules.reasons import Reason
from tests.messaging.invented import JOINED, going, lines, morning, own, patient, plan

WEEK = JOINED + timedelta(days=7)  # a whole week, Monday to Sunday
_numbers: Iterator[int] = count(1)


def step(slug: str, day: int, kind: StepKind = StepKind.EDUCATION, **changes: object) -> Step:
    values: dict[str, object] = {
        "id": next(_numbers),
        "slug": slug,
        "kind": kind,
        "anchor": Anchor.START,
        "offset_days": day,
        "words": (f"topic:{slug}",),
    }
    return Step(**{**values, **changes})  # type: ignore[arg-type]


def ask(slug: str, day: int, *questions: str, **changes: object) -> Step:
    words = tuple(f"question:{each}" for each in questions)
    return step(slug, day, StepKind.CHECK_IN, words=words, **changes)


def hygiene(slug: str, day: int, **changes: object) -> Step:
    return step(slug, day, StepKind.HYGIENE, words=("template:M-FLOSS",), **changes)


def keep(slug: str, day: int) -> Step:
    return step(slug, day, StepKind.REMINDER, cap=CapRule.KEEP, words=("template:T-VISIT",))


def who(*steps: Step, **changes: object) -> Patient:
    return patient(own(*steps, starts_on=WEEK), **changes)


def days(of: Patient) -> dict[str, tuple[int, str]]:
    """Each step's day after the Monday, and the reason it stands for."""
    return {
        line.step_slug: ((line.local_date - WEEK).days, line.reason) for line in plan(of, days=30)
    }


def test_of_two_texts_on_a_day_one_moves_within_its_lateness() -> None:
    of = who(step("a", 0), step("b", 0, lateness=timedelta(days=2)))
    assert days(of) == {"a": (0, Reason.DUE), "b": (1, Reason.MOVED)}


def test_what_cannot_move_is_left_out() -> None:
    of = who(step("a", 0), step("b", 0))
    assert days(of) == {"a": (0, Reason.DUE), "b": (0, Reason.OVER_CAP)}


def test_the_fifth_of_a_week_moves_to_the_next_week() -> None:
    steps = [step(slug, n) for n, slug in enumerate("abcd")]
    of = who(*steps, step("e", 4, lateness=timedelta(days=5)))
    assert days(of)["e"] == (7, Reason.MOVED)


def test_mouth_care_is_left_out_before_teaching() -> None:
    steps = [hygiene("mouth", 0), *(step(slug, n) for n, slug in enumerate("abcd", start=1))]
    found = days(who(*steps))
    assert found["mouth"] == (0, Reason.OVER_CAP)
    assert {found[slug][1] for slug in "abcd"} == {Reason.DUE}


def test_teaching_is_left_out_before_questions() -> None:
    asked = ("Q-WOUND", "Q-PAIN", "Q-BREAK", "Q-MOUTH")
    questions = [ask(f"q{n}", n, question) for n, question in enumerate(asked, start=1)]
    found = days(who(step("teach", 0), *questions))
    assert found["teach"] == (0, Reason.OVER_CAP)


def test_visits_are_never_dropped() -> None:
    found = days(who(*(keep(f"v{n}", n) for n in range(6)), step("teach", 6)))
    assert {found[f"v{n}"] for n in range(6)} == {(n, Reason.DUE) for n in range(6)}
    assert found["teach"][1] == Reason.OVER_CAP


def test_what_the_caps_spare_is_not_counted() -> None:
    cards = [
        step(f"p{n}", n, StepKind.PRECAUTION, cap=CapRule.EXEMPT, words=("template:CARD",))
        for n in range(4)
    ]
    found = days(who(*cards, *(step(f"t{n}", n) for n in range(4))))
    assert {reason for _, reason in found.values()} == {Reason.DUE}


def test_what_was_sent_counts_in_its_week() -> None:
    sent = tuple(
        Sent(1, 9, f"s{n}", "start", WEEK + timedelta(days=n), counts=True) for n in range(4)
    )
    assert days(who(step("a", 5), sent=sent)) == {"a": (5, Reason.OVER_CAP)}
    uncounted = tuple(
        Sent(1, 9, "s", str(n), s.local_date, counts=False) for n, s in enumerate(sent)
    )
    assert days(who(step("a", 5), sent=uncounted)) == {"a": (5, Reason.DUE)}


def test_another_patients_contacts_on_a_shared_phone_count() -> None:
    sent = (Sent(77, 9, "s", "start", WEEK, counts=True, phone=1),)
    assert days(who(step("a", 0), sent=sent))["a"][1] == Reason.OVER_CAP


def test_check_ins_of_one_day_join_into_one_with_the_most_urgent_first() -> None:
    of = who(ask("slow", 0, "Q-MOUTH"), ask("pain", 0, "Q-PAIN"), ask("cord", 0, "Q-CORD"))
    (host,) = going(plan(of, days=30))
    assert (host.step_slug, host.counts) == ("cord", True)
    assert host.words == ("question:Q-CORD", "question:Q-PAIN", "question:Q-MOUTH")
    others = [line for line in plan(of, days=30) if line.state is PlanState.MERGED]
    assert {line.into for line in others} == {(2, "cord", "start")}


def test_a_fourth_question_moves_a_week() -> None:
    of = who(ask("weekly", 0, "Q-CORD", "Q-PAIN", "Q-BREAK"), ask("mouth", 0, "Q-MOUTH"))
    assert days(of)["mouth"] == (7, Reason.MOVED)


def test_a_fourth_question_that_belongs_to_a_dose_moves_a_day() -> None:
    wound = ask("wound", 0, "Q-WOUND", anchor=Anchor.PROCEDURE, lateness=timedelta(days=2))
    steps = [ask("weekly", 0, "Q-CORD", "Q-TEMP2", "Q-CALC"), wound]
    assert days(who(*steps))["wound"] == (1, Reason.MOVED)


def test_the_same_question_twice_in_a_check_in_is_asked_once() -> None:
    of = who(ask("one", 0, "Q-PAIN"), ask("two", 0, "Q-PAIN"))
    (host,) = going(plan(of, days=30))
    assert host.words == ("question:Q-PAIN",)


def test_the_fever_question_goes_on_its_own() -> None:
    of = who(ask("fever", 0, "Q-TEMP", cap=CapRule.EXEMPT), ask("pain", 0, "Q-PAIN"))
    assert [line.words for line in going(plan(of, days=30))] == [
        ("question:Q-PAIN",),
        ("question:Q-TEMP",),
    ]


def test_over_the_cap_a_check_in_joins_a_later_one_of_its_week() -> None:
    steps = [*(keep(f"v{n}", n) for n in range(3)), ask("cord", 5, "Q-CORD")]
    of = who(*steps, ask("mouth", 3, "Q-MOUTH", lateness=timedelta(days=4)))
    (line,) = lines(plan(of, days=30), "mouth")
    assert (line.into, line.local_date) == ((2, "cord", "start"), WEEK + timedelta(days=5))


def test_spared_questions_stay_when_their_check_in_finds_no_place() -> None:
    of = who(
        keep("visit", 0),
        ask("calcium", 0, "Q-CALC", cap=CapRule.EXEMPT),
        ask("mouth", 0, "Q-MOUTH"),
    )
    found = days(of)
    assert found["calcium"] == (0, Reason.DUE)
    assert found["mouth"] == (0, Reason.OVER_CAP)


def test_a_check_in_that_finds_no_place_as_a_whole_goes_in_parts() -> None:
    """The question that may wait is not lost with the one that may not."""
    cord = ask("cord", 0, "Q-CORD", lateness=timedelta(days=3))
    of = who(keep("visit", 0), cord, ask("wound", 0, "Q-WOUND"))
    found = days(of)
    assert found["cord"] == (1, Reason.MOVED)
    assert found["wound"] == (0, Reason.OVER_CAP)


def test_the_dental_gate_moves_to_a_quieter_day_but_a_visit_does_not() -> None:
    gate = ask("gate", 0, "T-DENTIST", cap=CapRule.KEEP, lateness=timedelta(days=3))
    assert days(who(keep("visit", 0), gate)) == {"visit": (0, "due"), "gate": (1, "moved")}


def test_a_day_has_at_most_four_texts_with_the_replies() -> None:
    """Three questions and a closing text are four: the card's day has no room for them."""
    card = step("card", 0, StepKind.PRECAUTION, cap=CapRule.EXEMPT, words=("template:CARD",))
    check = ask("check", 0, "Q-CORD", "Q-PAIN", "Q-BREAK", lateness=timedelta(days=2))
    assert days(who(card, check))["check"] == (1, Reason.MOVED)


@pytest.mark.parametrize("day", range(7))
def test_weeks_are_decided_the_same_on_any_day_of_them(day: int) -> None:
    """Planned on Wednesday with what went on Monday and Tuesday, the rest of the week stands."""
    steps = [step(slug, n) for n, slug in enumerate("abcdef")]
    whole = days(who(*steps))
    gone = tuple(
        Sent(1, 2, slug, "start", WEEK + timedelta(days=n), counts=whole[slug][1] == Reason.DUE)
        for n, slug in enumerate("abcdef")
        if n < day
    )
    now = morning(WEEK + timedelta(days=day))
    rest = plan(who(*steps, sent=gone), days=30, now=now)
    assert {line.step_slug: line.reason for line in rest} == {
        slug: whole[slug][1] for n, slug in enumerate("abcdef") if n >= day
    }


def test_the_week_begins_on_monday_wherever_the_year_does() -> None:
    assert date(2026, 1, 12).weekday() == 0 == WEEK.weekday()
