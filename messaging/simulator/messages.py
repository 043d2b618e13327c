"""One message at the simulated provider, its ledger record and its REST shape."""

from dataclasses import dataclass, fields
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any, Final

from content.text.gsm import measure
from messaging.gateway.base import ProviderStatus
from messaging.gateway.twilio_forms import API_VERSION


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound-api"
    REPLY = "outbound-reply"  # the provider's own answer to a command word


class Callbacks(StrEnum):
    """How the status callbacks of a message are posted."""

    IN_ORDER = "in_order"
    DROPPED = "dropped"
    END_DROPPED = "end_dropped"  # all but the last
    DOUBLED = "doubled"
    REVERSED = "reversed"
    SHUFFLED = "shuffled"  # each after a wait of its own, so that they overtake each other


FINAL: Final = frozenset(
    {
        ProviderStatus.DELIVERED,
        ProviderStatus.UNDELIVERED,
        ProviderStatus.FAILED,
        ProviderStatus.CANCELED,
    }
)
_PATHS: Final = {
    ProviderStatus.FAILED: (ProviderStatus.SENDING, ProviderStatus.FAILED),
    ProviderStatus.SENT: (ProviderStatus.SENDING, ProviderStatus.SENT),
}


@dataclass(frozen=True)
class Message:
    """`created`, `updated`, `sent` in UTC, engine time.

    `end` is where its life will end, `end_code` the error that goes with it;
    `posted` names the statuses whose callbacks are done with.  `send_at` is when a
    scheduled message goes; until then it `waits`.  An inbound text is "delivered", to
    the provider.
    """

    sid: str
    direction: Direction
    sender: str
    to: str
    body: str
    created: datetime
    updated: datetime
    status: ProviderStatus = ProviderStatus.QUEUED
    sent: datetime | None = None
    service: str = ""
    callback: str = ""
    media: int = 0
    opt_out_type: str = ""
    error_code: int | None = None
    end: ProviderStatus = ProviderStatus.DELIVERED
    end_code: int | None = None
    callbacks: Callbacks = Callbacks.IN_ORDER
    posted: tuple[str, ...] = ()
    send_at: datetime | None = None
    waits: bool = False

    @property
    def segments(self) -> int:
        return measure(self.body).segments

    @property
    def word(self) -> str:
        """The status as the provider writes it."""
        if self.direction is Direction.INBOUND:
            return "received"
        if self.status is not ProviderStatus.QUEUED:
            return self.status.value
        if self.waits:
            return "scheduled"
        return "accepted" if self.service and self.send_at is None else "queued"

    @property
    def has_sender(self) -> bool:
        """A messaging service chooses the number only when it sends."""
        return self.word not in ("accepted", "scheduled")

    def steps(self) -> tuple[ProviderStatus, ...]:
        """The statuses of its life after `queued`, in order."""
        return _PATHS.get(self.end, (ProviderStatus.SENDING, ProviderStatus.SENT, self.end))


def to_record(message: Message) -> dict[str, Any]:
    """Plain JSON values."""
    return {item.name: plain(getattr(message, item.name)) for item in fields(message)}


def from_record(record: dict[str, Any]) -> Message:
    """The reverse of `to_record`; fields that a later version added are passed over."""
    known = {item.name for item in fields(Message)}
    return Message(**{name: revive(name, value) for name, value in record.items() if name in known})


def revive(name: str, value: Any) -> Any:
    """One field of a record, as `Message` holds it."""
    kinds: dict[str, Any] = {
        "direction": Direction,
        "status": ProviderStatus,
        "end": ProviderStatus,
        "callbacks": Callbacks,
        "created": datetime.fromisoformat,
        "updated": datetime.fromisoformat,
        "sent": datetime.fromisoformat,
        "send_at": datetime.fromisoformat,
        "posted": tuple,
    }
    return value if value is None or name not in kinds else kinds[name](value)


def rest(message: Message, *, account: str) -> dict[str, object]:
    """As Twilio's Messages resource shows it."""
    uri = f"/{API_VERSION}/Accounts/{account}/Messages/{message.sid}"
    return {
        "account_sid": account,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": format_datetime(message.created),
        "date_sent": format_datetime(message.sent) if message.sent else None,
        "date_updated": format_datetime(message.updated),
        "direction": message.direction.value,
        "error_code": message.error_code,
        "error_message": None,
        "from": message.sender if message.has_sender else None,
        "messaging_service_sid": message.service or None,
        "num_media": str(message.media),
        "num_segments": _segments(message),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.word,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def _segments(message: Message) -> str:
    """0 until a messaging service has chosen the sender, as the provider's page says."""
    if not message.has_sender:
        return "0"
    empty = message.direction is Direction.INBOUND and not message.body
    return "1" if empty else str(message.segments)


def plain(value: Any) -> Any:
    """A field as JSON holds it."""
    return value.isoformat() if isinstance(value, datetime) else value
