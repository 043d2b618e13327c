"""The provider behind a server of its own, for tests and benches: real HTTP, loopback only.

Unlike the views it can hang, cut an answer short or drop the connection.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, cast
from urllib.parse import parse_qsl, urlsplit

from messaging.gateway.twilio_forms import API_VERSION
from messaging.simulator.faults import Wire
from messaging.simulator.provider import Provider
from messaging.simulator.rest import Answer, Request, answer

_PATH: Final = re.compile(
    rf"/{API_VERSION}/Accounts/(?P<account>\w+)/Messages(?:/(?P<sid>\w+))?\.json", re.ASCII
)
_NOT_FOUND: Final = Answer(404, b"{}", {"Content-Type": "application/json"})


@contextmanager
def serve(provider: Provider, *, port: int = 0) -> Iterator[str]:
    """Gives the base address for the gateway's `api_base`; port 0 takes a free one."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.provider = provider
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    provider: Provider

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.ending = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60.0
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: addresses hold numbers."""

    def _serve(self) -> None:
        server = cast(_Server, self.server)
        made = self._answer(server.provider)
        server.ending.wait(made.hang)
        with suppress(ConnectionError):  # the client may have gone
            self._write(made)

    def _answer(self, provider: Provider) -> Answer:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match = _PATH.fullmatch(address.path)
        if match is None:
            return _NOT_FOUND
        request = Request(
            method=self.command,
            account=match["account"],
            sid=match["sid"] or "",
            authorization=self.headers.get("Authorization", ""),
            query=dict(parse_qsl(address.query)),
            form=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)),
        )
        return answer(provider, request)

    def _write(self, made: Answer) -> None:
        self.close_connection = self.close_connection or made.wire in (Wire.CUT, Wire.CLOSED)
        if made.wire is Wire.CLOSED:
            return
        sent = made.on_the_wire()
        self.send_response(made.status)
        for name, value in made.headers.items():
            self.send_header(name, value)
        length = len(made.body) if made.wire is Wire.CUT else len(sent)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(sent)
