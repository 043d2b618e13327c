"""Hand-offs are closed by name, and can teach the service a word."""

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Alias
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


def test_a_word_is_taught_to_this_clinics_words_only(
    desk: Client, handoff: HandOff, harbor: Clinic
) -> None:
    url = reverse("admin:messaging_handoff_alias", args=[handoff.pk])
    desk.post(url, {"text": "zorbaflex", "topic": "denosumab", "language": "en"})
    alias = Alias.objects.get(text="zorbaflex")
    assert (alias.topic_id, alias.wordset) == ("denosumab", harbor.wordset)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"text": "", "topic": "denosumab", "language": "en"}, id="no words"),
        pytest.param({"text": "x", "topic": "nonsense", "language": "en"}, id="no such topic"),
        pytest.param({"text": "x", "topic": "denosumab", "language": "xx"}, id="no such language"),
    ],
)
def test_rubbish_is_not_taught(desk: Client, handoff: HandOff, typed: dict[str, str]) -> None:
    before = Alias.objects.count()
    url = reverse("admin:messaging_handoff_alias", args=[handoff.pk])
    assert desk.post(url, typed, follow=True).status_code == 200
    assert Alias.objects.count() == before


def test_staff_cannot_close_it(handoff: HandOff, harbor: Clinic) -> None:
    staff = signed_in(Role.STAFF, harbor)
    url = reverse("admin:messaging_handoff_close", args=[handoff.pk])
    assert staff.post(url, {"note": "x"}).status_code == 403
