"""Who she is, what she is treated with, what comes next."""

from typing import Any

from django.http import HttpRequest

from messaging import clock
from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.models import Patient, Reminder, TreatmentState
from messaging.rules.dates import WEEKDAYS

slug = "summary"
title = "At a glance"
template = "admin/messaging/panels/summary.html"
place = Place.TOP


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    coming = Reminder.objects.of_patient(patient.pk).upcoming(clock.now()).first()
    active = patient.treatments.filter(state=TreatmentState.ACTIVE)
    return {
        "patient": patient,
        "treatments": ", ".join(shown.treated(treatment) for treatment in active),
        "next_text": shown.local(coming.due_at, coming.recipient.zone) if coming else "",
        "weekly_day": WEEKDAYS[patient.weekly_day],
        "her_time": shown.local(clock.now(), patient.time_zone),
    }
