"""Texts that come in: stored first, opt-outs obeyed in the same transaction, then read.

`receive` is all that the webhook does (`docs/pipelines.md` section 4).  `read_waiting`
reads stored texts one at a time per phone, in order; a text that cannot be read five
times is shown to a person with its words.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from content import lookup
from messaging import bell, clock
from messaging.actions import answering, consent, handoffs, reading
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
    that no send can begin after it.  A text from the provider's list (`sent_at`) keeps the
    date on which it was sent, in both clocks.
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
    engine = clock.engine_now()
    age = max(engine - (inbound.sent_at or engine), timedelta(0))
    row, is_new = InboundMessage.objects.get_or_create(
        provider_id=inbound.provider_id,
        defaults={
            "sender": sender,
            "phone": phone,
            "body": inbound.body,
            "media_count": inbound.media_count,
            "opt_out_type": inbound.opt_out_type,
            "opted_out": leaves,
            "received_at": now - age,
            "arrived_at": engine - age,
            "next_action_at": engine,
        },
    )
    reached("inbound.storing")
    if leaves and (is_new or _leaves_after_all(row, inbound)):
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


def _leaves_after_all(row: InboundMessage, inbound: Inbound) -> bool:
    """A webhook later than the list may say what the list does not: the provider's own STOP."""
    return bool(
        InboundMessage.objects.filter(pk=row.pk, opted_out=False).update(
            opted_out=True, opt_out_type=inbound.opt_out_type
        )
    )


def _revoke(row: InboundMessage, *, now: datetime) -> None:
    """From now on, whenever it was sent; what she agreed to after sending it stands."""
    if consent.state_of(row.phone) is ConsentState.REVOKED or consent.agreed_since(row):
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
    if InboundMessage.objects.filter(phone=row.phone, received_at__gt=row.received_at).exists():
        _ask_what_she_wants(row, now=now)


def _ask_what_she_wants(row: InboundMessage, *, now: datetime) -> None:
    """A STOP that was found late, and she has written again since."""
    handoffs.open_(
        kind=HandOffKind.DOUBTFUL_CONSENT,
        phone=row.phone,
        inbound=row,
        now=now,
        why="This opt-out reached us late, after a newer text. Texts are off. Ask what she wants.",
    )


def read_waiting(*, now: datetime, limit: int = 50) -> bool:
    """Read what waits, the text of each phone that was sent first.  True: look again at once.

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
    waiting = InboundMessage.objects.readable(clock.engine_now()).order_by("received_at", "pk")
    heads = list(waiting.filter(~Exists(_before())).values_list("pk", flat=True)[:limit])
    for pk in heads:
        read(pk, now=now)
        reached("inbound.read")
    return bool(heads)


def _before() -> QuerySet[InboundMessage]:
    """Unread texts of the same phone that were sent earlier, also while they wait for a retry."""
    unread = InboundMessage.objects.unread()
    earlier = _sent_before(OuterRef("received_at"), OuterRef("pk"))
    return unread.filter(earlier, phone=OuterRef("phone"))


def _sent_before(received_at: datetime | OuterRef, pk: int | OuterRef) -> Q:
    return Q(received_at__lt=received_at) | Q(received_at=received_at, pk__lt=pk)


def read(pk: int, *, now: datetime) -> None:
    """Read one text, whole or not at all; a failure is counted and tried again later.

    Raises OperationalError: a database that is locked or down says nothing of the text.
    """
    try:
        clinic = Clinic.objects.select_related("wordset").get(phones__inbound=pk)
        reading.prepare(clinic, now=now)
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
    found = answering.answer(row, now=now)
    reached("inbound.answered")
    InboundMessage.objects.filter(pk=pk).update(
        state=InboundState.READ,
        kind=found.kind,
        topic=found.topic or "",
        flag=found.red_flag.flag if found.red_flag else "",
        read_at=now,
        next_action_at=None,
    )
    reached("inbound.reading")


def _earlier_unread(row: InboundMessage) -> bool:
    """One at a time per phone, in the order in which they were sent."""
    earlier = _sent_before(row.received_at, row.pk)
    return InboundMessage.objects.unread().filter(earlier, phone=row.phone).exists()


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
