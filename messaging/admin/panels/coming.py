"""The texts to come, and those that did not go, each with its reason."""

from typing import Any

from django.http import HttpRequest

from messaging import clock
from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.models import Patient, Reminder
from messaging.rules import reasons
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState

slug = "coming"
title = "Coming texts"
template = "admin/messaging/panels/coming.html"
place = Place.BELOW
MOST_COMING, MOST_LEFT_OUT = 12, 12


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    rows = Reminder.objects.of_patient(patient.pk).select_related(
        "step", "recipient__patient", "enrolment__protocol", "enrolment__patient__clinic"
    )
    coming = rows.planned().order_by("due_at")[:MOST_COMING]
    silent = (ReminderState.PLANNED, ReminderState.RELEASED)
    left_out = rows.exclude(state__in=silent).order_by("-due_at")[:MOST_LEFT_OUT]
    return {
        "coming": [_line(row) for row in coming],
        "left_out": [_line(row) for row in left_out],
        "now": now,
    }


def _line(row: Reminder) -> dict[str, str]:
    return {
        "when": shown.local(row.due_at, row.recipient.zone),
        "kind": row.kind.replace("_", " "),
        "words": shown.planned(row.words, row.enrolment.patient.clinic),
        "protocol": row.enrolment.protocol.title,
        "to": row.recipient.get_relation_display(),
        "state": shown.REMINDER_WORDS[ReminderState(row.state)],
        "reason": "" if row.reason in ("", Reason.DUE) else reasons.sentence(row.reason),
    }
