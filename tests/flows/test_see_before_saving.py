"""A coordinator looks at what a patient would get, mends it, saves it, and it goes like that."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging import clock
from messaging.actions import previews, reminders
from messaging.models import Entry, OutboundMessage, Patient, Reminder, Role
from messaging.rules.coming import Fate
from tests import factories
from tests.messaging.admin.conftest import signed_in
from tests.messaging.admin.test_enrol import URL, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: factories.NOW)
    return signed_in(Role.COORDINATOR, factories.clinic())


def press(desk: Client, button: str, said: dict[str, Any]) -> str:
    answer = desk.post(reverse(URL), {**said, button: "1"}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_a_coordinator_saw_before_saving_is_what_the_patient_gets(desk: Client) -> None:
    # Given a patient whom a coordinator is about to enrol, her shots planned for
    # Saturdays.
    said = typed(factories.clinic(), **{"treatments-0-starts_on": "2026-03-14"})

    # When she looks at what would be sent,
    words = press(desk, "_preview", said)

    # then the closed day is named, and nothing at all is stored.
    assert "Sat 14 Mar, denosumab: the clinic is closed on that day." in words
    assert not Patient.objects.exists()
    assert not Entry.objects.filter(by_name="coordinator-harbor").exists()

    # When she mends the day, looks again,
    said["treatments-0-starts_on"] = "2026-03-12"
    words = press(desk, "_preview", said)
    assert "the clinic is closed" not in words
    assert "bone shot, Thu Mar 12, 2:30 pm" in words

    # and saves,
    words = press(desk, "_save", said)
    patient = Patient.objects.select_related("clinic").get()
    assert "The patient is saved." in words
    assert "will go in the next 30 days." in words

    # then the text that she saw is the one that leaves on its day.
    shot = Reminder.objects.get(step__slug="visit", words=["template:T-SHOT"])
    ahead = previews.coming(patient, now=factories.NOW).lines
    seen = next(e for e in ahead if e.line.step == shot.step_id and e.fate is Fate.GOES)
    reminders.release(shot, now=datetime(2026, 3, 10, 15, 0, tzinfo=UTC))
    left = OutboundMessage.objects.get(reminder=shot).body
    assert left == seen.worded.texts[0].body
    assert "bone shot, Thu Mar 12, 2:30 pm" in left
