"""Protocols in the admin: read by many, written by reviewer and manager, approved by one."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content import actions as content
from content.models import Template, WordSet
from messaging.actions import protocols
from messaging.admin import protocol_preview
from messaging.models import Clinic, Enrolment, Patient, Protocol, ProtocolApproval, Role
from tests import factories
from tests.factories import NOW
from tests.messaging.actions.protocol_kit import change, own, shipped
from tests.messaging.admin.conftest import page, signed_in


@pytest.fixture
def draft(harbor: Clinic) -> Protocol:
    return own(harbor)


@pytest.fixture
def manager(harbor: Clinic) -> Client:
    return signed_in(Role.MANAGER, harbor)


def address(name: str, *keys: Any) -> str:
    return reverse(f"admin:messaging_protocol_{name}", args=[getattr(k, "pk", k) for k in keys])


def said(client: Client, url: str, **fields: Any) -> str:
    """What the page that follows a POST says."""
    answer = client.post(url, fields, follow=True)
    assert answer.status_code == 200, (url, answer.status_code)
    return " ".join(answer.content.decode().split())


def approved(protocol: Protocol, clinic: Clinic) -> Protocol:
    protocols.approve(clinic=clinic, protocols=[protocol], by="Dr. Lena Fischer", now=NOW)
    return protocol


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


class TestApproving:
    def test_the_reviewer_approves_in_their_name(
        self, reviewer: Client, harbor: Clinic, draft: Protocol
    ) -> None:
        told = said(reviewer, address("at", draft, harbor), act="approve")
        assert "new patients are enrolled on this version" in told
        row = ProtocolApproval.objects.get(protocol=draft)
        assert (row.approved_by, row.retired_at) == ("clinical_reviewer-harbor", None)

    @pytest.mark.parametrize("act", ["approve", "move", "off"])
    def test_a_manager_does_not(
        self, manager: Client, harbor: Clinic, draft: Protocol, act: str
    ) -> None:
        assert manager.post(address("at", draft, harbor), {"act": act}).status_code == 403
        words = page(manager, address("at", draft, harbor))
        assert "A clinical reviewer of this clinic approves it" in words

    def test_what_stands_against_it_is_told_before(
        self, reviewer: Client, harbor: Clinic, draft: Protocol
    ) -> None:
        content.retire(
            wordset=WordSet.objects.get(),
            templates=Template.objects.filter(slug="T-SHOT"),
            passages=[],
            by="Dr. Lena Fischer",
            now=NOW,
        )
        words = page(reviewer, address("at", draft, harbor))
        assert "It cannot be approved yet" in words
        assert "Approve in my name" not in words
        told = said(reviewer, address("at", draft, harbor), act="approve")
        assert "is not approved in English and Spanish" in told
        assert not ProtocolApproval.objects.filter(protocol=draft).exists()

    def test_it_is_switched_off_with_a_reason(self, reviewer: Client, harbor: Clinic) -> None:
        url = address("at", shipped("denosumab"), harbor)
        told = said(reviewer, url, act="off", why="we stopped giving it")
        assert "Off by clinical_reviewer-harbor, 3 Mar 2026: we stopped giving it" in told

    def test_only_at_a_clinic_of_ones_own(
        self, reviewer: Client, elsewhere: Clinic, draft: Protocol
    ) -> None:
        assert reviewer.get(address("at", shipped("denosumab"), elsewhere)).status_code == 404
        there = signed_in(Role.REVIEWER, elsewhere)
        assert there.get(address("at", draft, elsewhere)).status_code == 404


class TestApprovals:
    def test_a_choice_leads_to_what_it_would_change(
        self, reviewer: Client, harbor: Clinic, draft: Protocol
    ) -> None:
        url = reverse("admin:messaging_protocolapproval_add")
        answer = reviewer.post(url, {"clinic": harbor.pk, "protocol": draft.pk})
        assert answer.headers["Location"] == address("at", draft, harbor)
        assert not ProtocolApproval.objects.filter(protocol=draft).exists()

    def test_one_tells_by_whom_it_was_given_and_who_is_on_it(
        self, desk: Client, harbor: Clinic, june: Patient
    ) -> None:
        row = ProtocolApproval.objects.get(clinic=harbor, protocol=shipped("denosumab"))
        words = page(desk, reverse("admin:messaging_protocolapproval_change", args=[row.pk]))
        assert "tests" in words
        assert "1, and 0 on others" in words
        assert address("at", shipped("denosumab"), harbor) in words


class TestPreviewAndMove:
    def test_it_counts_what_changes_and_changes_nothing(
        self, reviewer: Client, harbor: Clinic, june: Patient, draft: Protocol
    ) -> None:
        change(draft, "visit", offset_days=-3)
        words = page(reviewer, address("at", draft, harbor))
        assert "What changes for the 1 enrolled patient" in words
        assert re.search(r"Texts on another day or hour</dt><dd>[1-9]", words)
        assert Enrolment.objects.get(protocol__slug="denosumab").protocol.version == 1

    def test_names_are_for_those_who_see_patients(
        self, reviewer: Client, manager: Client, harbor: Clinic, june: Patient, draft: Protocol
    ) -> None:
        change(draft, "visit", offset_days=-3)
        link = reverse("admin:messaging_patient_change", args=[june.pk])
        assert link in page(manager, address("at", draft, harbor))
        words = page(reviewer, address("at", draft, harbor))
        assert "Whitfield" not in words
        assert f"Patient {june.pk}" in words

    def test_nobody_enrolled_is_said(self, reviewer: Client, harbor: Clinic) -> None:
        words = page(reviewer, address("at", shipped("radium-223"), harbor))
        assert "nothing changes for anybody" in words

    def test_a_larger_clinic_is_counted_in_parts(
        self,
        reviewer: Client,
        harbor: Clinic,
        june: Patient,
        draft: Protocol,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        change(draft, "visit", offset_days=-3)
        factories.treatment(factories.patient(name="Olga Petrova"))
        real = protocol_preview.protocol_moving.changes
        monkeypatch.setattr(
            protocol_preview.protocol_moving,
            "changes",
            lambda **given: real(**given, limit=1),
        )
        words = page(reviewer, address("at", draft, harbor))
        assert "1 of 2 counted so far" in words
        rest = re.search(r'hx-get="([^"]+)"', words)
        assert rest
        words = page(reviewer, rest[1].replace("&amp;", "&"))
        assert "counted so far" not in words
        assert "Patients with a change</dt><dd>2</dd>" in words

    @pytest.mark.parametrize(
        "so_far", ["x", "1.2", "1.1.1_1", f"{'9' * 40}.1.1_1.1.1.1.1.1", "-1.1"]
    )
    def test_a_mangled_count_begins_anew(
        self, reviewer: Client, harbor: Clinic, june: Patient, draft: Protocol, so_far: str
    ) -> None:
        words = page(reviewer, address("count", draft, harbor), so_far=so_far)
        assert "What changes for the 1 enrolled patient" in words

    def test_patients_are_moved_by_name(
        self, reviewer: Client, harbor: Clinic, june: Patient, draft: Protocol
    ) -> None:
        approved(draft, harbor)
        told = said(reviewer, address("at", draft, harbor), act="move")
        assert "1 moved, and their texts to come are planned anew." in told
        assert Enrolment.objects.get(protocol__slug="denosumab").protocol == draft

    def test_a_version_that_is_off_moves_nobody(
        self, reviewer: Client, harbor: Clinic, june: Patient, draft: Protocol
    ) -> None:
        told = said(reviewer, address("at", draft, harbor), act="move")
        assert "approve it first" in told

    def test_an_act_that_is_none_is_404(self, reviewer: Client, harbor: Clinic) -> None:
        url = address("at", shipped("denosumab"), harbor)
        assert reviewer.post(url, {"act": "erase"}).status_code == 404
