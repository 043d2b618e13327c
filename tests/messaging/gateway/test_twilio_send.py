"""What a send comes to, over real HTTP with the real SDK."""

import asyncio
import logging
import socket
import time

import pytest

from messaging.gateway.base import ConfigurationError, OutcomeClass, Outgoing, ProviderStatus
from messaging.gateway.twilio import Credentials, TwilioGateway
from messaging.simulator.faults import Fault, Wire
from messaging.simulator.provider import Provider
from tests.messaging.gateway.raw import Manner, answering, http
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    PHONE,
    SERVICE,
    Service,
    eventually,
    make_gateway,
    text,
)

GOOD_SID = b'{"sid": "SM' + b"a" * 32 + b'", "status": "queued"}'


def send(gateway: TwilioGateway, outgoing: Outgoing | None = None):
    (outcome,) = gateway.send_many([outgoing or text()])
    return outcome


def test_an_accepted_text_brings_the_providers_id(gateway, provider: Provider):
    outcome = send(gateway)
    assert outcome.kind is OutcomeClass.ACCEPTED
    assert provider.get(outcome.provider_id).body == text().body
    assert (outcome.http_status, outcome.status) == (201, ProviderStatus.QUEUED)


def test_a_single_send_can_be_awaited(gateway):
    assert asyncio.run(gateway.send(text())).kind is OutcomeClass.ACCEPTED


def test_a_messaging_service_sends_from_its_own_number(gateway, provider: Provider):
    outgoing = Outgoing(to=PHONE, body="Hello", callback="", messaging_service=SERVICE)
    made = provider.get(send(gateway, outgoing).provider_id)
    assert (made.service, made.sender) == (SERVICE, "+15550100150")


def test_a_batch_is_answered_in_its_order(gateway, provider: Provider):
    bodies = [f"Text {number}" for number in range(40)]
    outcomes = gateway.send_many([text(body) for body in bodies])
    assert [provider.get(outcome.provider_id).body for outcome in outcomes] == bodies


def test_an_empty_batch_is_no_work(gateway):
    assert gateway.send_many([]) == []


def test_the_quick_answers_of_a_batch_do_not_wait_for_the_slow_one(gateway, provider: Provider):
    provider.script(Fault(hang=0.3), to=PHONE)
    batch = [text(), text(to="+15550100124"), text(to="+15550100125")]
    assert [index for index, _ in gateway.as_they_come(batch)][-1] == 0


@pytest.mark.parametrize(
    ("fault", "kind", "code", "made"),
    [
        pytest.param(Fault(code=21610), OutcomeClass.REJECTED, 21610, 0, id="opted-out"),
        pytest.param(Fault(code=21614), OutcomeClass.REJECTED, 21614, 0, id="landline"),
        pytest.param(Fault(code=21611), OutcomeClass.REJECTED, 21611, 0, id="queue-full"),
        pytest.param(Fault(status=429), OutcomeClass.NOT_SENT, 20429, 0, id="429"),
        pytest.param(Fault(status=500), OutcomeClass.UNKNOWN, 20500, 0, id="500-not-made"),
        pytest.param(
            Fault(status=500, stored=True), OutcomeClass.UNKNOWN, 20500, 1, id="500-yet-made"
        ),
        pytest.param(Fault(status=503), OutcomeClass.UNKNOWN, 20503, 0, id="503"),
        pytest.param(Fault(status=502), OutcomeClass.UNKNOWN, None, 0, id="502-html"),
        pytest.param(Fault(status=404), OutcomeClass.UNKNOWN, None, 0, id="4xx-without-code"),
        pytest.param(
            Fault(status=408, code=20500), OutcomeClass.UNKNOWN, 20500, 0, id="408-with-a-code"
        ),
        pytest.param(Fault(wire=Wire.EMPTY), OutcomeClass.UNKNOWN, None, 1, id="empty-201"),
        pytest.param(Fault(wire=Wire.HALF), OutcomeClass.UNKNOWN, None, 1, id="half-json"),
        pytest.param(Fault(wire=Wire.CUT), OutcomeClass.UNKNOWN, None, 1, id="cut-short"),
        pytest.param(Fault(wire=Wire.CLOSED), OutcomeClass.UNKNOWN, None, 1, id="closed"),
        pytest.param(Fault(hang=2.0), OutcomeClass.UNKNOWN, None, 1, id="hang"),
    ],
)
def test_a_fault_of_the_provider_is_classed(gateway, provider: Provider, fault, kind, code, made):
    provider.script(fault)
    outcome = send(gateway)
    assert (outcome.kind, outcome.error_code) == (kind, code)
    assert len(provider.listed(to=PHONE)) == made


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(http("201 Created", b"{}"), OutcomeClass.UNKNOWN, id="no-sid"),
        pytest.param(http("201 Created", b"null"), OutcomeClass.UNKNOWN, id="null"),
        pytest.param(http("201 Created", b"[]"), OutcomeClass.UNKNOWN, id="list"),
        pytest.param(http("201 Created", b"\xff\xfe"), OutcomeClass.UNKNOWN, id="bad-utf-8"),
        pytest.param(
            http("201 Created", b'{"sid": "SMnonsense"}'), OutcomeClass.UNKNOWN, id="odd-sid"
        ),
        pytest.param(http("200 OK", GOOD_SID), OutcomeClass.ACCEPTED, id="200"),
        pytest.param(
            http("307 Temporary Redirect", b"", "Location: http://127.0.0.1:9/"),
            OutcomeClass.UNKNOWN,
            id="redirect-not-followed",
        ),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", OutcomeClass.UNKNOWN, id="not-http"),
        pytest.param(
            http(
                "400 Bad Request",
                b'{"type": "u", "title": "No", "status": 400, "code": 21610}',
            ),
            OutcomeClass.REJECTED,
            id="problem-details",
        ),
        pytest.param(
            http("500 Oops", b'{"code": 21610, "message": "x", "status": 400}'),
            OutcomeClass.UNKNOWN,
            id="a-refusals-body-under-a-500",
        ),
    ],
)
def test_an_odd_answer_is_classed(answer, kind):
    with answering(Manner(answer)) as base:
        gateway = make_gateway(base)
        assert send(gateway).kind is kind
        gateway.close()


