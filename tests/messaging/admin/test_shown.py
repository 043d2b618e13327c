"""Times, days, bodies and states as staff see them."""

import re
from datetime import timedelta

import pytest

from messaging.admin import shown
from messaging.admin.filters import span_of
from messaging.admin.shown import age, local, moment, short
from messaging.rules.status import MessageState, ReminderState
from tests.factories import NOW, TODAY


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


def test_in_a_list_a_time_breaks_between_day_and_hour_alone() -> None:
    parts = re.findall(r">([^<]+)</span>", moment(NOW, "America/Phoenix"))
    assert parts == ["Tue 3 Mar,", "09:05 MST"]


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
