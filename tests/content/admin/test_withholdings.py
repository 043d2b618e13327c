"""A reviewer withholds a sentence on the words' pages, and lifts it there."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from content import actions, catalog
from content.models import Approval, Document, Passage, Withholding, WordSet
from tests.content.actions.test_flags import BLOCKED
from tests.content.actions.test_withholdings import SORE, withhold


@pytest.fixture
def page(client: Client, approved: WordSet) -> Client:
    client.force_login(User.objects.create(username="rey", is_staff=True, is_superuser=True))
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"admin:content_{name}", args=args)


def words(page: Client, where: str) -> str:
    answer = page.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(**changes: Any) -> dict[str, Any]:
    document = Document.objects.get()
    at = document.text.index(SORE)
    given = {
        "wordset": WordSet.objects.get().pk,
        "document": document.pk,
        "start": at,
        "end": at + len(SORE),
        "reason": "A newer label",
        "citation": "Label 2026",
        "needs": "",
    }
    return given | changes


def sore_passage() -> Passage:
    return Passage.objects.get(topic="denosumab", position=1)


def test_each_sentence_of_a_passage_leads_to_its_form(page: Client) -> None:
    at = Document.objects.get().text.index(SORE)
    shown = words(page, address("passage_change", sore_passage().pk))
    assert f"start={at}&amp;end={at + len(SORE)}" in shown
    form = words(page, f"{address('withholding_add')}?start={at}&end={at + len(SORE)}")
    assert f'value="{at}"' in form


def test_the_form_withholds_in_the_reviewers_name(page: Client) -> None:
    assert page.post(address("withholding_add"), typed()).status_code == 302
    row = Withholding.objects.get()
    assert (row.text, row.by, row.reason) == (SORE, "rey", "A newer label")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "This field is required"),
        ({"end": 99_999}, "no span of the document"),
        ({"start": 30, "end": 20}, "no span of the document"),
    ],
)
def test_a_form_filled_wrongly_says_how_to_mend_it(
    page: Client, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in page.post(address("withholding_add"), typed(**changes)).content.decode()
    assert not Withholding.objects.exists()


def test_what_is_withheld_shows_where_words_are_reviewed(page: Client, approved: WordSet) -> None:
    row = withhold(approved, SORE)
    approval = Approval.objects.get(passage=sore_passage())
    for where in (
        address("approval_change", approval.pk),
        address("passage_change", sore_passage().pk),
        address("withholding_change", row.pk),
        address("withholding_changelist"),
    ):
        shown = words(page, where)
        assert "A newer label says otherwise" in shown
        assert f"{SORE} It lasts a day or two. Source" not in shown


def test_a_passage_withheld_whole_says_so(page: Client, approved: WordSet) -> None:
    withhold(approved, f"{SORE} It lasts a day or two.")
    approval = Approval.objects.get(passage=sore_passage())
    assert "Withheld or recalled whole" in words(page, address("approval_change", approval.pk))


def test_it_is_lifted_with_a_reason(page: Client, approved: WordSet) -> None:
    row = withhold(approved, SORE)
    lift = address("withholding_lift", row.pk)
    refused = page.post(lift, {"because": ""}, follow=True).content.decode()
    assert "Say why it may be sent again." in refused
    page.post(lift, {"because": "The label was mended"}, follow=True)
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_because) == ("rey", "The label was mended")


def test_looking_at_the_address_lifts_nothing(page: Client, approved: WordSet) -> None:
    row = withhold(approved, SORE)
    page.get(address("withholding_lift", row.pk))
    assert Withholding.objects.standing().exists()


def test_without_the_right_to_review_it_is_only_looked_at(
    page: Client, approved: WordSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = withhold(approved, SORE)
    monkeypatch.setattr(User, "has_perm", lambda _, perm, obj=None: perm == "content.view_approval")
    page.force_login(User.objects.create(username="osei", is_staff=True))
    assert page.get(address("withholding_changelist")).status_code == 200
    assert page.get(address("withholding_add")).status_code == 403
    answer = page.post(address("withholding_lift", row.pk), {"because": "I say so"})
    assert answer.status_code == 403
    assert Withholding.objects.standing().exists()


def test_a_flag_is_told_with_its_reason_and_citation(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "flags", lambda: {"guide": (BLOCKED,)})
    Passage.objects.filter(topic="dental-care").update(flags=["77"])
    approval = Approval.objects.get(passage=sore_passage())
    for where in (
        address("approval_change", approval.pk),
        address("passage_change", sore_passage().pk),
        address("document_change", Document.objects.get().pk),
    ):
        assert "Overstated" in words(page, where)
        assert "Label 2026" in words(page, where)
    other = Passage.objects.get(topic="dental-care")
    shown = words(page, address("passage_change", other.pk))
    assert "<p>77</p>" in shown
    assert "Overstated" not in shown


def test_a_flag_that_the_map_names_is_told_where_it_does_not_stand(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "flags", lambda: {"guide": (BLOCKED,)})
    Passage.objects.filter(topic="dental-care").update(flags=["1"])
    other = Passage.objects.get(topic="dental-care")
    assert "Overstated" in words(page, address("passage_change", other.pk))


def test_the_demo_reviewer_lifts_nothing_in_production(approved: WordSet, settings: Any) -> None:
    row = withhold(approved, SORE)
    settings.BONEMETS_MODE = "production"
    with pytest.raises(actions.ApprovalError, match="not a person"):
        actions.lift(
            withholding=row, by=actions.DEMO_REVIEWER, now=row.at, because="it was a mistake"
        )
