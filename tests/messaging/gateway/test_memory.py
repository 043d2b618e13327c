"""The gateway of the tests can be trusted: it is shaped like the real one."""

import asyncio
import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from messaging.gateway.base import Gateway, Inbound, Outcome, OutcomeClass, ProviderStatus
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.gateway.twilio import TwilioGateway
from tests.messaging.simulator.kit import CLINIC, PHONE, text

DOORS = ("send", "send_many", "as_they_come", "listed", "fetch", "cancel", "received", "close")


def rows(gateway: Gateway):
    found = gateway.listed(to=PHONE, since=an_hour_ago())
    assert found is not None
    return list(found)


def receipt_of(gateway: Gateway, provider_id: str):
    receipt = gateway.fetch(provider_id)
    assert receipt is not None
    return receipt


def an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


@pytest.mark.parametrize("door", DOORS)
def test_both_gateways_have_the_same_doors(door):
    real, fake = getattr(TwilioGateway, door), getattr(MemoryGateway, door)
    assert inspect.signature(real) == inspect.signature(fake)
    assert inspect.iscoroutinefunction(real) == inspect.iscoroutinefunction(fake)


def test_no_door_of_the_protocol_is_left_out():
    asked = {name for name, _ in inspect.getmembers(Gateway, inspect.isfunction)}
    assert {name for name in asked if not name.startswith("_")} <= set(DOORS)


def test_both_gateways_answer_in_the_same_types(gateway):
    gateways: tuple[Gateway, ...] = (gateway, MemoryGateway())
    for each in gateways:
        (outcome,) = each.send_many([text()])
        (row,) = rows(each)
        receipt = receipt_of(each, outcome.provider_id)
        assert (row.provider_id, row.body) == (outcome.provider_id, text().body)
        assert (receipt.provider_id, outcome.kind) == (row.provider_id, OutcomeClass.ACCEPTED)
        assert each.fetch(message_id()) is None
        assert each.received(to=CLINIC, since=an_hour_ago()) == []
        assert asyncio.run(each.send(text())).kind is OutcomeClass.ACCEPTED


def test_a_script_is_played_in_order_then_all_is_accepted():
    memory = MemoryGateway()
    memory.script(Outcome(OutcomeClass.UNKNOWN), Outcome(OutcomeClass.NOT_SENT))
    kinds = [outcome.kind for outcome in memory.send_many([text(), text(), text()])]
    assert kinds == [OutcomeClass.UNKNOWN, OutcomeClass.NOT_SENT, OutcomeClass.ACCEPTED]
    assert len(memory.sent) == 3


def test_only_what_was_made_is_listed():
    memory = MemoryGateway()
    memory.script(
        Outcome(OutcomeClass.UNKNOWN, provider_id=message_id()), Outcome(OutcomeClass.UNKNOWN)
    )
    memory.send_many([text("made"), text("not made")])
    assert [row.body for row in rows(memory)] == ["made"]


def test_a_message_moves_on():
    memory = MemoryGateway()
    sent = memory.send_many([text()])[0].provider_id
    memory.progress(sent, ProviderStatus.UNDELIVERED, error_code=30003)
    receipt = receipt_of(memory, sent)
    assert (receipt.status, receipt.error_code) == (ProviderStatus.UNDELIVERED, 30003)


def test_a_text_that_arrived_can_be_listed():
    memory = MemoryGateway()
    inbound = Inbound(provider_id=message_id(), to=CLINIC, from_=PHONE, body="Hello")
    at = datetime.now(UTC)
    memory.arrive(inbound, at=at)
    assert memory.received(to=CLINIC, since=an_hour_ago()) == [replace(inbound, sent_at=at)]


def test_a_blind_gateway_reads_nothing():
    memory = MemoryGateway(blind=True)
    sent = memory.send_many([text()])[0].provider_id
    assert memory.fetch(sent) is None
    assert memory.listed(to=PHONE, since=an_hour_ago()) is None
    assert memory.received(to=CLINIC, since=an_hour_ago()) is None
