"""The volume breaker: a sender that sends far more than its clinic can need is paused.

Whatever the cause (a clock that jumped, a loop, a mistake in a plan), it ends there:
answers to a danger leave all the same, the rest waits until a person has looked and
switched the number on again.  Counted in service time, in steps of ten minutes.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, Sum

from messaging.actions import audit
from messaging.models import OutboundMessage, Phone, Sender, Volume

log = logging.getLogger(__name__)
RULE = "the volume breaker"
HOUR = timedelta(hours=1)
SLOT_MINUTES = 10
KEPT = timedelta(days=2)


def watch(*, now: datetime) -> bool:
    """Pause every sender that is over its limit; asked before each batch.  True: one was."""
    floor = settings.PIPELINE["breaker_floor"]
    if not floor:
        return False
    recent = Volume.objects.filter(begins_at__gt=now - HOUR, sender__paused=False)
    sums = recent.values("sender").annotate(sent=Sum("texts")).filter(sent__gt=floor)
    tripped = False
    for row in sums:
        sender = Sender.objects.select_related("clinic").get(pk=row["sender"])
        if row["sent"] > limit(sender):
            tripped |= _trip(sender, sent=row["sent"], now=now)
    return tripped


def limit(sender: Sender) -> int:
    """Texts an hour: some for every phone of the clinic, and never fewer than the floor."""
    phones = Phone.objects.filter(clinic=sender.clinic_id, recipients__active=True)
    per_phone = settings.PIPELINE["breaker_per_phone"] * phones.distinct().count()
    return max(settings.PIPELINE["breaker_floor"], per_phone)


def count(messages: Iterable[OutboundMessage], *, now: datetime) -> None:
    """Texts that set out now."""
    for sender_id, texts in Counter(message.sender_id for message in messages).items():
        _add(sender_id, texts, slot=_slot(now))


def forget(sender: Sender) -> None:
    """A person has looked: what has left so far no longer counts."""
    Volume.objects.filter(sender=sender).delete()


def tripped() -> QuerySet[Sender]:
    """The senders that wait for a person."""
    return Sender.objects.filter(paused=True, pause_spares_safety=True).order_by("pk")


def _slot(now: datetime) -> datetime:
    return now.replace(minute=now.minute - now.minute % SLOT_MINUTES, second=0, microsecond=0)


def _add(sender_id: int, texts: int, *, slot: datetime) -> None:
    _, is_new = Volume.objects.get_or_create(sender_id=sender_id, begins_at=slot)
    Volume.objects.filter(sender_id=sender_id, begins_at=slot).update(texts=F("texts") + texts)
    if is_new:
        Volume.objects.filter(sender_id=sender_id, begins_at__lt=slot - KEPT).delete()


@transaction.atomic
def _trip(sender: Sender, *, sent: int, now: datetime) -> bool:
    reason = f"{sent} texts left within an hour, more than this clinic can need"
    tripped = Sender.objects.filter(pk=sender.pk, paused=False).update(
        paused=True, pause_spares_safety=True, paused_reason=reason
    )
    if tripped:
        log.error("sender %s is paused: %s", sender.pk, reason)
        audit.record("sender.pause", sender, by=RULE, now=now, clinic=sender.clinic, reason=reason)
    return bool(tripped)
