"""Warnings are sentences that name the mend."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from messaging.rules import forewarned
from messaging.rules.coming import DoseDay, Fate
from messaging.rules.facts import Patient, Recipient
from messaging.rules.outlook import Starved
from messaging.rules.worded import NOT_AGREED, Text, Worded
from tests.messaging.rules.any_line import MONDAY, coming

GAP = Starved(
    recipient=1,
    enrolment=2,
    step=3,
    words=("question:Q-MOUTH",),
    days=(MONDAY, MONDAY + timedelta(days=28)),
    again_on=MONDAY + timedelta(days=56),
)
HER = Patient(
    id=1,
    zone="America/Chicago",
    enrolments=(),
    recipients=(Recipient(id=1, phone=1, zone="America/Chicago", joined_on=MONDAY),),
)


def test_a_starved_question_says_till_when_and_which_weekday_helps() -> None:
    assert forewarned.no_place([GAP], kinder=4, titles={}) == [
        "Check-in: mouth: finds no place until Mon 27 Apr. "
        "It is left out on Mon 2 Mar and Mon 30 Mar, as there are already enough texts.",
        "Friday as her weekly day would leave the fewest texts out.",
    ]


def test_one_that_finds_none_again_and_no_better_day_are_said_plainly() -> None:
    (said,) = forewarned.no_place([replace(GAP, again_on=None)], kinder=None, titles={})
    assert "finds no place. It is left out" in said


def test_no_weekday_is_advised_where_nothing_starves() -> None:
    assert forewarned.no_place([], kinder=4, titles={}) == []


def test_missing_words_are_said_once_with_how_many_texts_they_touch() -> None:
    lacking = Worded((Text("a", lacking='No approved words for "T-SHOT".'),), why_not="x")
    lines = [coming(n, fate=Fate.NOT, worded=lacking) for n in range(3)]
    assert forewarned.no_words(lines) == [
        'No approved words for "T-SHOT". 3 texts do not go: approve words, or tell her yourself.'
    ]


def test_words_that_she_has_not_agreed_to_are_another_matter() -> None:
    lacking = Worded((Text("topic:onj", lacking=NOT_AGREED),), why_not=NOT_AGREED)
    assert forewarned.no_words([coming(fate=Fate.NOT, worded=lacking)]) == [
        "1 text that names a drug or illness does not go: she has not agreed to that."
    ]


def test_a_closing_text_without_words_touches_no_text() -> None:
    closing = Worded((Text("a", body="Well?"), Text("R-OK", lacking="None.", closing=True)))
    assert forewarned.no_words([coming(worded=closing)]) == []


def test_a_dose_on_a_closed_day() -> None:
    doses = [
        DoseDay(MONDAY, "denosumab", "planned"),
        DoseDay(date(2026, 3, 7), "shot", "planned", True),
    ]
    assert list(forewarned.closed_days(doses)) == [
        "Sat 7 Mar, shot: the clinic is closed on that day."
    ]


@pytest.mark.parametrize(
    ("hour", "zone", "said"),
    [
        pytest.param(time(10), "America/Chicago", "", id="by day"),
        pytest.param(time(7), "America/Chicago", "go at 09:00", id="before the quiet hours end"),
        pytest.param(time(21), "America/Chicago", "go at 09:00", id="at night"),
        pytest.param(time(9), "America/Los_Angeles", "go at 11:00", id="by the phone's own zone"),
    ],
)
def test_an_hour_in_quiet_hours_says_when_texts_go(hour: time, zone: str, said: str) -> None:
    phone = replace(HER.recipients[0], zone=zone)
    her = replace(HER, preferred_time=hour, recipients=(phone,))
    warned = forewarned.quiet_hours(her, on=MONDAY)
    assert (said in warned[0]) if said else warned == []


@pytest.mark.parametrize(
    ("recipients", "said"),
    [
        pytest.param(HER.recipients, "", id="joined"),
        pytest.param((), "No phone is on record", id="no phone"),
        pytest.param(
            (replace(HER.recipients[0], joined_on=None),), "No phone may be texted", id="left"
        ),
    ],
)
def test_a_patient_whom_nothing_reaches(recipients: tuple[Recipient, ...], said: str) -> None:
    warned = forewarned.nobody_joined(replace(HER, recipients=recipients))
    assert warned[0].startswith(said) if said else warned == []
