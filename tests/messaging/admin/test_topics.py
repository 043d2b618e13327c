"""A clinic's own names for a topic are its own: seen, added and taken away there alone."""

import pytest
from django.test import Client
from django.urls import reverse

from content import actions as content
from content.models import Alias, Topic, WordSet
from messaging.models import Clinic, Role
from tests import factories
from tests.messaging.admin.conftest import page, signed_in

URL = reverse("admin:content_topic_change", args=["denosumab"])
ADD = reverse("admin:content_topic_name", args=["denosumab"])


def remove(alias: Alias) -> str:
    return reverse("admin:content_topic_remove", args=[alias.topic_id, alias.pk])


@pytest.fixture
def apart(elsewhere: Clinic) -> WordSet:
    """Elsewhere has words of its own."""
    elsewhere.wordset = content.make_wordset(slug="apart", name="Words apart")
    elsewhere.save()
    return elsewhere.wordset


@pytest.fixture
def theirs(apart: WordSet) -> Alias:
    return content.add_alias(
        topic=Topic.objects.get(slug="denosumab"),
        text="zorbaflex",
        language="en",
        wordset=apart,
        by="olga",
        now=factories.NOW,
    )


def test_another_clinics_names_are_not_seen(desk: Client, theirs: Alias) -> None:
    assert "zorbaflex" not in page(desk, URL)
    assert "No topic" not in page(desk, URL)
    found = page(desk, reverse("admin:content_topic_changelist"), q="zorbaflex")
    assert URL not in found


def test_they_are_seen_at_home(theirs: Alias, elsewhere: Clinic) -> None:
    olga = signed_in(Role.COORDINATOR, elsewhere)
    assert "zorbaflex" in page(olga, URL)
    assert URL in page(olga, reverse("admin:content_topic_changelist"), q="zorbaflex")


def test_they_cannot_be_taken_away_from_outside(desk: Client, theirs: Alias) -> None:
    assert desk.post(remove(theirs)).status_code == 404
    assert Alias.objects.filter(pk=theirs.pk).exists()


def test_words_cannot_be_added_to_another_clinics_set(desk: Client, apart: WordSet) -> None:
    typed = {"text": "zorbaflex", "kind": "alias", "language": "en", "wordset": apart.pk}
    assert "not one of the available" in desk.post(ADD, typed).content.decode()
    assert not Alias.objects.filter(text="zorbaflex").exists()


def test_a_coordinator_adds_and_takes_away_her_own(desk: Client, harbor: Clinic) -> None:
    typed = {"text": "zorbaflex", "kind": "alias", "language": "en", "wordset": harbor.wordset_id}
    assert "Added" in desk.post(ADD, typed, follow=True).content.decode()
    made = Alias.objects.get(text="zorbaflex")
    assert made.added_by == "coordinator-harbor"
    assert desk.post(remove(made)).status_code == 302
    assert not Alias.objects.filter(pk=made.pk).exists()


def test_a_command_word_is_refused(desk: Client, harbor: Clinic) -> None:
    typed = {"text": "Menú", "kind": "alias", "language": "es", "wordset": harbor.wordset_id}
    assert "is a command word" in desk.post(ADD, typed).content.decode()


def test_a_shipped_name_stays(desk: Client) -> None:
    shipped = Alias.objects.filter(topic="denosumab", wordset=None)[0]
    assert desk.post(remove(shipped)).status_code == 403


def test_staff_look_and_change_nothing(harbor: Clinic) -> None:
    staff = signed_in(Role.STAFF, harbor)
    shown = page(staff, URL)
    assert "Spanish" in shown
    assert "Add words" not in shown
    assert "Take away" not in shown
    assert staff.post(ADD, {"text": "x"}).status_code == 403


def test_the_operator_sees_no_topic(harbor: Clinic) -> None:
    assert signed_in(Role.OPERATOR, None).get(URL).status_code == 403
