"""A reviewer recalls words where they are reviewed, and lifts a recall."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Approval, Recall
from messaging.models import Clinic, OutboundMessage, Role
from tests import factories
from tests.messaging.admin.conftest import page, signed_in
from tests.messaging.admin.test_recalls import address, with_own_words


def approval_of(sent: OutboundMessage) -> Approval:
    return Approval.objects.get(passage=sent.passage, wordset=sent.phone.clinic.wordset)


@pytest.mark.parametrize("where", ["approval", "passage"])
def test_the_words_lead_to_the_form(reviewer: Client, sent: OutboundMessage, where: str) -> None:
    row: Any = approval_of(sent) if where == "approval" else sent.passage
    words = page(reviewer, reverse(f"admin:content_{where}_change", args=[row.pk]))
    assert reverse("admin:content_recall_new", args=[approval_of(sent).pk]) in words


def test_the_form_recalls_in_the_reviewers_name(reviewer: Client, sent: OutboundMessage) -> None:
    form = reverse("admin:content_recall_new", args=[approval_of(sent).pk])
    assert sent.passage.body[:40] in page(reviewer, form)
    reviewer.post(form, {"reason": "The label has changed"})
    row = Recall.objects.get()
    who = "clinical_reviewer-harbor"
    assert (row.passage, row.by, row.at) == (sent.passage, who, factories.NOW)


def test_without_a_reason_it_says_so_and_recalls_nothing(
    reviewer: Client, sent: OutboundMessage
) -> None:
    form = reverse("admin:content_recall_new", args=[approval_of(sent).pk])
    assert "Say why it is recalled" in reviewer.post(form, {"reason": " "}).content.decode()
    assert not Recall.objects.exists()


def test_it_shows_where_words_are_reviewed(reviewer: Client, recall: Recall) -> None:
    approval = Approval.objects.get(passage=recall.passage, wordset=recall.wordset)
    for where in (
        reverse("admin:content_approval_change", args=[approval.pk]),
        reverse("admin:content_passage_change", args=[recall.passage_id]),
    ):
        words = page(reviewer, where)
        assert str(recall) in words
        assert address(recall) in words
        assert "Withheld or recalled whole" in words
        assert "Recall these words" not in words


def test_the_list_of_approvals_marks_it(reviewer: Client, recall: Recall) -> None:
    url = reverse("admin:content_approval_changelist")
    assert "recalled" in page(reviewer, url, state="retired")
    assert "recalled" not in page(reviewer, url, state="approved")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.STAFF])
def test_nobody_else_recalls(sent: OutboundMessage, harbor: Clinic, role: str) -> None:
    client, approval = signed_in(role, harbor), approval_of(sent)
    form = reverse("admin:content_recall_new", args=[approval.pk])
    shown = page(client, reverse("admin:content_approval_change", args=[approval.pk]))
    assert form not in shown
    assert client.post(form, {"reason": "x"}).status_code == 403
    assert not Recall.objects.exists()


def test_a_reviewer_of_other_words_does_not(sent: OutboundMessage, elsewhere: Clinic) -> None:
    form = reverse("admin:content_recall_new", args=[approval_of(sent).pk])
    there = signed_in(Role.REVIEWER, with_own_words(elsewhere))
    assert there.post(form, {"reason": "x"}).status_code == 404
    assert not Recall.objects.exists()


def test_it_is_lifted_with_a_reason(reviewer: Client, recall: Recall) -> None:
    lift = reverse("admin:content_recall_lift", args=[recall.pk])
    refused = reviewer.post(lift, {"because": ""}, follow=True).content.decode()
    assert "Say why it may be sent again" in refused
    done = reviewer.post(lift, {"because": "Read again: it was right"}, follow=True)
    assert "Read again: it was right" in done.content.decode()


def test_the_desk_does_not_lift_it(desk: Client, recall: Recall) -> None:
    lift = reverse("admin:content_recall_lift", args=[recall.pk])
    assert desk.post(lift, {"because": "x"}).status_code == 403
