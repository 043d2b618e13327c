"""All that the simulated provider holds: messages and opt-outs, over its ledger."""

import heapq
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from messaging.gateway.base import ProviderStatus
from messaging.simulator.ledger import Ledger
from messaging.simulator.messages import Message, from_record, plain, revive, to_record

ANY_STATUS: Final = frozenset(ProviderStatus)


class Store:
    """Safe for many threads.  What `add` and `remove` returned from is on disk."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._messages: dict[str, Message] = {}
        self._by_to: dict[str, list[str]] = {}
        self._by_sender: dict[str, list[str]] = {}
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
        self._ledger.settle(self._write({"kind": "all", "records": records}))

    def note(self, **asked: Any) -> None:
        """What somebody asked for and was told, for the judge; nothing here depends on it."""
        self._ledger.append({"kind": "asked", **asked})

    def change(
        self, sid: str, *, while_: Collection[ProviderStatus] = ANY_STATUS, **changes: Any
    ) -> Message | None:
        """The changed message; None when it is deleted, or in a status not in `while_`."""
        with self._lock:
            message = self._messages.get(sid)
            if message is None or message.status not in while_:
                return None
            changed = replace(message, **changes)
            new = {name: plain(value) for name, value in changes.items()}
            self._write({"kind": "change", "sid": sid, "new": new})
            return changed

    def remove(self, sid: str) -> None:
        self._ledger.settle(self._write({"kind": "delete", "sid": sid}))

    def get(self, sid: str) -> Message | None:
        with self._lock:
            return self._messages.get(sid)

    def everything(self) -> tuple[Message, ...]:
        """Oldest first."""
        with self._lock:
            return tuple(self._messages.values())

    def newest_first(self, *, to: str = "", sender: str = "") -> Iterator[Message]:
        """By number if one is given; what is added meanwhile is not among them."""
        if not to and not sender:
            return reversed(self.everything())
        found = self._found(self._by_to.get(to, []) if to else self._by_sender.get(sender, []))
        return (message for message in reversed(found) if sender in ("", message.sender))

    def of(self, number: str) -> tuple[Message, ...]:
        """All from and to a number, oldest first."""
        pair = (
            self._found(self._by_sender.get(number, [])),
            self._found(self._by_to.get(number, [])),
        )
        return tuple(heapq.merge(*pair, key=lambda message: message.created))

    def count(self) -> Counter[tuple[str, str]]:
        """How many there are of each (direction, status as the provider writes it)."""
        return Counter((one.direction.value, one.word) for one in self.everything())

    def is_blocked(self, sender: str, number: str) -> bool:
        with self._lock:
            return (sender, number) in self._blocked

    def close(self) -> None:
        self._ledger.close()

    def _write(self, record: dict[str, Any]) -> int:
        """The lock spans file and memory, so that a replay gives the same state."""
        with self._lock:
            place = self._ledger.append(record)
            self._apply(record)
            return place

    def _found(self, sids: list[str]) -> list[Message]:
        """Those that have not been deleted since."""
        with self._lock:
            return [self._messages[sid] for sid in sids if sid in self._messages]

    def _apply(self, record: dict[str, Any]) -> None:
        match record["kind"]:
            case "all":
                self._apply_each(record["records"])
            case "message":
                self._enter(from_record(record))
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

    def _enter(self, message: Message) -> None:
        self._messages[message.sid] = message
        self._by_to.setdefault(message.to, []).append(message.sid)
        self._by_sender.setdefault(message.sender, []).append(message.sid)

    def _amend(self, sid: str, new: dict[str, Any]) -> None:
        message = self._messages.get(sid)
        if message is not None:
            changes = {name: revive(name, value) for name, value in new.items()}
            self._messages[sid] = replace(message, **changes)
