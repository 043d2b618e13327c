"""All that the simulated provider holds: messages and opt-outs, over its ledger."""

import threading
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from messaging.gateway.base import ProviderStatus
from messaging.simulator.ledger import Ledger
from messaging.simulator.messages import Message, from_record, revive, to_record

ANY_STATUS: Final = frozenset(ProviderStatus)


class Store:
    """Safe for many threads.  `add` has written to disk before it returns."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._messages: dict[str, Message] = {}
        self._blocked: set[tuple[str, str]] = set()
        self._ledger = Ledger(path)
        for record in self._ledger.take_records():
            self._apply(record)

    def add(
        self, *messages: Message, block: tuple[str, str] | None = None, on: bool = True
    ) -> None:
        """Messages, and with them an opt-out (`on`) or its end: all of it or nothing survives.

        `block` is (our sender, the phone's number).
        """
        records: list[dict[str, Any]] = [
            {"kind": "message", **to_record(message)} for message in messages
        ]
        if block is not None:
            records.append({"kind": "block", "sender": block[0], "number": block[1], "on": on})
        self._write({"kind": "all", "records": records}, durable=True)

    def change(
        self, sid: str, *, while_: Collection[ProviderStatus] = ANY_STATUS, **changes: Any
    ) -> Message | None:
        """The changed message; None when it is deleted, or in a status not in `while_`."""
        with self._lock:
            message = self._messages.get(sid)
            if message is None or message.status not in while_:
                return None
            changed = replace(message, **changes)
            whole = to_record(changed)
            new = {name: whole[name] for name in changes}
            self._write({"kind": "change", "sid": sid, "new": new}, durable=False)
            return changed

    def remove(self, sid: str) -> None:
        self._write({"kind": "delete", "sid": sid}, durable=True)

    def get(self, sid: str) -> Message | None:
        with self._lock:
            return self._messages.get(sid)

    def everything(self) -> tuple[Message, ...]:
        """Oldest first."""
        with self._lock:
            return tuple(self._messages.values())

    def is_blocked(self, sender: str, number: str) -> bool:
        with self._lock:
            return (sender, number) in self._blocked

    def close(self) -> None:
        self._ledger.close()

    def _write(self, record: dict[str, Any], *, durable: bool) -> None:
        """The lock spans file and memory, so that a replay gives the same state."""
        with self._lock:
            self._ledger.append(record, durable=durable)
            self._apply(record)

    def _apply(self, record: dict[str, Any]) -> None:
        match record["kind"]:
            case "all":
                self._apply_each(record["records"])
            case "message":
                self._messages[record["sid"]] = from_record(record)
            case "change":
                self._amend(record["sid"], record["new"])
            case "delete":
                self._messages.pop(record["sid"], None)
            case "block":
                pair = (record["sender"], record["number"])
                (self._blocked.add if record["on"] else self._blocked.discard)(pair)

    def _apply_each(self, records: Iterable[dict[str, Any]]) -> None:
        for record in records:
            self._apply(record)

    def _amend(self, sid: str, new: dict[str, Any]) -> None:
        message = self._messages.get(sid)
        if message is not None:
            changes = {name: revive(name, value) for name, value in new.items()}
            self._messages[sid] = replace(message, **changes)
