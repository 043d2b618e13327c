"""What can be made to go wrong at the simulated provider, on purpose."""

import threading
from dataclasses import dataclass
from enum import StrEnum

from messaging.gateway.base import ProviderStatus
from messaging.simulator.messages import Callbacks


class Call(StrEnum):
    """Which requests a fault waits for."""

    CREATE = "create"
    FETCH = "fetch"
    LIST = "list"


class Wire(StrEnum):
    """What becomes of an answer on its way."""

    WHOLE = "whole"
    EMPTY = "empty"  # the right status and no body
    HALF = "half"  # half of the JSON, as if it were all
    CUT = "cut"  # half of the announced length, then the end
    CLOSED = "closed"  # the connection ends (FIN) without an answer
    RESET = "reset"  # the connection is reset (RST) without an answer


@dataclass(frozen=True)
class Fault:
    """`code` refuses as the error dictionary says; `status` fails with a bare HTTP status.

    `stored`: is the message made all the same?  By default a refusal or failure
    makes none, and a spoilt answer hides one that was made.  `delay` is how many seconds
    the request lies unread, whether its client waits or not; `hang` how many the answer
    is held back after that; `retry_after` in seconds, too.  `end`, `end_code` and
    `callbacks` are the message's later life; `label` is for whoever counts.
    """

    code: int | None = None
    status: int | None = None
    retry_after: float | None = None
    stored: bool | None = None
    wire: Wire = Wire.WHOLE
    delay: float = 0.0
    hang: float = 0.0
    end: ProviderStatus = ProviderStatus.DELIVERED
    end_code: int | None = None
    callbacks: Callbacks = Callbacks.IN_ORDER
    label: str = ""

    @property
    def fails(self) -> bool:
        return self.code is not None or self.status is not None

    @property
    def keeps(self) -> bool:
        return not self.fails if self.stored is None else self.stored


NO_FAULT = Fault()


@dataclass
class _Entry:
    fault: Fault
    call: Call
    to: str
    left: int


class FaultBook:
    """Faults in the order they were written; each is used up after its times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[_Entry] = []

    def write(self, fault: Fault, *, call: Call, to: str, times: int) -> None:
        with self._lock:
            self._entries.append(_Entry(fault, call, to, times))

    def take(self, call: Call, *, to: str) -> Fault:
        """The first that waits for this call and number (or any number); else no fault."""
        with self._lock:
            for entry in self._entries:
                if entry.call is call and entry.to in ("", to) and entry.left > 0:
                    entry.left -= 1
                    return entry.fault
            return NO_FAULT
