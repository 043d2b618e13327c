"""Notices when a part of the one-process service has died or hangs."""

import threading
import time
from typing import Any

from messaging.bell import TICK

SILENCE = 90.0


class Watch:
    """Keeps the threads by name and the instant of the last tick.

    Instants are monotonic seconds: a laptop that slept is not a service that hung.
    """

    def __init__(self) -> None:
        self.threads: dict[str, threading.Thread] = {}
        self.ticked = time.monotonic()

    def note_task(self, sender: Any = None, **_: Any) -> None:
        """Told by Celery of every task that has run."""
        if getattr(sender, "name", "") == TICK:
            self.ticked = time.monotonic()

    def complaint(self, now: float) -> str:
        """A sentence that says what is wrong; empty when all is well."""
        for name, thread in self.threads.items():
            if not thread.is_alive():
                return f"The {name} thread has died; what it logged is above. Start again with up."
        if now - self.ticked > SILENCE:
            return f"Nothing has ticked for {SILENCE:.0f} s: the worker hangs. Start again with up."
        return ""
