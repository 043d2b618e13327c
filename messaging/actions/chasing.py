"""Unanswered questions: one nudge, then closed, then a person's task."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from messaging.actions import checkins, handoffs
from messaging.actions.composing import NoWords
from messaging.models import CheckIn, HandOffKind, Question, QuestionState

log = logging.getLogger(__name__)
NUDGE_AFTER = {"Q-TEMP": timedelta(hours=2)}
NUDGE_DEFAULT = timedelta(hours=24)
CLOSE_AFTER = timedelta(hours=48)


def chase(*, now: datetime) -> None:
    """Nudge an unanswered question once, close it at 48 h, list who stays silent."""
    for question in Question.objects.filter(state=QuestionState.OPEN, asked_at__lte=now):
        age = now - (question.asked_at or now)
        if age >= CLOSE_AFTER:
            _miss(question, now=now)
        elif question.nudged_at is None and age >= NUDGE_AFTER.get(question.slug, NUDGE_DEFAULT):
            _nudge(question, until=now - age + CLOSE_AFTER, now=now)


@transaction.atomic
def _nudge(question: Question, *, until: datetime, now: datetime) -> None:
    """The question once more, outside of quiet hours; useful until it closes."""
    if not Question.objects.filter(pk=question.pk, nudged_at=None).update(nudged_at=now):
        return
    try:
        checkins.nudge(question, until=until, now=now)
    except NoWords:
        log.warning("question %s: its words are no longer approved, so no nudge", question.pk)


@transaction.atomic
def _miss(question: Question, *, now: datetime) -> None:
    closed = Question.objects.filter(pk=question.pk, state=QuestionState.OPEN).update(
        state=QuestionState.MISSED, closed_at=now
    )
    if not closed:
        return
    question.check_in.questions.filter(state=QuestionState.WAITING).update(
        state=QuestionState.MISSED, closed_at=now
    )
    checkins.close(question.check_in, now=now)
    if question.slug == "Q-TEMP" or _missed_before(question):
        recipient = question.check_in.recipient
        handoffs.open_(
            kind=HandOffKind.SILENT,
            phone=recipient.phone,
            patient=recipient.patient,
            now=now,
            why="Check-in questions stay unanswered. Please phone the patient.",
        )


def _missed_before(question: Question) -> bool:
    """Whether the check-in before this one went unanswered too."""
    earlier = (
        CheckIn.objects.filter(
            recipient=question.check_in.recipient, opened_at__lt=question.check_in.opened_at
        )
        .order_by("-opened_at")
        .first()
    )
    return bool(earlier and earlier.questions.filter(state=QuestionState.MISSED).exists())
