"""Scheduling and taking back, in Twilio's own parameters, over real HTTP."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from messaging.gateway.base import OutcomeClass, ProviderStatus
from messaging.gateway.twilio_records import parameters
from tests.messaging.gateway.raw import http
from tests.messaging.simulator.kit import SERVICE, make_gateway, text

ID = "SM" + "a" * 32
AT = datetime(2026, 3, 3, 16, 25, 0, 1, tzinfo=UTC)


def message(status: str) -> bytes:
    date = "Tue, 03 Mar 2026 16:05:00 +0000"
    return f'{{"sid": "{ID}", "status": "{status}", "date_created": "{date}"}}'.encode()


@contextmanager
def scripted(*answers: bytes) -> Iterator[tuple[str, list[tuple[str, dict[str, list[str]]]]]]:
    """Answers in turn, each on a connection of its own; keeps (request line, form)."""
    heard: list[tuple[str, dict[str, list[str]]]] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection:
                    heard.append(_read(connection))
                    connection.sendall(answer)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", heard


def _read(connection: socket.socket) -> tuple[str, dict[str, list[str]]]:
    data = connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head.lower())
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head.split(b"\r\n")[0].decode(), parse_qs(body.decode())


def closing(status: str, body: bytes) -> bytes:
    return http(status, body, "Connection: close")


def test_a_schedule_is_asked_for_in_whole_seconds_never_sooner():
    scheduled = replace(text(), messaging_service=SERVICE, send_at=AT)
    with scripted(closing("201 Created", message("scheduled"))) as (base, heard):
        gateway = make_gateway(base)
        (outcome,) = gateway.send_many([scheduled])
        gateway.close()
    form = heard[0][1]
    assert (form["ScheduleType"], form["SendAt"]) == (["fixed"], ["2026-03-03T16:25:01Z"])
    assert form["MessagingServiceSid"] == [SERVICE]
    assert (outcome.kind, outcome.status) == (OutcomeClass.ACCEPTED, ProviderStatus.SCHEDULED)


def test_without_a_service_nothing_is_sent():
    """The provider would drop the schedule and send it at once."""
    with scripted() as (base, heard):
        gateway = make_gateway(base)
        (outcome,) = gateway.send_many([replace(text(), send_at=AT)])
        gateway.close()
    assert (outcome.kind, heard) == (OutcomeClass.NOT_SENT, [])


def test_what_goes_at_once_names_no_schedule():
    assert {"schedule_type", "send_at"}.isdisjoint(parameters(text()))


@pytest.mark.parametrize("code", [35114, 35115])
def test_a_refused_schedule_is_a_refusal(code):
    body = f'{{"code": {code}, "message": "x", "status": 400}}'.encode()
    with scripted(closing("400 Bad Request", body)) as (base, _):
        gateway = make_gateway(base)
        (outcome,) = gateway.send_many([replace(text(), messaging_service=SERVICE, send_at=AT)])
        gateway.close()
    assert (outcome.kind, outcome.error_code) == (OutcomeClass.REJECTED, code)


def test_taking_back_says_what_became_of_it():
    with scripted(closing("200 OK", message("canceled"))) as (base, heard):
        gateway = make_gateway(base)
        receipt = gateway.cancel(ID)
        gateway.close()
    assert receipt is not None
    assert receipt.status is ProviderStatus.CANCELED
    assert heard[0][0].startswith("POST")
    assert f"/Messages/{ID}.json" in heard[0][0]
    assert heard[0][1] == {"Status": ["canceled"]}


def test_too_late_the_status_is_asked_for():
    """30409: no longer scheduled."""
    refusal = closing("409 Conflict", b'{"code": 30409, "message": "x", "status": 409}')
    with scripted(refusal, closing("200 OK", message("sent"))) as (base, heard):
        gateway = make_gateway(base)
        receipt = gateway.cancel(ID)
        gateway.close()
    assert receipt is not None
    assert receipt.status is ProviderStatus.SENT
    assert [line.split()[0] for line, _ in heard] == ["POST", "GET"]


def test_no_answer_is_no_answer():
    gateway = make_gateway("http://127.0.0.1:9")
    assert gateway.cancel(ID) is None
    assert gateway.cancel("../Calls") is None
    gateway.close()
