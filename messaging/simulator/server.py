"""The provider behind a server of its own, for harnesses and tests: real HTTP, loopback only.

Unlike the views it can hang, cut an answer short, end or reset the connection.
"""

import asyncio
import logging
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from messaging.gateway.loop import LoopThread
from messaging.gateway.twilio_forms import API_VERSION
from messaging.simulator import control
from messaging.simulator.faults import Wire
from messaging.simulator.provider import Provider
from messaging.simulator.rest import Answer, Request, answer, meet
from messaging.simulator.words import RefusedError

_ACCOUNT: Final = f"/{API_VERSION}/Accounts/{{account:[A-Za-z0-9]+}}"
_BACKLOG: Final = 512
_OPENING_SECONDS: Final = 10.0
# As many may share one fsync.
_THREADS: Final = 16
_AT_ONCE: Final = struct.pack("ii", 1, 0)  # linger for 0 s: closing sends RST

_quiet: Final = logging.getLogger("messaging.simulator.http")


@contextmanager
def serve(provider: Provider, *, port: int = 0, controlled: bool = False) -> Iterator[str]:
    """Gives the base address for the gateway's `api_base`; port 0 takes a free one.

    `controlled` opens the control door (`control.py`) at the same address.  OSError when
    the port is taken.
    """
    loop = LoopThread("simulator-server")
    server = _Server(provider, controlled=controlled)
    try:
        yield loop.run(server.open(port), seconds=_OPENING_SECONDS)
    finally:
        loop.stop(last=server.close)
        server.end()


class _Server:
    def __init__(self, provider: Provider, *, controlled: bool) -> None:
        self._provider = provider
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="simulator")
        app = web.Application()
        app.router.add_route("*", f"{_ACCOUNT}/Messages.json", self._serve)
        app.router.add_route("*", f"{_ACCOUNT}/Messages/{{sid:[A-Za-z0-9]+}}.json", self._serve)
        if controlled:
            app.router.add_routes(control.routes(provider, self._threads))
        app.router.add_route("*", "/{path:.*}", _missing)
        # No access log: addresses hold numbers.
        self._runner = web.AppRunner(app, access_log=None, logger=_quiet, shutdown_timeout=0.1)

    async def open(self, port: int) -> str:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, backlog=_BACKLOG)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        await self._runner.cleanup()

    def end(self) -> None:
        """Waits for what is being written: the ledger may be closed after that."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Goes on to its end when the client has gone, as at the real provider."""
        asked = await _read(request)
        fault = meet(self._provider, asked)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        work = partial(answer, self._provider, asked, fault)
        made = await asyncio.get_running_loop().run_in_executor(self._threads, work)
        if made.hang:
            await asyncio.sleep(made.hang)
        return await _written(request, made)


async def _missing(request: web.Request) -> web.StreamResponse:
    refusal = RefusedError(20404, request.path)
    return web.json_response(refusal.body(), status=refusal.status)


async def _read(request: web.Request) -> Request:
    body = (await request.read()).decode("utf-8", "replace")
    return Request(
        method=request.method,
        account=request.match_info["account"],
        sid=request.match_info.get("sid", ""),
        authorization=request.headers.get("Authorization", ""),
        query=dict(request.query),
        form=dict(parse_qsl(body, keep_blank_values=True)),
    )


async def _written(request: web.Request, made: Answer) -> web.StreamResponse:
    if made.wire in (Wire.CLOSED, Wire.RESET):
        _end(request, reset=made.wire is Wire.RESET)
        return web.Response()  # nobody is there to get it
    sent = made.on_the_wire()
    if made.wire is not Wire.CUT:
        return web.Response(status=made.status, body=sent, headers=made.headers)
    response = web.StreamResponse(status=made.status, headers=made.headers)
    response.content_length = len(made.body)
    await response.prepare(request)
    await response.write(sent)
    _end(request, reset=False)
    return response


def _end(request: web.Request, *, reset: bool) -> None:
    transport = request.transport
    if transport is None:
        return
    if reset:
        plug: socket.socket = transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()
    else:
        transport.close()
