import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from content import actions
from content.models import (
    Approval,
    ApprovalState,
    Document,
    Passage,
    Preference,
    Template,
    Topic,
    WordSet,
)
from tests.content.conftest import NOW, make_template


@pytest.fixture
def page(client: Client, guide: actions.Imported, wordset: WordSet) -> Client:
    make_template("CARD")
    actions.add_alias(
        topic=Topic.objects.get(slug="denosumab"),
        text="bone shot",
        language="en",
        wordset=wordset,
        by="osei",
        now=NOW,
    )
    client.force_login(User.objects.create(username="rey", is_staff=True, is_superuser=True))
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"admin:content_{name}", args=args)


@pytest.mark.parametrize(
    "name", ["document", "passage", "topic", "template", "approval", "wordset", "preference"]
)
def test_every_list_opens(page: Client, name: str) -> None:
    assert page.get(address(f"{name}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        (Document, "section-1"),
        (Passage, "Source: Small guide 2026."),
        (Topic, "bone shot"),
        (Template, "CARD says call {phone}."),
        (Approval, "Source: Small guide 2026."),
        (WordSet, "Harbor words"),
    ],
)
def test_every_page_shows_its_words(page: Client, model: type[Model], shown: str) -> None:
    row = model._default_manager.first()
    assert row
    answer = page.get(address(f"{model.__name__.lower()}_change", row.pk))
    assert answer.status_code == 200
    assert shown in answer.content.decode()


def choose(page: Client, action: str) -> str:
    chosen = list(Approval.objects.values_list("pk", flat=True))
    data = {"action": action, "_selected_action": chosen}
    return page.post(address("approval_changelist"), data, follow=True).content.decode()


def test_a_reviewer_approves_the_whole_list(page: Client) -> None:
    assert "Harbor words: 3 approved." in choose(page, "approve_words")
    assert set(Approval.objects.values_list("state", "decided_by")) == {("approved", "rey")}


def test_a_reviewer_retires_what_was_approved(page: Client) -> None:
    choose(page, "approve_words")
    choose(page, "retire_words")
    assert not Approval.objects.approved().exists()


def test_drafts_are_put_in_review(page: Client) -> None:
    choose(page, "submit_for_review")
    assert {a.state for a in Approval.objects.all()} == {ApprovalState.IN_REVIEW}


def test_who_imported_is_told_that_another_must_approve(page: Client) -> None:
    Document.objects.update(imported_by="rey")
    assert "another reviewer must" in choose(page, "approve_words")
    assert not Approval.objects.approved().exists()


def test_without_the_right_to_review_there_is_no_approve(page: Client) -> None:
    looker = User.objects.create(username="osei", is_staff=True)
    looker.user_permissions.set([Permission.objects.get(codename="view_approval")])
    page.force_login(looker)
    choose(page, "approve_words")
    assert not Approval.objects.approved().exists()


def test_a_word_set_made_here_has_its_drafts(page: Client) -> None:
    answer = page.post(address("wordset_add"), {"name": "Bay words", "slug": "bay"})
    assert answer.status_code == 302
    assert Approval.objects.filter(wordset__slug="bay").count() == 4


def test_a_preference_is_chosen_here(page: Client, wordset: WordSet) -> None:
    data = {"wordset": wordset.pk, "topic": "dental-care", "document_slug": "guide"}
    assert page.post(address("preference_add"), data).status_code == 302
    assert Preference.objects.get().chosen_by == "rey"


def test_an_unknown_document_is_refused_with_the_known_ones(page: Client, wordset: WordSet) -> None:
    data = {"wordset": wordset.pk, "topic": "dental-care", "document_slug": "gone"}
    answer = page.post(address("preference_add"), data).content.decode()
    assert "Known are: guide." in answer
