"""Texts that a named member of staff writes, and held ones that a person decides."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from content.text import gsm
from messaging import clock
from messaging.actions import audit, consent, outbound
from messaging.actions.composing import Composed
from messaging.models import Origin, OutboundMessage, Patient
from messaging.rules.consent import may_text
from messaging.rules.status import MessageState, Priority

MOST_SEGMENTS = 4


@transaction.atomic
def write(*, patient: Patient, body: str, by: Any, now: datetime) -> OutboundMessage:
    """Send a person's own words in her name.  Raises ValidationError with the mend."""
    words = gsm.downgrade(body.strip()).text
    if not words:
        raise ValidationError("Write a text first.")
    segments = gsm.measure(words).segments
    if segments > MOST_SEGMENTS:
        raise ValidationError(f"This is {segments} parts long: cut it to {MOST_SEGMENTS} or phone.")
    recipient = patient.recipients.filter(active=True, answers=True).first()
    if recipient is None:
        raise ValidationError("This patient has no phone: add one first.")
    if not may_text(consent.state_of(recipient.phone)):
        raise ValidationError("This phone may not be texted (no consent): phone her instead.")
    row = outbound.queue(
        phone=recipient.phone,
        words=Composed(body=words, language=patient.language),
        origin=Origin.STAFF,
        priority=Priority.REPLY,
        key=f"staff:{by.pk}:{now.isoformat()}",
        now=now,
        recipient=recipient,
        written_by=by,
    )
    audit.record("staff.write", row, by=by, now=now, clinic=patient.clinic)
    return row


@transaction.atomic
def decide_held(*, message: OutboundMessage, send: bool, by: Any, now: datetime) -> bool:
    """A person settles a HELD text: send it again, or leave it.  False: no longer held."""
    held = OutboundMessage.objects.filter(pk=message.pk, state=MessageState.HELD)
    if send:
        done = held.update(
            state=MessageState.QUEUED,
            reason="a person decided to send it",
            next_action_at=clock.engine_now(),
            negative_reads=0,
            take_back="",
            useful_until=now + outbound.REPLY_USEFUL,
        )
    else:
        done = held.update(
            state=MessageState.CANCELLED,
            reason="a person decided not to send it",
            finished_at=now,
            next_action_at=None,
        )
    if done:
        message.attempts.filter(open=True).update(open=False, closed_at=clock.engine_now())
        audit.record("outbound.decide", message, by=by, now=now, after={"send": send})
    return bool(done)
