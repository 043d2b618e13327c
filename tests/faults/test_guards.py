"""Each guard of the pipelines by itself, at the instant that it is there for."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from messaging import clock, gateway
from messaging.actions import dispatch, inbound, outcomes, pacing, receipts, reconcile
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus, Receipt
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.models import Attempt, InboundMessage, OutboundMessage, Phone
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provider():
    made = MemoryGateway()
    gateway.use(made)
    yield made
    gateway.reset()


@pytest.fixture
def june(db):
    return factories.patient()


def intend() -> dispatch.Ready:
    (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
    assert ready is not None
    return ready


def proven_absent(row: OutboundMessage) -> OutboundMessage:
    """Past its quarantine, and twice not in the list."""
    for _ in range(2):
        kit.wait_over(row)
        reconcile.settle(now=NOW)
    row.refresh_from_db()
    return row


class TestClaiming:
    def test_what_another_has_claimed_since_it_was_chosen_is_left_alone(self, june, monkeypatch):
        row = kit.queue(june)
        monkeypatch.setattr(pacing, "choose", lambda **_: [row.pk])
        assert [one.pk for one in dispatch._claim(now=NOW)] == [row.pk]
        assert dispatch._claim(now=NOW) == []

    def test_a_worker_whose_claim_was_given_to_another_commits_no_intent(self, june):
        row = kit.queue(june)
        slow = dispatch._claim(now=NOW)
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        quick = dispatch._claim(now=NOW)
        assert dispatch._commit_intents(slow, now=NOW) == [None]
        assert dispatch._commit_intents(quick, now=NOW) != [None]

    def test_a_worker_whose_claim_was_used_by_another_commits_no_second_intent(self, june):
        row = kit.queue(june)
        slow = dispatch._claim(now=NOW)
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        intend()
        assert dispatch._commit_intents(slow, now=NOW) == [None]
        assert row.attempts.count() == 1


class TestLeases:
    def test_a_request_in_time_is_left_to_its_worker(self, june):
        kit.queue(june)
        row = intend().message
        reconcile.reap(now=NOW)
        row.refresh_from_db()
        assert row.state == "SUBMITTING"

    def test_quarantine_follows_on_a_lease_that_ended(self, june):
        kit.queue(june)
        row = intend().message
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        reconcile.settle(now=NOW)
        row.refresh_from_db()
        assert (row.state, row.negative_reads) == ("UNKNOWN", 0)


class TestAttempts:
    def test_a_message_has_one_open_attempt(self, june):
        kit.queue(june)
        first = intend().attempt
        with pytest.raises(IntegrityError), transaction.atomic():
            Attempt.objects.create(
                message=first.message,
                number=2,
                token="t" * 32,
                intent_at=first.intent_at,
                body_sha256=first.body_sha256,
            )

    def test_a_late_word_on_the_first_attempt_does_not_move_the_second(self, june):
        row = kit.queue(june)
        first = intend().attempt
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        proven_absent(row)
        intend()
        outcomes.record(attempt=first, outcome=Outcome(OutcomeClass.NOT_SENT), now=NOW)
        row.refresh_from_db()
        assert (row.state, row.tries) == ("SUBMITTING", 2)


class TestEvidence:
    def doubtful(self, june, provider) -> OutboundMessage:
        provider.script(kit.made_but_unanswered())
        row = kit.sent(june)
        kit.wait_over(row)
        return row

    def test_the_same_words_of_last_week_are_no_evidence(self, june, provider, monkeypatch):
        row = self.doubtful(june, provider)
        (made,) = provider.listed(to=row.phone.number, since=row.attempts.get().intent_at)
        old = replace(made, created_at=clock.engine_now() - timedelta(days=7))
        monkeypatch.setattr(provider, "listed", lambda **_: [old])
        reconcile.settle(now=NOW)
        row.refresh_from_db()
        assert (row.state, row.negative_reads) == ("UNKNOWN", 1)

    def test_a_status_never_sinks(self, june):
        row = kit.sent(june)
        for status in ("sent", "sending"):
            receipt = Receipt(row.provider_id, ProviderStatus(status), status)
            receipts.apply(token=kit.token(row), receipt=receipt, now=NOW)
        row.refresh_from_db()
        assert row.provider_status == "sent"

    def test_a_callback_binds_what_was_in_doubt(self, june, provider):
        provider.script(kit.UNKNOWN)
        row = kit.sent(june)
        receipt = Receipt(message_id(), ProviderStatus.SENT, "sent")
        receipts.apply(token=kit.token(row), receipt=receipt, now=NOW)
        row.refresh_from_db()
        assert row.state == "ACCEPTED"


def test_a_text_whose_elder_is_unread_is_not_read(june):
    factories.arrives(june, "ONJ")
    younger = factories.arrives(june, "MENU")
    inbound.read(younger.pk, now=NOW)
    assert InboundMessage.objects.get(pk=younger.pk).state == "unread"


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_an_intent_waits_for_whoever_holds_the_phone():
    """So that a STOP, once it has begun, is seen by every text that has not left."""
    row = kit.queue(factories.patient())
    claimed = dispatch._claim(now=NOW)
    done: list[datetime] = []

    def commit() -> Any:
        dispatch._commit_intents(claimed, now=NOW)
        done.append(clock.engine_now())
        connections.close_all()

    worker = threading.Thread(target=commit)
    with transaction.atomic():
        Phone.objects.select_for_update(no_key=True).get(pk=row.phone_id)
        worker.start()
        worker.join(timeout=0.5)
        assert done == []
    worker.join(timeout=30)
    assert len(done) == 1
