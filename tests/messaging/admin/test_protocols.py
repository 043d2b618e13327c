"""Protocols in the admin: read by many, written by reviewers and managers."""

import pytest
from django.test import Client

from content import actions as content
from content.models import Template, WordSet
from messaging.models import Clinic, Patient, Protocol, Role
from tests.factories import NOW
from tests.messaging.actions.protocol_kit import change, own, shipped
from tests.messaging.admin.conftest import page, signed_in
from tests.messaging.admin.protocol_desk import address, approved, said


@pytest.fixture
def draft(harbor: Clinic) -> Protocol:
    return own(harbor)


@pytest.fixture
def manager(harbor: Clinic) -> Client:
    return signed_in(Role.MANAGER, harbor)


class TestThePage:
    def test_steps_are_told_in_words(self, desk: Client) -> None:
        words = page(desk, address("change", shipped("denosumab")))
        for told in (
            "2 days before each dose, at her best time",
            "Shot reminder",
            "still of use for 3 days",
            "Mouth care: floss",
            "every 14 days, to the end",
            "no dentist visit is on record",
        ):
            assert told in words

    def test_it_tells_who_switched_it_on_and_how_many_are_on_it(
        self, desk: Client, june: Patient
    ) -> None:
        words = page(desk, address("change", shipped("denosumab")))
        assert "Approved by tests, 3 Mar 2026" in words
        assert "1 patient is on this version" in words

    def test_what_is_not_approved_is_marked(self, reviewer: Client, draft: Protocol) -> None:
        content.retire(
            wordset=WordSet.objects.get(),
            templates=Template.objects.filter(slug="T-SHOT", language="es"),
            passages=[],
            by="Dr. Lena Fischer",
            now=NOW,
        )
        words = page(reviewer, address("change", draft))
        assert "“Shot reminder” (T-SHOT) is not approved in Spanish." in words

    def test_what_differs_is_told_field_by_field(self, desk: Client, draft: Protocol) -> None:
        change(draft, "visit", offset_days=-3)
        words = page(desk, address("change", draft))
        assert "What differs from version 1" in words
        assert "<del>2 days before each dose, at her best time</del>" in words
        assert "<ins>3 days before each dose, at her best time</ins>" in words

    def test_a_newer_shipped_version_is_told(self, desk: Client, harbor: Clinic) -> None:
        mine = approved(own(harbor), harbor)
        Protocol.objects.create(
            slug="denosumab", version=3, title="Denosumab", digest="x", loaded_at=NOW
        )
        assert "A newer shipped version exists: version 3" in page(desk, address("change", mine))
        newer = Protocol.objects.get(version=3)
        assert "A newer shipped" not in page(desk, address("change", newer))

    def test_a_comparison_may_be_chosen(self, desk: Client, harbor: Clinic) -> None:
        second = approved(own(harbor), harbor)
        third = own(harbor, base=second)
        words = page(desk, address("change", third))
        assert "What differs from version 2" in words
        assert "What differs from version 1" in page(desk, address("change", third), since="1")

    def test_another_clinics_own_version_is_not_there(
        self, draft: Protocol, elsewhere: Clinic
    ) -> None:
        other = signed_in(Role.REVIEWER, elsewhere)
        assert other.get(address("change", draft)).status_code == 404
        assert "version 2" not in page(other, address("change", shipped("denosumab")))


class TestWriting:
    @pytest.mark.parametrize("role", [Role.MANAGER, Role.REVIEWER])
    def test_a_copy_is_made_by_name_and_for_a_reason(self, harbor: Clinic, role: str) -> None:
        client = signed_in(role, harbor)
        url = address("own", shipped("denosumab"))
        assert "Copied." in said(client, url, clinic=harbor.pk, why="three days' notice")
        made = Protocol.objects.get(clinic=harbor)
        assert (made.made_by, made.why) == (f"{role}-harbor", "three days' notice")

    def test_without_a_reason_nothing_is_made(self, manager: Client, harbor: Clinic) -> None:
        url = address("own", shipped("denosumab"))
        assert "Say in a few words" in said(manager, url, clinic=harbor.pk, why="")
        assert not Protocol.objects.filter(clinic=harbor).exists()

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF, Role.OPERATOR])
    def test_nobody_else_writes(self, harbor: Clinic, draft: Protocol, role: str) -> None:
        client = signed_in(role, harbor)
        step = draft.steps.get(slug="visit")
        assert client.get(address("step", draft, step)).status_code == 403
        fields = {"clinic": harbor.pk, "why": "mine"}
        for url in (address("own", shipped("everyone")), address("discard", draft)):
            assert client.post(url, fields).status_code == 403
        order = {"remove": step.pk}
        assert client.post(address("order", draft), order).status_code == 403
        assert "Make our own version" not in page(client, address("change", shipped("everyone")))

    def test_nobody_writes_for_another_clinic(self, manager: Client, elsewhere: Clinic) -> None:
        fields = {"clinic": elsewhere.pk, "why": "theirs"}
        url = address("own", shipped("denosumab"))
        assert manager.post(url, fields).status_code == 403

    def test_a_read_only_version_has_no_form(self, manager: Client, harbor: Clinic) -> None:
        mine = approved(own(harbor), harbor)
        step = mine.steps.get(slug="visit")
        assert manager.get(address("step", mine, step)).status_code == 404
        assert "Add a step" not in page(manager, address("change", mine))

    def test_steps_are_moved_and_taken_out(self, manager: Client, draft: Protocol) -> None:
        first, second = draft.steps.all()[:2]
        said(manager, address("order", draft), up=second.pk)
        assert draft.steps.first() == second
        assert "Taken out." in said(manager, address("order", draft), remove=first.pk)
        assert not draft.steps.filter(pk=first.pk).exists()

    def test_a_safety_question_stays(self, manager: Client, harbor: Clinic) -> None:
        everyone = own(harbor, of="everyone")
        step = everyone.steps.get(slug="bone-check")
        told = said(manager, address("order", everyone), remove=step.pk)
        assert "may not be taken out" in told
        assert everyone.steps.filter(pk=step.pk).exists()

    def test_it_is_discarded(self, manager: Client, draft: Protocol) -> None:
        assert "Discarded." in said(manager, address("discard", draft))
        assert not Protocol.objects.filter(pk=draft.pk).exists()

    @pytest.mark.parametrize("key", ["", "x", "9" * 30, "٣"])
    def test_a_step_that_is_not_there_is_404(
        self, manager: Client, draft: Protocol, key: str
    ) -> None:
        assert manager.post(address("order", draft), {"up": key}).status_code == 404
