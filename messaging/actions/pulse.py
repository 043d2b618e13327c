"""Signs of life of the threads that tick in this process, for whoever watches over them.

A tick may rightly take minutes: after an outage thousands of texts are read in one part.
So not only its end counts but every step within it: a part, a round, a database query.
Instants are monotonic seconds: a machine that slept is not a service that hung.
"""

import time
from collections.abc import Callable
from typing import Any

_last = [time.monotonic()]


def note() -> None:
    _last[0] = time.monotonic()


def silent_for() -> float:
    """Seconds since the last sign of life; the start of the process counts as one."""
    return time.monotonic() - _last[0]


def query(execute: Callable[..., Any], *given: Any) -> Any:
    """For `connection.execute_wrapper`: a query that has come back, with whatever answer."""
    try:
        return execute(*given)
    finally:
        note()
