"""The review list serves a reviewer: what waits first, filters, the phone, the decision."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from content.models import Approval, ApprovalState, Passage, WordSet
from tests.content.actions.test_editing import FIRST, edit, passage
from tests.content.conftest import import_guide, make_template
from tests.content.samples import GUIDE


@pytest.fixture
def page(client: Client, approved: WordSet) -> Client:
    client.force_login(User.objects.create(username="rey", is_staff=True, is_superuser=True))
    return client


def listed(page: Client, **asked: str) -> list[str]:
    """The links of the list, in its order."""
    html = page.get(reverse("admin:content_approval_changelist"), asked).content.decode()
    return [row.strip() for row in re.findall(r"approval/\d+/change/[^>]*>([^<]+)</a>", html)]


def decide(page: Client, approval: Approval, **data: str) -> str:
    where = reverse("admin:content_approval_decide", args=[approval.pk])
    return page.post(where, data, follow=True).content.decode()


def waiting_cut() -> Approval:
    edit()
    return Approval.objects.get(passage=passage())


def test_what_waits_stands_first(page: Client, approved: WordSet) -> None:
    new = make_template("CARD")
    asked = make_template("MENU")
    Approval.objects.create(wordset=approved, template=new)
    Approval.objects.create(wordset=approved, template=asked, state=ApprovalState.IN_REVIEW)
    edit()
    assert listed(page)[:4] == [
        "MENU (en, version 1)",
        "Denosumab 1, A small guide (en, version 1)",
        "CARD (en, version 1)",
        "Denosumab 1, A small guide (en, version 1)",
    ]


def test_the_count_stands_on_top(page: Client) -> None:
    html = page.get(reverse("admin:content_approval_changelist")).content.decode()
    assert "Nothing waits for review." in html
    edit()
    html = page.get(reverse("admin:content_approval_changelist")).content.decode()
    assert "1 waits for review" in html
    assert "1 of them would replace words that go out now" in html


def test_the_first_text_is_shown_as_on_the_phone(page: Client) -> None:
    edit()
    answer = page.get(reverse("admin:content_approval_changelist"), {"stage": "waiting"})
    assert f"{FIRST} Source: Small guide 2026." in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stage": "waiting"}, {"CARD (es, version 1)"}),
        ({"stage": "in_review"}, set()),
        ({"stage": "approved", "kind": "passage"}, {"Denosumab 1", "Denosumab 2", "Dental care 1"}),
        ({"kind": "safety"}, {"CARD (es, version 1)"}),
        ({"kind": "visit"}, set()),
        ({"document": "guide"}, {"Denosumab 1", "Denosumab 2", "Dental care 1"}),
        ({"language": "es"}, {"CARD (es, version 1)"}),
        ({"language": "en"}, {"Denosumab 1", "Denosumab 2", "Dental care 1"}),
    ],
)
def test_the_list_is_filtered(
    page: Client, approved: WordSet, asked: dict[str, str], found: set[str]
) -> None:
    Approval.objects.create(wordset=approved, template=make_template("CARD", language="es"))
    assert {
        row.removesuffix(", A small guide (en, version 1)") for row in listed(page, **asked)
    } == (found)


def test_one_is_approved_on_its_own_page_with_a_note(page: Client, approved: WordSet) -> None:
    approval = waiting_cut()
    assert "Harbor words: 1 approved." in decide(page, approval, verb="approve", note="read aloud")
    approval.refresh_from_db()
    assert (approval.state, approval.decided_by, approval.note) == ("approved", "rey", "read aloud")


def test_one_is_put_in_review_or_retired_there(page: Client) -> None:
    approval = waiting_cut()
    decide(page, approval, verb="submit")
    approval.refresh_from_db()
    assert approval.state == ApprovalState.IN_REVIEW
    decide(page, approval, verb="retire")
    approval.refresh_from_db()
    assert approval.state == ApprovalState.RETIRED


def test_who_cut_it_is_told_before_she_tries(page: Client) -> None:
    edit(by="rey")
    approval = Approval.objects.get(passage=passage())
    where = reverse("admin:content_approval_change", args=[approval.pk])
    assert "rey cut the passage on Denosumab" in page.get(where).content.decode()
    assert "another reviewer must" in decide(page, approval, verb="approve")
    approval.refresh_from_db()
    assert approval.state == ApprovalState.DRAFT


def test_a_page_leads_to_the_next_that_waits(page: Client) -> None:
    import_guide(GUIDE.replace("Brush each day", "Brush twice a day"))
    first = waiting_cut()
    other = Approval.objects.get(passage=Passage.objects.newest().get(topic="dental-care"))
    where = reverse("admin:content_approval_change", args=[first.pk])
    html = page.get(where).content.decode()
    assert reverse("admin:content_approval_change", args=[other.pk]) in html
    assert "2 wait for review" in html


def test_another_site_is_never_led_to(page: Client) -> None:
    approval = waiting_cut()
    where = reverse("admin:content_approval_decide", args=[approval.pk])
    for next_url in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        answer = page.post(where, {"verb": "submit", "next": next_url})
        assert answer["Location"] == reverse("admin:content_approval_change", args=[approval.pk])


def test_looking_at_the_address_decides_nothing(page: Client) -> None:
    approval = waiting_cut()
    where = reverse("admin:content_approval_decide", args=[approval.pk])
    assert page.get(where, {"verb": "approve"}).status_code == 403
    assert page.post(where, {"verb": "burn"}).status_code == 404


def test_without_the_right_to_review_nothing_is_decided(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    approval = waiting_cut()
    monkeypatch.setattr(User, "has_perm", lambda _, perm, obj=None: perm == "content.view_approval")
    looked_at = page.get(reverse("admin:content_approval_change", args=[approval.pk]))
    assert "decide/" not in looked_at.content.decode()
    where = reverse("admin:content_approval_decide", args=[approval.pk])
    assert page.post(where, {"verb": "approve"}).status_code == 403
    approval.refresh_from_db()
    assert approval.state == ApprovalState.DRAFT


def test_a_documents_text_is_read_once_for_the_whole_list(
    page: Client, django_assert_max_num_queries: Any
) -> None:
    listed(page)  # what a word set knows is kept from then on
    with django_assert_max_num_queries(40) as queries:
        listed(page)
    texts = [q for q in queries.captured_queries if '"content_document"."text"' in q["sql"]]
    assert len(texts) == 1
