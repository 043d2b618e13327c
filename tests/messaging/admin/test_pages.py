"""Every page opens for whoever may see it, with rows and without."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from messaging.models import Alert, Clinic, HandOff, OutboundMessage, Patient, Protocol, Role
from tests import factories
from tests.messaging.admin.conftest import page, signed_in

LISTS = [
    model._meta.model_name for model in admin.site._registry if model._meta.app_label == "messaging"
]


@pytest.fixture
def busy(june: Patient) -> Patient:
    """Texts both ways, an alert, something to do."""
    factories.texts(june, "zorbaflex wibble")
    factories.texts(june, "cant feel my legs")
    return june


@pytest.mark.parametrize("model", LISTS)
def test_every_list_opens_with_rows(busy: Patient, harbor: Clinic, model: str) -> None:
    manager = signed_in(Role.MANAGER, harbor)
    page(manager, reverse(f"admin:messaging_{model}_changelist"))


@pytest.mark.parametrize("model", [name for name in LISTS if name != "membership"])
def test_every_list_opens_for_a_coordinator_without_rows(desk: Client, model: str) -> None:
    page(desk, reverse(f"admin:messaging_{model}_changelist"))


@pytest.mark.parametrize("model", [Alert, HandOff, OutboundMessage, Patient, Protocol, Clinic])
def test_every_kind_of_row_opens(busy: Patient, desk: Client, model: type) -> None:
    row = model.objects.first()  # type: ignore[attr-defined]
    page(desk, reverse(f"admin:messaging_{model._meta.model_name}_change", args=[row.pk]))  # type: ignore[attr-defined]


def test_a_received_text_says_what_came_of_it(busy: Patient, desk: Client) -> None:
    text = factories.texts(busy, "STOP")
    words = page(desk, reverse("admin:messaging_inboundmessage_change", args=[text.pk]))
    assert "asks for no more texts" in words


@pytest.mark.parametrize("model", ["clinic", "sender", "membership"])
def test_the_operator_can_set_up(harbor: Clinic, model: str) -> None:
    page(signed_in(Role.OPERATOR, None), reverse(f"admin:messaging_{model}_add"))


def test_the_reviewer_can_switch_a_protocol_on(harbor: Clinic) -> None:
    page(signed_in(Role.REVIEWER, harbor), reverse("admin:messaging_protocolapproval_add"))


def test_the_form_behind_edit_opens(june: Patient, desk: Client) -> None:
    words = page(desk, reverse("admin:messaging_patient_edit", args=[june.pk]))
    assert "June" in words


def test_no_title_holds_a_name(june: Patient, desk: Client) -> None:
    for name in ("change", "edit"):
        words = page(desk, reverse(f"admin:messaging_patient_{name}", args=[june.pk]))
        title = words.split("<title>")[1].split("</title>")[0]
        assert "June" not in title


def test_a_coming_text_leads_to_its_patient(june: Patient, desk: Client) -> None:
    row = june.enrolments.first().reminders.first()
    answer = desk.get(reverse("admin:messaging_reminder_change", args=[row.pk]))
    assert answer.headers["Location"].startswith(
        reverse("admin:messaging_patient_change", args=[june.pk])
    )


def test_coming_texts_tell_her_own_clock(desk: Client, harbor: Clinic) -> None:
    factories.patient(name="Anh Nguyen", time_zone="America/Phoenix")
    assert "MST" in page(desk, reverse("admin:messaging_reminder_changelist"))


@pytest.mark.parametrize("day", ["today", "tomorrow", "next", "2026-03-04", "rubbish"])
def test_days_can_be_filtered(june: Patient, desk: Client, day: str) -> None:
    page(desk, reverse("admin:messaging_reminder_changelist"), day=day)
    page(desk, reverse("admin:messaging_outboundmessage_changelist"), day=day)


def test_lists_mask_numbers_and_the_patient_page_tells_them(busy: Patient, desk: Client) -> None:
    log = page(desk, reverse("admin:messaging_outboundmessage_changelist"))
    assert "…0123" in log
    assert "+15550100123" not in log
    assert "+15550100123" in page(desk, reverse("admin:messaging_patient_change", args=[busy.pk]))


@pytest.mark.parametrize("model", ["reminder", "inboundmessage", "alert", "patient"])
def test_a_list_without_choices_offers_none(busy: Patient, desk: Client, model: str) -> None:
    """The theme's label for a first column of boxes would stand before each row on a phone."""
    words = page(desk, reverse(f"admin:messaging_{model}_changelist"))
    assert "result_list" in words
    assert "Select record" not in words


def test_a_list_is_titled_by_what_it_lists(desk: Client) -> None:
    words = page(desk, reverse("admin:messaging_outboundmessage_changelist"))
    assert re.search(r"<title>\s*Texts sent \|", words)


def test_the_page_has_landmarks_and_a_way_past_the_menu(desk: Client) -> None:
    words = page(desk, reverse("admin:index"))
    for mark in ("<main", "<header>", "<nav", 'href="#content"', 'id="content"'):
        assert mark in words


def test_whoever_holds_no_role_is_told_so(harbor: Clinic) -> None:
    words = page(signed_in(None, harbor), reverse("admin:index"))
    assert "You hold no role yet" in words
