"""At which numbers she and her caregivers are reached."""

from typing import Any

from django.http import HttpRequest

from messaging.actions import consent
from messaging.admin import people
from messaging.admin.access import Verb
from messaging.admin.panels.base import Place
from messaging.models import Patient, Relation
from messaging.rules.consent import EventKind

slug = "phones"
title = "Phones"
template = "admin/messaging/panels/phones.html"
place = Place.RIGHT

# What a person may note; the other kinds come from texts.
NOTED = (
    (EventKind.GIVEN, "agreed"),
    (EventKind.REVOKED, "wants no more texts"),
    (EventKind.PAUSED, "wants a pause"),
    (EventKind.RESTORED, "wants them again"),
    (EventKind.REFUSED, "refused"),
)


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    rows = patient.recipients.select_related("phone").order_by("-active", "relation")
    return {
        "patient": patient,
        "recipients": [
            {"row": row, "consent": consent.state_of(row.phone).value.replace("_", " ")}
            for row in rows
        ],
        "relations": Relation.choices,
        "kinds": [(kind.value, words) for kind, words in NOTED],
        "may_change": people.may(request.user, Verb.CHANGE, "patient", patient.clinic_id),
    }
