"""Mode S: the provider keeps a planned text until its time, and nothing can come late."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import (
    consent,
    dispatch,
    holding,
    outbound,
    outcomes,
    reconcile,
    scheduled,
    staff,
)
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus, Receipt
from messaging.gateway.memory import message_id
from messaging.models import Attempt, Method, Origin, OutboundMessage, Sender
from messaging.rules.consent import EventKind
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

LEAD = timedelta(minutes=20)
THEN = NOW + LEAD
SERVICE = "MG" + "5" * 32


@pytest.fixture(autouse=True)
def _on(settings, db) -> None:
    settings.SCHEDULE_AHEAD = True
    Sender.objects.update(service_id=SERVICE)


def coming(who, **given) -> OutboundMessage:
    """A planned text for 20 minutes on, of use for four hours after that."""
    useful = THEN + timedelta(hours=4)
    return kit.queue(who, **{"due_at": THEN, "useful_until": useful, **given})


def waits(who, **given) -> OutboundMessage:
    """One that the provider has taken and keeps until its time."""
    row: OutboundMessage = kit.send(coming(who, **given))
    return row


def doubted(who, provider, outcome=kit.UNKNOWN) -> OutboundMessage:
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


def settle(row, *, now=NOW) -> OutboundMessage:
    kit.wait_over(row)
    reconcile.settle(now=now)
    row.refresh_from_db()
    return row


def watch(row, *, now=NOW) -> OutboundMessage:
    kit.wait_over(row)
    scheduled.watch(now=now)
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


class TestTakingBack:
    def leaves(self, who) -> None:
        phone = kit.phone_of(who)
        consent.note(phone=phone, kind=EventKind.REVOKED, method=Method.TEXT, by="tests", now=NOW)

    def test_a_stop_takes_back_what_waits(self, june, provider):
        row = waits(june)
        self.leaves(june)
        row.refresh_from_db()
        assert row.take_back == "consent revoked"
        scheduled.watch(now=NOW)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("CANCELLED", "consent revoked")
        assert provider.cancels == [row.provider_id]

    def test_no_answer_is_asked_again_until_there_is_one(self, june, provider):
        row = waits(june)
        self.leaves(june)
        provider.deaf = provider.blind = True
        assert watch(row).state == "ACCEPTED"
        provider.deaf = provider.blind = False
        assert watch(row).state == "CANCELLED"
        assert len(provider.cancels) == 2

    def test_too_late_is_said_aloud(self, june, provider):
        row = waits(june)
        self.leaves(june)
        provider.progress(row.provider_id, ProviderStatus.SENT)
        row = watch(row)
        assert (row.state, row.provider_status) == ("ACCEPTED", "sent")
        assert "held" in kit.kinds(june)

    def test_one_in_doubt_is_taken_back_when_it_is_found(self, june, provider):
        row = doubted(june, provider, kit.made_but_unanswered())
        self.leaves(june)
        assert settle(row).provider_status == "scheduled"
        assert watch(row).state == "CANCELLED"

    def test_one_in_doubt_that_is_absent_is_not_sent_again(self, june, provider):
        row = doubted(june, provider)
        self.leaves(june)
        row = settle(settle(row))
        assert (row.state, row.reason) == ("CANCELLED", "consent revoked")

    @pytest.mark.parametrize("state", ["died", "hospice"])
    def test_whoever_died_or_is_in_hospice_gets_nothing(self, june, provider, state):
        row = waits(june)
        type(june).objects.update(state=state)
        assert watch(row).reason == f"patient: {state}"

    def test_recalled_words_do_not_leave(self, june):
        row = waits(june)
        kit.withdraw_all_words()
        assert watch(row).state == "CANCELLED"

    def test_an_ended_enrolment_sends_nothing(self, june):
        row = waits(june)
        reminder = june.enrolments.first().reminders.first()
        OutboundMessage.objects.filter(pk=row.pk).update(reminder=reminder)
        june.enrolments.update(active=False)
        assert watch(row).reason == "the enrolment has ended"

    def test_what_still_stands_is_left_alone(self, june, provider):
        row = watch(waits(june))
        assert (row.state, provider.cancels) == ("ACCEPTED", [])
        assert row.next_action_at > clock.engine_now() + timedelta(seconds=50)

    def test_the_last_look_is_shortly_before_its_time(self, june):
        row = waits(june)
        at = clock.engine_now() + timedelta(seconds=70)
        Attempt.objects.filter(message=row).update(send_at=at)
        assert watch(row).next_action_at == at - timedelta(seconds=30)

    def test_a_receipt_that_it_has_left_takes_it_on(self, june):
        row = waits(june)
        sent = Receipt(row.provider_id, ProviderStatus.SENT, "sent")
        assert outcomes.prove(row.attempts.get(), evidence=sent, now=THEN) == "rose"
        row.refresh_from_db()
        assert (row.provider_status, row.reason) == ("sent", "")

    def test_a_person_may_send_what_was_wanted_back(self, june, provider):
        """Held, then decided by name: her decision is newer than the reason."""
        row = doubted(june, provider)
        outbound.cancel_unsent(
            phone=row.phone, by="tests", now=NOW, reason="moved", state=MessageState.CANCELLED
        )
        row.refresh_from_db()
        holding.hold(row, why="tests", now=NOW)
        staff.decide_held(message=row, send=True, by=factories.person(), now=NOW)
        row.refresh_from_db()
        assert (row.state, row.take_back) == ("QUEUED", "")


def test_an_immediate_answer_of_another_kind_is_still_understood(june, provider):
    """Should the provider queue it at once, it is simply sent."""
    provider.script(
        Outcome(OutcomeClass.ACCEPTED, provider_id=message_id(), status=ProviderStatus.QUEUED)
    )
    assert waits(june).provider_status == "queued"
