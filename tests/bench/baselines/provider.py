"""The simulated provider as a process of its own, with a share of ambiguous answers.

`python -m tests.bench.baselines.provider LEDGER SEED` prints its address, and serves until it
is killed.  Every twentieth request or so leaves its sender in doubt: taken or not.
"""

import random
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from messaging.simulator.acceptance import Account
from messaging.simulator.chaos import CALM
from messaging.simulator.faults import NO_FAULT, Call, Fault, FaultBook, Wire
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from messaging.simulator.storm import Storm
from tests.bench.baselines.common import READ_SECONDS

ACCOUNT: Final = Account(sid=f"AC{'0' * 32}", token="invented")
AMBIGUOUS: Final = 0.05
SLOWNESS: Final = (0.05, 0.15)  # seconds that a request takes, so that kills fall into it
DOUBTS: Final = (
    Fault(wire=Wire.CLOSED),
    Fault(wire=Wire.CUT),
    Fault(wire=Wire.EMPTY),
    Fault(hang=READ_SECONDS + 0.5),
    Fault(status=500),
    Fault(status=500, stored=True),
    Fault(status=503, stored=True),
)


class Luck(FaultBook):
    """Each request is slow, and some end in doubt, by the seed."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._luck = random.Random(seed)
        self._drawing = threading.Lock()

    def take(self, call: Call, *, to: str) -> Fault:
        with self._drawing:
            doubt = call is Call.CREATE and self._luck.random() < AMBIGUOUS
            fault = self._luck.choice(DOUBTS) if doubt else NO_FAULT
            return replace(fault, hang=fault.hang or self._luck.uniform(*SLOWNESS))


def unlucky(ledger: Path, seed: int) -> Provider:
    provider = Provider(account=ACCOUNT, ledger=ledger)
    provider.storm = Storm(CALM, Luck(seed))
    return provider


def main(ledger: str, seed: str) -> None:
    provider = unlucky(Path(ledger), int(seed))
    with serve(provider) as address:
        print(address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
