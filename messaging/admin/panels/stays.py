"""Whether she is in hospital: planned texts wait till she is home."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from messaging import clock
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.admin.panels.base import Place
from messaging.models import HospitalStay, Patient
from messaging.rules.windows import local_date

slug = "hospital"
title = "Hospital"
template = "admin/messaging/panels/stays.html"
place = Place.TOP
MOST_SHOWN = 6


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    rows = list(patient.stays.order_by("-admitted_on")[:MOST_SHOWN])
    return {
        "patient": patient,
        "today": local_date(clock.now(), patient.time_zone),
        "open": next((_stay(row) for row in rows if row.discharged_on is None), None),
        "past": [_stay(row) for row in rows if row.discharged_on is not None],
        "may_change": people.may(request.user, Verb.CHANGE, "patient", patient.clinic_id),
    }


def _stay(row: HospitalStay) -> dict[str, Any]:
    return {
        "row": row,
        "about": f"stay-{row.pk}",
        "came": shown.day(row.admitted_on),
        "left": _left(row.discharged_on),
        "noted": shown.local(row.noted_at, row.patient.time_zone),
    }


def _left(on: date | None) -> str:
    return shown.day(on) if on else ""
