"""The real SDK against the simulated provider over HTTP, with signed callbacks to our server."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from messaging import clock, gateway
from messaging.actions import consent, dispatch, inbound, reconcile
from messaging.gateway.base import ProviderStatus
from messaging.models import (
    Attempt,
    DeliveryReceipt,
    HandOff,
    OutboundMessage,
    Patient,
    Phone,
)
from messaging.rules.consent import ConsentState
from messaging.rules.status import MessageState
from messaging.simulator.acceptance import Account
from messaging.simulator.faults import Fault
from messaging.simulator.messages import Callbacks
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from tests import factories
from tests.messaging.simulator.kit import QUICK

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class House:
    """The service, a provider beside it, and a patient who has asked for ONJ."""

    provider: Provider
    patient: Patient

    @property
    def number(self) -> str:
        return factories.number_of(self.patient)

    def asks(self, body: str = "ONJ") -> OutboundMessage:
        reply = factories.texts(self.patient, body, now=clock.now()).replies.get()
        dispatch.run(now=clock.now())
        reply.refresh_from_db()
        return reply


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[House]:
    settings.GATEWAY = "twilio"
    settings.PUBLIC_URL = live_server.url
    settings.PIPELINE = {**settings.PIPELINE, "read_timeout": 0.5, "total_timeout": 1.0}
    provider = Provider(
        account=_account(settings.TWILIO), ledger=tmp_path / "ledger.jsonl", delays=QUICK
    )
    with serve(provider) as base:
        settings.TWILIO = {**settings.TWILIO, "api_base": base}
        gateway.reset()
        provider.start(live_server.url)
        patient = factories.patient(now=clock.now())
        OutboundMessage.objects.all().delete()
        yield House(provider, patient)
        provider.stop()
        gateway.reset()
    provider.close()


def _account(chosen: dict[str, str]) -> Any:
    return Account(sid=chosen["account_sid"], token=chosen["auth_token"])


def soon(fact: Callable[[], bool]) -> bool:
    """Whether it becomes true within five seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if fact():
            return True
        time.sleep(0.02)
    return False


def state_of(message: OutboundMessage) -> str:
    message.refresh_from_db()
    return message.state


def test_sent_and_delivered_by_a_signed_callback(house: House) -> None:
    reply = house.asks()

    assert soon(lambda: state_of(reply) == MessageState.DELIVERED)
    assert DeliveryReceipt.objects.filter(attempt__message=reply).count() >= 2
    (kept,) = [m for m in house.provider.conversation(house.number) if m.to == house.number]
    assert kept.body == reply.body


def test_undelivered_with_its_code_becomes_a_task(house: House) -> None:
    house.provider.script(Fault(end=ProviderStatus.UNDELIVERED, end_code=30005))
    reply = house.asks()

    assert soon(lambda: state_of(reply) == MessageState.UNDELIVERED)
    assert reply.error_code == 30005
    assert HandOff.objects.open().filter(outbound=reply).exists()


def test_too_many_requests_waits_as_long_as_asked_then_goes(house: House) -> None:
    house.provider.script(Fault(code=20429, retry_after=7.0))
    reply = house.asks()

    assert reply.state == MessageState.RETRY_WAIT
    assert reply.next_action_at >= clock.engine_now() + timedelta(seconds=5)
    OutboundMessage.objects.update(next_action_at=clock.engine_now())
    reconcile.reap(now=clock.now())
    dispatch.run(now=clock.now())
    assert soon(lambda: state_of(reply) == MessageState.DELIVERED)


def test_an_error_after_which_the_message_exists_is_settled_from_the_list(house: House) -> None:
    house.provider.script(Fault(status=500, stored=True, callbacks=Callbacks.DROPPED))
    reply = house.asks()
    assert reply.state == MessageState.UNKNOWN

    _quarantine_is_over()
    reconcile.settle(now=clock.now())
    assert state_of(reply) in (MessageState.ACCEPTED, MessageState.DELIVERED)
    assert len(_to_her(house)) == 1


def test_an_error_after_which_nothing_exists_is_sent_once_more(house: House) -> None:
    house.provider.script(Fault(status=500))
    reply = house.asks()
    for _ in range(2):
        _quarantine_is_over()
        reconcile.settle(now=clock.now())
    assert state_of(reply) == MessageState.QUEUED

    dispatch.run(now=clock.now())
    assert soon(lambda: state_of(reply) == MessageState.DELIVERED)
    assert (len(_to_her(house)), Attempt.objects.filter(message=reply).count()) == (1, 2)


def test_twice_in_doubt_is_held_for_a_person(house: House) -> None:
    house.provider.script(Fault(status=500), times=2)
    reply = house.asks()
    for turn in range(4):
        _quarantine_is_over()
        reconcile.settle(now=clock.now())
        if turn == 1:
            dispatch.run(now=clock.now())
    assert state_of(reply) == MessageState.HELD
    assert HandOff.objects.open().get(outbound=reply).kind == "held"


def test_an_opt_out_that_only_the_provider_knew_becomes_ours(house: House) -> None:
    house.provider.script(Fault(code=21610))
    reply = house.asks()

    assert (reply.state, reply.error_code) == (MessageState.REJECTED, 21610)
    assert consent.state_of(Phone.objects.get(pk=reply.phone_id)) is ConsentState.REVOKED


def test_a_texted_stop_comes_in_signed_and_the_providers_goodbye_is_in_our_log(
    house: House,
) -> None:
    house.provider.receive(from_=house.number, to=factories.NUMBER, body="STOP")
    phone = Phone.objects.get(recipients__patient=house.patient)
    assert soon(lambda: consent.state_of(phone) is ConsentState.REVOKED)

    inbound.read_waiting(now=clock.now())
    assert soon(lambda: _settled_goodbye())
    goodbye = OutboundMessage.objects.get(origin="provider")
    assert "Text START" in goodbye.body
    assert goodbye.provider_id


def _settled_goodbye() -> bool:
    reconcile.settle(now=clock.now())
    return OutboundMessage.objects.filter(origin="provider").exclude(provider_id="").exists()


def _quarantine_is_over() -> None:
    OutboundMessage.objects.filter(state=MessageState.UNKNOWN).update(
        next_action_at=clock.engine_now()
    )


def _to_her(house: House) -> list[Any]:
    return [m for m in house.provider.conversation(house.number) if m.to == house.number]
