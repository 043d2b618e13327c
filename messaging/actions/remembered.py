"""What is remembered outside the database: the last request that this database has let out.

A database that is put back from a backup does not know of it, and so is found out before it
sends anything again.  Kept in Redis, or in a file beside SQLite, under the database's own
identity; without it sending goes on, and a restore must be told by hand.
"""

import json
import logging
import os
import threading
from typing import Any

from django.conf import settings
from django.core.cache import cache

log = logging.getLogger(__name__)
KEY = "remembered"


def last(identity: str) -> int:
    """The id of the last attempt that was let out; 0 when nothing is known of this database."""
    try:
        kept = _read() or {}
    except Exception as error:  # Redis may be gone, or the file torn: that stops nothing
        log.warning("what was sent last cannot be looked up: %s", type(error).__name__)
        return 0
    return int(kept["attempt"]) if kept.get("identity") == identity else 0


def note(identity: str, attempt: int) -> None:
    """Before the request sets out.  Never lowers what is kept."""
    if attempt > last(identity):
        overwrite(identity, attempt)


def overwrite(identity: str, attempt: int) -> None:
    """As it is, also lower: when a person has said that a restored database may send."""
    try:
        _write({"identity": identity, "attempt": attempt})
    except Exception as error:
        log.warning("what was sent last cannot be kept: %s", type(error).__name__)


def _read() -> Any:
    if settings.REMEMBERED is None:
        return cache.get(KEY)
    if not settings.REMEMBERED.exists():
        return None
    return json.loads(settings.REMEMBERED.read_text(encoding="utf-8"))


def _write(kept: dict[str, Any]) -> None:
    if settings.REMEMBERED is None:
        cache.set(KEY, kept, timeout=None)
        return
    new = settings.REMEMBERED.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    new.write_text(json.dumps(kept), encoding="utf-8")
    os.replace(new, settings.REMEMBERED)
