"""The aiohttp shell: what becomes of an answer on the wire, seen by a bare client."""

import base64
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest

from messaging.simulator.chaos import Chaos, Doubt
from messaging.simulator.faults import Fault, Wire
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from tests.messaging.simulator.kit import ACCOUNT, CLINIC, PHONE, TOKEN, eventually, make_provider

LOGIN = base64.b64encode(f"{ACCOUNT.sid}:{TOKEN}".encode()).decode()
PATH = f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"


@pytest.fixture
def resting(tmp_path) -> Iterator[Provider]:
    provider = make_provider(tmp_path)
    yield provider
    provider.close()


def post(base: str, *, seconds: float = 20.0) -> bytes:
    """All that comes back until the server ends the connection."""
    form = urlencode({"To": PHONE, "From": CLINIC, "Body": "Hello"}).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {LOGIN}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", urlsplit(base).port or 0), seconds) as plug:
        plug.sendall(head.encode() + form)
        got = b""
        while part := plug.recv(65536):
            got += part
        return got


def test_a_whole_answer_ends_with_its_json(resting):
    with serve(resting) as base:
        got = post(base)
    assert got.startswith(b"HTTP/1.1 201 Created\r\n")
    assert got.endswith(b"}")
    assert len(resting.listed(to=PHONE)) == 1


def test_closed_is_an_end_without_a_byte(resting):
    resting.script(Fault(wire=Wire.CLOSED))
    with serve(resting) as base:
        assert post(base) == b""
    assert len(resting.listed(to=PHONE)) == 1


def test_reset_is_a_reset(resting):
    resting.script(Fault(wire=Wire.RESET))
    with serve(resting) as base, pytest.raises(ConnectionResetError):
        post(base)
    assert len(resting.listed(to=PHONE)) == 1


def test_cut_announces_more_than_it_brings(resting):
    resting.script(Fault(wire=Wire.CUT))
    with serve(resting) as base:
        head, _, body = post(base).partition(b"\r\n\r\n")
    announced = int(head.partition(b"Content-Length: ")[2].split(b"\r\n")[0])
    assert 0 < len(body) < announced


def test_empty_is_a_201_of_nothing(resting):
    resting.script(Fault(wire=Wire.EMPTY))
    with serve(resting) as base:
        head, _, body = post(base).partition(b"\r\n\r\n")
    assert (head[:12], body) == (b"HTTP/1.1 201", b"")


def test_refused_before_storing_stores_nothing(resting):
    resting.script(Fault(wire=Wire.CLOSED, stored=False))
    with serve(resting) as base:
        assert post(base) == b""
    assert resting.listed(to=PHONE) == []


def test_a_delayed_request_is_taken_though_nobody_waits_any_more(resting):
    resting.script(Fault(delay=1.0))
    with serve(resting) as base:
        with pytest.raises(TimeoutError):
            post(base, seconds=0.1)
        assert resting.listed(to=PHONE) == []
        eventually(lambda: len(resting.listed(to=PHONE)) == 1)


def test_a_hanging_request_is_taken_at_once(resting):
    resting.script(Fault(hang=30.0, wire=Wire.CLOSED))
    with serve(resting) as base:
        with pytest.raises(TimeoutError):
            post(base, seconds=0.1)
        eventually(lambda: len(resting.listed(to=PHONE)) == 1)


def test_it_ends_at_once_whatever_still_hangs(resting):
    resting.script(Fault(hang=60.0))
    with serve(resting) as base:
        thread = threading.Thread(target=_post_in_vain, args=(base,))
        thread.start()
        eventually(lambda: len(resting.listed(to=PHONE)) == 1)
        begun = time.monotonic()
    thread.join(20)
    assert time.monotonic() - begun < 10
    assert not thread.is_alive()


def _post_in_vain(base: str) -> None:
    assert post(base) == b""


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe=\xff", b"{}", b"=&=&&;", b"To=%FF&Body=%00", b"&".join([b"To=x"] * 5000)],
    ids=["nothing", "bad-utf-8", "json", "signs", "bad-escapes", "5000-fields"],
)
def test_nonsense_is_refused_in_the_providers_shape(resting, body):
    with serve(resting) as base:
        request = urllib.request.Request(
            f"{base}{PATH}", data=body, headers={"Authorization": f"Basic {LOGIN}"}, method="POST"
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=20)
        with refused.value:
            shape = json.load(refused.value)
    assert set(shape) == {"code", "message", "more_info", "status"}
    assert shape["status"] == refused.value.code == 400
    assert resting.listed() == []


def test_other_addresses_are_not_there(resting):
    with (
        serve(resting) as base,
        socket.create_connection(("127.0.0.1", urlsplit(base).port or 0), 5) as plug,
    ):
        plug.sendall(b"GET /control/counts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = plug.recv(65536)
    assert got.startswith(b"HTTP/1.1 404")
    assert json.loads(got.rpartition(b"\r\n\r\n")[2])["code"] == 20404


def test_callbacks_may_come_before_the_answer(tmp_path, service):
    provider = make_provider(tmp_path)
    provider.storm.chaos = Chaos(callbacks_early=1.0, early=1.0)
    provider.start(service.base)
    with serve(provider) as base:
        begun = time.monotonic()
        post(base)
        assert time.monotonic() - begun >= 1.0
    assert provider.conversation(PHONE)[0].status == "delivered"
    provider.close()


@pytest.mark.parametrize("doubt", Doubt)
def test_each_doubt_leaves_what_its_name_says(resting, doubt):
    resting.storm.chaos = Chaos(ambiguous=1.0, doubts=(doubt,), hang=0.1, delayed=(0.0, 0.1))
    with serve(resting) as base:
        try:
            post(base)
        except ConnectionResetError:
            assert doubt.startswith("reset")
    assert len(resting.listed(to=PHONE)) == (0 if doubt.endswith("_before") else 1)
