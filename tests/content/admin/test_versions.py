"""What changed since an earlier version, for a person who decides about it."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from content import actions
from content.admin import versions
from content.models import Approval, Document, Passage, WordSet
from tests.content.actions.test_editing import FIRST, edit
from tests.content.conftest import NOW, import_guide, make_template
from tests.content.samples import GUIDE

SECOND = GUIDE.replace("Brush each day", "Brush twice a day")
THIRD = SECOND.replace("A sore arm is common. It lasts a day or two.\n\n", "")


@pytest.fixture
def page(client: Client, approved: WordSet) -> Client:
    import_guide(SECOND)
    import_guide(THIRD)
    client.force_login(User.objects.create(username="rey", is_staff=True, is_superuser=True))
    return client


def since(page: Client, version: int | str = "", *, of: int = 3) -> str:
    document = Document.objects.get(version=of)
    where = reverse("admin:content_document_changes", args=[document.pk])
    answer = page.get(where, {"since": version} if version else {})
    assert answer.status_code == 200
    return answer.content.decode()


def read(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_words_are_marked_by_colour_and_by_sign(page: Client) -> None:
    html = since(page, 1)
    assert re.search(r"<del><span[^>]*>−</span>.*?each</del>", html)
    assert re.search(r"<ins><span[^>]*>\+</span>.*?twice a</ins>", html)


def test_without_a_choice_it_is_the_version_before(page: Client) -> None:
    assert "What changed since version 2" in read(since(page))


def test_any_earlier_version_can_be_chosen(page: Client) -> None:
    said = read(since(page, 1))
    assert "since version 1" in said
    assert "since version 2" in said
    assert "Sections that changed 2" in said
    assert "Sections that changed 1" in read(since(page, 2))


@pytest.mark.parametrize("version", ["3", "9", "x", "²", "9" * 20])
def test_a_version_that_is_no_earlier_one_is_not_found(page: Client, version: str) -> None:
    document = Document.objects.get(version=3)
    where = reverse("admin:content_document_changes", args=[document.pk])
    assert page.get(where, {"since": version}).status_code == 404


def test_a_first_version_has_nothing_to_compare(page: Client) -> None:
    where = reverse("admin:content_document_changes", args=[Document.objects.get(version=1).pk])
    assert page.get(where).status_code == 404


def fates(old: int = 1) -> versions.Fates:
    (found,) = versions.fates(Document.objects.get(version=old), Document.objects.get(version=3))
    return found


def test_passages_are_told_by_what_became_of_them(page: Client) -> None:
    found = fates()
    assert [a.passage.topic_id for a in found.kept] == ["denosumab"]
    assert [w.approval.passage.topic_id for w in found.waiting] == ["dental-care"]
    assert [p.text for p in found.dropped] == ["A sore arm is common. It lasts a day or two."]


def test_what_waits_stands_beside_the_words_that_go_out_now(page: Client) -> None:
    (waiting,) = fates().waiting
    assert waiting.before
    assert waiting.before.label == "approved: version 1"
    assert waiting.before.old.endswith("Brush each day.")
    assert waiting.before.new.endswith("Brush twice a day.")


def test_a_cut_stands_beside_the_words_it_would_replace(page: Client) -> None:
    edit()
    (cut,) = [w for w in fates().waiting if w.approval.passage.topic_id == "denosumab"]
    assert cut.before
    assert cut.before.label == "approved: version 3"
    assert (cut.before.old, cut.before.new) == (f"{FIRST} It is given every month.", FIRST)
    assert fates().kept == ()


def test_a_cut_made_in_the_old_version_is_not_dropped(page: Client) -> None:
    edit()
    import_guide(THIRD.replace("Tell your team", "Tell your nurse"))
    old, new = Document.objects.get(version=3), Document.objects.get(version=4)
    (found,) = versions.fates(old, new)
    assert found.dropped == ()
    assert [w.approval.passage.text for w in found.waiting if w.approval.passage.edited_by] == [
        FIRST
    ]


def test_what_a_reviewer_took_out_is_told(page: Client, approved: WordSet) -> None:
    draft = Passage.objects.newest().get(topic="dental-care")
    actions.retire(wordset=approved, passages=[draft], by="Dr. Rey", now=NOW)
    assert [a.passage for a in fates().retired] == [draft]


def test_it_is_approved_from_there(page: Client) -> None:
    (waiting,) = fates().waiting
    html = since(page, 1)
    where = reverse("admin:content_approval_decide", args=[waiting.approval.pk])
    assert where in html
    back = reverse("admin:content_document_changes", args=[Document.objects.get(version=3).pk])
    answer = page.post(where, {"verb": "approve", "next": f"{back}?since=1"})
    assert answer["Location"] == f"{back}?since=1"
    assert fates().waiting == ()


def test_an_older_versions_page_leaves_approvals_to_the_newest(page: Client) -> None:
    html = since(page, 1, of=2)
    assert "There is a later version" in html
    assert "Passages of" not in html


def test_the_documents_page_leads_to_its_versions(page: Client) -> None:
    newest, first = Document.objects.get(version=3), Document.objects.get(version=1)
    html = page.get(reverse("admin:content_document_change", args=[newest.pk])).content.decode()
    assert "changes/?since=1" in html
    assert "changes/?since=2" in html
    html = page.get(reverse("admin:content_document_change", args=[first.pk])).content.decode()
    assert "changes/?since" not in html
    assert "version 3 is the newest" in html


def test_who_may_not_review_sees_no_button(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "decide/" in since(page, 1)
    monkeypatch.setattr(User, "has_perm", lambda _, perm, obj=None: perm == "content.view_document")
    html = since(page, 1)
    assert "Look at it on the phone" in html
    assert "decide/" not in html


def test_a_template_stands_beside_its_approved_version(page: Client, approved: WordSet) -> None:
    old = make_template("CARD", body="Save this. Call {phone}.")
    make_template("CARD", version=2, body="Save this text. Call {phone}.")
    new = make_template("CARD", version=3, body="Keep this text. Call {phone}.")
    actions.approve(wordset=approved, templates=[old], by="Dr. Rey", now=NOW)
    approval = Approval.objects.create(wordset=approved, template=new)
    where = reverse("admin:content_approval_change", args=[approval.pk])
    said = read(page.get(where).content.decode())
    assert "Approved: version 1 Save this. Call {phone}." in said
    assert "These words Keep this text. Call {phone}." in said
    assert "− taken out: Save this." in said


def test_a_passage_stands_beside_the_approved_one(page: Client, approved: WordSet) -> None:
    (waiting,) = fates().waiting
    where = reverse("admin:content_approval_change", args=[waiting.approval.pk])
    said = read(page.get(where).content.decode())
    assert "Approved: version 1 See a dentist before the first shot. Brush each day." in said
