"""Invitations by text: once more the next day, then a person phones; never twice."""

from datetime import timedelta

import pytest

from messaging.actions import joining, stepping, ticking
from messaging.models import HandOff, Patient, Phone
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(db) -> Patient:
    """Enrolled at a clinic where consent comes by a reply; she has not answered."""
    return factories.patient(at=factories.clinic(slug="reply", opt_in="reply"))


def invitations(who: Patient) -> int:
    return kit.texts_of(who).count("T-JOIN")


def test_not_on_the_same_day(asked):
    joining.chase(now=NOW + DAY - HOUR)
    assert invitations(asked) == 1


def test_once_more_the_next_day(asked):
    for hours in range(30):
        joining.chase(now=NOW + DAY + hours * HOUR / 2)
    assert invitations(asked) == 2
    assert kit.kinds(asked) == []


def test_not_in_quiet_hours(db):
    late = NOW + 9 * HOUR  # 19:05 at the clinic: a day later it may go, an hour later not
    asked = factories.patient(at=factories.clinic(slug="reply", opt_in="reply"), now=late + HOUR)
    joining.chase(now=late + HOUR + DAY)
    assert invitations(asked) == 1
    joining.chase(now=late + DAY + 14 * HOUR)
    assert invitations(asked) == 2


def test_a_day_after_that_a_person_phones(asked):
    for days in (1, 2, 3, 4):
        joining.chase(now=NOW + days * DAY)
    (row,) = kit.handoffs(asked)
    assert (row.kind, row.patient, row.times) == ("silent", asked, 1)
    assert "asked twice" in row.why
    assert invitations(asked) == 2


def test_closed_by_a_person_it_does_not_come_back(asked):
    for days in (1, 2):
        joining.chase(now=NOW + days * DAY)
    HandOff.objects.update(closed_at=NOW + 2 * DAY, closed_by=factories.person())
    joining.chase(now=NOW + 9 * DAY)
    assert (invitations(asked), HandOff.objects.count()) == (2, 1)


@pytest.mark.parametrize("said", ["YES", "STOP", "wrong number"])
def test_whoever_has_answered_is_not_asked_again(asked, said):
    factories.texts(asked, said, to=asked.clinic.senders.get().number)
    for days in (1, 2, 3):
        joining.chase(now=NOW + days * DAY)
    assert invitations(asked) == 1
    assert "silent" not in kit.kinds(asked)


def test_after_a_long_outage_a_person_phones_at_once(asked):
    joining.chase(now=NOW + 5 * DAY)
    assert invitations(asked) == 1
    assert "was asked by text to join" in kit.handoffs(asked)[0].why


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda who: Patient.objects.update(state="died"), id="she has died"),
        pytest.param(lambda who: Phone.objects.update(bad_reason="landline"), id="bad number"),
        pytest.param(lambda who: who.recipients.update(active=False), id="no longer her number"),
    ],
)
def test_not_where_nobody_is_there_to_answer(asked, change):
    change(asked)
    for days in (1, 2, 3):
        joining.chase(now=NOW + days * DAY)
    assert (invitations(asked), HandOff.objects.count()) == (1, 0)


def test_the_tick_asks_and_the_fast_clock_stops_there(asked):
    ticking.tick(now=NOW)
    assert stepping.next_due(now=NOW + 20 * HOUR) == NOW + DAY
    ticking.tick(now=NOW + DAY)
    assert invitations(asked) == 2


def test_no_words_stop_nobody_elses_invitation(asked):
    kit.withdraw_all_words()
    joining.chase(now=NOW + DAY)
    assert invitations(asked) == 1
