"""What was said, both ways, and a box to write to her."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from messaging.actions import consent
from messaging.admin import people, provenance, shown
from messaging.admin.access import Verb
from messaging.admin.panels.base import Place
from messaging.models import InboundMessage, OutboundMessage, Patient
from messaging.rules import spoken
from messaging.rules.consent import may_text

slug = "conversation"
title = "Conversation"
template = "admin/messaging/panels/conversation.html"
place = Place.LEFT
MOST_BUBBLES = 40

Bubble = tuple[datetime, dict[str, Any]]


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    # The sort is stable: at the same instant her text stands before its reply.
    bubbles = sorted([*_in(patient), *_out(patient)], key=lambda bubble: bubble[0])
    recipient = patient.recipients.filter(active=True, answers=True).first()
    open_to_texts = recipient is not None and may_text(consent.state_of(recipient.phone))
    return {
        "patient": patient,
        "bubbles": [values for _, values in bubbles[-MOST_BUBBLES:]],
        "may_write": people.may(request.user, Verb.CHANGE, "patient", patient.clinic_id),
        "open_to_texts": open_to_texts,
        "more": len(bubbles) > MOST_BUBBLES,
    }


def _out(patient: Patient) -> list[Bubble]:
    """Hers; on a shared phone not those that name another patient."""
    rows = OutboundMessage.objects.filter(phone__recipients__patient=patient, segments__gt=0)
    others = rows.filter(recipient__isnull=False).exclude(recipient__patient=patient)
    hers = rows.exclude(pk__in=others.values("pk")).distinct().order_by("-queued_at")
    related = ("template", "passage__document", "passage__section", "written_by", "recipient")
    found = hers.select_related(*related)[:MOST_BUBBLES]
    return [(row.queued_at, _sent(row, patient)) for row in found]


def _sent(row: OutboundMessage, patient: Patient) -> dict[str, Any]:
    return {
        "out": True,
        "pk": row.pk,
        "body": row.body,
        "when": shown.local(row.accepted_at or row.queued_at, patient.time_zone),
        "state": shown.state_words(row.state),
        "tone": shown.state_tone(row.state),
        "why": spoken.explain(row.reason, row.error_code) if row.reason or row.error_code else "",
        "source": provenance.short(row),
    }


def _in(patient: Patient) -> list[Bubble]:
    rows = InboundMessage.objects.filter(phone__recipients__patient=patient).distinct()
    found = rows.order_by("-received_at")[:MOST_BUBBLES]
    return [(row.received_at, _received(row, patient)) for row in found]


def _received(row: InboundMessage, patient: Patient) -> dict[str, Any]:
    return {
        "out": False,
        "pk": row.pk,
        "body": row.body,
        "when": shown.local(row.received_at, patient.time_zone),
        "read_as": shown.read_as(row, patient.clinic),
        "flag": spoken.sign(row.flag),
        "pictures": row.media_count,
    }
