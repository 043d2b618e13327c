"""Consent of a phone: asked, given, refused, revoked, restored, paused."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from messaging.actions import audit, outbound
from messaging.actions.audit import Actor
from messaging.models import ConsentEvent, InboundMessage, Method, Phone
from messaging.rules.consent import ConsentState, Event, EventKind
from messaging.rules.consent import state as fold
from messaging.rules.status import MessageState

BARRED = (ConsentState.REVOKED, ConsentState.REFUSED, ConsentState.PAUSED)


def state_of(phone: Phone) -> ConsentState:
    return folded(ConsentEvent.objects.filter(phone=phone).order_by("at", "id"))


def folded(events: Iterable[ConsentEvent]) -> ConsentState:
    """Where a phone stands by all its events, in order of time."""
    return fold(Event(EventKind(e.kind), e.at) for e in events)


def agreed_since(row: InboundMessage) -> bool:
    """Whether consent was given again after this text was sent: then that stands."""
    agreed = (EventKind.GIVEN, EventKind.RESTORED)
    events = ConsentEvent.objects.filter(phone=row.phone_id, kind__in=agreed)
    return events.filter(at__gt=row.received_at).exists()


def joined_at(phone: Phone) -> datetime | None:
    """The instant at which consent was first confirmed, while it stands; else None."""
    return joined([phone.pk]).get(phone.pk)


def joined(phones: Iterable[int]) -> dict[int, datetime]:
    """The same for many phones by key, in one query; those without consent are left out."""
    events: dict[int, list[Event]] = defaultdict(list)
    rows = ConsentEvent.objects.filter(phone_id__in=set(phones)).order_by("at", "id")
    for phone, kind, at in rows.values_list("phone_id", "kind", "at"):
        events[phone].append(Event(EventKind(kind), at))
    return {
        phone: next(event.at for event in told if event.kind is EventKind.GIVEN)
        for phone, told in events.items()
        if fold(told) is ConsentState.GIVEN
    }


@transaction.atomic
def note(
    *,
    phone: Phone,
    kind: EventKind,
    method: Method,
    by: Actor,
    now: datetime,
    wording: str = "",
    language: str = "",
    inbound: InboundMessage | None = None,
    reason: str = "",
) -> ConsentEvent:
    """Append one event; a revocation or pause also ends all that has not left yet."""
    event = ConsentEvent.objects.create(
        phone=phone,
        kind=kind,
        at=now,
        method=method,
        wording=wording,
        language=language,
        inbound=inbound,
        by=audit.person(by),
        note=reason[:200],
    )
    audit.record(
        f"consent.{kind}", phone, by=by, now=now, clinic=phone.clinic, after={"method": method}
    )
    if state_of(phone) in BARRED:
        _suppress(phone, by=by, now=now, kind=kind)
    return event


def _suppress(phone: Phone, *, by: Actor, now: datetime, kind: EventKind) -> None:
    outbound.cancel_unsent(
        phone=phone, by=by, now=now, reason=f"consent {kind}", state=MessageState.SUPPRESSED
    )
