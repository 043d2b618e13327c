"""What tests of the provider share: an account, a service that records webhooks, patience."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

from messaging.gateway.base import Outgoing, WebhookRequest
from messaging.gateway.twilio import Credentials, Limits, TwilioGateway
from messaging.simulator.acceptance import Account
from messaging.simulator.life import Delays
from messaging.simulator.provider import Provider

TOKEN = "token-of-an-invented-account"
SERVICE = "MG" + "5" * 32
ACCOUNT = Account(sid="AC" + "1" * 32, token=TOKEN, services={SERVICE: "+15550100150"})
CLINIC = "+15550100100"
PHONE = "+15550100123"
OTHER_PHONE = "+15550100124"
QUICK = Delays(sending=0.0, sent=0.01, final=0.01, retry=0.02, patience=1.0)
SCALED = Limits(connect=0.5, read=0.4, total=0.8)


@dataclass
class Posted:
    """One request that reached the service."""

    path: str
    request: WebhookRequest

    @property
    def status(self) -> str:
        return self.request.fields.get("MessageStatus", "")


@dataclass
class Service:
    """Stands in for our own web server; answers `statuses` in turn, then 200.

    `pause`: seconds that it takes for each.
    """

    base: str = ""
    posted: list[Posted] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    pause: float = 0.0

    def receipts(self) -> list[str]:
        return [post.status for post in self.posted if post.status]

    def texts(self) -> list[dict[str, str]]:
        return [dict(post.request.fields) for post in self.posted if not post.status]

    def callback(self, name: str = "t1") -> str:
        return f"{self.base}/twilio/receipt/{name}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        service = cast(Any, self.server).service
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        request = WebhookRequest(
            url=service.base + self.path,
            fields=dict(parse_qsl(body, keep_blank_values=True)),
            signature=self.headers.get("X-Twilio-Signature", ""),
        )
        time.sleep(service.pause)
        service.posted.append(Posted(self.path, request))
        self.send_response(service.statuses.pop(0) if service.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def listening(service: Service, *, port: int = 0) -> Iterator[Service]:
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    server.block_on_close = False
    cast(Any, server).service = service
    service.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


MADE: list[Provider] = []  # `conftest` stops them after each test, also one that failed


def make_provider(folder: Path, *, delays: Delays = QUICK, connections: int = 8) -> Provider:
    ledger = folder / "simulator.jsonl"
    MADE.append(Provider(account=ACCOUNT, ledger=ledger, delays=delays, connections=connections))
    return MADE[-1]


def make_gateway(
    base: str, *, account: str = ACCOUNT.sid, token: str = TOKEN, limits: Limits = SCALED
) -> TwilioGateway:
    return TwilioGateway(Credentials(account, token), limits=limits, api_base=base)


def text(body: str = "Your visit is tomorrow.", *, to: str = PHONE, callback: str = "") -> Outgoing:
    return Outgoing(to=to, body=body, callback=callback, sender_number=CLINIC)


def eventually(fact: Callable[[], object], *, seconds: float = 20.0) -> None:
    """Waits until `fact` holds; fails with its last value."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, f"still not: {fact()!r}"
        time.sleep(0.005)
