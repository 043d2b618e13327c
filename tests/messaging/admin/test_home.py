"""The first page answers: what needs me now, and does it run?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from messaging import clock
from messaging.models import Clinic, Heartbeat, Patient, Reminder
from tests import factories
from tests.messaging.admin.conftest import page

URL = "admin:index"


def test_an_open_alert_leads_with_its_age(desk: Client, june: Patient) -> None:
    factories.texts(june, "cant feel my legs", now=factories.NOW - timedelta(minutes=30))
    words = page(desk, reverse(URL))
    assert "cant feel my legs" in words
    assert "30 min" in words


def test_it_tells_what_is_still_to_come_today(desk: Client, harbor: Clinic) -> None:
    patient = factories.patient(name="Harold Boone")
    soon = factories.NOW + timedelta(hours=1)
    held = ["question:Q-CORD", "question:Q-PAIN", "topic:onj"]
    Reminder.objects.of_patient(patient.pk).planned().update(due_at=soon, words=held)
    words = page(desk, reverse(URL))
    assert "Harold Boone" in words
    assert "Check-in: weak or numb legs; pain (0 to 10); About: Jaw bone problems" in words


@pytest.mark.parametrize(
    ("age", "told"),
    [
        pytest.param(None, "Nothing has worked through the queue yet", id="never"),
        pytest.param(timedelta(minutes=10), "for 10 min", id="silent"),
    ],
)
def test_it_says_when_nothing_ticks(desk: Client, age: timedelta | None, told: str) -> None:
    if age is not None:
        Heartbeat.objects.create(name="tick", at=clock.engine_now() - age)
    assert told in page(desk, reverse(URL))


def test_it_is_quiet_while_all_is_well(desk: Client) -> None:
    Heartbeat.objects.create(name="tick", at=clock.engine_now())
    assert "Texts are not going out" not in page(desk, reverse(URL))


def test_the_demo_says_that_nothing_leaves(desk: Client) -> None:
    words = page(desk, reverse(URL))
    assert "No SMS leaves this computer" in words
    assert "invented reviewer" in words


def test_topics_without_approved_words_are_named(desk: Client, harbor: Clinic) -> None:
    harbor.wordset.approvals.filter(passage__topic="onj").update(state="retired")
    harbor.wordset.__class__.objects.touch_all()
    factories.patient()
    words = page(desk, reverse(URL))
    assert "Topics without approved words" in words


def test_nothing_open_says_so(desk: Client) -> None:
    assert "No alert is open" in page(desk, reverse(URL))
