"""What a command says while it works, line by line: alike on a terminal and through a pipe."""

import time
from collections.abc import Callable

from django.core.management.base import OutputWrapper

EVERY_SECONDS = 2.0  # between two counts


class Progress:
    """Says at once what is being done.

    Whoever listens may go away (a pipe that is closed): the work goes on without a word, for
    it may stand within a transaction.
    """

    def __init__(self, out: OutputWrapper, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.out, self.clock = out, clock
        self.heard = True

    def say(self, words: str) -> None:
        if not self.heard:
            return
        try:
            self.out.write(words)
            self.out.flush()
        except BrokenPipeError:
            self.heard = False

    def count(self, what: str) -> Callable[[int, int], None]:
        """A listener that passes on how far it is, now and then."""
        last = self.clock()

        def step(done: int, total: int) -> None:
            nonlocal last
            if self.clock() - last >= EVERY_SECONDS:
                last = self.clock()
                self.say(f"  {done:,} of {total:,} {what} ({100 * done // total} %)...")

        return step
