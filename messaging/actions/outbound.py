"""The one way out: every text becomes a row here, and only here (law 5)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from content.text import gsm
from messaging import bell, clock
from messaging.actions import audit, sharing, taking_back
from messaging.actions.audit import Actor
from messaging.actions.composing import Composed
from messaging.models import (
    InboundMessage,
    Origin,
    OutboundMessage,
    Phone,
    Recipient,
    Reminder,
    Sender,
)
from messaging.rules.status import MessageState, Priority

REPLY_USEFUL = timedelta(hours=4)
# A confirmation of leaving is begun within five minutes (47 CFR 64.1200(a)(12)) or not at all.
GOODBYE_USEFUL = timedelta(minutes=5)
# A person names whom she writes to; words are taken back for a phone, whoever got them.
ADDRESSED = (Origin.REMINDER, Origin.SYSTEM, Origin.REPLY)


class CannotQueue(Exception):
    """A text that must not become a row; the text tells the mend."""


def sender_of(phone: Phone) -> Sender:
    """The sender that a phone last wrote to, else the clinic's first one."""
    last = InboundMessage.objects.filter(phone=phone).order_by("-id").first()
    if last is not None:
        return last.sender
    first = Sender.objects.filter(clinic_id=phone.clinic_id).order_by("id").first()
    if first is None:
        raise CannotQueue("This clinic has no sender: add its number under Senders.")
    return first


def queue(
    *,
    phone: Phone,
    words: Composed,
    origin: Origin,
    priority: Priority,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    recipient: Recipient | None = None,
    reminder: Reminder | None = None,
    in_reply_to: InboundMessage | None = None,
    written_by: Any = None,
    exempt: bool = False,
) -> OutboundMessage:
    """Make the row for one text, or find the one already made under this key.

    `due_at` (default: now) and `useful_until` (default: four hours on) are service
    time.  `exempt` skips the consent re-check: only for the one
    answer that leaving, pausing or HELP asks for.  What the service sends to a phone that
    two patients share says for whom it is.  Raises composing.NoWords where that has no words.
    """
    if origin in ADDRESSED:
        words = sharing.addressed(words, recipient, now=now)
    row = OutboundMessage(
        sender=sender_of(phone),
        phone=phone,
        recipient=recipient,
        origin=origin,
        priority=priority,
        dedupe_key=key,
        body=words.body,
        language=words.language,
        segments=gsm.measure(words.body).segments,
        template_id=words.template_id,
        footer_id=words.footer_id,
        passage_id=words.passage_id,
        span_start=words.span[0] if words.span else None,
        span_end=words.span[1] if words.span else None,
        written_by=written_by,
        reminder=reminder,
        in_reply_to=in_reply_to,
        exempt=exempt,
        queued_at=now,
        due_at=due_at or now,
        useful_until=useful_until or (due_at or now) + _useful(priority, exempt=exempt),
        next_action_at=clock.engine_now(),
    )
    return _store(row)


def _useful(priority: Priority, *, exempt: bool) -> timedelta:
    return GOODBYE_USEFUL if exempt and priority is Priority.OPT_OUT else REPLY_USEFUL


def _store(row: OutboundMessage) -> OutboundMessage:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        twin = OutboundMessage.objects.filter(dedupe_key=row.dedupe_key).first()
        if twin is None:
            raise
        return twin
    bell.ring(bell.DISPATCH)
    return row


def expect_provider_answer(*, inbound: InboundMessage, word: str, now: datetime) -> None:
    """Note that the provider answers this word itself; its own text is read from its list.

    The row carries no words of ours and is never sent: reconciling fills it in.
    """
    row = OutboundMessage(
        sender=inbound.sender,
        phone=inbound.phone,
        origin=Origin.PROVIDER,
        priority=Priority.OPT_OUT,
        dedupe_key=f"provider:{inbound.provider_id}",
        body="",
        language="",
        segments=0,
        in_reply_to=inbound,
        state=MessageState.UNKNOWN,
        reason=f"the provider answers {word} itself",
        queued_at=now,
        due_at=now,
        useful_until=now + REPLY_USEFUL,
        next_action_at=clock.engine_now(),
    )
    _store(row)


def cancel_unsent(
    *, by: Actor, now: datetime, reason: str, state: MessageState, **which: Any
) -> int:
    """End texts that have not left yet; `which` filters them.  Gives how many.

    What may be at the provider is marked: cancelled there while it waits for its time, and
    never sent again.
    """
    unsent = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.RETRY_WAIT)
    rows = OutboundMessage.objects.filter(state__in=unsent, exempt=False, **which)
    ended = 0
    for row in rows:
        changed = OutboundMessage.objects.filter(pk=row.pk, state__in=unsent).update(
            state=state, reason=reason[:200], finished_at=now, next_action_at=None
        )
        if changed:
            ended += 1
            audit.record("outbound.end", row, by=by, now=now, after={"state": state}, reason=reason)
    for row in OutboundMessage.objects.filter(**which).perhaps_at_the_provider():
        taking_back.want_back(row, by=by, now=now, reason=reason)
    return ended
