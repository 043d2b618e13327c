"""Queues replies: one door for everything that answers a text."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from messaging.actions import composing, handoffs, outbound, quiet
from messaging.actions.composing import Composed
from messaging.models import (
    HandOffKind,
    InboundMessage,
    Origin,
    OutboundMessage,
    Patient,
    Recipient,
)
from messaging.rules.status import Priority

LOOP_WINDOW = timedelta(minutes=10)
LOOP_REPLIES = 4


def template(
    inbound: InboundMessage,
    slug: str,
    *,
    language: str,
    now: datetime,
    priority: Priority = Priority.REPLY,
    exempt: bool = False,
    extra: Mapping[str, str] | None = None,
) -> OutboundMessage | None:
    """Answer a text with a template.  A retried reading finds the same row by its key.

    One that says only that we did not understand waits for a pause (`quiet`).
    None where the clinic has approved none: then a person must answer, and what else the
    text brought about (an alert, an opt-out) stands.
    """
    try:
        words = composing.template(
            inbound.phone.clinic, slug=slug, language=language, now=now, extra=extra
        )
    except composing.NoWords as error:
        _leave_to_a_person(inbound, error, now=now)
        return None
    return send(inbound, words, rule=slug, now=now, priority=priority, exempt=exempt)


def send(
    inbound: InboundMessage,
    words: Composed,
    *,
    rule: str,
    now: datetime,
    priority: Priority = Priority.REPLY,
    exempt: bool = False,
) -> OutboundMessage:
    return outbound.queue(
        phone=inbound.phone,
        words=words,
        origin=Origin.REPLY,
        priority=priority,
        key=f"reply:{inbound.provider_id}:{rule}:{words.language}",
        now=now,
        due_at=quiet.due_at(rule, now=now),
        recipient=recipient_of(inbound),
        in_reply_to=inbound,
        exempt=exempt,
    )


def _leave_to_a_person(inbound: InboundMessage, error: Exception, *, now: datetime) -> None:
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        phone=inbound.phone,
        inbound=inbound,
        now=now,
        why=f"This text got no reply. {error}",
    )


def recipient_of(inbound: InboundMessage) -> Recipient | None:
    """Who wrote: the phone's only active recipient; None where it is shared or nobody's."""
    found = list(
        Recipient.objects.filter(phone=inbound.phone, active=True).select_related("patient")[:2]
    )
    return found[0] if len(found) == 1 else None


def patients_of(inbound: InboundMessage) -> list[Patient]:
    """Every patient whose texts this phone gets: a red flag is raised for each."""
    return list(
        Patient.objects.filter(recipients__phone=inbound.phone, recipients__active=True).distinct()
    )


def looping(inbound: InboundMessage) -> bool:
    """An answering machine: the same words four times in ten minutes, each answered."""
    window = (inbound.received_at - LOOP_WINDOW, inbound.received_at)
    recent = InboundMessage.objects.filter(
        phone=inbound.phone, received_at__range=window, replies__isnull=False
    ).distinct()
    same = [row for row in recent[:LOOP_REPLIES] if row.body == inbound.body]
    return len(same) >= LOOP_REPLIES
