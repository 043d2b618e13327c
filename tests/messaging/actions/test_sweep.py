"""The gap sweep: what the provider has and we do not is stored as its webhook would have been."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from messaging import clock
from messaging.actions import consent, inbound, sweep, ticking
from messaging.gateway.base import Inbound
from messaging.gateway.memory import message_id
from messaging.models import InboundMessage, OutboundMessage, Sweep
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

HOUR = timedelta(hours=1)


@pytest.fixture
def june(db):
    """She agreed a week ago, so that what was lost was sent after it."""
    return factories.patient(now=NOW - timedelta(days=7))


@pytest.fixture(autouse=True)
def _listening(db):
    """The service has been at work for days."""
    sweep.sweep(now=NOW)
    days = timedelta(days=3)
    Sweep.objects.update(begins_at=clock.engine_now() - days)


def lost(who, body="ONJ", *, ago=timedelta(minutes=1), provider, **fields) -> Inbound:
    """A text that reached the provider and whose webhook never came."""
    number = who if isinstance(who, str) else factories.number_of(who)
    given = {"provider_id": message_id(), "to": NUMBER, "from_": number, "body": body}
    text = Inbound(**{**given, **fields})
    provider.arrive(text, at=clock.engine_now() - ago)
    return text


def swept() -> int:
    sweep.soon()
    return sweep.sweep(now=NOW)


def bodies() -> list[str]:
    rows = InboundMessage.objects.order_by("received_at", "pk")
    return [row.body for row in rows]


class TestWhatWasMissed:
    def test_it_is_stored_and_read_in_the_same_tick(self, june, provider):
        lost(june, provider=provider)
        sweep.soon()
        ticking.tick(now=NOW)
        row = InboundMessage.objects.get()
        assert (row.state, row.topic, row.replies.count()) == ("read", "onj", 1)

    def test_it_is_not_looked_for_again_for_five_minutes(self, june, provider):
        swept()
        lost(june, provider=provider)
        assert sweep.sweep(now=NOW) == 0
        Sweep.objects.update(next_at=clock.engine_now())
        assert sweep.sweep(now=NOW) == 1
        assert Sweep.objects.get().next_at > clock.engine_now() + timedelta(minutes=4)

    def test_it_keeps_the_date_on_which_it_was_sent(self, june, provider):
        lost(june, provider=provider, ago=3 * HOUR)
        swept()
        row = InboundMessage.objects.get()
        assert abs(NOW - row.received_at - 3 * HOUR) < timedelta(seconds=5)
        assert abs(clock.engine_now() - row.arrived_at - 3 * HOUR) < timedelta(seconds=5)

    def test_several_are_stored_in_the_order_in_which_they_were_sent(self, june, provider):
        for minutes, body in ((10, "second"), (30, "first"), (1, "third")):
            lost(june, body, ago=timedelta(minutes=minutes), provider=provider)
        assert swept() == 3
        stored = [row.body for row in InboundMessage.objects.order_by("pk")]
        assert stored == ["first", "second", "third"]

    def test_a_stop_among_them_holds_as_soon_as_it_is_stored(self, june, provider):
        lost(june, "STOP", provider=provider)
        swept()
        assert consent.state_of(kit.phone_of(june)) == "revoked"

    def test_one_that_cannot_be_stored_does_not_cost_the_others(self, june, provider, monkeypatch):
        whole = inbound.receive

        def receive(text, *, now):
            if text.body == "poison":
                raise ValueError("cannot be stored")
            return whole(text, now=now)

        monkeypatch.setattr(inbound, "receive", receive)
        lost(june, "poison", provider=provider)
        lost(june, "ONJ", provider=provider)
        swept()
        assert bodies() == ["ONJ"]
        assert Sweep.objects.get().failing_since is not None

    def test_a_locked_database_leaves_the_mark_where_it_was(self, june, provider, monkeypatch):
        def locked(text, *, now):
            raise OperationalError("database is locked")

        before = Sweep.objects.get().heard_until
        monkeypatch.setattr(inbound, "receive", locked)
        lost(june, provider=provider)
        with pytest.raises(OperationalError):
            swept()
        assert Sweep.objects.get().heard_until == before


class TestWhatIsHere:
    def test_a_text_whose_webhook_came_is_left_alone(self, june, provider):
        text = lost(june, provider=provider)
        inbound.receive(text, now=NOW)
        assert swept() == 0
        assert bodies() == ["ONJ"]

    def test_a_webhook_that_comes_after_all_finds_its_row(self, june, provider):
        text = lost(june, provider=provider)
        swept()
        inbound.read_waiting(now=NOW)
        assert inbound.receive(text, now=NOW) is False
        inbound.read_waiting(now=NOW)
        assert OutboundMessage.objects.filter(in_reply_to__isnull=False).count() == 1

    def test_a_webhook_that_knows_of_a_stop_which_the_list_did_not(self, june, provider):
        text = lost(june, "genug", provider=provider)
        swept()
        assert consent.state_of(kit.phone_of(june)) == "given"
        stop = Inbound(**{**vars(text), "opt_out_type": "STOP"})
        assert inbound.receive(stop, now=NOW) is False
        assert consent.state_of(kit.phone_of(june)) == "revoked"


class TestFromWhen:
    def test_a_day_before_the_last_good_reading(self, june, provider):
        swept()
        lost(june, "in reach", ago=23 * HOUR, provider=provider)
        lost(june, "long ago", ago=25 * HOUR, provider=provider)
        swept()
        assert bodies() == ["in reach"]

    def test_a_long_outage_is_made_up_for_whole(self, june, provider):
        Sweep.objects.update(heard_until=clock.engine_now() - timedelta(days=2))
        lost(june, "two days ago", ago=timedelta(days=2, hours=-1), provider=provider)
        swept()
        assert bodies() == ["two days ago"]

    def test_a_new_number_does_not_bring_its_past(self, june, provider):
        Sweep.objects.all().delete()
        lost(june, "from before us", ago=HOUR, provider=provider)
        assert swept() == 0

    def test_a_number_that_was_heard_before_this_was_kept_is_read_from_its_last_text(
        self, june, provider
    ):
        factories.arrives(june, "hello")
        Sweep.objects.all().delete()
        lost(june, "lost in the upgrade", ago=HOUR, provider=provider)
        assert swept() == 1


class TestAListThatCannotBeRead:
    def test_it_is_tried_again_in_a_minute_and_the_mark_stays(self, june, provider):
        before = Sweep.objects.get().heard_until
        lost(june, provider=provider)
        provider.blind = True
        swept()
        mark = Sweep.objects.get()
        assert mark.heard_until == before
        assert mark.next_at < clock.engine_now() + timedelta(seconds=61)
        provider.blind = False
        assert swept() == 1
        assert Sweep.objects.get().failing_since is None

    def test_it_is_said_after_a_quarter_of_an_hour(self, provider):
        provider.blind = True
        swept()
        engine = clock.engine_now()
        assert list(sweep.deaf(engine_now=engine)) == []
        later = engine + timedelta(minutes=16)
        assert [sender.number for sender in sweep.deaf(engine_now=later)] == [NUMBER]

    def test_one_number_does_not_make_all_the_others_wait(self, provider, monkeypatch):
        factories.clinic(slug="second")
        sweep.sweep(now=NOW)
        asked = []

        def received(*, to, since):
            asked.append(to)

        monkeypatch.setattr(provider, "received", received)
        swept()
        assert len(asked) == 1
