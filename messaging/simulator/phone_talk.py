"""What stands on the phone's screen: what the provider brought, and what was there before.

The provider is asked, not our own log: a text that we believe sent and that never
arrived is not on the phone.  Its times are engine time, though; the service time of
each text is that of our row with the provider's id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.text.gsm import measure
from messaging.gateway.base import ProviderStatus
from messaging.models import InboundMessage, InboundState, OutboundMessage, Phone
from messaging.rules import spoken
from messaging.rules.status import MessageState
from messaging.simulator import runtime
from messaging.simulator.life import engine_now
from messaging.simulator.messages import Direction, Message
from messaging.simulator.phone_people import Person

MOST = 200
_REACHED = (MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNDELIVERED)


class Tick(StrEnum):
    """The mark beside a text."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


_TICKS: Mapping[ProviderStatus, tuple[Tick, str]] = {
    ProviderStatus.QUEUED: (Tick.WAITING, "Waits at the provider"),
    ProviderStatus.SENDING: (Tick.WAITING, "On its way"),
    ProviderStatus.SENT: (Tick.SENT, "Sent"),
    ProviderStatus.DELIVERED: (Tick.DELIVERED, "Delivered"),
}


@dataclass(frozen=True)
class Bubble:
    """One text on the screen; `mine` are the ones typed on this phone; `at` is service time."""

    id: str
    mine: bool
    body: str
    at: datetime
    tick: Tick
    words: str
    parts: int
    by: str = ""
    language: str = ""
    earlier: bool = False


@dataclass(frozen=True)
class _Log:
    """Our own rows of one phone, by the provider's id."""

    sent: Mapping[str, OutboundMessage]
    received: Mapping[str, InboundMessage]

    def time_of(self, message: Message) -> datetime | None:
        if row := self.received.get(message.sid):
            return row.received_at
        known = self.sent.get(message.sid)
        return _when(known) if known else None


def bubbles(person: Person, *, now: datetime) -> list[Bubble]:
    """The screen, oldest first: at most the latest two hundred texts."""
    there = runtime.current().conversation(person.number)
    talk = [message for message in there if _is_on_the_phone(message)][-MOST:]
    outs, ins = _rows(person.phone)
    log = _Log({row.provider_id: row for row in outs}, {row.provider_id: row for row in ins})
    times = _times(talk, log, now=now)
    live = [_live(message, log, at) for message, at in zip(talk, times, strict=True)]
    known = {message.sid for message in there}
    before = times[0] if times else now
    old = [_received_earlier(row) for row in ins if row.provider_id not in known]
    old += [_sent_earlier(row) for row in reversed(outs) if row.provider_id not in known]
    earlier = sorted((one for one in old if one.at <= before), key=lambda one: one.at)
    return [*earlier, *live][-MOST:]


def _is_on_the_phone(message: Message) -> bool:
    """Or nearly; not what waits at the provider for its time, nor what was taken back there."""
    return not message.waits and message.status is not ProviderStatus.CANCELED


def _rows(phone: Phone | None) -> tuple[list[OutboundMessage], list[InboundMessage]]:
    if phone is None:
        return [], []
    outs = OutboundMessage.objects.filter(phone=phone, state__in=_REACHED)
    ins = InboundMessage.objects.filter(phone=phone)
    return list(outs.order_by("-id")[:MOST]), list(ins.order_by("-id")[:MOST])


def _when(row: OutboundMessage) -> datetime:
    """When it left; the provider's own answers are only found later, but left at once."""
    noted = row.in_reply_to_id is not None and row.template_id is None and row.passage_id is None
    return row.queued_at if noted else row.accepted_at or row.queued_at


def _times(talk: Iterable[Message], log: _Log, *, now: datetime) -> list[datetime]:
    """The service time of each text; one that our log does not know stands by its neighbour.

    The clock may have leapt since, so the provider's own time says only how long ago
    the latest ones were.
    """
    times: list[datetime] = []
    following: datetime | None = None
    for message in reversed(list(talk)):
        guess = following or now - (engine_now() - message.created)
        following = log.time_of(message) or guess
        times.append(following)
    return times[::-1]


def _live(message: Message, log: _Log, at: datetime) -> Bubble:
    mine = message.direction is Direction.INBOUND
    tick, words = _mine(message, log) if mine else _status(message)
    row = log.sent.get(message.sid)
    return Bubble(
        id=message.sid,
        mine=mine,
        body=message.body,
        at=at,
        tick=tick,
        words=words,
        parts=max(1, message.segments),
        by="Sent by the provider" if message.direction is Direction.REPLY else "",
        language=row.language if row else "",
    )


def _status(message: Message) -> tuple[Tick, str]:
    return _TICKS.get(message.status) or (Tick.FAILED, spoken.failure(message.error_code))


def _mine(message: Message, log: _Log) -> tuple[Tick, str]:
    row = log.received.get(message.sid)
    if row is None:
        return Tick.WAITING, "On its way to the clinic"
    if row.state == InboundState.DEAD:
        return Tick.FAILED, "Could not be read by the service: a person must"
    if row.state == InboundState.UNREAD:
        return Tick.SENT, "At the clinic, not read yet"
    return Tick.DELIVERED, "Read by the service"


def _sent_earlier(row: OutboundMessage) -> Bubble:
    failed = row.state == MessageState.UNDELIVERED
    return Bubble(
        id=f"out-{row.pk}",
        mine=False,
        body=row.body,
        at=row.finished_at or _when(row),
        tick=Tick.FAILED if failed else Tick.DELIVERED,
        words=spoken.failure(row.error_code) if failed else "Delivered",
        parts=max(1, row.segments),
        language=row.language,
        earlier=True,
    )


def _received_earlier(row: InboundMessage) -> Bubble:
    return Bubble(
        id=f"in-{row.pk}",
        mine=True,
        body=row.body,
        at=row.received_at,
        tick=Tick.DELIVERED,
        words="Read by the service",
        parts=max(1, measure(row.body).segments),
        earlier=True,
    )
