"""What a provider must be able to do, in our words.  Knows no model and no provider."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class OutcomeClass(StrEnum):
    """What is proven of one attempt (`docs/pipelines.md` section 2)."""

    ACCEPTED = "accepted"  # the provider gave its id
    NOT_SENT = "not_sent"  # proven: the request never left, or was refused unread
    REJECTED = "rejected"  # the provider said no, with a code
    UNKNOWN = "unknown"  # may or may not exist at the provider


class ProviderStatus(StrEnum):
    """The life of a message at the provider, in rising rank."""

    SCHEDULED = "scheduled"  # it waits at the provider for its time, and can be taken back
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"


class LeaseOver(Exception):
    """Held up between intent and request: others may already think about this text."""


def steady() -> float:
    """Seconds that only go forward, also while this process is stopped or the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def in_time(deadline: float | None) -> bool:
    """Whether a request with this deadline may still be written."""
    return deadline is None or steady() <= deadline


class WebhookError(Exception):
    """A request that does not come from the provider, or is not in its form: answer 403."""


class ConfigurationError(Exception):
    """A setting the gateway needs is missing or wrong; the text tells the mend."""


@dataclass(frozen=True)
class Outgoing:
    """One text on its way out.  `callback` is where receipts for this attempt go.

    `validity_seconds` is 1 to 36000 (Twilio's ValidityPeriod, counted from the request).
    `send_at` (engine time) has the provider keep it until then; it needs a messaging
    service.  After `deadline` (by `steady`) the request must not be written any more: it
    then comes back as NOT_SENT.
    """

    to: str
    body: str
    callback: str
    sender_number: str = ""
    messaging_service: str = ""
    validity_seconds: int = 36000
    send_at: datetime | None = None
    deadline: float | None = None

    def __repr__(self) -> str:
        return f"Outgoing(to=…{self.to[-2:]}, {len(self.body)} characters)"


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt; `retry_after` in seconds, None where not said."""

    kind: OutcomeClass
    provider_id: str = ""
    status: ProviderStatus = ProviderStatus.UNKNOWN
    http_status: int | None = None
    error_code: int | None = None
    retry_after: float | None = None
    detail: str = ""


@dataclass(frozen=True)
class Inbound:
    """A text that came in.  `opt_out_type` is STOP, START, HELP or empty (Advanced Opt-Out).

    `sent_at` is the provider's own date (UTC); None on a webhook, which carries none.
    """

    provider_id: str
    to: str
    from_: str
    body: str
    media_count: int = 0
    opt_out_type: str = ""
    messaging_service: str = ""
    sent_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Inbound({self.provider_id}, {len(self.body)} characters)"


@dataclass(frozen=True)
class Receipt:
    """One status callback, in our words; `raw_status` as the provider wrote it."""

    provider_id: str
    status: ProviderStatus
    raw_status: str
    error_code: int | None = None


@dataclass(frozen=True)
class Listed:
    """One message as the provider's list shows it (for reconciling)."""

    provider_id: str
    to: str
    body: str
    status: ProviderStatus
    created_at: datetime
    outbound: bool
    error_code: int | None = None


class Gateway(Protocol):
    """The one door to a provider.  `send` never raises for what the provider or the wire did."""

    async def send(self, outgoing: Outgoing) -> Outcome: ...

    def send_many(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        """Blocking: all at once, answers in order; a hung one is UNKNOWN, never an exception."""
        ...

    def as_they_come(self, batch: Sequence[Outgoing]) -> Iterator[tuple[int, Outcome]]:
        """As `send_many`, but each answer (with its place in the batch) as soon as it is there."""
        ...

    def listed(self, *, to: str, since: datetime) -> Sequence[Listed] | None:
        """Outbound messages to a number, newest first; None when the list could not be read."""
        ...

    def fetch(self, provider_id: str) -> Receipt | None:
        """The status of one message now; None when it could not be read."""
        ...

    def cancel(self, provider_id: str) -> Receipt | None:
        """Take back a scheduled message; its status after that, None when that is not known.

        A status other than CANCELED says that it was too late.
        """
        ...

    def received(self, *, to: str, since: datetime) -> Sequence[Inbound] | None:
        """Inbound texts to one of our numbers since an instant; None when it could not be read."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class WebhookRequest:
    """An HTTP request as the verifier needs it: public address, form fields, signature header."""

    url: str
    fields: Mapping[str, str]
    signature: str
    repeated: frozenset[str] = field(default_factory=frozenset)
