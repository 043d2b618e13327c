"""The log of texts: provenance, reasons in plain words, and what is held."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging.admin import shown
from messaging.models import Clinic, OutboundMessage, Patient, Role
from messaging.rules.status import MessageState
from tests import factories
from tests.messaging.admin.conftest import page, signed_in


@pytest.fixture
def held(june: Patient) -> OutboundMessage:
    reply = factories.texts(june, "what is ONJ").replies.get()
    OutboundMessage.objects.filter(pk=reply.pk).update(state=MessageState.HELD, reason="in doubt")
    return OutboundMessage.objects.get(pk=reply.pk)


def test_signs_that_phones_lack_are_named_with_what_went_instead(desk: Client) -> None:
    factories.leaflet("It’s your gums’ health • ask us.")
    june = factories.patient()
    reply = OutboundMessage.objects.filter(passage__document__slug="leaflet")
    factories.texts(june, "what is ONJ")
    words = page(desk, reverse("admin:messaging_outboundmessage_change", args=[reply.get().pk]))
    assert "’ as &#x27; (2), • as - (1)" in words


def decide(client: Client, row: OutboundMessage, send: str) -> int:
    url = reverse("admin:messaging_outboundmessage_decide", args=[row.pk])
    return client.post(url, {"send": send}).status_code


def test_an_excerpt_names_its_document_section_and_span(
    desk: Client, held: OutboundMessage
) -> None:
    words = page(desk, reverse("admin:messaging_outboundmessage_change", args=[held.pk]))
    passage = held.passage
    assert passage is not None
    assert passage.document.title in words
    assert passage.section.title in words
    assert f"{held.span_start} to {held.span_end}" in words
    assert "what is ONJ" in words


def test_a_code_is_told_in_words(desk: Client, held: OutboundMessage) -> None:
    OutboundMessage.objects.filter(pk=held.pk).update(
        state=MessageState.UNDELIVERED, error_code=30003, next_action_at=None
    )
    words = page(desk, reverse("admin:messaging_outboundmessage_change", args=[held.pk]))
    assert "The phone was off or out of reach." in words


@pytest.mark.parametrize(
    ("send", "state"), [("yes", MessageState.QUEUED), ("no", MessageState.CANCELLED)]
)
def test_a_held_text_is_decided(
    desk: Client, held: OutboundMessage, send: str, state: MessageState
) -> None:
    decide(desk, held, send)
    held.refresh_from_db()
    assert held.state == state


def test_staff_do_not_decide(held: OutboundMessage, harbor: Clinic) -> None:
    assert decide(signed_in(Role.STAFF, harbor), held, "yes") == 403
    held.refresh_from_db()
    assert held.state == MessageState.HELD


def test_many_held_texts_are_decided_at_once(desk: Client, held: OutboundMessage) -> None:
    url = reverse("admin:messaging_outboundmessage_changelist")
    desk.post(url, {"action": "leave_it", "_selected_action": [held.pk]})
    held.refresh_from_db()
    assert held.state == MessageState.CANCELLED


@pytest.mark.parametrize(
    ("value", "found"),
    [("HELD", True), ("QUEUED", False), ("FAILED", False), ("", True), ("rubbish", True)],
)
def test_the_log_is_filtered_by_what_staff_read(
    desk: Client, held: OutboundMessage, value: str, found: bool
) -> None:
    words = page(desk, reverse("admin:messaging_outboundmessage_changelist"), state=value)
    link = reverse("admin:messaging_outboundmessage_change", args=[held.pk])
    assert (link in words) is found


def test_the_log_links_a_reply_with_its_text(desk: Client, held: OutboundMessage) -> None:
    sent = page(desk, reverse("admin:messaging_outboundmessage_changelist"))
    received = page(desk, reverse("admin:messaging_inboundmessage_changelist"))
    assert reverse("admin:messaging_inboundmessage_change", args=[held.in_reply_to_id]) in sent
    assert reverse("admin:messaging_outboundmessage_change", args=[held.pk]) in received


def test_what_waits_at_the_provider_is_not_called_sent():
    row = OutboundMessage(state=MessageState.ACCEPTED, provider_status="queued")
    assert shown.stands(row) == "sent"
    row.provider_status = "scheduled"
    assert shown.stands(row) == "waiting at the provider"
