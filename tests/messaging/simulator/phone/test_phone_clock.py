"""The fast clock under the phone: goals, slices, and what may hold it up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from messaging import clock, gateway
from messaging.models import InboundMessage, OutboundMessage, Patient, Reminder, Sender
from messaging.rules.status import ReminderState
from messaging.simulator import phone_clock, phone_people
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_receipts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The provider in memory sends no receipts: nothing to wait for."""
    monkeypatch.setattr(phone_clock, "RECEIPT_WAIT", timedelta(0))
    yield
    gateway.reset()


@pytest.fixture
def june() -> Patient:
    june = factories.patient(now=NOW)
    factories.treatment(june, now=NOW)
    return june


def step(client: Client, who: Patient | None, **fields: Any) -> dict[str, Any]:
    at = f"?who={who.recipients.get().pk}" if who else "?number=%2B15550100888"
    answer = client.post(f"/phone/step{at}", fields)
    return {"status": answer.status_code, **answer.json()}


def walk(client: Client, who: Patient, goal: str) -> datetime:
    """As the page does it: slice after slice till the goal."""
    found = step(client, who, goal=goal)
    for _ in range(100):
        if found["done"]:
            return clock.now()
        found = step(client, who, goal=goal, until=found["until"], waited=found["waited"])
    raise AssertionError(f"The clock never came there: {found}")


def next_of(who: Patient) -> datetime:
    person = phone_people.chosen({"who": str(who.recipients.get().pk)})
    assert person is not None
    return phone_clock.target(phone_clock.Goal.NEXT, person, now=clock.now())


def test_to_the_next_message_stops_at_its_time(client: Client, june: Patient) -> None:
    wanted = next_of(june)
    reached = walk(client, june, "next")
    assert timedelta(0) <= reached - wanted < timedelta(seconds=30)
    assert not Reminder.objects.planned().filter(due_at__lte=wanted).exists()


@pytest.mark.parametrize(
    ("goal", "span"), [("day", timedelta(days=1)), ("week", timedelta(days=7))]
)
def test_a_span_ends_when_it_is_over(
    client: Client, june: Patient, goal: str, span: timedelta
) -> None:
    reached = walk(client, june, goal)
    assert timedelta(0) <= reached - (NOW + span) < timedelta(seconds=60)


def test_nothing_on_the_way_is_stepped_over(client: Client, june: Patient) -> None:
    walk(client, june, "week")
    past = Reminder.objects.filter(due_at__lt=clock.now())
    assert past.exists()
    assert not past.filter(state__in=(ReminderState.PLANNED, ReminderState.EXPIRED)).exists()
    sent = OutboundMessage.objects.filter(reminder__isnull=False, accepted_at__isnull=False)
    assert sent.exists()
    assert all(abs(row.accepted_at - row.due_at) < timedelta(minutes=1) for row in sent)


def test_a_stranger_has_no_next_message(client: Client, june: Patient) -> None:
    found = step(client, None, goal="next")
    assert found["status"] == 409
    assert "Nothing is planned" in found["problem"]


def test_a_goal_that_is_none_is_refused(client: Client, june: Patient) -> None:
    assert step(client, june, goal="yesterday")["status"] == 400


def test_the_clock_never_goes_back(client: Client, june: Patient) -> None:
    before = clock.now()
    step(client, june, goal="day", until=(NOW - timedelta(days=3)).isoformat())
    assert clock.now() >= before


def test_what_waits_for_a_sender_holds_the_clock_at_first(
    client: Client, june: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_clock, "SLICE_SECONDS", 0.1)
    Sender.objects.update(paused=True)
    factories.texts(june, "thanks", now=NOW)
    assert InboundMessage.objects.get().replies.exists()
    held = step(client, june, goal="day")
    assert not held["done"]
    assert held["waited"] > 0
    assert clock.now() - NOW < timedelta(hours=1)
    freed = step(client, june, goal="day", until=held["until"], waited=60)
    assert datetime.fromisoformat(freed["now"]) - NOW > timedelta(minutes=10)
