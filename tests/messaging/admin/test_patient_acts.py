"""The buttons of the patient page: each does its one act, or says why not."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging.actions import consent
from messaging.models import Clinic, OutboundMessage, Patient, Relation
from messaging.rules.consent import ConsentState
from tests import factories
from tests.messaging.admin.conftest import act, page


def test_a_text_goes_out_in_the_writers_name(desk: Client, june: Patient) -> None:
    words = act(desk, june, "write", body="Please bring your list of pills.")
    row = OutboundMessage.objects.get(origin="staff")
    assert row.body == "Please bring your list of pills."
    assert row.written_by.username == "coordinator-harbor"
    assert "written by coordinator-harbor" in words


def test_a_text_that_is_too_long_stays_in_the_box(desk: Client, june: Patient) -> None:
    words = act(desk, june, "write", body="word " * 200)
    assert "parts long" in words
    assert "word word word" in words
    assert not OutboundMessage.objects.filter(origin="staff").exists()


def test_nobody_writes_to_a_phone_that_left(desk: Client, june: Patient) -> None:
    factories.texts(june, "STOP")
    words = act(desk, june, "write", body="hello")
    assert "may not be texted" in words
    assert not OutboundMessage.objects.filter(origin="staff").exists()


def test_a_caregiver_is_added_with_a_permission(desk: Client, june: Patient) -> None:
    act(
        desk,
        june,
        "phone",
        number="+1 555 010 0188",
        relation="caregiver",
        permission="June, by voice, 1 March",
    )
    caregiver = june.recipients.get(relation=Relation.CAREGIVER)
    assert caregiver.phone.number == "+15550100188"
    assert caregiver.permission == "June, by voice, 1 March"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            {"number": "+15550100188", "relation": "caregiver"}, "gave permission", id="unasked"
        ),
        pytest.param({"number": "12", "relation": "patient"}, "too short", id="no number"),
        pytest.param({"number": "+15550100188", "relation": "cat"}, "whose number", id="whose"),
    ],
)
def test_a_number_that_cannot_be_given_is_said(
    desk: Client, june: Patient, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in act(desk, june, "phone", **typed)
    assert june.recipients.count() == 1


def test_what_she_says_about_texts_is_noted_with_its_evidence(desk: Client, june: Patient) -> None:
    recipient = june.recipients.get()
    act(
        desk,
        june,
        "consent",
        recipient=recipient.pk,
        kind="revoked",
        method="voice",
        reason="told Dana by phone",
    )
    assert consent.state_of(recipient.phone) is ConsentState.REVOKED
    assert recipient.phone.consent_events.last().note == "told Dana by phone"


def test_consent_is_not_noted_without_evidence(desk: Client, june: Patient) -> None:
    recipient = june.recipients.get()
    words = act(desk, june, "consent", recipient=recipient.pk, kind="revoked", reason=" ")
    assert "what this rests on" in words
    assert consent.state_of(recipient.phone) is ConsentState.GIVEN


def test_buttons_want_a_post(desk: Client, june: Patient) -> None:
    for name in ("write", "phone", "consent", "dose", "dose_add", "admit", "stay"):
        url = reverse(f"admin:messaging_patient_{name}", args=[june.pk])
        assert desk.get(url).status_code == 403


def test_the_page_tells_why_a_text_does_not_go(desk: Client, june: Patient, harbor: Clinic) -> None:
    factories.texts(june, "LESS")
    words = page(desk, reverse("admin:messaging_patient_change", args=[june.pk]))
    assert "asked for fewer texts" in words


def test_another_patients_texts_on_a_shared_phone_stay_hers(
    desk: Client, june: Patient, harbor: Clinic
) -> None:
    tom = factories.patient(name="Tom Barrett", number="+15550100123")
    act(desk, june, "write", body="Only for June")
    words = page(desk, reverse("admin:messaging_patient_change", args=[tom.pk]))
    assert "Only for June" not in words
