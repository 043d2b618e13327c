"""Doubt is settled by evidence, or said aloud: never by sending once more and hoping."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import dispatch, holding, reconcile, staff, startup
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus
from messaging.models import Entry, OutboundMessage, Sender
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def doubtful(who, provider, outcome=kit.UNKNOWN) -> OutboundMessage:
    """A text whose request had no clear answer, past its quarantine."""
    provider.script(outcome)
    row = kit.sent(who, key=f"doubt:{who.pk}")
    kit.wait_over(row)
    return row


def settle(row, *, now=NOW):
    kit.wait_over(row)
    reconcile.settle(now=now)
    row.refresh_from_db()
    return row


class TestReaping:
    def reap(self, row, *, now=NOW):
        reconcile.reap(now=now)
        row.refresh_from_db()
        return row.state

    def test_a_claim_whose_worker_died_goes_back(self, june):
        row = kit.queue(june)
        dispatch._claim(now=NOW)
        kit.wait_over(row)
        assert self.reap(row) == "QUEUED"

    def test_a_claim_in_time_is_left_alone(self, june):
        row = kit.queue(june)
        dispatch._claim(now=NOW)
        assert self.reap(row) == "CLAIMED"

    def test_a_request_whose_worker_died_is_in_doubt(self, june):
        row = kit.queue(june)
        dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        kit.wait_over(row)
        assert self.reap(row) == "UNKNOWN"
        assert row.next_action_at > clock.engine_now() + timedelta(seconds=100)

    def test_its_quarantine_counts_from_the_intent(self, june):
        row = kit.queue(june)
        (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        kit.wait_over(row)
        assert self.reap(row) == "UNKNOWN"
        assert row.next_action_at == ready.attempt.intent_at + timedelta(seconds=180)

    def test_back_off_ends_in_the_queue(self, june, provider):
        provider.script(Outcome(OutcomeClass.NOT_SENT))
        row = kit.sent(june)
        kit.wait_over(row)
        assert self.reap(row) == "QUEUED"
        assert kit.send(row).state == "ACCEPTED"

    @pytest.mark.parametrize("state", ["QUEUED", "RETRY_WAIT"])
    def test_what_waits_past_its_use_expires(self, june, state):
        row = kit.queue(june)
        OutboundMessage.objects.filter(pk=row.pk).update(state=state)
        assert self.reap(row, now=row.useful_until) == "EXPIRED"

    def test_what_may_have_left_never_expires(self, june, provider):
        row = doubtful(june, provider)
        assert self.reap(row, now=row.useful_until) == "UNKNOWN"


class TestInDoubt:
    def test_nobody_looks_before_the_quarantine_has_ended(self, june, provider):
        provider.script(kit.UNKNOWN)
        row = kit.sent(june)
        reconcile.settle(now=NOW)
        row.refresh_from_db()
        assert row.negative_reads == 0

    def test_found_in_the_list_it_was_accepted(self, june, provider):
        row = settle(doubtful(june, provider, kit.made_but_unanswered()))
        assert row.state == "ACCEPTED"
        assert row.attempts.get().provider_id == row.provider_id
        assert len(provider.sent) == 1

    def test_a_text_that_belongs_to_another_attempt_is_no_evidence(self, june, provider):
        kit.sent(june, key="same words before")
        row = settle(doubtful(june, provider))
        assert (row.state, row.negative_reads) == ("UNKNOWN", 1)

    def test_one_negative_read_proves_nothing(self, june, provider):
        row = settle(doubtful(june, provider))
        assert (row.state, row.negative_reads) == ("UNKNOWN", 1)
        assert row.next_action_at >= clock.engine_now() + timedelta(seconds=50)

    def test_two_negative_reads_allow_one_new_attempt(self, june, provider):
        row = settle(settle(doubtful(june, provider)))
        assert row.state == "QUEUED"
        assert kit.send(row).state == "ACCEPTED"
        assert [a.number for a in row.attempts.order_by("number")] == [1, 2]

    def test_a_second_doubt_is_a_persons_to_decide(self, june, provider):
        row = settle(settle(doubtful(june, provider)))
        provider.script(kit.UNKNOWN)
        kit.send(row)
        row = settle(settle(row))
        assert row.state == "HELD"
        assert kit.kinds(june) == ["held"]

    def test_too_late_to_send_again_is_a_persons_to_decide(self, june, provider):
        row = settle(doubtful(june, provider))
        assert settle(row, now=row.useful_until).state == "HELD"

    def test_a_list_that_cannot_be_read_is_asked_again(self, june, provider):
        row = doubtful(june, provider)
        provider.blind = True
        assert settle(row).state == "UNKNOWN"

    def test_a_provider_that_does_not_answer_ends_the_turn(self, june, provider):
        """Each question may take half a minute: the tick must not stand still for all of them."""
        rows = [doubtful(factories.patient(), provider) for _ in range(3)]
        provider.blind = True
        assert reconcile.settle(now=NOW) is False
        reads = OutboundMessage.objects.filter(pk__in=[row.pk for row in rows])
        assert sorted(reads.values_list("blind_reads", flat=True)) == [0, 0, 1]

    def test_a_list_that_stays_unreadable_is_said_aloud(self, june, provider):
        row = doubtful(june, provider)
        provider.blind = True
        for _ in range(5):
            row = settle(row)
        assert (row.state, row.reason) == ("HELD", "the provider's list cannot be read")
        assert kit.kinds(june) == ["held"]


class TestHeld:
    @pytest.fixture
    def held(self, june, provider):
        row = doubtful(june, provider)
        holding.hold(row, why="tests", now=NOW)
        row.refresh_from_db()
        return row

    def test_a_person_may_send_it(self, held, provider):
        assert staff.decide_held(message=held, send=True, by=factories.person(), now=NOW)
        assert kit.send(held).state == "ACCEPTED"

    def test_a_person_may_leave_it(self, held, provider):
        staff.decide_held(message=held, send=False, by=factories.person(), now=NOW)
        held.refresh_from_db()
        assert held.state == "CANCELLED"
        assert len(provider.sent) == 1

    def test_it_is_decided_once(self, held):
        by = factories.person()
        staff.decide_held(message=held, send=False, by=by, now=NOW)
        assert staff.decide_held(message=held, send=True, by=by, now=NOW) is False

    def test_a_decision_that_comes_too_late_touches_no_attempt(self, june, provider):
        row = doubtful(june, provider)
        staff.decide_held(message=row, send=True, by=factories.person(), now=NOW)
        assert row.attempts.get().open

    def test_the_decision_carries_a_name(self, held):
        staff.decide_held(message=held, send=True, by=factories.person("rosa"), now=NOW)
        assert Entry.objects.get(action="outbound.decide").by_name == "rosa"


class TestWithoutCallbacks:
    def test_an_accepted_text_is_asked_after(self, june, provider):
        row = kit.sent(june)
        provider.progress(row.provider_id, ProviderStatus.DELIVERED)
        assert settle(row).state == "DELIVERED"

    def test_a_failure_found_so_has_its_consequence(self, june, provider):
        row = kit.sent(june)
        provider.progress(row.provider_id, ProviderStatus.UNDELIVERED, error_code=30006)
        assert settle(row).error_code == 30006
        assert kit.kinds(june) == ["bad_number"]

    def test_it_is_asked_more_rarely_as_it_ages(self, june):
        row = settle(kit.sent(june))
        assert row.next_action_at > clock.engine_now() + timedelta(minutes=4)

    def test_no_answer_changes_nothing(self, june, provider):
        row = kit.sent(june)
        provider.blind = True
        assert settle(row).state == "ACCEPTED"


class TestTheProvidersOwnAnswer:
    """For its own words the provider answers itself; we read what it said."""

    def expected(self, june) -> OutboundMessage:
        factories.texts(june, "STOP")
        return OutboundMessage.objects.get(origin="provider")

    def test_its_words_are_filled_in(self, june, provider):
        row = self.expected(june)
        provider.script(kit.made_but_unanswered())
        other = kit.queue(june, slug="R-WRONG", exempt=True)
        other.body = "You have been unsubscribed."
        provider.send_many([dispatch._outgoing(other, token="t", now=NOW)])
        row = settle(row)
        assert (row.state, row.body) == ("ACCEPTED", "You have been unsubscribed.")

    def test_our_own_text_on_its_way_is_not_taken_for_it(self, june, provider):
        provider.script(kit.made_but_unanswered())
        ours = kit.sent(june)
        row = settle(self.expected(june))
        assert (ours.state, row.state, row.body) == ("UNKNOWN", "UNKNOWN", "")

    def test_when_it_is_nowhere_to_be_seen_the_row_ends(self, june):
        row = settle(settle(self.expected(june)))
        assert row.state == "CANCELLED"

    def test_when_it_cannot_be_read_nobody_has_to_decide(self, june, provider):
        row = self.expected(june)
        provider.blind = True
        for _ in range(5):
            row = settle(row)
        assert row.state == "CANCELLED"
        assert "held" not in kit.kinds(june)

    def test_when_it_did_not_arrive_nothing_of_ours_is_tried(self, june, provider):
        row = self.expected(june)
        other = kit.queue(june, slug="R-WRONG", exempt=True)
        other.body = "You have been unsubscribed."
        (made,) = provider.send_many([dispatch._outgoing(other, token="t", now=NOW)])
        assert settle(row).state == "ACCEPTED"
        provider.progress(made.provider_id, ProviderStatus.UNDELIVERED, error_code=30008)
        assert settle(row).state == "UNDELIVERED"

    def test_it_is_never_sent_by_us(self, june, provider):
        row = self.expected(june)
        dispatch.run(now=NOW)
        settle(settle(row))
        dispatch.run(now=NOW)
        assert provider.sent == []


class TestAfterAStop:
    """`startup.recover`: no other process holds these rows."""

    def test_what_was_claimed_can_be_sent_at_once(self, june):
        row = kit.queue(june)
        dispatch._claim(now=NOW)
        startup.recover()
        assert kit.send(row).state == "ACCEPTED"

    def test_what_was_on_its_way_is_in_doubt_and_counted(self, june, provider):
        row = kit.queue(june)
        dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        assert startup.recover() == 1
        row.refresh_from_db()
        assert row.state == "UNKNOWN"

    def test_quarantine_counts_from_the_intent(self, june):
        row = kit.queue(june)
        (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        startup.recover()
        row.refresh_from_db()
        waited = row.next_action_at - ready.attempt.intent_at
        assert abs(waited - timedelta(seconds=180)) < timedelta(seconds=1)

    def test_the_pace_starts_anew(self, june):
        Sender.objects.update(next_free_at=clock.engine_now() + timedelta(hours=1))
        startup.recover()
        assert kit.sent(june).state == "ACCEPTED"
