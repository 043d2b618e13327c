"""A message's life after it was taken: statuses, signed callbacks, texts that come in."""

from dataclasses import replace

import pytest

from messaging.gateway.base import ProviderStatus, WebhookError
from messaging.gateway.twilio import parse_inbound, parse_receipt, verify
from messaging.simulator.chaos import Chaos
from messaging.simulator.courier import Overrides
from messaging.simulator.faults import Fault
from messaging.simulator.life import Delays
from messaging.simulator.messages import Callbacks
from messaging.simulator.provider import Provider
from tests.messaging.simulator.kit import (
    CLINIC,
    PHONE,
    QUICK,
    SERVICE,
    TOKEN,
    Service,
    eventually,
    listening,
    make_provider,
)


def send(provider: Provider, service: Service, fault: Fault | None = None, **changes: str):
    form = {"To": PHONE, "From": CLINIC, "Body": "Hello", "StatusCallback": service.callback()}
    return provider.create(form | changes, fault=fault or Fault())


def test_a_delivered_text_reports_sent_then_delivered(provider, service):
    sent = send(provider, service)
    eventually(lambda: service.receipts() == ["sent", "delivered"])
    message = provider.get(sent.sid)
    assert (message.status, message.error_code) == (ProviderStatus.DELIVERED, None)
    assert message.sent is not None


def test_callbacks_are_signed_and_can_be_read(provider, service):
    sent = send(provider, service)
    eventually(lambda: len(service.posted) == 2)
    for post in service.posted:
        verify(post.request, [TOKEN])
        assert post.path == "/twilio/receipt/t1"
        assert parse_receipt(post.request.fields).provider_id == sent.sid
        with pytest.raises(WebhookError):
            verify(post.request, ["another-token"])


@pytest.mark.parametrize(
    ("end", "reported"),
    [
        (ProviderStatus.UNDELIVERED, ["sent", "undelivered"]),
        (ProviderStatus.FAILED, ["failed"]),
    ],
)
def test_a_text_that_does_not_arrive_says_why(provider, service, end, reported):
    send(provider, service, Fault(end=end, end_code=30003))
    eventually(lambda: service.receipts() == reported)
    assert parse_receipt(service.posted[-1].request.fields).error_code == 30003
    assert all("ErrorCode" not in post.request.fields for post in service.posted[:-1])


def test_a_carrier_may_never_confirm(provider, service):
    sent = send(provider, service, Fault(end=ProviderStatus.SENT))
    eventually(lambda: service.receipts() == ["sent"])
    assert provider.get(sent.sid).status is ProviderStatus.SENT


@pytest.mark.parametrize(
    ("callbacks", "reported"),
    [
        (Callbacks.DOUBLED, ["sent", "sent", "delivered", "delivered"]),
        (Callbacks.REVERSED, ["delivered", "sent"]),
    ],
)
def test_callbacks_may_come_oddly(provider, service, callbacks, reported):
    send(provider, service, Fault(callbacks=callbacks))
    eventually(lambda: service.receipts() == reported)


def test_callbacks_may_be_lost(provider, service):
    sent = send(provider, service, Fault(callbacks=Callbacks.DROPPED))
    eventually(lambda: provider.get(sent.sid).status is ProviderStatus.DELIVERED)
    assert service.posted == []


def test_the_last_callback_alone_may_be_lost(provider, service):
    sent = send(provider, service, Fault(callbacks=Callbacks.END_DROPPED))
    eventually(lambda: provider.get(sent.sid).status is ProviderStatus.DELIVERED)
    eventually(lambda: service.receipts() == ["sent"])


def test_shuffled_callbacks_overtake_each_other_and_all_arrive_once(tmp_path, service):
    provider = make_provider(tmp_path, delays=replace(QUICK, shuffle=0.3))
    provider.start(service.base)
    shuffled = Fault(callbacks=Callbacks.SHUFFLED)
    made = [send(provider, service, shuffled, Body=str(number)) for number in range(12)]
    eventually(lambda: len(service.posted) == 24)
    told: dict[str, list[str]] = {}
    for post in service.posted:
        told.setdefault(post.request.fields["MessageSid"], []).append(post.status)
    assert set(told) == {one.sid for one in made}
    assert {tuple(sorted(order)) for order in told.values()} == {("delivered", "sent")}
    assert {tuple(order) for order in told.values()} == {
        ("sent", "delivered"),
        ("delivered", "sent"),
    }
    eventually(lambda: all(len(provider.get(one.sid).posted) == 2 for one in made))
    provider.close()


