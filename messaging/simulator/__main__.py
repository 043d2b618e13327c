"""The simulated provider as a process of its own, for harnesses.

    SIMULATOR_AUTH_TOKEN=... python -m messaging.simulator --account AC... --ledger FILE

The address is on the first line of the output and in FILE.address, which a kill leaves behind.
A kill loses nothing that was accepted: start it again on the same ledger and port.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

from messaging.simulator.acceptance import Account
from messaging.simulator.chaos import CALM, Chaos, ChaosError
from messaging.simulator.ledger import LedgerError
from messaging.simulator.life import Delays
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve

TOKEN: Final = "SIMULATOR_AUTH_TOKEN"  # noqa: S105  # the name of a variable
_ENDS: Final = {signal.SIGTERM, signal.SIGINT}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs until SIGTERM or SIGINT; 2 when it cannot start, with the reason."""
    chosen = _parser().parse_args(arguments)
    # Before there is any other thread, which would take the signal in its way.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        provider = _provider(chosen, token=os.environ.get(TOKEN, ""))
    except (ChaosError, LedgerError, OSError, ValueError) as error:
        return _refuse(str(error))
    try:
        with serve(provider, port=chosen.port, controlled=chosen.control) as base:
            _run(provider, base, chosen)
    except OSError as error:
        return _refuse(f"Port {chosen.port} cannot be had ({error.strerror}).")
    finally:
        provider.close()
    return 0


def _run(provider: Provider, base: str, chosen: argparse.Namespace) -> None:
    if chosen.webhooks:
        provider.start(chosen.webhooks, manner=chosen.manner)
    sign = Path(f"{chosen.ledger}.address")
    _write_whole(sign, f"{base}\n")
    sys.stdout.write(f"{base}\n")
    sys.stdout.flush()
    try:
        signal.sigwait(_ENDS)
    finally:
        sign.unlink(missing_ok=True)


def _provider(chosen: argparse.Namespace, *, token: str) -> Provider:
    """ValueError for what is missing or cannot be meant."""
    if not token:
        raise ValueError(f"Set {TOKEN} to the account's auth token.")
    services = dict(pair.split("=", 1) for pair in chosen.service)
    chaos = Chaos.from_json(chosen.chaos.read_text(encoding="utf-8")) if chosen.chaos else CALM
    return Provider(
        account=Account(sid=chosen.account, token=token, services=services),
        ledger=chosen.ledger,
        delays=_delays(json.loads(chosen.delays)),
        chaos=chaos,
        connections=chosen.connections,
    )


def _delays(given: Mapping[str, float]) -> Delays:
    known = [item.name for item in fields(Delays)]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ValueError(f"Unknown delays: {', '.join(unknown)}. Known: {', '.join(known)}.")
    return replace(Delays(), **given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="messaging.simulator", description=__doc__)
    add = parser.add_argument
    add("--account", required=True, help="the account's id, as AC and 32 hex digits")
    add("--ledger", required=True, type=Path, help="where all is kept; made if it is not there")
    add("--port", type=int, default=0, help="on loopback; 0 takes a free one")
    add("--webhooks", default="", help="the service's address; without it nothing moves")
    add("--manner", default="", help="connection overrides of the webhook for texts, as #rc=5")
    add("--service", action="append", default=[], metavar="MG...=NUMBER", help="may be repeated")
    add("--chaos", type=Path, help="a file with a profile, as Chaos.to_json writes it")
    add("--delays", default="{}", help='seconds as JSON, for example {"listing": 1, "fence": 5}')
    add("--connections", type=int, default=8, help="how many webhooks are posted at once")
    add("--control", action="store_true", help="open the door for harnesses (control.py)")
    return parser


def _write_whole(path: Path, text: str) -> None:
    """Whoever reads it finds all of it, or what stood there before."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
