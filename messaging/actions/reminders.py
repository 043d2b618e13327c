"""Releases what is due: a planned row becomes a text, a check-in or a person's task."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from messaging.actions import (
    audit,
    checkins,
    composing,
    handoffs,
    outbound,
    planning,
    sharing,
    visits,
)
from messaging.actions.checkins import Ask
from messaging.actions.composing import NoWords
from messaging.failpoints import reached
from messaging.models import HandOffKind, Origin, Patient, Reminder
from messaging.rules import worded
from messaging.rules.facts import StepKind
from messaging.rules.status import Priority, ReminderState

log = logging.getLogger(__name__)
PRIORITIES = {
    StepKind.SYSTEM: Priority.VISIT,
    StepKind.REMINDER: Priority.VISIT,
    StepKind.PRECAUTION: Priority.VISIT,
    StepKind.CHECK_IN: Priority.QUESTION,
}


class NotAgreedError(Exception):
    """The words would say more than the patient agreed to have on her phone."""


def release_due(*, now: datetime, limit: int = 50) -> bool:
    """Release what is due, patient by patient.  True: there may be more."""
    due = Reminder.objects.due(now).order_by("due_at").values_list("enrolment__patient", flat=True)
    patients = list(dict.fromkeys(due[: limit * 4]))[:limit]
    for patient in Patient.objects.filter(pk__in=patients).select_related("clinic"):
        try:
            _release_for(patient, now=now)
            reached("reminders.released")
        except Exception:  # one patient's rows must not stop the others'
            log.exception("patient %s: nothing could be released", patient.pk)
    return len(patients) == limit


@transaction.atomic
def _release_for(patient: Patient, *, now: datetime) -> None:
    """Look once more at the facts (a dose given, a STOP), then release what still stands."""
    planning.look_again(patient.pk, now=now)
    due = Reminder.objects.of_patient(patient.pk).due(now).order_by("due_at", "id")
    for reminder in due.select_related(
        "step", "dose__treatment", "recipient__phone__clinic", "recipient__patient"
    ):
        release(reminder, now=now)
    reached("reminders.releasing")


@transaction.atomic
def release(reminder: Reminder, *, now: datetime) -> None:
    """One row out of PLANNED, for good: RELEASED, or EXPIRED, or SKIPPED with its reason."""
    if now >= reminder.useful_until:
        _decide(reminder, ReminderState.EXPIRED, "no longer useful", now=now)
        return
    if not _decide(reminder, ReminderState.RELEASED, reminder.reason, now=now):
        return
    try:
        with transaction.atomic():
            _send(reminder, now=now)
            reached("reminders.queued")
    except NotAgreedError as error:
        _decide_again(reminder, str(error), now=now)
    except NoWords as error:
        _skip(reminder, str(error), now=now)


def _decide(reminder: Reminder, state: ReminderState, reason: str, *, now: datetime) -> bool:
    moved = Reminder.objects.filter(pk=reminder.pk, state=ReminderState.PLANNED).update(
        state=state, reason=reason[:200], decided_at=now
    )
    return bool(moved)


def _decide_again(reminder: Reminder, reason: str, *, now: datetime) -> None:
    Reminder.objects.filter(pk=reminder.pk).update(
        state=ReminderState.SKIPPED, reason=reason[:200], decided_at=now
    )


def _skip(reminder: Reminder, reason: str, *, now: datetime) -> None:
    """Words are missing: said aloud on the row, and on the coordinator's list."""
    _decide_again(reminder, reason, now=now)
    audit.record("reminder.skip", reminder, by="release", now=now, reason=reason)
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        reminder=reminder,
        phone=reminder.recipient.phone,
        patient=reminder.recipient.patient,
        now=now,
        why=f"A planned text was not sent. {reason}",
    )


def _send(reminder: Reminder, *, now: datetime) -> None:
    words = [ref.split(":", 1) for ref in reminder.words]
    asks = [_ask(slug) for sort, slug in words if sort == "question"]
    if asks:
        checkins.open_(recipient=reminder.recipient, asks=asks, now=now, reminder=reminder)
    at = max(now, reminder.due_at)  # what waits at the provider is read at its time
    for place, (sort, slug) in enumerate(words):
        if sort != "question":
            _SENDERS[sort](reminder, slug, at, place)


def _ask(slug: str) -> Ask:
    """The agenda names a severity question with its symptom: "Q-SEV:nausea"."""
    name, _, symptom = slug.partition(":")
    return Ask(slug=name, symptom=symptom)


def _send_topic(reminder: Reminder, slug: str, now: datetime, place: int) -> None:
    """Teaching names drugs and illness, so nothing is pushed that she has not agreed to."""
    recipient = reminder.recipient
    if sharing.discreet(recipient):
        raise NotAgreedError(worded.NOT_AGREED)
    words = composing.passage(
        recipient.phone.clinic, topic=slug, language=recipient.patient.language, now=now
    )
    _queue(reminder, words, now=now, place=place)


def _send_template(reminder: Reminder, slug: str, now: datetime, place: int) -> None:
    recipient = reminder.recipient
    words = composing.template(
        recipient.phone.clinic,
        slug=slug,
        language=recipient.patient.language,
        now=now,
        discreet=sharing.discreet(recipient),
        extra=visits.values(reminder, now=now),
    )
    _queue(reminder, words, now=now, place=place)


def _queue(reminder: Reminder, words: composing.Composed, *, now: datetime, place: int) -> None:
    key = reminder.dedupe_key if place == 0 else f"{reminder.dedupe_key}:{place}"
    outbound.queue(
        phone=reminder.recipient.phone,
        words=words,
        origin=Origin.REMINDER,
        priority=PRIORITIES.get(StepKind(reminder.kind), Priority.TEACHING),
        key=key,
        now=now,
        due_at=now,
        useful_until=reminder.useful_until,
        recipient=reminder.recipient,
        reminder=reminder,
    )


def _hand_off(reminder: Reminder, slug: str, now: datetime, place: int) -> None:
    handoffs.open_(
        kind=HandOffKind(slug),
        reminder=reminder,
        patient=reminder.recipient.patient,
        phone=reminder.recipient.phone,
        now=now,
        why=visits.staff_words(reminder, slug, now=now),
    )


_SENDERS: dict[str, Callable[[Reminder, str, datetime, int], None]] = {
    "topic": _send_topic,
    "template": _send_template,
    "handoff": _hand_off,
}
