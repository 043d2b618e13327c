"""The clinic sees who got recalled words, and tells each of them once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content import actions as content
from content.models import Recall, Template
from messaging.admin import recalls as recalls_page
from messaging.models import (
    Clinic,
    HandOff,
    HandOffKind,
    Membership,
    OutboundMessage,
    Patient,
    Role,
)
from messaging.rules.status import MessageState
from tests import factories
from tests.messaging.actions import kit
from tests.messaging.admin.conftest import page, signed_in


def address(recall: Recall) -> str:
    return reverse("admin:content_recall_change", args=[recall.pk])


def correct(recall: Recall, clinic: Clinic) -> str:
    return reverse("admin:content_recall_correct", args=[recall.pk, clinic.pk])


def corrections() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(origin="recall"))


def with_own_words(clinic: Clinic) -> Clinic:
    clinic.wordset = content.make_wordset(slug="other", name="Other words")
    clinic.save()
    return clinic


def also_got_it(recall: Recall, **who: Any) -> None:
    """Another patient who was sent the words before they were recalled."""
    patient = factories.patient(**who)
    row = kit.queue(patient, words=kit.words_of(recall), key=f"got:{patient.pk}")
    kit.left_as(row, MessageState.DELIVERED)


class TestWhoGotIt:
    def test_the_desk_sees_her_with_state_and_day(self, desk: Client, recall: Recall) -> None:
        words = page(desk, address(recall))
        for told in (
            "June O&#x27;Brien Whitfield",
            "…0123",
            "delivered",
            "3 Mar, 10:05",
            "not yet",
        ):
            assert told in words
        assert "+15550100123" not in words

    def test_who_may_not_be_texted_is_to_be_phoned(
        self, desk: Client, june: Patient, recall: Recall
    ) -> None:
        factories.texts(june, "STOP")
        words = page(desk, address(recall))
        assert "The phone has opted out." in words
        assert "phone her" in words

    def test_another_clinics_patients_are_not_shown(
        self, desk: Client, elsewhere: Clinic, recall: Recall
    ) -> None:
        also_got_it(recall, name="Olga Petrova", at=elsewhere)
        assert "Olga" not in page(desk, address(recall))
        there = page(signed_in(Role.COORDINATOR, elsewhere), address(recall))
        assert "Olga" in there
        assert "June" not in there

    def test_a_clinic_with_other_words_does_not_find_it(
        self, recall: Recall, elsewhere: Clinic
    ) -> None:
        there = signed_in(Role.COORDINATOR, with_own_words(elsewhere))
        assert there.get(address(recall)).status_code == 404
        assert there.get(correct(recall, elsewhere)).status_code == 404

    def test_the_reviewer_sees_the_words_and_no_patient(
        self, reviewer: Client, recall: Recall
    ) -> None:
        words = page(reviewer, address(recall))
        assert "The label has changed" in words
        assert "June" not in words

    def test_many_patients_cost_no_more_queries(
        self, desk: Client, recall: Recall, django_assert_num_queries: Any
    ) -> None:
        also_got_it(recall)
        page(desk, address(recall))  # what is kept in the process is read before we count
        with CaptureQueriesContext(connection) as few:
            page(desk, address(recall))
        for _ in range(5):
            also_got_it(recall)
        with django_assert_num_queries(len(few)):
            page(desk, address(recall))

    def test_a_long_list_has_pages(
        self, desk: Client, recall: Recall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recalls_page, "ROWS_A_PAGE", 1)
        also_got_it(recall, name="Harold Boone")
        first, second = (page(desk, address(recall), page=number) for number in (1, 2))
        assert ("Harold" in first, "June" in first) == (True, False)
        assert ("Harold" in second, "June" in second) == (False, True)
        assert "1–1 of 2" in first


class TestCorrecting:
    def test_the_page_shows_the_text_and_leads_to_a_question_first(
        self, desk: Client, recall: Recall, harbor: Clinic
    ) -> None:
        words = page(desk, address(recall))
        assert "We take back the health facts we texted you on Tue Mar 3." in words
        assert correct(recall, harbor) in words
        assert "Yes, send it now" in page(desk, correct(recall, harbor))
        assert corrections() == []

    def test_confirmed_it_goes_once(self, desk: Client, recall: Recall, harbor: Clinic) -> None:
        first = desk.post(correct(recall, harbor), follow=True).content.decode()
        again = desk.post(correct(recall, harbor), follow=True).content.decode()
        assert "1 correction queued." in first
        assert "nothing was left to send" in again
        assert "text waiting" in again
        assert len(corrections()) == 1

    def test_who_cannot_be_texted_comes_on_the_list(
        self, desk: Client, june: Patient, recall: Recall, harbor: Clinic
    ) -> None:
        factories.texts(june, "STOP")
        assert "Put them on the list" in page(desk, address(recall))
        said = desk.post(correct(recall, harbor), follow=True).content.decode()
        todo = HandOff.objects.get(kind=HandOffKind.RECALLED)
        url = reverse("admin:messaging_handoff_change", args=[todo.pk])
        assert "1 to phone: see To do." in said
        assert url in said
        assert "The label has changed" in page(desk, url)

    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.MANAGER, 302), (Role.STAFF, 403), (Role.REVIEWER, 404), (Role.OPERATOR, 404)],
    )
    def test_who_may_send_it(self, recall: Recall, harbor: Clinic, role: str, status: int) -> None:
        assert signed_in(role, harbor).post(correct(recall, harbor)).status_code == status
        assert bool(corrections()) is (status == 302)

    def test_one_who_only_reads_gets_no_button(self, recall: Recall, harbor: Clinic) -> None:
        words = page(signed_in(Role.STAFF, harbor), address(recall))
        assert "June" in words
        assert correct(recall, harbor) not in words

    def test_not_for_another_clinic(self, desk: Client, recall: Recall, elsewhere: Clinic) -> None:
        also_got_it(recall, at=elsewhere)
        assert desk.post(correct(recall, elsewhere)).status_code == 404
        here = factories.person("coordinator-harbor")
        Membership.objects.create(user=here, clinic=elsewhere, role=Role.STAFF)
        assert desk.post(correct(recall, elsewhere)).status_code == 403
        assert corrections() == []

    def test_without_approved_words_it_says_who_must_approve(
        self, desk: Client, recall: Recall, harbor: Clinic
    ) -> None:
        content.retire(
            wordset=recall.wordset,
            templates=Template.objects.filter(slug="T-CORRECTION"),
            by=content.DEMO_REVIEWER,
            now=factories.NOW,
        )
        words = page(desk, address(recall))
        assert "A reviewer must approve it first" in words
        assert correct(recall, harbor) not in words
        said = desk.post(correct(recall, harbor), follow=True).content.decode()
        assert "No approved words for &quot;T-CORRECTION&quot;" in said

    def test_after_the_recall_was_lifted_none_goes(
        self, desk: Client, reviewer: Client, recall: Recall, harbor: Clinic
    ) -> None:
        OutboundMessage.objects.update(queued_at=factories.NOW.replace(hour=1))
        reviewer.post(reverse("admin:content_recall_lift", args=[recall.pk]), {"because": "right"})
        assert "no correction goes" in page(desk, address(recall))
        desk.post(correct(recall, harbor))
        assert corrections() == []


class TestHome:
    def test_it_tells_of_whoever_does_not_know_yet(
        self, desk: Client, recall: Recall, harbor: Clinic
    ) -> None:
        home = page(desk, reverse("admin:index"))
        assert address(recall) in home
        assert "1 phone" in home
        desk.post(correct(recall, harbor))
        assert address(recall) not in page(desk, reverse("admin:index"))

    def test_it_does_not_tell_of_the_dead(
        self, desk: Client, june: Patient, recall: Recall
    ) -> None:
        Patient.objects.filter(pk=june.pk).update(state="died")
        assert address(recall) not in page(desk, reverse("admin:index"))
        assert "she has died" in page(desk, address(recall))

    def test_the_list_of_recalls_names_it(self, desk: Client, recall: Recall) -> None:
        words = page(desk, reverse("admin:content_recall_changelist"))
        assert "Jaw bone problems" in words
        assert "The label has changed" in words
