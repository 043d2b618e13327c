"""A chaos profile at work: what each request meets, and how often what was met."""

import threading
from collections import Counter
from typing import Final

from messaging.simulator.chaos import CALM, Chaos
from messaging.simulator.faults import NO_FAULT, Call, Fault, FaultBook
from messaging.simulator.messages import Callbacks

_COUNTED: Final = (Call.CREATE, Call.LIST)


class Storm:
    """Safe for many threads.  A fault that was scripted comes before the profile's.

    How often a message was tried is counted by this process alone: after a restart the
    first draw for its words comes again.
    """

    def __init__(self, chaos: Chaos, book: FaultBook) -> None:
        self.chaos = chaos
        self._book = book
        self._lock = threading.Lock()
        self._turns: Counter[tuple[str, str, str]] = Counter()
        self._met: Counter[str] = Counter()

    def meet(self, call: Call, *, to: str, body: str = "") -> Fault:
        """The fault of the next such request; used up by asking."""
        fault = self._book.take(call, to=to)
        if fault is NO_FAULT and self.chaos is not CALM:
            fault = self._drawn(call, to=to, body=body)
        if fault.label:
            with self._lock:
                self._met[fault.label] += 1
        return fault

    def meet_text(self, *, sender: str, body: str) -> Callbacks:
        """How the next such text from a phone is announced."""
        if self.chaos is CALM:
            return Callbacks.IN_ORDER
        return self.chaos.on_text(sender=sender, body=body, turn=self._turn("text", sender, body))

    def met(self) -> dict[str, int]:
        """How often each fault of the profile was met."""
        with self._lock:
            return dict(self._met)

    def _drawn(self, call: Call, *, to: str, body: str) -> Fault:
        if call not in _COUNTED:
            return NO_FAULT
        turn = self._turn(call, to, body)
        if call is Call.LIST:
            return self.chaos.on_list(to=to, turn=turn)
        return self.chaos.on_create(to=to, body=body, turn=turn)

    def _turn(self, kind: str, number: str, body: str) -> int:
        with self._lock:
            self._turns[kind, number, body] += 1
            return self._turns[kind, number, body] - 1
