"""A patient's odd wording goes to a person, who says in one click what it is about."""

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Alias
from messaging.models import Clinic, HandOff, HandOffKind, Membership, Role
from tests import factories

pytestmark = pytest.mark.django_db

ODD = "how does the zorba stuff harden my skeleton"


def texts_at(clinic: Clinic, number: str, body: str) -> str:
    """The topic that a text of another clinic's patient finds."""
    patient = factories.patient(at=clinic, number=number)
    return factories.texts(patient, body, to=clinic.senders.get().number).topic


def dana_at(clinic: Clinic) -> Client:
    dana, client = factories.person("dana"), Client()
    Membership.objects.create(user=dana, clinic=clinic, role=Role.COORDINATOR)
    client.force_login(dana)
    return client


def apart() -> Clinic:
    """A clinic that has approved the same words for itself."""
    wordset = factories.approved_words(slug="apart")
    return factories.clinic(slug="apart", name="Clinic apart", wordset=wordset)


def test_what_one_patient_asked_in_vain_the_next_one_is_told() -> None:
    # Given a wording that finds nothing
    june, harold = factories.patient(), factories.patient(name="Harold Boone")
    asked = factories.texts(june, ODD)
    assert asked.topic == ""
    task = HandOff.objects.open().get(kind=HandOffKind.UNANSWERED)
    assert task.inbound == asked

    # When the coordinator says what it is about
    desk = dana_at(june.clinic)
    listed = desk.get(reverse("admin:messaging_handoff_unanswered")).content.decode()
    assert ODD in listed
    typed = {"handoff": [task.pk], "topic": "bisphosphonates", "text": ODD, "language": "en"}
    said = desk.post(reverse("admin:messaging_handoff_teach"), typed, follow=True)
    assert "The next text like this gets" in said.content.decode()

    # Then it is closed in her name, and so is the wording
    task.refresh_from_db()
    assert task.closed_by.username == Alias.objects.get(text=ODD).added_by == "dana"

    # And the next patient with the same wording is answered, with approved words
    answered = factories.texts(harold, ODD)
    assert answered.topic == "bisphosphonates"
    assert answered.replies.get().passage.topic_id == "bisphosphonates"
    assert not HandOff.objects.open().exists()

    # But another clinic's patient is not: those are not its words
    assert texts_at(apart(), "+15550100188", ODD) == ""
