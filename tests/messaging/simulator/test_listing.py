"""The list: quick among many, late, out of order, without words or numbers, or not at all."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from messaging.gateway.twilio import Limits
from messaging.simulator.chaos import Chaos
from messaging.simulator.messages import Direction, Message
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from messaging.simulator.store import Store
from tests.messaging.simulator.kit import (
    CLINIC,
    OTHER_PHONE,
    PHONE,
    eventually,
    make_gateway,
    make_provider,
    text,
)

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def resting(tmp_path) -> Iterator[Provider]:
    provider = make_provider(tmp_path)
    yield provider
    provider.close()


def number(n: int) -> str:
    return f"+1555{n:07d}"


def filled(folder: Path, *, phones: int, each: int = 2) -> Provider:
    """A provider with so many messages; written in one go, for one fsync."""
    store = Store(folder / "simulator.jsonl")
    store.add(*(_old(n, phones=phones) for n in range(phones * each)))
    store.close()
    return make_provider(folder)


def _old(n: int, *, phones: int) -> Message:
    at = LONG_AGO + timedelta(seconds=n)
    return Message(
        sid=f"SM{n:032x}",
        direction=Direction.OUTBOUND,
        sender=CLINIC,
        to=number(n % phones),
        body=f"Text {n}",
        created=at,
        updated=at,
    )


def seconds_for(provider: Provider, lists: int) -> float:
    """The best of five: what the machine does besides is not measured."""
    return min(_seconds_once(provider, lists) for _ in range(5))


def _seconds_once(provider: Provider, lists: int) -> float:
    begun = time.perf_counter()
    for n in range(lists):
        assert len(provider.listed(to=number(n % 50))) == 2
    return time.perf_counter() - begun


def test_one_numbers_list_costs_about_the_same_among_10000_as_among_100(tmp_path):
    """Looking through all of them would cost a hundred times as much; the rest is for noise."""
    few = filled(tmp_path / "few", phones=50)
    many = filled(tmp_path / "many", phones=5000)
    assert seconds_for(many, 1000) < 20 * seconds_for(few, 1000)
    few.close()
    many.close()


def test_10000_messages_are_listed_whole_in_pages(tmp_path):
    provider = filled(tmp_path, phones=5000)
    with serve(provider) as base:
        gateway = make_gateway(base, limits=Limits(read=10.0, total=20.0))
        found = gateway.listed(to="", since=LONG_AGO)
        gateway.close()
    assert len({one.provider_id for one in found or ()}) == 10_000
    provider.close()


def test_the_lag_is_each_messages_own(resting):
    resting.storm.chaos = Chaos(list_lag=3.0)
    made = {resting.create({"To": PHONE, "From": CLINIC, "Body": str(n)}).sid for n in range(30)}
    early = {message.sid for message in resting.listed(to=PHONE)}
    assert early < made
    eventually(lambda: early < {message.sid for message in resting.listed(to=PHONE)} < made)
    eventually(lambda: {message.sid for message in resting.listed(to=PHONE)} == made)


def test_a_shuffled_list_is_whole_over_its_pages_and_stays_as_it_is(resting, monkeypatch):
    monkeypatch.setattr("messaging.gateway.twilio._PAGE_SIZE", 4)
    resting.storm.chaos = Chaos(list_shuffled=True)
    before = datetime.now(UTC)
    made = [resting.create({"To": PHONE, "From": CLINIC, "Body": str(n)}).sid for n in range(20)]
    order = [message.sid for message in resting.listed(to=PHONE)]
    assert order == [message.sid for message in resting.listed(to=PHONE)]
    assert order not in (made, made[::-1])
    with serve(resting) as base:
        gateway = make_gateway(base)
        rows = gateway.listed(to=PHONE, since=before)
        gateway.close()
    assert {row.provider_id for row in rows or ()} == set(made)


def test_an_account_may_keep_words_and_numbers_to_itself(resting):
    resting.storm.chaos = Chaos(list_without_words=True, list_without_numbers=True)
    with serve(resting) as base:
        gateway = make_gateway(base)
        (outcome,) = gateway.send_many([text("A secret")])
        rows = gateway.listed(to=PHONE, since=datetime.now(UTC) - timedelta(minutes=1))
        (row,) = rows or ()
        gateway.close()
    assert (row.provider_id, row.body, row.to) == (outcome.provider_id, "", PHONE[:-4] + "XXXX")
    assert resting.get(row.provider_id).body == "A secret"


def test_a_list_that_always_fails_is_none(resting):
    resting.storm.chaos = Chaos(list_failures=1.0)
    with serve(resting) as base:
        gateway = make_gateway(base)
        rows = [gateway.listed(to=to, since=LONG_AGO) for to in (PHONE, OTHER_PHONE)]
        gateway.close()
    assert rows == [None, None]


def test_both_sides_of_a_number_are_found_and_told_apart(resting):
    resting.create({"To": PHONE, "From": CLINIC, "Body": "out"})
    resting.receive(from_=PHONE, to=CLINIC, body="in")
    resting.create({"To": OTHER_PHONE, "From": CLINIC, "Body": "other"})
    assert [one.body for one in resting.listed(to=PHONE)] == ["out"]
    assert [one.body for one in resting.listed(from_=PHONE)] == ["in"]
    assert [one.body for one in resting.listed(to=PHONE, from_=CLINIC)] == ["out"]
    assert [one.body for one in resting.listed(to=PHONE, from_=OTHER_PHONE)] == []
    assert [one.body for one in resting.conversation(PHONE)] == ["out", "in"]
    assert [one.body for one in resting.listed()] == ["other", "in", "out"]
