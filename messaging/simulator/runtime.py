"""The provider of this process, as the settings describe it."""

import threading
from typing import Any, Final

from django.conf import settings

from messaging.simulator.acceptance import Account
from messaging.simulator.provider import Provider

LEDGER_NAME: Final = "simulator.jsonl"
_MANNER: Final = "#rc=5&rp=all"  # what we recommend to set at the real provider, too
_lock: Final = threading.Lock()
_made: list[Provider] = []


def current() -> Provider:
    """The same provider for every caller in this process; opens its ledger on first use."""
    with _lock:
        if not _made:
            _made.append(_build())
        return _made[0]


def start(base_url: str) -> None:
    """Begins to post to the service at `base_url`; it waits until that listens."""
    current().start(base_url, manner=_MANNER)


def stop() -> None:
    """Ends its thread and lets go of the ledger; the next `current` opens it again."""
    with _lock:
        provider = _made.pop() if _made else None
    if provider is not None:
        provider.close()


def _build() -> Provider:
    chosen: dict[str, Any] = settings.TWILIO
    account = Account(
        sid=chosen["account_sid"],
        token=chosen["auth_token"],
        api_key=chosen.get("api_key") or "",
        api_secret=chosen.get("api_secret") or "",
    )
    return Provider(account=account, ledger=settings.DATA_DIR / LEDGER_NAME)
