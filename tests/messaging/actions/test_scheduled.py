"""Mode S: the provider keeps a planned text until its time, and nothing can come late."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import dispatch, fencing, reconcile
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus
from messaging.gateway.memory import message_id
from messaging.models import Attempt, Origin, OutboundMessage, Sender
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

LEAD = timedelta(minutes=20)
THEN = NOW + LEAD
SERVICE = "MG" + "5" * 32


@pytest.fixture(autouse=True)
def _on(settings, db) -> None:
    settings.SCHEDULE_AHEAD = True
    Sender.objects.update(service_id=SERVICE)


def coming(who, **given):
    """A planned text for 20 minutes on, of use for four hours after that."""
    useful = THEN + timedelta(hours=4)
    return kit.queue(who, **{"due_at": THEN, "useful_until": useful, **given})


def waits(who, **given):
    """One that the provider has taken and keeps until its time."""
    return kit.send(coming(who, **given))


def doubted(who, provider, outcome=kit.UNKNOWN):
    """A scheduled request without a clear answer, past its fence."""
    provider.script(outcome)
    row = waits(who)
    past_the_fence(row)
    return row


def past_the_fence(row) -> None:
    """The time of sending is 4 minutes off: the provider takes no schedule for it any more."""
    at = clock.engine_now() + timedelta(minutes=4)
    Attempt.objects.filter(message=row).update(send_at=at)
    kit.wait_over(row)


def settle(row: OutboundMessage, *, now=NOW) -> OutboundMessage:
    kit.wait_over(row)
    reconcile.settle(now=now)
    row.refresh_from_db()
    return row


class TestAsking:
    def test_the_provider_is_asked_for_its_very_time(self, june, provider):
        before = clock.engine_now()
        row = waits(june)
        (posted,) = provider.sent
        assert abs(posted.send_at - (before + LEAD)) < timedelta(seconds=5)
        assert posted.messaging_service == SERVICE
        assert (row.state, row.provider_status) == ("ACCEPTED", "scheduled")

    def test_the_attempt_says_how_it_went(self, june):
        attempt = waits(june).attempts.get()
        assert (attempt.mode, attempt.send_at is None) == ("S", False)

    def test_its_validity_counts_from_the_request(self, june, provider):
        waits(june, useful_until=THEN + timedelta(minutes=10))
        assert provider.sent[0].validity_seconds == 30 * 60

    def test_what_comes_later_still_waits_here(self, june, provider):
        waits(june, due_at=THEN + timedelta(seconds=1))
        assert provider.sent == []

    @pytest.mark.parametrize("minutes", [0.5, 5, 5.6])
    def test_what_is_too_near_for_the_fence_waits_for_its_time(self, june, provider, minutes):
        row = waits(june, due_at=NOW + timedelta(minutes=minutes))
        assert (row.state, provider.sent) == ("QUEUED", [])

    def test_with_the_setting_off_nothing_goes_ahead(self, june, provider, settings):
        settings.SCHEDULE_AHEAD = False
        assert waits(june).state == "QUEUED"
        assert provider.sent == []

    def test_without_a_messaging_service_nothing_goes_ahead(self, june, provider):
        """Without one the provider would drop the schedule and send at once."""
        Sender.objects.update(service_id="")
        assert waits(june).state == "QUEUED"
        assert provider.sent == []

    @pytest.mark.parametrize(
        "given",
        [
            pytest.param({"origin": Origin.REPLY}, id="reply"),
            pytest.param({"origin": Origin.SYSTEM}, id="joining"),
            pytest.param({"exempt": True}, id="exempt"),
        ],
    )
    def test_only_planned_texts_go_ahead(self, june, provider, given):
        assert waits(june, **given).state == "QUEUED"
        assert provider.sent == []

    @pytest.mark.parametrize(
        "given", [{"origin": Origin.REPLY}, {"exempt": True}, {"tries": 1}], ids=str
    )
    def test_nor_by_a_race(self, june, given):
        """Asked again at the intent: between choosing and claiming a row may change."""
        row = coming(june)
        engine = clock.engine_now()
        assert fencing.send_at(row, now=NOW, engine_now=engine) == engine + LEAD
        for name, value in given.items():
            setattr(row, name, value)
        assert fencing.send_at(row, now=NOW, engine_now=engine) is None

    def test_quiet_hours_are_asked_as_of_its_time(self, june, provider):
        """At 19:50 the window is open, at 20:10 it is not."""
        now = NOW + timedelta(hours=9, minutes=45)
        row = coming(june, due_at=now + LEAD, useful_until=now + timedelta(days=1))
        kit.send(row, now=now)
        assert (row.state, row.reason, provider.sent) == ("QUEUED", "quiet hours", [])

    def test_what_is_of_no_use_at_its_time_does_not_go(self, june, provider):
        row = waits(june, useful_until=THEN)
        assert (row.state, provider.sent) == ("EXPIRED", [])


class TestTheFence:
    def test_a_late_schedule_is_refused_and_goes_at_its_time_at_once(self, june, provider):
        provider.script(kit.refused(35115))
        row = waits(june)
        assert row.state == "RETRY_WAIT"
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        assert kit.send(row).state == "QUEUED"
        assert kit.send(row, now=THEN).state == "ACCEPTED"
        assert [one.send_at is None for one in provider.sent] == [False, True]

    def test_a_refusal_on_the_last_attempt_is_a_persons_to_decide(self, june, provider):
        row = coming(june)
        OutboundMessage.objects.filter(pk=row.pk).update(tries=1)
        provider.script(kit.refused(35115))
        kit.send(row, now=THEN)
        assert row.state == "HELD"
        assert kit.kinds(june) == ["held"]

    def test_nobody_looks_before_the_fence(self, june, provider):
        """A request can still appear there: 5 minutes before its time, and 30 s, is the end."""
        provider.script(kit.UNKNOWN)
        row = waits(june)
        at = row.attempts.get().send_at
        assert row.next_action_at == at - timedelta(seconds=270)
        row = settle(row)
        assert (row.negative_reads, row.next_action_at) == (0, at - timedelta(seconds=270))

    def test_a_worker_that_died_is_waited_for_as_long(self, june):
        row = coming(june)
        (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        row.refresh_from_db()
        assert row.state == "UNKNOWN"
        assert row.next_action_at == ready.attempt.send_at - timedelta(seconds=270)

    def test_found_it_is_bound(self, june, provider):
        row = settle(doubted(june, provider, kit.made_but_unanswered()))
        assert (row.state, row.provider_status) == ("ACCEPTED", "scheduled")
        assert row.attempts.get().provider_id == row.provider_id

    def test_absent_twice_it_goes_at_its_time_at_once(self, june, provider):
        row = settle(settle(doubted(june, provider)))
        assert (row.state, row.due_at) == ("QUEUED", THEN)
        assert kit.send(row).state == "QUEUED"
        assert kit.send(row, now=THEN).state == "ACCEPTED"
        assert [a.mode for a in row.attempts.order_by("number")] == ["S", "I"]

    def test_one_that_is_there_twice_is_taken_back_once(self, june, provider):
        row = doubted(june, provider, kit.made_but_unanswered())
        again = kit.made_but_unanswered()
        provider.script(again)
        provider.send_many([provider.sent[0]])
        row = settle(row)
        other = {again.provider_id, *(i for i in provider._made)} - {row.provider_id}
        assert row.provider_status == "scheduled"
        assert [provider.fetch(one).status for one in other] == [ProviderStatus.CANCELED]

    def test_a_twin_that_another_text_waits_for_is_left(self, june, provider):
        made = [kit.made_but_unanswered(), kit.made_but_unanswered()]
        provider.script(*made)
        rows = [waits(june, key="one"), waits(june, key="two")]
        for row in rows:
            past_the_fence(row)
        for row in rows:
            settle(row)
        assert {row.provider_id for row in rows} == {one.provider_id for one in made}
        assert provider.cancels == []


def test_an_immediate_answer_of_another_kind_is_still_understood(june, provider):
    """Should the provider queue it at once, it is simply sent."""
    provider.script(
        Outcome(OutcomeClass.ACCEPTED, provider_id=message_id(), status=ProviderStatus.QUEUED)
    )
    assert waits(june).provider_status == "queued"
