"""Her answers to check-ins, newest first."""

from typing import Any

from django.http import HttpRequest

from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.models import CheckIn, Patient, Question

slug = "scores"
title = "Check-ins"
template = "admin/messaging/panels/scores.html"
place = Place.RIGHT
MOST_SHOWN = 12


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    hers = CheckIn.objects.filter(recipient__patient=patient).prefetch_related("questions")
    return {
        "check_ins": [
            {
                "when": shown.local(row.opened_at, patient.time_zone),
                "answers": [(_asked(q), _said(q)) for q in row.questions.all()],
            }
            for row in hers[:MOST_SHOWN]
        ]
    }


def _asked(question: Question) -> str:
    return f"{question.slug} {question.symptom}".strip()


def _said(question: Question) -> str:
    return question.value or question.get_state_display()
