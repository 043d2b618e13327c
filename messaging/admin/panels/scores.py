"""Her answers to check-ins, newest first."""

from typing import Any

from django.http import HttpRequest

from messaging.admin import shown
from messaging.admin.panels.base import Place
from messaging.models import CheckIn, Patient, Question
from messaging.rules import spoken

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
                "answers": [_answer(question) for question in row.questions.all()],
            }
            for row in hers[:MOST_SHOWN]
        ]
    }


def _answer(question: Question) -> tuple[str, str]:
    """What was asked, and what she said, or how it ended without her."""
    asked = spoken.asked(question.slug, question.symptom)
    return asked, question.value or question.get_state_display()
