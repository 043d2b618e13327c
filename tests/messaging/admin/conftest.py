"""A desk with somebody at it: the demo's words, a clinic, a patient, a signed-in person."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Recall
from messaging import clock
from messaging.models import Clinic, Membership, OutboundMessage, Patient, Role
from messaging.rules.status import MessageState
from tests import factories
from tests.messaging.actions import kit


@pytest.fixture(autouse=True)
def at_the_desk(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Service time stands still at the factories' morning."""
    monkeypatch.setattr(clock, "now", lambda: factories.NOW)


@pytest.fixture
def harbor() -> Clinic:
    return factories.clinic()


@pytest.fixture
def elsewhere(harbor: Clinic) -> Clinic:
    return factories.clinic(slug="elsewhere", name="Elsewhere Clinic")


def signed_in(role: str | None, clinic: Clinic | None, *, name: str = "") -> Client:
    """A browser in which somebody with this role at this clinic has signed in."""
    user = factories.person(name or f"{role or 'nobody'}-{clinic.slug if clinic else 'all'}")
    if role is not None:
        Membership.objects.get_or_create(user=user, clinic=clinic, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(harbor: Clinic) -> Client:
    return signed_in(Role.COORDINATOR, harbor)


@pytest.fixture
def june(harbor: Clinic) -> Patient:
    """A patient with a treatment, three doses and planned texts."""
    patient = factories.patient(name="June O'Brien Whitfield", number="+15550100123")
    factories.treatment(patient)
    return patient


@pytest.fixture
def sent(june: Patient) -> OutboundMessage:
    """June has asked, and got the words that are recalled below."""
    return kit.left_as(kit.answer(june), MessageState.DELIVERED)


@pytest.fixture
def recall(sent: OutboundMessage) -> Recall:
    return kit.recall(sent)


@pytest.fixture
def reviewer(harbor: Clinic) -> Client:
    return signed_in(Role.REVIEWER, harbor)


def page(client: Client, url: str, **query: Any) -> str:
    """The words of a page that must open."""
    answer = client.get(url, query)
    assert answer.status_code == 200, (url, answer.status_code)
    return str(answer.content.decode())


def act(client: Client, patient: Patient, name: str, **typed: Any) -> str:
    """Press a button of the patient page; gives the words of the page that follows."""
    url = reverse(f"admin:messaging_patient_{name}", args=[patient.pk])
    answer = client.post(url, typed, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())
