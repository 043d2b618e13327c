"""Texts that come in: stored first, opt-outs obeyed in the same transaction, then read.

`receive` is all that the webhook does (`docs/pipelines.md` section 4).  `read_waiting`
reads stored texts one at a time per phone, in order; a text that cannot be read five
times is shown to a person with its words.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from content import lookup
from messaging import bell, clock
from messaging.actions import answering, consent, handoffs
from messaging.failpoints import reached
from messaging.gateway.base import Inbound
from messaging.models import (
    Clinic,
    HandOffKind,
    InboundMessage,
    InboundState,
    Method,
    Phone,
    Sender,
)
from messaging.rules import voices
from messaging.rules.consent import ConsentState, EventKind, opt_out
from messaging.rules.phone import BadNumber, parse

log = logging.getLogger(__name__)
_reading = threading.Lock()
MOST_TRIES = 5
BACKOFF = (1, 5, 20, 60, 60)


class NotOurs(Exception):
    """The text was sent to a number that is none of our senders: answer 403."""


def receive(inbound: Inbound, *, now: datetime) -> bool:
    """Store one text; False when it is here already.  Raises NotOurs.

    An opt-out takes effect in the transaction that stores it, under the phone's lock, so
    that no send can begin after it.
    """
    said, _ = voices.without_reaction(inbound.body)
    leaves = inbound.opt_out_type == "STOP" or opt_out(said, lookup.reader().shares(said))
    return _store(inbound, leaves=leaves, now=now)


@transaction.atomic
def _store(inbound: Inbound, *, leaves: bool, now: datetime) -> bool:
    sender = Sender.objects.reached_by(number=inbound.to, service=inbound.messaging_service)
    if sender is None:
        raise NotOurs("No sender has this number: add it under Senders.")
    phone = _phone(sender.clinic, inbound.from_, now=now)
    Phone.objects.select_for_update(no_key=True).get(pk=phone.pk)
    row, is_new = InboundMessage.objects.get_or_create(
        provider_id=inbound.provider_id,
        defaults={
            "sender": sender,
            "phone": phone,
            "body": inbound.body,
            "media_count": inbound.media_count,
            "opt_out_type": inbound.opt_out_type,
            "opted_out": leaves,
            "received_at": now,
            "arrived_at": clock.engine_now(),
            "next_action_at": clock.engine_now(),
        },
    )
    reached("inbound.storing")
    if is_new and leaves:
        _revoke(row, now=now)
    bell.ring(bell.READ_INBOUND)
    reached("inbound.kept")
    return is_new


def _phone(clinic: Clinic, number: str, *, now: datetime) -> Phone:
    """The phone a text came from; a short code or odd number is kept as it is written."""
    try:
        e164 = parse(number)
    except BadNumber:
        e164 = number
    known = Phone.objects.numbered(clinic, e164)
    if known is not None:
        return known
    made, _ = Phone.objects.get_or_create(
        clinic=clinic,
        number_index=Phone.index_of(e164),
        defaults={"number": e164, "created_at": now},
    )
    return made


def _revoke(row: InboundMessage, *, now: datetime) -> None:
    if consent.state_of(row.phone) is ConsentState.REVOKED:
        return
    consent.note(
        phone=row.phone,
        kind=EventKind.REVOKED,
        method=Method.TEXT,
        by="the phone itself",
        now=now,
        inbound=row,
        reason="asked for no more texts",
    )


def read_waiting(*, now: datetime, limit: int = 50) -> bool:
    """Read what waits, the oldest text of each phone first.  True: look again at once.

    One thread of a process reads at a time: several would take the same rows and only wait
    for each other's locks.  The one that reads looks again before it rests.
    """
    if not _reading.acquire(blocking=False):
        return False
    try:
        return _read_some(now=now, limit=limit)
    finally:
        _reading.release()


def _read_some(*, now: datetime, limit: int) -> bool:
    waiting = InboundMessage.objects.readable(clock.engine_now()).order_by("pk")
    heads = list(waiting.filter(~Exists(_before())).values_list("pk", flat=True)[:limit])
    for pk in heads:
        read(pk, now=now)
        reached("inbound.read")
    return bool(heads)


def _before() -> QuerySet[InboundMessage]:
    """Unread texts of the same phone that came earlier, also while they wait to be retried."""
    unread = InboundMessage.objects.unread()
    return unread.filter(phone=OuterRef("phone"), pk__lt=OuterRef("pk"))


def read(pk: int, *, now: datetime) -> None:
    """Read one text, whole or not at all; a failure is counted and tried again later.

    Raises OperationalError: a database that is locked or down says nothing of the text.
    """
    try:
        with transaction.atomic():
            _read(pk, now=now)
    except OperationalError:
        raise
    except Exception:  # a poison text must not stop the others, whatever it does
        log.exception("text %s could not be read", pk)
        _count_failure(pk, now=now)


def _read(pk: int, *, now: datetime) -> None:
    row = InboundMessage.objects.select_related("phone__clinic__wordset", "sender").get(pk=pk)
    Phone.objects.select_for_update(no_key=True).get(pk=row.phone_id)
    row.refresh_from_db(fields=["state"])
    if row.state != InboundState.UNREAD or _earlier_unread(row):
        return
    reading = answering.answer(row, now=now)
    reached("inbound.answered")
    InboundMessage.objects.filter(pk=pk).update(
        state=InboundState.READ,
        kind=reading.kind,
        topic=reading.topic or "",
        flag=reading.red_flag.flag if reading.red_flag else "",
        read_at=now,
        next_action_at=None,
    )
    reached("inbound.reading")


def _earlier_unread(row: InboundMessage) -> bool:
    """One at a time per phone, in order of arrival."""
    return InboundMessage.objects.unread().filter(phone=row.phone, pk__lt=row.pk).exists()


@transaction.atomic
def _count_failure(pk: int, *, now: datetime) -> None:
    row = InboundMessage.objects.select_related("phone__clinic").get(pk=pk)
    Phone.objects.select_for_update(no_key=True).get(pk=row.phone_id)
    row.refresh_from_db(fields=["state", "tries"])
    if row.state != InboundState.UNREAD:
        return
    wait = timedelta(seconds=BACKOFF[min(row.tries, len(BACKOFF) - 1)])
    row.tries += 1
    row.next_action_at = clock.engine_now() + wait
    if row.tries >= MOST_TRIES:
        row.state, row.next_action_at = InboundState.DEAD, None
        handoffs.open_(
            kind=HandOffKind.DEAD_LETTER,
            phone=row.phone,
            inbound=row,
            now=now,
            why="This text could not be read by the service. Read it and phone the patient.",
        )
    row.save(update_fields=["tries", "next_action_at", "state"])
    reached("inbound.failing")
