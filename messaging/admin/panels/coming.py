"""The texts to come with words and reasons, and those of the past that did not go."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from messaging import clock
from messaging.actions import previews
from messaging.admin import previews as laid_out
from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.admin.whys import known
from messaging.models import Patient, Reminder
from messaging.rules import spoken
from messaging.rules.status import ReminderState

slug = "coming"
title = "Coming texts"
template = "admin/messaging/panels/coming.html"
place = Place.BELOW
DAYS, MOST_LEFT_OUT = 14, 20


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    all_days = reverse("admin:messaging_patient_coming", args=[patient.pk])
    ahead = previews.coming(patient, now=now)
    return {
        "coming": laid_out.context(ahead, most_days=DAYS, beyond=all_days),
        "days": DAYS,
        "all": all_days,
        "left_out": _left_out(patient, now=now),
    }


def _left_out(patient: Patient, *, now: datetime) -> list[dict[str, Any]]:
    """What was decided against, read from the rows: the agenda explains the future alone."""
    silent = (ReminderState.PLANNED, ReminderState.RELEASED)
    past = Q(due_at__lt=now) | Q(state=ReminderState.CANCELLED)
    rows = Reminder.objects.of_patient(patient.pk).filter(past).exclude(state__in=silent)
    found = rows.order_by("-due_at").select_related(
        "step", "recipient__patient", "enrolment__protocol", "enrolment__patient__clinic"
    )
    return [_past(row) for row in found[:MOST_LEFT_OUT]]


def _past(row: Reminder) -> dict[str, Any]:
    zone = row.recipient.zone
    return {
        "when": shown.local(row.due_at, zone),
        "words": shown.planned(row.words, row.enrolment.patient.clinic),
        "protocol": row.enrolment.protocol,
        "to": row.recipient.get_relation_display(),
        "state": shown.REMINDER_WORDS[ReminderState(row.state)],
        "reason": spoken.explain(row.reason),
        "decided": shown.local(row.decided_at, zone),
        "facts": known(row.facts),
    }
