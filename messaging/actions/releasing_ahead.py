"""Releases planned texts before their time, so that the provider can keep them until then.

Only with scheduling on (`fencing`), and only what is one text and asks nothing: a question
must not stand open before it was asked.  All else is released at its time.
"""

import logging
from datetime import datetime

from django.db import transaction

from messaging.actions import fencing, outbound, planning, reminders
from messaging.models import Reminder
from messaging.models.reminders import ReminderQuerySet

log = logging.getLogger(__name__)
SORTS = ("topic", "template")


def release_ahead(*, now: datetime, limit: int = 50) -> None:
    """One turn over what comes within the lead; patient by patient, as at any release."""
    rows = _coming(now)
    chosen = dict.fromkeys(row.enrolment.patient_id for row in rows if _can_wait_there(row))
    for patient in list(chosen)[:limit]:
        try:
            _release_for(patient, now=now)
        except Exception:  # one patient's rows must not stop the others'
            log.exception("patient %s: nothing could be released ahead", patient)


@transaction.atomic
def _release_for(patient: int, *, now: datetime) -> None:
    """Look once more at the facts, then release what still stands."""
    planning.look_again(patient, now=now)
    for row in _coming(now).of_patient(patient):
        if _can_wait_there(row):
            reminders.release(row, now=now)


def _coming(now: datetime) -> ReminderQuerySet:
    span = fencing.ahead(now)
    if span is None:
        return Reminder.objects.none()
    rows = Reminder.objects.planned().filter(due_at__gt=span[0], due_at__lte=span[1])
    people = ("recipient__phone__clinic", "recipient__patient")
    return rows.select_related("enrolment", "step", "dose__treatment", *people).order_by("due_at")


def _can_wait_there(reminder: Reminder) -> bool:
    """One text without a question, from a sender with a messaging service."""
    sorts = [ref.partition(":")[0] for ref in reminder.words]
    if len(sorts) != 1 or sorts[0] not in SORTS:
        return False
    return bool(outbound.sender_of(reminder.recipient.phone).service_id)
