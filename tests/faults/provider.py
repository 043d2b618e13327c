"""The simulated provider as a process of its own, which outlives what the harness breaks."""

import threading
from pathlib import Path
from typing import Any

from messaging.simulator.acceptance import Account
from messaging.simulator.chaos import Chaos
from messaging.simulator.faults import Call, Fault, Wire
from messaging.simulator.life import Delays
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from tests.faults import scale
from tests.faults.world import OURS, SERVICE

MANNER = "#rc=5&rp=all"


def simulator(
    *,
    ledger: str,
    account: list[str],
    chaos: str,
    script: list[dict[str, Any]],
    outage: bool,
    provider_port: int,
    web_port: int,
    scheduling: int = 0,
) -> None:
    """Serves until it is ended.

    `account` is its id and token, `chaos` a profile as JSON, `script` faults that come before
    the profile's, each with the `times` and `call` it is for.  With `outage` no webhook leaves.
    """
    provider = Provider(
        account=Account(
            sid=account[0], token=account[1], services={SERVICE: OURS} if scheduling else {}
        ),
        ledger=Path(ledger),
        delays=Delays(retry=scale.CALLBACK_RETRY, fence=scale.PIPELINE["FENCE_SECONDS"]),
        chaos=Chaos.from_json(chaos),
    )
    for one in script:
        _script(provider, **one)
    with serve(provider, port=provider_port, controlled=True):
        provider.start(f"http://127.0.0.1:{web_port}", manner=MANNER)
        provider.cut_off(on=outage)
        threading.Event().wait()


def _script(
    provider: Provider, *, times: int = 1, to: str = "", call: str = "create", **fault: Any
) -> None:
    if "wire" in fault:
        fault["wire"] = Wire(fault["wire"])
    provider.script(Fault(**fault), to=to, times=times, call=Call(call))
