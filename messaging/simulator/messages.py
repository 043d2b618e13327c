"""One message at the simulated provider, its ledger record and its REST shape."""

from dataclasses import asdict, dataclass, fields
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
    DOUBLED = "doubled"
    REVERSED = "reversed"


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
    `posted` names the statuses whose callbacks are done with.  An inbound text is
    "delivered", to the provider.
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

    @property
    def segments(self) -> int:
        return measure(self.body).segments

    @property
    def word(self) -> str:
        """The status as the provider writes it."""
        if self.direction is Direction.INBOUND:
            return "received"
        if self.service and self.status is ProviderStatus.QUEUED:
            return "accepted"
        return self.status.value

    def steps(self) -> tuple[ProviderStatus, ...]:
        """The statuses of its life after `queued`, in order."""
        return _PATHS.get(self.end, (ProviderStatus.SENDING, ProviderStatus.SENT, self.end))


def to_record(message: Message) -> dict[str, Any]:
    """Plain JSON values."""
    return {name: _plain(value) for name, value in asdict(message).items()}


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
        "posted": tuple,
    }
    return value if value is None or name not in kinds else kinds[name](value)


def rest(message: Message, *, account: str) -> dict[str, object]:
    """As Twilio's Messages resource shows it."""
    uri = f"/{API_VERSION}/Accounts/{account}/Messages/{message.sid}"
    inbound = message.direction is Direction.INBOUND
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
        "from": None if message.word == "accepted" else message.sender,
        "messaging_service_sid": message.service or None,
        "num_media": str(message.media),
        "num_segments": "1" if inbound and not message.body else str(message.segments),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.word,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
