"""Six hours in which no webhook reached us: every text is found, and none is answered twice.

The simulator's own records are the judge.  `BONEMETS_TEST_OUTAGE_TEXTS=5000` runs it at the
size that is promised.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from messaging import clock, gateway
from messaging.actions import consent, dispatch, inbound, sweep, ticking
from messaging.gateway.base import Inbound
from messaging.models import Alert, HandOff, InboundMessage, OutboundMessage, Patient, Sweep
from messaging.simulator import provider as simulator
from messaging.simulator.acceptance import Account
from messaging.simulator.messages import Direction
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from tests import factories
from tests.messaging.actions import kit
from tests.messaging.simulator.kit import QUICK

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]

TEXTS = int(os.environ.get("BONEMETS_TEST_OUTAGE_TEXTS", "60"))
PEOPLE = max(10, TEXTS // 50)
OUTAGE = timedelta(hours=6)
SAID = ("ONJ", "what is denosumab?", "thank you", "blarg frobnicate", "menu")
DANGER, LEAVES = "i cant feel my legs", "STOP"


class Outage:
    """The simulated provider after the outage, and who wrote to it."""

    def __init__(self, provider: Provider, people: list[Patient]) -> None:
        self.provider, self.people = provider, people

    def write(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A text every few seconds, from everybody in turn; not one is announced."""
        began = clock.engine_now() - OUTAGE
        numbers = [factories.number_of(who) for who in self.people]
        for n in range(TEXTS):
            at = began + n * OUTAGE / TEXTS
            monkeypatch.setattr(simulator, "engine_now", lambda at=at: at)
            body = SAID[(n // PEOPLE) % len(SAID)]
            if n >= TEXTS - 2:
                body = DANGER if n == TEXTS - 2 else LEAVES
            self.provider.receive(
                from_=numbers[n % PEOPLE], to=factories.NUMBER, body=body, announce=False
            )
        monkeypatch.undo()

    def ids(self) -> set[str]:
        return {m.sid for m in self._all() if m.direction is Direction.INBOUND}

    def answers(self) -> Counter[tuple[str, str]]:
        """What the provider took from us, by number and words."""
        ours = [m for m in self._all() if m.direction is Direction.OUTBOUND]
        return Counter((m.to, m.body) for m in ours)

    def _all(self) -> list[Any]:
        return [m for who in self.people for m in self._talk(who)]

    def _talk(self, who: Patient) -> tuple[Any, ...]:
        return self.provider.conversation(factories.number_of(who))


@pytest.fixture
def outage(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outage]:
    settings.GATEWAY = "twilio"
    settings.PIPELINE = {**settings.PIPELINE, "breaker_floor": 0}
    chosen = settings.TWILIO
    account = Account(sid=chosen["account_sid"], token=chosen["auth_token"])
    provider = Provider(account=account, ledger=tmp_path / "ledger.jsonl", delays=QUICK)
    with serve(provider) as base:
        settings.TWILIO = {**chosen, "api_base": base}
        gateway.reset()
        long_ago = clock.now() - timedelta(days=9)
        people = [factories.patient(now=long_ago) for _ in range(PEOPLE)]
        OutboundMessage.objects.all().delete()
        sweep.sweep(now=clock.now())
        Sweep.objects.update(heard_until=clock.engine_now() - OUTAGE, begins_at=long_ago)
        made = Outage(provider, people)
        made.write(monkeypatch)
        yield made
        gateway.reset()
    provider.close()


def at_once(*works: Callable[[], Any]) -> None:
    errors: list[Exception] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def late_webhooks(texts: list[Inbound]) -> None:
    """The provider posts some of them after all, newest first, some twice."""
    for text in [*texts[::2], *texts[:5]]:
        inbound.receive(replace(text, sent_at=None), now=clock.now())


def read_and_answer() -> None:
    while InboundMessage.objects.unread().exists():
        ticking.until_rest(lambda: inbound.read_waiting(now=clock.now()))
    while dispatch.run(now=clock.now()):
        pass


def listed(since: datetime) -> list[Inbound]:
    return list(gateway.connect().received(to=factories.NUMBER, since=since) or ())


def test_nothing_is_lost_and_nothing_is_answered_twice(outage: Outage) -> None:
    texts = listed(clock.engine_now() - 2 * OUTAGE)
    assert len(texts) == TEXTS
    sweep.soon()
    at_once(
        lambda: sweep.sweep(now=clock.now()),
        lambda: sweep.sweep(now=clock.now()),
        lambda: late_webhooks(texts),
    )
    assert sorted(InboundMessage.objects.values_list("provider_id", flat=True)) == sorted(
        outage.ids()
    )
    at_once(read_and_answer, read_and_answer)
    rows = InboundMessage.objects.all()
    assert {row.state for row in rows} == {"read"}
    keys = OutboundMessage.objects.filter(in_reply_to__isnull=False).values_list(
        "in_reply_to", "template", "passage"
    )
    assert max(Counter(keys).values()) == 1
    assert (
        sum(outage.answers().values())
        == OutboundMessage.objects.filter(state__in=("ACCEPTED", "DELIVERED"))
        .exclude(origin="provider")
        .count()
    )


def test_what_is_hours_old_goes_to_people_and_what_is_fresh_is_answered(outage: Outage) -> None:
    sweep.soon()
    sweep.sweep(now=clock.now())
    read_and_answer()
    old = InboundMessage.objects.filter(received_at__lt=clock.now() - timedelta(hours=4, minutes=5))
    assert old.exists()
    assert not old.filter(replies__isnull=False).exists()
    asked = old.filter(kind__in=("passage", "none"))
    assert asked.exists()
    assert HandOff.objects.filter(inbound__in=asked).count() == asked.count()
    fresh = InboundMessage.objects.filter(received_at__gt=clock.now() - timedelta(hours=3))
    assert fresh.filter(replies__isnull=False).exists()


def test_the_danger_and_the_stop_among_them_are_obeyed(outage: Outage) -> None:
    sweep.soon()
    sweep.sweep(now=clock.now())
    leaver = kit.phone_of(outage.people[(TEXTS - 1) % PEOPLE])
    assert consent.state_of(leaver) == "revoked"
    read_and_answer()
    danger = kit.phone_of(outage.people[(TEXTS - 2) % PEOPLE])
    assert Alert.objects.filter(phone=danger).exists()
