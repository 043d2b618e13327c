"""F17: a STOP is stored while a text is on its way out, at each labelled step of the dispatch.

In one process, two threads, two connections: one sends, one stores.  The intent and the STOP
are both dated under the phone's lock, so their dates tell which was committed first.
"""

import random
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import override_settings

from messaging import clock, failpoints, gateway
from messaging.actions import dispatch, inbound, reconcile
from messaging.gateway.base import Inbound, Outcome, OutcomeClass
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.models import (
    Attempt,
    Clinic,
    ConsentEvent,
    InboundMessage,
    Method,
    Origin,
    OutboundMessage,
    Phone,
    Sender,
)
from messaging.rules.consent import EventKind
from messaging.rules.status import Priority
from tests import factories

STEPS = (
    "dispatch.chosen",
    "dispatch.claimed",
    "dispatch.intending",
    "dispatch.intended",
    "dispatch.noted",
    "dispatch.answered",
    "dispatch.recorded",
)
SLICE = 500
# As long as the sender waits for the STOP; where a lock is in its way, they go on together.
PATIENCE = 0.02
DOUBT = Outcome(OutcomeClass.UNKNOWN, detail="ReadTimeout")


def run(*, count: int, seed: int) -> dict[str, Any]:
    """Races in slices; says how each ended, and every intent that came after its STOP."""
    luck, provider, found = random.Random(seed), MemoryGateway(), Counter[str]()
    gateway.use(provider)
    late: list[str] = []
    # Else some doubts in a row let the next races wait, and they would be of nothing.
    with override_settings(PIPELINE={**settings.PIPELINE, "circuit_doubts": 0}):
        for start in range(0, count, SLICE):
            phones = people(range(start, min(count, start + SLICE)))
            found += race_all(phones, luck, provider)
            late += after_the_stop([phone.pk for phone in phones])
    return {"late": late, "ends": dict(found), "requests": len(provider.sent)}


def people(places: range) -> list[Phone]:
    """Phones that have agreed, made in bulk."""
    clinic, now = Clinic.objects.get(), clock.now()
    numbers = [f"+1555{2_000_000 + place}" for place in places]
    phones = Phone.objects.bulk_create(
        Phone(clinic=clinic, number=n, number_index=Phone.index_of(n), created_at=now)
        for n in numbers
    )
    ConsentEvent.objects.bulk_create(
        ConsentEvent(phone=one, kind=EventKind.GIVEN, at=now, method=Method.WRITTEN)
        for one in phones
    )
    return phones


def race_all(phones: list[Phone], luck: random.Random, provider: MemoryGateway) -> Counter[str]:
    """A few phones at a time, each few at a step of their own."""
    place = 0
    while place < len(phones):
        few = phones[place : place + luck.randint(1, 4)]
        place += len(few)
        if luck.random() < 0.1:
            provider.script(*[DOUBT] * len(few))
        race(few, luck)
    settle(phones)
    rows = OutboundMessage.objects.filter(phone__in=phones)
    return Counter(rows.values_list("state", flat=True))


def race(phones: Sequence[Phone], luck: random.Random) -> None:
    """The STOPs set out when the sender reaches a step, or a moment after."""
    queue(phones)
    go = threading.Event()
    stopper = threading.Thread(target=stop_all, args=(phones, go, luck.uniform(0, 0.004)))

    def meet() -> None:
        if not go.is_set():
            go.set()
            stopper.join(PATIENCE)

    failpoints.watch({luck.choice(STEPS): meet})
    stopper.start()
    dispatch.run(now=clock.now())
    go.set()
    stopper.join()
    failpoints.watch({})


def queue(phones: Sequence[Phone]) -> None:
    sender, by, now = Sender.objects.earliest("pk"), factories.person(), clock.now()
    OutboundMessage.objects.bulk_create(
        OutboundMessage(
            sender=sender,
            phone=phone,
            origin=Origin.STAFF,
            priority=Priority.REPLY,
            dedupe_key=f"race:{phone.pk}",
            body="A text that a STOP may overtake.",
            language="en",
            segments=1,
            written_by=by,
            queued_at=now,
            due_at=now,
            useful_until=now + timedelta(hours=4),
            next_action_at=clock.engine_now(),
        )
        for phone in phones
    )


def stop_all(phones: Sequence[Phone], go: threading.Event, moment: float) -> None:
    go.wait()
    threading.Event().wait(moment)
    for phone in phones:
        text = Inbound(message_id(), to=factories.NUMBER, from_=phone.number, body="STOP")
        inbound.receive(text, now=clock.now())
    connections.close_all()


def settle(phones: Sequence[Phone]) -> None:
    """What was in doubt is looked for, found absent, and must not be sent again."""
    rows = OutboundMessage.objects.filter(phone__in=phones)
    for _ in range(2):
        past = clock.engine_now() - timedelta(seconds=1)
        rows.filter(state="UNKNOWN").exclude(origin="provider").update(next_action_at=past)
        while reconcile.settle(now=clock.now()):
            pass
    while dispatch.run(now=clock.now()):
        pass


def after_the_stop(phones: Sequence[int]) -> list[str]:
    """Attempts whose intent is dated after the STOP that was stored for their phone."""
    stops = InboundMessage.objects.filter(phone__in=phones, opted_out=True)
    stored: dict[int, datetime] = dict(stops.values_list("phone_id", "arrived_at"))
    attempts = Attempt.objects.filter(message__phone__in=phones).select_related("message")
    missing = [f"phone {phone}: its STOP was not stored" for phone in phones if phone not in stored]
    return missing + [
        f"attempt {one.pk}: {(one.intent_at - stored[one.message.phone_id]).total_seconds():.4f} s"
        for one in attempts
        if one.message.phone_id in stored and one.intent_at > stored[one.message.phone_id]
    ]
