"""Who did what to her record."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.models import Dose, Entry, Patient

slug = "record"
title = "Record of changes"
template = "admin/messaging/panels/audit.html"
place = Place.BELOW
MOST_SHOWN = 20


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    rows = Entry.objects.filter(_about(patient)).select_related("by")[:MOST_SHOWN]
    return {"entries": [(row, shown.local(row.at, patient.time_zone)) for row in rows]}


def _about(patient: Patient) -> Q:
    """Entries on her, her treatments, doses, enrolments and phones."""
    kept: dict[str, Any] = {
        "patient": [patient.pk],
        "treatment": patient.treatments.values_list("pk", flat=True),
        "dose": Dose.objects.filter(treatment__patient=patient).values_list("pk", flat=True),
        "hospitalstay": patient.stays.values_list("pk", flat=True),
        "enrolment": patient.enrolments.values_list("pk", flat=True),
        "phone": patient.recipients.values_list("phone_id", flat=True),
        "alert": patient.alerts.values_list("pk", flat=True),
        "handoff": patient.handoffs.values_list("pk", flat=True),
    }
    found = Q(pk__in=())
    for kind, ids in kept.items():
        found |= Q(object_type=kind, object_id__in=[str(i) for i in ids])
    return found
