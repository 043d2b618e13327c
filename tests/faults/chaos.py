"""The simulated provider as a process of its own, in a seeded bad mood."""

import random
import threading
from dataclasses import replace
from pathlib import Path

from messaging.simulator import server
from messaging.simulator.acceptance import Account
from messaging.simulator.faults import NO_FAULT, Call, Fault, FaultBook, Wire
from messaging.simulator.life import Delays
from messaging.simulator.messages import Callbacks
from messaging.simulator.provider import Provider
from tests.faults import scale
from tests.faults.mood import Mood

MANNER = "#rc=5&rp=all"
HANG = scale.PIPELINE["READ_TIMEOUT"] + 0.5
# What leaves a sender in doubt: taken or not, and no clear answer.
AMBIGUOUS = (
    Fault(wire=Wire.CLOSED),
    Fault(wire=Wire.CUT),
    Fault(wire=Wire.EMPTY),
    Fault(wire=Wire.HALF),
    Fault(hang=HANG),
    Fault(status=500),
    Fault(status=500, stored=True),
    Fault(status=503),
    Fault(status=503, stored=True),
)
BUSY = Fault(status=429, retry_after=1)


class Chaos(FaultBook):
    """Faults by chance where none is written."""

    def __init__(self, mood: Mood, seed: int) -> None:
        super().__init__()
        self._mood = mood
        self._luck = random.Random(seed)
        self._drawing = threading.Lock()

    def take(self, call: Call, *, to: str) -> Fault:
        written = super().take(call, to=to)
        if written is not NO_FAULT:
            return written
        with self._drawing:
            return self._create() if call is Call.CREATE else self._read()

    def _read(self) -> Fault:
        return Fault(status=500) if self._luck.random() < self._mood.blind else NO_FAULT

    def _create(self) -> Fault:
        luck = self._luck.random()
        if luck < self._mood.busy:
            return BUSY
        hit = luck < self._mood.busy + self._mood.ambiguous
        fault = self._luck.choice(AMBIGUOUS) if hit else NO_FAULT
        return replace(fault, callbacks=self._callbacks())

    def _callbacks(self) -> Callbacks:
        luck, mood = self._luck.random(), self._mood
        if luck < mood.lost:
            return Callbacks.DROPPED
        if luck < mood.lost + mood.doubled:
            return Callbacks.DOUBLED
        if luck < mood.lost + mood.doubled + mood.reversed:
            return Callbacks.REVERSED
        return Callbacks.IN_ORDER


def simulator(
    *, ledger: str, account: list[str], mood: dict[str, float], seed: int, **where: int
) -> None:
    """Serves until it is ended; `account` is its id and token."""
    delays = Delays(listing=scale.LISTING_LAG, retry=scale.CALLBACK_RETRY)
    provider = Provider(
        account=Account(sid=account[0], token=account[1]), ledger=Path(ledger), delays=delays
    )
    provider.faults = Chaos(Mood(**mood), seed)
    with server.serve(provider, port=where["provider_port"]):
        provider.start(f"http://127.0.0.1:{where['web_port']}", manner=MANNER)
        threading.Event().wait()
