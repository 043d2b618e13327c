"""The volume breaker: a sender gone wild is paused, and only that sender."""

from datetime import timedelta

import pytest

from messaging.actions import breaker, clinics, dispatch
from messaging.models import Entry, OutboundMessage, Sender, Volume
from messaging.rules.status import Priority
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

FLOOR = 10
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _floor(settings, db):
    settings.PIPELINE = {**settings.PIPELINE, "breaker_floor": FLOOR, "breaker_per_phone": 3}
    settings.PIPELINE["batch"] = 2


def drain(*, now=NOW) -> None:
    while dispatch.run(now=now):
        pass


def flood(who, texts: int, *, name="flood", now=NOW) -> None:
    for n in range(texts):
        kit.queue(who, key=f"{name} {n}", now=now)


def sender() -> Sender:
    return Sender.objects.get(number=factories.NUMBER)


def left(provider) -> int:
    return len(provider.sent)


class TestTripping:
    def test_a_flood_ends_soon_after_the_limit(self, june, provider):
        flood(june, 40)
        drain()
        assert FLOOR < left(provider) <= FLOOR + 2
        assert sender().paused
        assert "texts left within an hour" in sender().paused_reason

    def test_what_is_under_the_limit_goes(self, june, provider):
        flood(june, FLOOR)
        drain()
        assert left(provider) == FLOOR
        assert not sender().paused

    def test_a_large_clinic_may_send_more(self, provider):
        people = [factories.patient() for _ in range(5)]
        assert breaker.limit(sender()) == 15
        for n, who in enumerate(people):
            flood(who, 3, name=str(n))
        drain()
        assert left(provider) == 15

    def test_the_next_hour_counts_anew(self, june, provider):
        flood(june, FLOOR)
        drain()
        later = NOW + 61 * MINUTE
        flood(june, FLOOR, name="later", now=later)
        drain(now=later)
        assert left(provider) == 2 * FLOOR
        assert not sender().paused

    def test_another_clinics_sender_goes_on(self, june, provider):
        other = factories.patient(at=factories.clinic(slug="second"))
        flood(june, 40)
        kit.queue(other, key="other")
        drain()
        assert OutboundMessage.objects.get(dedupe_key="other").state == "ACCEPTED"

    def test_it_has_an_entry(self, june, provider):
        flood(june, 40)
        drain()
        assert Entry.objects.get(action="sender.pause").by_name == breaker.RULE

    def test_a_floor_of_0_switches_it_off(self, june, provider, settings):
        settings.PIPELINE = {**settings.PIPELINE, "breaker_floor": 0}
        flood(june, 40)
        drain()
        assert left(provider) == 40

    def test_a_clock_that_jumped_a_day_does_not_empty_the_plan(self, provider):
        people = [factories.patient() for _ in range(3)]
        for day in range(10):
            for n, who in enumerate(people):
                kit.queue(who, key=f"{day} {n}", due_at=NOW + timedelta(hours=day))
        drain(now=NOW + timedelta(hours=10))
        assert left(provider) <= FLOOR + 2


class TestPaused:
    @pytest.fixture(autouse=True)
    def _tripped(self, june, provider):
        flood(june, 40)
        drain()

    def test_an_answer_to_a_danger_leaves_all_the_same(self, provider):
        before = left(provider)
        factories.texts(factories.patient(), "i cant feel my legs")
        drain()
        assert left(provider) == before + 1

    def test_nothing_else_does(self, june, provider):
        before = left(provider)
        kit.answer(june)
        drain()
        assert left(provider) == before

    def test_a_person_switches_it_on_again(self, june, provider):
        before, row = left(provider), sender()
        row.paused = False
        clinics.save_sender(row, by=factories.person(), now=NOW)
        drain()
        assert left(provider) > before
        assert Entry.objects.filter(action="sender.change", by_name="dana").exists()

    def test_and_it_counts_anew_from_there(self):
        row = sender()
        row.paused = False
        clinics.save_sender(row, by=factories.person(), now=NOW)
        breaker.watch(now=NOW)
        assert (sender().paused, sender().pause_spares_safety) == (False, False)


def test_a_sender_that_a_person_paused_spares_nothing(june, provider):
    Sender.objects.update(paused=True)
    factories.texts(june, "i cant feel my legs")
    drain()
    assert provider.sent == []
    assert OutboundMessage.objects.filter(priority=Priority.SAFETY, state="QUEUED").exists()


def test_old_counts_are_cleared_away(june):
    long_ago = NOW - timedelta(days=3)
    Volume.objects.create(sender=sender(), begins_at=long_ago, texts=5)
    breaker.count([kit.queue(june)], now=NOW)
    assert list(Volume.objects.values_list("texts", flat=True)) == [1]
