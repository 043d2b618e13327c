"""Every step of consent on her phones: evidence, never edited."""

from typing import Any

from django.http import HttpRequest

from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.models import ConsentEvent, Patient

slug = "consent"
title = "Consent, step by step"
template = "admin/messaging/panels/consent.html"
place = Place.RIGHT


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    rows = ConsentEvent.objects.filter(phone__recipients__patient=patient)
    found = rows.select_related("phone", "by").order_by("-at", "-id").distinct()
    return {
        "events": [
            {
                "row": event,
                "when": shown.local(event.at, patient.time_zone),
                "by": event.by.get_username() if event.by else "",
            }
            for event in found
        ]
    }
