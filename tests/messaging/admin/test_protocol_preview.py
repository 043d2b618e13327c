"""What a version would change, told before it is approved and before patients are moved."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from content import actions as content
from content.models import Template, WordSet
from messaging.actions import protocol_moving
from messaging.models import Clinic, Enrolment, Patient, Protocol, ProtocolApproval, Role
from tests import factories
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
        real = protocol_moving.changes
        monkeypatch.setattr(
            protocol_moving,
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
