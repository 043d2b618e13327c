"""Notices when a part of a process has died or hangs, and ends a worker that does."""

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable

from django.conf import settings

from messaging.actions import pulse

log = logging.getLogger(__name__)
# A list of the provider may take twice a request's limit (`gateway`), and shows no life
# meanwhile: ending the process for that would help nobody.
SILENCE = max(90.0, 2.0 * settings.PIPELINE["total_timeout"] + 15.0)
HUNG = 70  # what sysexits.h calls an internal error; the supervisor starts the process again
LOOK_EVERY = 5.0


class Watch:
    """Keeps the threads of the one-process service by name."""

    def __init__(self) -> None:
        self.threads: dict[str, threading.Thread] = {}

    def complaint(self) -> str:
        """A sentence that says what is wrong; empty when all is well."""
        for name, thread in self.threads.items():
            if not thread.is_alive():
                return f"The {name} thread has died; what it logged is above. Start again with up."
        if pulse.silent_for() > SILENCE:
            return f"Nothing has ticked for {SILENCE:.0f} s: the worker hangs. Start again with up."
        return ""


def guard(*, silence: float = SILENCE, look_every: float = LOOK_EVERY) -> threading.Thread:
    """Watch over this process's tick from a thread, and end the process when it hangs."""

    pulse.note()  # a server that forks late has imported this long before

    def look() -> None:
        while pulse.silent_for() <= silence:
            time.sleep(look_every)
        give_up(silence)

    thread = threading.Thread(target=look, name="watchdog", daemon=True)
    thread.start()
    return thread


def give_up(silence: float, *, leave: Callable[[int], object] = os._exit) -> None:
    """At once, past all clean-up: what hangs would hang that too, and every row is taken up.

    The stacks go to standard error first; they hold names of functions, never values.
    """
    log.critical("nothing has ticked for %.0f s: this process ends, to be started again", silence)
    faulthandler.dump_traceback(all_threads=True)
    leave(HUNG)
