"""Check-ins: up to three questions, put one at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from messaging.actions import composing, handoffs, outbound, sharing, visits
from messaging.actions.composing import Composed, NoWords
from messaging.models import (
    CheckIn,
    HandOffKind,
    Origin,
    OutboundMessage,
    Question,
    QuestionState,
    Recipient,
    Reminder,
)
from messaging.rules import worded
from messaging.rules.status import Priority


@dataclass(frozen=True)
class Ask:
    """One question to put; `symptom` fills Q-SEV."""

    slug: str
    symptom: str = ""


@transaction.atomic
def open_(
    *, recipient: Recipient, asks: list[Ask], now: datetime, reminder: Reminder | None = None
) -> CheckIn:
    """Begin a check-in and queue its first question; older open questions are overtaken.

    Raises NoWords where none of the questions may be sent.
    """
    overtake(recipient.phone_id, now=now)
    check_in = CheckIn.objects.create(recipient=recipient, reminder=reminder, opened_at=now)
    Question.objects.bulk_create(
        Question(check_in=check_in, slug=ask.slug, symptom=ask.symptom, position=n)
        for n, ask in enumerate(asks)
    )
    if ask_next(check_in, now=now) is None:
        raise NoWords(worded.NO_QUESTION)
    return check_in


def overtake(phone_id: int, *, now: datetime) -> None:
    """End what stands open at a phone: something else comes first."""
    standing = (QuestionState.OPEN, QuestionState.WAITING)
    Question.objects.filter(state__in=standing, check_in__recipient__phone_id=phone_id).update(
        state=QuestionState.SUPERSEDED, closed_at=now
    )
    CheckIn.objects.filter(recipient__phone_id=phone_id, closed_at=None).update(closed_at=now)


def ask_next(check_in: CheckIn, *, now: datetime) -> Question | None:
    """Queue the next waiting question; None when there is none left.

    One without approved words is passed over, and a person asks it.
    """
    waiting = check_in.questions.filter(state=QuestionState.WAITING)
    for question in waiting.order_by("position", "pk"):
        try:
            question.outbound = send(question, now=now, key=f"question:{question.pk}")
        except NoWords as error:
            _pass_over(question, error, now=now)
            continue
        question.state, question.asked_at = QuestionState.OPEN, now
        question.save()
        return question
    return None


def _pass_over(question: Question, error: NoWords, *, now: datetime) -> None:
    question.state, question.closed_at = QuestionState.SUPERSEDED, now
    question.save()
    recipient = question.check_in.recipient
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        phone=recipient.phone,
        patient=recipient.patient,
        now=now,
        why=f"A check-in question was not sent: ask it by phone. {error}",
    )


def send(question: Question, *, now: datetime, key: str) -> OutboundMessage:
    """The first question is a planned text; those after it answer her, at once."""
    reminder = question.check_in.reminder
    first = question.position == 0 and reminder is not None
    return _queue(
        question,
        key=key,
        now=now,
        origin=Origin.REMINDER if first else Origin.REPLY,
        useful_until=reminder.useful_until if first and reminder else None,
        reminder=reminder if first else None,
    )


def nudge(question: Question, *, until: datetime, now: datetime) -> OutboundMessage:
    """An unanswered question once more: planned by us, so it keeps quiet hours."""
    return _queue(
        question,
        key=f"nudge:{question.pk}",
        now=now,
        origin=Origin.REMINDER,
        useful_until=until,
        reminder=None,
    )


def _queue(
    question: Question,
    *,
    key: str,
    now: datetime,
    origin: Origin,
    useful_until: datetime | None,
    reminder: Reminder | None,
) -> OutboundMessage:
    recipient = question.check_in.recipient
    return outbound.queue(
        phone=recipient.phone,
        words=_words(question, now=now),
        origin=origin,
        priority=Priority.QUESTION,
        key=key,
        now=now,
        useful_until=useful_until,
        recipient=recipient,
        reminder=reminder,
    )


def _words(question: Question, *, now: datetime) -> Composed:
    recipient = question.check_in.recipient
    discreet = sharing.discreet(recipient)
    symptom = question.symptom and visits.named(
        recipient.patient, f"symptom-{question.symptom}", discreet=discreet, now=now
    )
    return composing.template(
        recipient.phone.clinic,
        slug=question.slug,
        language=recipient.patient.language,
        now=now,
        discreet=discreet,
        extra={"symptom": symptom},
    )


def close(check_in: CheckIn, *, now: datetime) -> None:
    CheckIn.objects.filter(pk=check_in.pk, closed_at=None).update(closed_at=now)
