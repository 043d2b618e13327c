"""Alerts and hand-offs: open ones first, the closed ones with what was done."""

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest

from messaging import clock
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.admin.panels.base import Place
from messaging.models import Alert, HandOff, Patient
from messaging.rules import spoken

slug = "alerts"
title = "Alerts and hand-offs"
template = "admin/messaging/panels/worries.html"
place = Place.TOP
MOST_CLOSED = 5


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    hers = Q(patient=patient) | Q(patient=None, phone__recipients__patient=patient)
    alerts = Alert.objects.filter(hers).select_related("closed_by", "seen_by").distinct()
    handoffs = HandOff.objects.filter(hers).select_related("inbound", "closed_by").distinct()
    closed = alerts.exclude(closed_at=None).order_by(F("closed_at").desc())[:MOST_CLOSED]
    return {
        "open_alerts": [_alert(a, now) for a in alerts.open().select_related("inbound")],
        "closed_alerts": [(a, shown.local(a.closed_at, patient.time_zone)) for a in closed],
        "open_handoffs": [(h, shown.age(h.opened_at, now)) for h in handoffs.open()],
        "may_close": people.may(request.user, Verb.CHANGE, "alert", patient.clinic_id),
    }


def _alert(alert: Alert, now: Any) -> dict[str, Any]:
    return {
        "alert": alert,
        "level": spoken.level(alert.level),
        "tone": shown.level_tone(alert.level),
        "age": shown.age(alert.opened_at, now),
        "said": alert.inbound.body if alert.inbound else "",
    }
