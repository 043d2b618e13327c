"""One event loop in one thread, for whatever this process does over HTTP.

A long-lived loop keeps its connections between batches (each new one costs a TLS
handshake) and gives one limit for the whole process.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_STOP_SECONDS = 5.0


class LoopThread:
    """Runs coroutines for threads that have no loop of their own.

    `submit` after `stop` raises RuntimeError.  `stop` cancels what still runs and
    waits for it, so that no future is left without an answer.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._stopping = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        if self._loop.is_closed() or not self._thread.is_alive():
            work.close()
            raise RuntimeError("This connection to the provider is closed; open a new one.")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, _Result], *, seconds: float) -> _Result:
        """Blocks the calling thread; TimeoutError after `seconds`, the work then cancelled."""
        future = self.submit(work)
        try:
            return future.result(seconds)
        finally:
            future.cancel()

    def stop(self, *, last: Callable[[], Awaitable[None]]) -> None:
        """`last` runs when all else has ended.

        May be called twice, and from any thread but the loop's own.
        """
        with self._stopping:
            if not self._thread.is_alive():
                return
            try:
                self.run(_wind_up(last), seconds=_STOP_SECONDS)
            finally:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()


async def _wind_up(last: Callable[[], Awaitable[None]]) -> None:
    own = asyncio.current_task()
    rest = [task for task in asyncio.all_tasks() if task is not own]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    await last()
