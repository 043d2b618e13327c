"""A year of one patient on denosumab, stepped from due instant to due instant.

Every row of the care plan for her (the protocols "everyone" and "denosumab") is in
the agenda once an occurrence, and went out in her day window or stands with its
reason, over both clock changes (8 March and 1 November 2026).
"""

from collections import Counter
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from messaging.models import InboundMessage, OutboundMessage, Patient, Question, Reminder
from messaging.rules.status import MessageState, ReminderState
from tests import factories
from tests.factories import NOW, TODAY
from tests.flows import year

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/Chicago")
DAYS = 365
FIRST_DOSE = TODAY + timedelta(days=20)
DOSES = 13

# From the table of treatments: how often each row must stand in her agenda in 365 days.
# Doses fall on days 20, 48, ... 356; mouth care and checks run from the first dose on.
EXPECTED = {
    "welcome": 1,  # the day she joined
    "card": 7,  # day 1, then every 60 days
    "bone-check-thirst": 12,  # every 28 days from day 28, in that week's check-in
    "still-you": 4,  # every 90 days
    "dentist-first": 1,  # 14 days before the first dose
    "dentist-again": 1,  # 7 days before, if not done
    "dental-work-first": 1,  # 7 days before the first dose
    "dental-work": DOSES,  # 7 days before each dose
    "about": 1,  # 3 days before the first dose
    "visit": DOSES,  # 2 days before each dose
    "side-effects": 3,  # the day after each of the first three doses
    "calcium-4": 3,  # 4 days after each of the first three doses
    "calcium-10": 3,  # 10 days after each of the first three doses
    "mouth-check": 12,  # every 28 days from 28 days after the first dose
    "dental-visit": 1,  # every 180 days from the first dose
}


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: object) -> object:
    """The year, lived once for all tests of this module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        june = factories.patient(weekly_day=2)
        factories.treatment(june, starts_on=FIRST_DOSE, doses=DOSES)
        year.live(june, since=NOW, until=NOW + timedelta(days=DAYS))
        yield june
        transaction.set_rollback(True)


def decided(june: Patient) -> list[Reminder]:
    """All that was due within the year, newest facts."""
    rows = Reminder.objects.of_patient(june.pk).filter(due_at__lt=NOW + timedelta(days=DAYS - 2))
    return list(rows.select_related("step"))


def test_each_row_of_the_plan_stands_in_the_agenda_once_an_occurrence(lived: Patient) -> None:
    counted = Counter(row.step.slug for row in decided(lived))
    expected = {slug: counted[slug] for slug in EXPECTED}
    assert expected == EXPECTED
    assert counted["bone-check"] in (51, 52)  # every week from day 7
    assert counted["bone-check-break"] in (25, 26)  # every other week
    assert counted["mouth-care"] in (23, 24, 25)  # every 14 days


def test_each_went_out_or_says_why_not(lived: Patient) -> None:
    for row in decided(lived):
        assert row.reason, row
        assert row.state != ReminderState.PLANNED, row
        if row.state == ReminderState.RELEASED and row.kind != "staff":
            assert row.outbound.exists(), row


def test_every_planned_text_left_in_her_day_window(lived: Patient) -> None:
    sent = OutboundMessage.objects.filter(reminder__enrolment__patient=lived)
    assert sent.count() > 100
    for row in sent:
        assert row.state == MessageState.ACCEPTED, row.reason
        local = row.accepted_at.astimezone(ZONE).time()
        assert time(9, 0) <= local < time(20, 0), row


def test_her_wall_clock_stays_the_same_over_both_clock_changes(lived: Patient) -> None:
    cards = Reminder.objects.of_patient(lived.pk).filter(step__slug="visit")
    hours = {row.due_at.astimezone(ZONE).time() for row in cards}
    assert hours == {time(10, 0)}
    offsets = {row.due_at.astimezone(ZONE).utcoffset() for row in cards}
    assert len(offsets) == 2


def test_no_text_was_sent_twice_and_all_answers_were_understood(lived: Patient) -> None:
    keys = OutboundMessage.objects.values_list("dedupe_key", flat=True)
    assert len(keys) == len(set(keys))
    assert set(InboundMessage.objects.values_list("kind", flat=True)) == {"checkin_answer"}
    assert not Question.objects.filter(state="missed").exists()


def test_her_first_thirty_days_are_bearable(lived: Patient, capsys: object) -> None:
    month = OutboundMessage.objects.filter(
        phone__recipients__patient=lived, queued_at__lt=NOW + timedelta(days=30)
    )
    days = Counter(row.queued_at.astimezone(ZONE).date() for row in month)
    with capsys.disabled():  # type: ignore[attr-defined]
        print(
            f"\nDenosumab, first 30 days: {month.count()} texts, {max(days.values())} at most a day"
        )
    assert month.count() <= 41
    assert max(days.values()) <= 8
    assert date(2026, 3, 3) in days
