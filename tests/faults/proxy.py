"""A TCP proxy that can let every open connection go half-open: alive, and nothing gets through."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from messaging.gateway.loop import LoopThread

CHUNK = 65536
SECONDS = 10.0


class Proxy:
    """In a thread of the harness; `port` is where it listens, `target` whom it speaks to."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._held: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.Task[None]] = set()
        self._loop = LoopThread("proxy")
        self._server = self._loop.run(self._listen(), seconds=SECONDS)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def swallow(self) -> int:
        """From now on nothing passes on the connections that are open; gives how many.

        Neither end is told.
        """
        return self._loop.run(self._swallow(), seconds=SECONDS)

    def close(self) -> None:
        self._loop.stop(last=self._close)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()

    async def _swallow(self) -> int:
        fresh = self._open - self._held
        self._held |= fresh
        for task in fresh:
            task.cancel()
        return len(fresh)

    async def _serve(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        far, to = await asyncio.open_connection("127.0.0.1", self._target)
        pump = asyncio.ensure_future(_both(near, out, far, to))
        self._open.add(pump)
        try:
            await pump
        except asyncio.CancelledError:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)  # keeps both sockets open, and reads from neither
        finally:
            self._open.discard(pump)
            out.close()
            to.close()


@contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    made = Proxy(target)
    try:
        yield made
    finally:
        made.close()


async def _both(
    near: asyncio.StreamReader,
    out: asyncio.StreamWriter,
    far: asyncio.StreamReader,
    to: asyncio.StreamWriter,
) -> None:
    """Until one side ends; then both do."""
    ways = [asyncio.ensure_future(_pass(near, to)), asyncio.ensure_future(_pass(far, out))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()


async def _pass(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(CHUNK):
            sink.write(data)
            await sink.drain()
