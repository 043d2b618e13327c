"""The gateway of this process, as the settings choose it."""

import os
import threading
from typing import Any, Final

from django.conf import settings

from messaging.gateway.base import ConfigurationError, Gateway
from messaging.gateway.memory import MemoryGateway
from messaging.gateway.twilio import Credentials, Limits, TwilioGateway

_lock: Final = threading.Lock()
_open: dict[int, Gateway] = {}  # by process id: a fork must not share its parent's connections


def connect() -> Gateway:
    """The same gateway for every caller in this process.

    ConfigurationError when the settings name none that exists, or lack its credentials.
    """
    with _lock:
        process = os.getpid()
        if process not in _open:
            _open.clear()
            _open[process] = _build(settings.GATEWAY)
        return _open[process]


def use(gateway: Gateway) -> None:
    """Let every caller in this process have this gateway until `reset`."""
    reset()
    with _lock:
        _open[os.getpid()] = gateway


def reset() -> None:
    """Closes this process's gateway; the next `connect` opens another."""
    with _lock:
        gateway = _open.pop(os.getpid(), None)
    if gateway is not None:
        gateway.close()


def tokens() -> tuple[str, ...]:
    """The auth tokens that may sign a webhook: the current and, while rotating, the previous."""
    chosen: dict[str, Any] = settings.TWILIO
    pair = (chosen["auth_token"], chosen.get("previous_auth_token"))
    return tuple(token for token in pair if token)


def _build(name: str) -> Gateway:
    if name == "memory":
        return MemoryGateway()
    if name == "twilio":
        return _twilio(settings.TWILIO, settings.PIPELINE)
    raise ConfigurationError(f'GATEWAY is "{name}"; set it to "twilio" or "memory".')


def _twilio(chosen: dict[str, Any], pipeline: dict[str, Any]) -> TwilioGateway:
    for name in ("account_sid", "auth_token"):
        if not chosen.get(name):
            raise ConfigurationError(f"TWILIO_{name.upper()} is missing; copy it from the console.")
    credentials = Credentials(
        account_sid=chosen["account_sid"],
        auth_token=chosen["auth_token"],
        api_key=chosen.get("api_key") or "",
        api_secret=chosen.get("api_secret") or "",
    )
    limits = Limits(
        connect=pipeline["connect_timeout"],
        read=pipeline["read_timeout"],
        total=pipeline["total_timeout"],
    )
    return TwilioGateway(credentials, limits=limits, api_base=chosen.get("api_base") or None)
