"""Hand-offs are closed by name; a text that found no answer can be given its topic."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging.actions import handoffs
from messaging.models import Clinic, HandOff, HandOffKind, Patient, Role
from tests import factories
from tests.messaging.admin.conftest import page, signed_in


@pytest.fixture
def handoff(june: Patient) -> HandOff:
    factories.texts(june, "zorbaflex wibble")
    return HandOff.objects.get(kind=HandOffKind.UNANSWERED)


def test_it_shows_her_words(desk: Client, handoff: HandOff) -> None:
    words = page(desk, reverse("admin:messaging_handoff_change", args=[handoff.pk]))
    assert "zorbaflex wibble" in words


def test_it_is_closed_by_name(desk: Client, handoff: HandOff) -> None:
    desk.post(reverse("admin:messaging_handoff_close", args=[handoff.pk]), {"note": "phoned"})
    handoff.refresh_from_db()
    assert (handoff.note, handoff.closed_by.username) == ("phoned", "coordinator-harbor")


def test_it_closes_once(desk: Client, handoff: HandOff) -> None:
    url = reverse("admin:messaging_handoff_close", args=[handoff.pk])
    desk.post(url, {"note": "phoned"})
    again = desk.post(url, {"note": "again"}, follow=True)
    assert "was closed before" in again.content.decode()


def test_an_unanswered_text_can_be_given_a_topic_here(desk: Client, handoff: HandOff) -> None:
    words = page(desk, reverse("admin:messaging_handoff_change", args=[handoff.pk]))
    assert reverse("admin:messaging_handoff_teach") in words
    handoffs.close(handoff=handoff, by=factories.person(), now=factories.NOW)
    words = page(desk, reverse("admin:messaging_handoff_change", args=[handoff.pk]))
    assert reverse("admin:messaging_handoff_teach") not in words


def test_what_is_no_question_has_no_topic(desk: Client, june: Patient) -> None:
    factories.texts(june, "LESS")
    handoff = HandOff.objects.get(kind=HandOffKind.UNANSWERED)
    words = page(desk, reverse("admin:messaging_handoff_change", args=[handoff.pk]))
    assert reverse("admin:messaging_handoff_teach") not in words


def test_staff_cannot_close_it(handoff: HandOff, harbor: Clinic) -> None:
    staff = signed_in(Role.STAFF, harbor)
    url = reverse("admin:messaging_handoff_close", args=[handoff.pk])
    assert staff.post(url, {"note": "x"}).status_code == 403
