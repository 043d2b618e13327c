"""A provider in memory, for tests of everything above the gateway."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from messaging.gateway.base import (
    Inbound,
    Listed,
    Outcome,
    OutcomeClass,
    Outgoing,
    ProviderStatus,
    Receipt,
    in_time,
)

_FENCE: Final = timedelta(seconds=300)  # later than that the provider takes no schedule (35115)
_MADE: Final = frozenset({OutcomeClass.ACCEPTED, OutcomeClass.UNKNOWN})


@dataclass
class MemoryGateway:
    """Accepts all, unless scripted otherwise.

    `sent` holds every request in order, accepted or not; one past its deadline is none.
    With `blind` set, lists and fetches cannot be read; with `deaf`, nothing can be taken
    back.  `cancels` holds the ids it was asked to take back.
    """

    sent: list[Outgoing] = field(default_factory=list)
    cancels: list[str] = field(default_factory=list)
    blind: bool = False
    deaf: bool = False
    closed: bool = False
    _script: deque[Outcome] = field(default_factory=deque)
    _made: dict[str, Listed] = field(default_factory=dict)
    _arrived: list[tuple[datetime, Inbound]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def script(self, *outcomes: Outcome) -> None:
        """What the next requests come to, in order.

        UNKNOWN with a `provider_id` is a message that was made though its answer was lost.
        """
        self._script.extend(outcomes)

    def progress(
        self, provider_id: str, status: ProviderStatus, *, error_code: int | None = None
    ) -> None:
        """A message moves on at the provider; KeyError for one that was never made."""
        made = self._made[provider_id]
        self._made[provider_id] = replace(made, status=status, error_code=error_code)

    def rewrite(self, provider_id: str, body: str) -> None:
        """The list writes a message's words another way."""
        self._made[provider_id] = replace(self._made[provider_id], body=body)

    def redact(self) -> None:
        """The list shows no words any more."""
        for provider_id in self._made:
            self.rewrite(provider_id, "")

    def arrive(self, inbound: Inbound, *, at: datetime) -> None:
        """A text reached the provider; nothing is posted to the service."""
        self._arrived.append((at, inbound))

    async def send(self, outgoing: Outgoing) -> Outcome:
        return self._take(outgoing)

    def send_many(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        return [self._take(outgoing) for outgoing in batch]

    def as_they_come(self, batch: Sequence[Outgoing]) -> Iterator[tuple[int, Outcome]]:
        yield from enumerate(self.send_many(batch))

    def listed(self, *, to: str, since: datetime) -> Sequence[Listed] | None:
        if self.blind:
            return None
        start = since.replace(microsecond=0)
        made = [row for row in self._made.values() if row.to == to and row.created_at >= start]
        return sorted(made, key=lambda row: row.created_at, reverse=True)

    def fetch(self, provider_id: str) -> Receipt | None:
        made = self._made.get(provider_id)
        if made is None or self.blind:
            return None
        return Receipt(provider_id, made.status, made.status.value, made.error_code)

    def cancel(self, provider_id: str) -> Receipt | None:
        self.cancels.append(provider_id)
        made = self._made.get(provider_id)
        if made is None or self.deaf:
            return None
        if made.status is ProviderStatus.SCHEDULED:
            self.progress(provider_id, ProviderStatus.CANCELED)
        return self.fetch(provider_id)

    def received(self, *, to: str, since: datetime) -> Sequence[Inbound] | None:
        if self.blind:
            return None
        rows = [(at, text) for at, text in self._arrived if text.to == to and at >= since]
        newest = sorted(rows, key=lambda row: row[0], reverse=True)
        return [replace(text, sent_at=at) for at, text in newest]

    def close(self) -> None:
        self.closed = True

    def _take(self, outgoing: Outgoing) -> Outcome:
        if not in_time(outgoing.deadline):
            return Outcome(OutcomeClass.NOT_SENT, detail="LeaseOver")
        with self._lock:
            self.sent.append(outgoing)
            outcome = self._script.popleft() if self._script else _answer(outgoing)
            if outcome.kind in _MADE and outcome.provider_id:
                self._made[outcome.provider_id] = _row(outgoing, outcome.provider_id)
            return outcome


def message_id() -> str:
    """In the provider's form: SM and 32 hex digits."""
    return f"SM{uuid4().hex}"


def _answer(outgoing: Outgoing) -> Outcome:
    if outgoing.send_at and outgoing.send_at - datetime.now(UTC) < _FENCE:
        return Outcome(OutcomeClass.REJECTED, http_status=400, error_code=35115)
    return Outcome(
        OutcomeClass.ACCEPTED,
        provider_id=message_id(),
        status=_first_status(outgoing),
        http_status=201,
    )


def _first_status(outgoing: Outgoing) -> ProviderStatus:
    return ProviderStatus.SCHEDULED if outgoing.send_at else ProviderStatus.QUEUED


def _row(outgoing: Outgoing, provider_id: str) -> Listed:
    return Listed(
        provider_id=provider_id,
        to=outgoing.to,
        body=outgoing.body,
        status=_first_status(outgoing),
        created_at=datetime.now(UTC),
        outbound=True,
    )