def test_a_crowd_of_callbacks_waits_for_a_free_connection_and_none_is_given_up(
    tmp_path, service, monkeypatch
):
    """Each waits longer than it may take: a wait that counted would end it."""
    monkeypatch.setattr("messaging.simulator.courier.overrides", lambda url: Overrides(read=1.5))
    service.pause = 0.1
    provider = make_provider(tmp_path, connections=2)
    provider.start(service.base)
    for number in range(50):
        send(provider, service, Body=str(number))
    eventually(lambda: len(service.posted) == 100, seconds=30)


def test_a_text_may_be_announced_twice_or_not_at_all(provider, service):
    provider.storm.chaos = Chaos(texts_doubled=1.0)
    twice = provider.receive(from_=PHONE, to=CLINIC, body="twice")
    eventually(lambda: len(service.posted) == 2)
    provider.storm.chaos = Chaos(texts_lost=1.0)
    lost = provider.receive(from_=PHONE, to=CLINIC, body="lost")
    assert {text["MessageSid"] for text in service.texts()} == {twice.sid}
    assert [one.sid for one in provider.listed(to=CLINIC)] == [lost.sid, twice.sid]


def test_no_callback_is_posted_from_inside_the_request(tmp_path, service):
    provider = make_provider(tmp_path, delays=Delays(sending=0.2))
    provider.start(service.base)
    assert send(provider, service).status is ProviderStatus.QUEUED
    assert service.posted == []
    provider.close()


def test_a_text_that_comes_in_is_posted_signed_and_whole(provider, service):
    text = provider.receive(from_=PHONE, to=CLINIC, body="¿Qué es? \x00 😀", media=1)
    eventually(lambda: service.texts())
    (post,) = service.posted
    verify(post.request, [TOKEN])
    read = parse_inbound(post.request.fields)
    assert (read.provider_id, read.from_, read.to) == (text.sid, PHONE, CLINIC)
    assert (read.body, read.media_count) == ("¿Qué es? \ufffd 😀", 1)
    assert post.path == "/twilio/inbound"
    assert len(post.request.fields) >= 20


def test_a_text_to_a_services_number_names_the_service(provider, service):
    provider.receive(from_=PHONE, to="+15550100150", body="Hello")
    eventually(lambda: service.texts())
    assert service.texts()[0]["MessagingServiceSid"] == SERVICE


def test_a_webhook_that_fails_is_not_tried_again_by_default(provider, service):
    service.statuses = [500]
    provider.receive(from_=PHONE, to=CLINIC, body="Hello")
    eventually(lambda: len(service.posted) == 1)
    provider.receive(from_=PHONE, to=CLINIC, body="Again")
    eventually(lambda: len(service.posted) == 2)
    assert [text["Body"] for text in service.texts()] == ["Hello", "Again"]
    assert len(provider.listed(to=CLINIC)) == 2


def test_the_address_may_ask_for_more_tries(tmp_path, service):
    provider = make_provider(tmp_path)
    provider.start(service.base, manner="#rc=3&rp=5xx")
    service.statuses = [500, 503]
    provider.receive(from_=PHONE, to=CLINIC, body="Hello")
    eventually(lambda: len(service.posted) == 3)
    verify(service.posted[-1].request, [TOKEN])
    provider.close()


def test_a_service_that_comes_up_late_gets_what_waits(tmp_path):
    with listening(Service()) as early:
        port = int(early.base.rpartition(":")[2])
    provider = make_provider(tmp_path)
    provider.start(early.base)
    provider.receive(from_=PHONE, to=CLINIC, body="Hello")
    with listening(Service(), port=port) as service:
        eventually(lambda: [text["Body"] for text in service.texts()] == ["Hello"])
    provider.close()


def test_the_phone_shows_the_whole_conversation(provider, service):
    provider.receive(from_=PHONE, to=CLINIC, body="ONJ")
    send(provider, service)
    eventually(lambda: provider.conversation(PHONE)[-1].status is ProviderStatus.DELIVERED)
    shown = [(one.direction, one.body, one.segments) for one in provider.conversation(PHONE)]
    assert shown == [("inbound", "ONJ", 1), ("outbound-api", "Hello", 1)]
    assert provider.conversation("+15550100199") == ()


def test_starting_twice_and_stopping_twice_do_no_harm(provider, service):
    provider.start(service.base)
    provider.stop()
    provider.stop()