@pytest.mark.parametrize(
    "manner",
    [
        pytest.param(Manner(reset=True), id="reset"),
        pytest.param(Manner(http("201 Created", GOOD_SID), drip=0.1), id="one-byte-at-a-time"),
    ],
)
def test_a_broken_wire_is_unknown(manner):
    with answering(manner) as base:
        gateway = make_gateway(base)
        assert send(gateway).kind is OutcomeClass.UNKNOWN
        gateway.close()


def test_a_refused_connection_is_proven_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gateway = make_gateway(f"http://127.0.0.1:{port}")
    assert send(gateway).kind is OutcomeClass.NOT_SENT
    gateway.close()


def test_retry_after_is_kept_and_the_next_try_is_accepted(gateway, provider: Provider):
    provider.script(Fault(status=429, retry_after=7))
    assert send(gateway).retry_after == 7.0
    assert send(gateway).kind is OutcomeClass.ACCEPTED
    assert len(provider.listed(to=PHONE)) == 1


def test_wrong_credentials_are_rejected_with_their_code(provider: Provider, gateway):
    wrong = TwilioGateway(Credentials(ACCOUNT.sid, "wrong"), api_base=gateway._base)
    outcome = send(wrong)
    wrong.close()
    assert (outcome.kind, outcome.error_code) == (OutcomeClass.REJECTED, 20003)


def test_a_hung_text_does_not_take_its_batch_with_it(gateway, provider: Provider):
    provider.script(Fault(hang=3.0), to=PHONE)
    outcomes = gateway.send_many([text(), text(to="+15550100124")])
    assert [one.kind for one in outcomes] == [OutcomeClass.UNKNOWN, OutcomeClass.ACCEPTED]


def test_closing_ends_a_wait_as_unknown(gateway, provider: Provider):
    provider.script(Fault(hang=3.0))
    outcomes = gateway.as_they_come([text()])
    started = time.monotonic()
    future = asyncio.run(_close_while_waiting(gateway, outcomes))
    assert future.kind is OutcomeClass.UNKNOWN
    assert time.monotonic() - started < 0.4


async def _close_while_waiting(gateway: TwilioGateway, outcomes):
    waiting = asyncio.create_task(asyncio.to_thread(lambda: next(outcomes)[1]))
    await asyncio.sleep(0.1)
    await asyncio.to_thread(gateway.close)
    return await waiting


def test_a_closed_gateway_sends_nothing(gateway, provider: Provider):
    gateway.close()
    gateway.close()
    assert send(gateway).kind is OutcomeClass.NOT_SENT
    assert provider.listed(to=PHONE) == []


def test_only_this_computer_may_stand_in_for_the_provider():
    for address in ("http://192.0.2.1:8000", "https://api.twilio.com.example.org", "http://x"):
        with pytest.raises(ConfigurationError, match="only to this computer"):
            TwilioGateway(Credentials("AC", "t"), api_base=address)


def test_nothing_that_was_sent_is_logged_or_shown(gateway, provider: Provider, caplog):
    caplog.set_level(logging.DEBUG)
    provider.script(Fault(code=21211))
    outcome = send(gateway)
    gateway.listed(
        to=PHONE, since=provider.create({"To": PHONE, "From": CLINIC, "Body": "b"}).created
    )
    shown = caplog.text + repr(outcome) + repr(text()) + repr(gateway._credentials)
    assert PHONE not in shown
    assert text().body not in shown
    assert ACCOUNT.token not in shown


def test_status_callbacks_tell_of_sent_and_delivered(gateway, service: Service):
    send(gateway, text(callback=service.callback()))
    eventually(lambda: service.receipts() == ["sent", "delivered"])
