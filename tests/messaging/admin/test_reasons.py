"""Codes and stored reasons, told in plain words."""

from datetime import timedelta

import pytest

from messaging.admin import reasons, shown
from messaging.admin.filters import span_of
from messaging.admin.shown import age, local, short
from messaging.rules.status import MessageState, ReminderState
from tests.factories import NOW, TODAY


@pytest.mark.parametrize("code", sorted(reasons.CODES))
def test_every_code_is_a_sentence(code: int) -> None:
    said = reasons.of_code(code)
    assert said[0].isupper()
    assert said.endswith(".")


def test_an_unknown_code_is_named() -> None:
    assert "39999" in reasons.of_code(39999)


@pytest.mark.parametrize(
    ("reason", "code", "told"),
    [
        ("", None, ""),
        ("no longer useful", None, "It could not go out while it was of use."),
        ("over_cap", None, "There are already as many texts as fit in that week."),
        ("refused by the provider: 21610", 21610, reasons.CODES[21610]),
        ("somebody's own words", None, "somebody's own words"),
    ],
)
def test_a_reason_is_explained(reason: str, code: int | None, told: str) -> None:
    assert reasons.explain(reason, code) == told


@pytest.mark.parametrize(
    ("past", "told"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(seconds=-5), "0 s"),
    ],
)
def test_ages_come_in_one_unit(past: timedelta, told: str) -> None:
    assert age(NOW - past, NOW) == told


def test_a_time_is_told_on_her_clock_with_its_zone() -> None:
    assert local(NOW, "America/Phoenix") == "Tue 3 Mar, 09:05 MST"


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("today", (TODAY, TODAY)),
        ("next", (TODAY, TODAY + timedelta(days=6))),
        ("2026-03-04", (TODAY + timedelta(days=1), TODAY + timedelta(days=1))),
        ("rubbish", None),
        ("", None),
    ],
)
def test_a_filter_stands_for_days(value: str, span: object) -> None:
    assert span_of(value, TODAY) == span


def test_long_words_are_cut_in_lists() -> None:
    assert len(short("word " * 100)) <= 90
    assert short("two\nlines") == "two lines"


def test_every_state_has_its_words() -> None:
    assert set(shown.STATE_WORDS) == set(MessageState)
    assert set(shown.REMINDER_WORDS) == set(ReminderState)
