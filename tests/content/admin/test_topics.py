"""A topic's page: its names in both languages side by side, added and taken away in place."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from content import actions
from content.models import Alias, RemovedAlias, Topic, WordSet
from tests.content.conftest import NOW


@pytest.fixture
def page(client: Client, guide: actions.Imported, wordset: WordSet) -> Client:
    client.force_login(User.objects.create(username="rey", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def own(wordset: WordSet, topics: None) -> Alias:
    return actions.add_alias(
        topic=Topic.objects.get(slug="denosumab"),
        text="bone shot",
        language="en",
        wordset=wordset,
        by="osei",
        now=NOW,
    )


def url(slug: str = "denosumab") -> str:
    return reverse("admin:content_topic_change", args=[slug])


def add(page: Client, of: WordSet, **changes: str) -> str:
    typed = {"text": "sore gums", "language": "en", "kind": "alias", "wordset": of.pk, **changes}
    sent = page.post(reverse("admin:content_topic_name", args=["dental-care"]), typed, follow=True)
    return str(sent.content.decode())


def test_it_says_whose_a_name_is_and_who_added_it(page: Client, own: Alias) -> None:
    shown = page.get(url()).content.decode()
    for part in ("bone shot", "Harbor words", "osei, 2 Mar 2026", "Spanish"):
        assert part in shown


def test_it_says_what_patients_get(page: Client, wordset: WordSet) -> None:
    assert "nothing approved" in page.get(url()).content.decode()


def test_a_name_is_added_by_name(page: Client, wordset: WordSet) -> None:
    assert "sore gums" in add(page, wordset)
    assert Alias.objects.get(topic="dental-care").added_by == "rey"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"text": "call 5550100123"}, "long number", id="a number"),
        pytest.param({"text": ""}, "required", id="nothing"),
        pytest.param({"text": "how is it", "kind": "question", "language": ""}, "language", id="l"),
        pytest.param({"wordset": "999"}, "not one of the available", id="no such word set"),
    ],
)
def test_what_is_refused_is_said_and_stays_in_the_form(
    page: Client, wordset: WordSet, changes: dict[str, str], sentence: str
) -> None:
    shown = add(page, wordset, **changes)
    assert sentence in shown
    assert f'value="{changes.get("text", "sore gums")}"' in shown or not changes.get("text", "x")
    assert not Alias.objects.exists()


def test_a_name_is_taken_away_by_name(page: Client, own: Alias) -> None:
    address = reverse("admin:content_topic_remove", args=["denosumab", own.pk])
    assert page.get(address).status_code == 403
    shown = page.post(address, follow=True).content.decode()
    assert "bone shot" not in shown
    assert "taken away by rey" in shown
    assert RemovedAlias.objects.get().added_by == "osei"


def test_a_topic_is_found_by_its_name(page: Client, own: Alias) -> None:
    found = page.get(reverse("admin:content_topic_changelist"), {"q": "bone sh"}).content.decode()
    assert url() in found
    assert url("dental-care") not in found


def test_an_unknown_topic_is_not_found(page: Client) -> None:
    assert page.get(url("nonsense")).status_code == 404
