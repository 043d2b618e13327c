"""The passage editor: choose sentences, see the phone, propose; all of it as plain forms."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from content import actions, catalog
from content.models import Approval, Document, Passage, Section, Topic, WordSet
from tests.content.actions.test_editing import BOTH, FIRST, SECOND, SORE, edit, passage, served
from tests.content.actions.test_flags import BLOCKED
from tests.content.actions.test_withholdings import withhold
from tests.content.conftest import NOW, import_guide, make_template
from tests.content.samples import GUIDE

FOOT = "General info. Care team: {phone}."
SENT_FOOT = "General info. Care team: +15550100123."


@pytest.fixture
def page(client: Client, approved: WordSet) -> Client:
    Topic.objects.create(slug="pain", position=2, titles={"en": "Pain"})
    foot = make_template("FOOT", kind="reply", body=FOOT)
    actions.approve(wordset=approved, templates=[foot], by="Dr. Rey", now=NOW)
    client.force_login(User.objects.create(username="ito", is_staff=True, is_superuser=True))
    return client


def cut(row: Passage | None = None) -> str:
    return reverse("admin:content_passage_cut", args=[(row or passage()).pk])


def new(**asked: str | int) -> tuple[str, dict[str, str | int]]:
    return reverse("admin:content_passage_cut_new"), {
        "document": Document.objects.newest().pk,
        **asked,
    }


def shown(page: Client, where: str, **asked: str | int) -> str:
    """The page's words, tags and line breaks left out."""
    answer = page.get(where, asked)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def test_it_opens_with_the_passage_marked_as_it_stands(page: Client) -> None:
    html = page.get(cut()).content.decode()
    picked = re.findall(r'class="cw-sentence cw-picked[^"]*" data-number="(\d)"', html)
    assert picked == ["1", "2"]
    assert "Propose this" not in html
    assert "So it stands now." in html


def test_the_phone_shows_what_a_patient_would_get(page: Client, approved: WordSet) -> None:
    said = shown(page, cut(), first=1, last=1)
    assert f"{FIRST} Source: Small guide 2026. {SENT_FOOT}" in said
    assert "1 part, 90 units, GSM-7" in said
    assert "Propose this" in said


def test_more_shows_the_texts_after_the_first(page: Client) -> None:
    long = " ".join(f"The shot slows bone loss a little, part {n} of it." for n in range(7))
    import_guide(GUIDE.replace(FIRST, long))
    said = shown(page, cut(Passage.objects.newest().get(topic="denosumab", position=0)))
    assert "2 texts" in said
    assert said.count(f"Source: Small guide 2026. {SENT_FOOT}") == 2
    assert "She sends MORE" in said


def test_the_passage_that_more_goes_on_with_is_named(page: Client) -> None:
    assert f"next passage: {SORE}" in shown(page, cut())


def test_signs_that_became_plainer_are_told(page: Client) -> None:
    import_guide(GUIDE.replace("See a dentist", "See “your” dentist – soon –"))
    said = shown(page, cut(passage("dental-care")))
    assert "Signs made plainer" in said
    assert "– → - ×2" in said


def test_a_hard_text_is_told_with_its_grade(page: Client) -> None:
    hard = "Multidisciplinary reconsideration necessitates pharmacological deterioration."
    import_guide(GUIDE.replace("Brush each day.", hard))
    assert "over 8: hard to read" in shown(page, cut(passage("dental-care")), first=2, last=2)
    assert "hard to read" not in shown(page, cut(passage("dental-care")), first=1, last=1)


def test_a_withheld_sentence_is_struck_through_and_left_out(
    page: Client, approved: WordSet
) -> None:
    withhold(approved, FIRST)
    html = page.get(cut()).content.decode()
    assert f"<s>{FIRST}</s>" in html
    assert f"{FIRST} {SECOND} Source" not in html
    assert f"{SECOND} Source" in html
    refused = shown(page, cut(), first=1, last=1)
    assert "Every sentence of it is withheld" in refused
    assert "Propose this" not in refused


def test_the_flags_of_the_document_are_named_where_they_stand(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "flags", lambda: {"guide": (BLOCKED,)})
    flagged = shown(page, cut(passage(position=1)))
    assert f"Flags {BLOCKED.number} {BLOCKED.reason} ({BLOCKED.citation})" in flagged
    assert BLOCKED.citation not in shown(page, cut())


def test_a_closing_line_that_is_not_approved_is_told(page: Client) -> None:
    Topic.objects.filter(slug="denosumab").update(footer="fever")
    assert "There is no closing line FOOT-FEVER" in shown(page, cut())
    make_template("FOOT-FEVER", kind="reply", body="Fever? Call {phone}.")
    said = shown(page, cut())
    assert "Fever? Call +15550100123." in said
    assert "FOOT-FEVER is not approved yet" in said


