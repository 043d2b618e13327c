"""Reading back what the provider holds."""

from datetime import UTC, datetime, timedelta

import pytest

from messaging.gateway.base import OutcomeClass, ProviderStatus
from messaging.gateway.twilio import TwilioGateway
from messaging.simulator.faults import Call, Fault, Wire
from messaging.simulator.provider import Provider
from tests.messaging.gateway.raw import Manner, answering, http
from tests.messaging.simulator.kit import (
    CLINIC,
    OTHER_PHONE,
    PHONE,
    Service,
    eventually,
    make_gateway,
    text,
)


def a_while_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


def test_a_message_whose_answer_was_lost_is_found_in_the_list(gateway, provider: Provider):
    provider.script(Fault(wire=Wire.EMPTY))
    before = datetime.now(UTC)
    assert gateway.send_many([text("Lost answer")])[0].kind is OutcomeClass.UNKNOWN
    (row,) = gateway.listed(to=PHONE, since=before)
    assert (row.body, row.outbound, row.to) == ("Lost answer", True, PHONE)


def test_a_message_that_was_never_made_is_not_in_the_list(gateway, provider: Provider):
    provider.script(Fault(status=500))
    gateway.send_many([text()])
    assert gateway.listed(to=PHONE, since=a_while_ago()) == []


def test_the_list_is_of_one_number_newest_first(gateway):
    for number, to in enumerate((PHONE, OTHER_PHONE, PHONE)):
        gateway.send_many([text(f"Text {number}", to=to)])
    rows = gateway.listed(to=PHONE, since=a_while_ago())
    assert [row.body for row in rows] == ["Text 2", "Text 0"]


def test_the_list_is_read_over_all_its_pages(gateway, monkeypatch):
    monkeypatch.setattr("messaging.gateway.twilio._PAGE_SIZE", 3)
    gateway.send_many([text(f"Text {number}") for number in range(10)])
    assert len(gateway.listed(to=PHONE, since=a_while_ago())) == 10


def test_older_messages_are_left_out(gateway):
    gateway.send_many([text()])
    assert gateway.listed(to=PHONE, since=datetime.now(UTC) + timedelta(seconds=2)) == []


def test_a_list_longer_than_can_be_read_proves_nothing(gateway, monkeypatch):
    monkeypatch.setattr("messaging.gateway.twilio._PAGE_SIZE", 1)
    monkeypatch.setattr("messaging.gateway.twilio._MOST_PAGES", 2)
    gateway.send_many([text(f"Text {number}") for number in range(4)])
    assert gateway.listed(to=PHONE, since=a_while_ago()) is None


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(wire=Wire.HALF), Fault(wire=Wire.CLOSED), Fault(status=429)],
    ids=["500", "half-json", "closed", "429"],
)
def test_a_list_that_cannot_be_read_is_none_not_empty(gateway, provider: Provider, fault):
    provider.script(fault, call=Call.LIST, times=9)  # a GET is repeated by the client
    assert gateway.listed(to=PHONE, since=a_while_ago()) is None
    assert gateway.received(to=CLINIC, since=a_while_ago()) is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"messages": [{"sid": null, "direction": "outbound-api"}]}', id="no-sid"),
        pytest.param(
            b'{"messages": [{"sid": "SM' + b"a" * 32 + b'", "date_created": "soon"}]}',
            id="odd-date",
        ),
        pytest.param(b'{"other": 1, "shape": 2}', id="odd-shape"),
    ],
)
def test_a_list_with_an_unreadable_row_is_none(body):
    with answering(Manner(http("200 OK", body))) as base:
        gateway = make_gateway(base)
        assert gateway.listed(to=PHONE, since=a_while_ago()) is None
        gateway.close()


def test_the_status_of_one_message_can_be_fetched(gateway, provider: Provider):
    provider.script(Fault(end=ProviderStatus.UNDELIVERED, end_code=30003))
    sent = gateway.send_many([text()])[0].provider_id
    eventually(lambda: provider.get(sent).status is ProviderStatus.UNDELIVERED)
    receipt = gateway.fetch(sent)
    assert (receipt.status, receipt.error_code) == (ProviderStatus.UNDELIVERED, 30003)


@pytest.mark.parametrize("provider_id", ["SM" + "0" * 32, "", "../Calls", "SM1?x=1"])
def test_a_message_that_is_not_there_cannot_be_fetched(gateway, provider_id):
    assert gateway.fetch(provider_id) is None


def test_texts_that_came_in_can_be_listed(gateway, provider: Provider, service: Service):
    provider.receive(from_=PHONE, to=CLINIC, body="¿Qué es denosumab?", announce=False)
    provider.receive(from_=OTHER_PHONE, to=CLINIC, body="Hello", media=1, announce=False)
    newest, oldest = gateway.received(to=CLINIC, since=a_while_ago())
    assert (oldest.from_, oldest.body, oldest.media_count) == (PHONE, "¿Qué es denosumab?", 0)
    assert oldest.sent_at is not None
    assert oldest.sent_at >= a_while_ago()
    assert (newest.from_, newest.to, newest.media_count) == (OTHER_PHONE, CLINIC, 1)
    assert service.texts() == []


def test_our_own_texts_are_not_among_those_that_came_in(gateway, provider: Provider):
    gateway.send_many([text()])
    assert gateway.received(to=PHONE, since=a_while_ago()) == []


def test_a_closed_gateway_reads_nothing(gateway: TwilioGateway):
    gateway.close()
    assert gateway.listed(to=PHONE, since=a_while_ago()) is None