def test_sentences_shared_with_another_passage_are_told(page: Client) -> None:
    assert "It shares sentences with passage 2" in shown(page, cut(), first=1, last=3)


def test_a_passage_that_more_never_reaches_is_told(page: Client) -> None:
    bones = Section.objects.get(title="Bones")
    where, asked = new(section=bones.pk, topic="denosumab", first=1, last=1)
    assert "It would not be sent" in shown(page, where, **asked)


@pytest.mark.parametrize(
    ("edges", "says"),
    [
        ({"first": 3, "last": 1}, "stands before the first"),
        ({"first": 1, "last": 99}, "from 1 to 4"),
    ],
)
def test_what_is_no_run_of_sentences_says_what_to_choose(
    page: Client, edges: dict[str, int], says: str
) -> None:
    said = shown(page, cut(), **edges)
    assert says in said
    assert "Propose this" not in said


def test_the_live_preview_is_the_same_part_of_the_page(page: Client) -> None:
    asked = {"first": 1, "last": 1}
    part = page.get(cut(), asked, headers={"HX-Request": "true"}).content.decode()
    phone = re.search(r'<div class="cw-handset">.*?</ol>', part, re.DOTALL)
    assert "<html" not in part
    assert phone
    assert phone[0] in page.get(cut(), asked).content.decode()


def test_what_was_shown_is_proposed_in_her_name(page: Client, approved: WordSet) -> None:
    data = {"first": "1", "last": "1", "topic": "denosumab", "note": "shorter is enough"}
    answer = page.post(cut(), data, follow=True).content.decode()
    made = passage()
    assert (made.text, made.edited_by) == (FIRST, "ito")
    assert Approval.objects.get(passage=made).note == "shorter is enough"
    assert "once a reviewer other than you approves it" in answer
    assert served(approved)[0] == BOTH


def test_a_proposal_that_is_refused_keeps_what_was_typed(page: Client) -> None:
    row = passage()
    edit()
    data = {"first": "2", "last": "2", "topic": "denosumab", "note": "try again"}
    answer = page.post(cut(row), data)
    assert answer.status_code == 200
    assert "replaced by Dr. Ito meanwhile" in answer.content.decode()
    assert "try again" in answer.content.decode()
    assert Passage.objects.edited().count() == 1


def test_a_new_passage_is_made_of_a_section(page: Client) -> None:
    where, asked = new(topic="pain")
    assert "From which section?" in shown(page, where, **asked)
    bones = Section.objects.get(title="Bones")
    assert "Choose a topic, and the first" in shown(page, where, section=bones.pk, **asked)
    data = {**asked, "section": bones.pk, "first": "1", "last": "1"}
    assert page.post(where, data).status_code == 302
    assert passage("pain").text == "Weak bones can hurt."


def test_only_sections_that_may_be_sent_are_offered(page: Client) -> None:
    where, asked = new()
    assert "An invented page, 2015." not in shown(page, where, **asked)
    sources = Section.objects.get(title="Sources")
    assert page.get(where, {**asked, "section": sources.pk}).status_code == 404


@pytest.mark.parametrize("rubbish", ["", "x", "²", "9" * 30, "-1"])
def test_rubbish_in_the_address_is_not_found(page: Client, rubbish: str) -> None:
    where, _ = new()
    assert page.get(where, {"document": rubbish}).status_code == 404
    assert page.get(cut(), {"first": rubbish, "last": rubbish, "topic": rubbish}).status_code == 200


def test_the_document_lists_topics_without_a_passage(page: Client) -> None:
    document = Document.objects.get()
    html = page.get(reverse("admin:content_document_change", args=[document.pk])).content.decode()
    assert f"/cut/?document={document.pk}&amp;topic=pain" in html
    assert "topic=denosumab" not in html
    shots = Section.objects.get(title="Shots")
    assert f"/cut/?document={document.pk}&amp;section={shots.pk}" in html


def test_two_word_sets_each_have_their_own_withheld_sentences(
    page: Client, approved: WordSet
) -> None:
    actions.make_wordset(slug="bay", name="Bay words")
    withhold(approved, FIRST)
    assert f"<s>{FIRST}</s>" in page.get(cut(), {"words": "harbor"}).content.decode()
    assert f"<s>{FIRST}</s>" not in page.get(cut(), {"words": "bay"}).content.decode()


def test_who_may_only_read_is_turned_away(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "has_perm", lambda _, perm, obj=None: perm == "content.view_passage")
    where, asked = new()
    assert page.get(cut()).status_code == 403
    assert page.post(cut(), {"first": "1", "last": "1"}).status_code == 403
    assert page.get(where, asked).status_code == 403
    assert not Passage.objects.edited().exists()
    looked_at = page.get(reverse("admin:content_passage_change", args=[passage().pk]))
    assert "Cut it anew" not in looked_at.content.decode()
