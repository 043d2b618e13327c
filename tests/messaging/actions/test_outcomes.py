"""What comes of an attempt: each class of outcome, and what each code changes for us."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from messaging import clock
from messaging.actions import consent, outcomes
from messaging.gateway.base import Outcome, OutcomeClass
from messaging.models import Entry, OutboundMessage, Sender
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


class TestWhatComesOfIt:
    def outcome(self, june, provider, outcome) -> OutboundMessage:
        provider.script(outcome)
        return kit.sent(june)

    def test_accepted_binds_the_providers_id(self, june, provider):
        row = kit.sent(june)
        attempt = row.attempts.get()
        assert (row.provider_id, attempt.open) == (attempt.provider_id, False)
        assert row.provider_id.startswith("SM")

    def test_not_sent_waits_and_is_tried_again(self, june, provider):
        row = self.outcome(june, provider, Outcome(OutcomeClass.NOT_SENT, detail="refused"))
        assert (row.state, row.reason) == ("RETRY_WAIT", "refused")

    def test_429_waits_as_long_as_the_provider_asks(self, june, provider):
        before = clock.engine_now()
        row = self.outcome(
            june,
            provider,
            Outcome(OutcomeClass.NOT_SENT, http_status=429, error_code=20429, retry_after=90),
        )
        assert row.next_action_at is not None
        assert row.next_action_at >= before + timedelta(seconds=90)

    def test_unknown_is_left_alone_until_nothing_can_appear_any_more(self, june, provider):
        row = self.outcome(june, provider, kit.UNKNOWN)
        attempt = row.attempts.get()
        assert (row.state, attempt.open) == ("UNKNOWN", True)
        assert row.next_action_at == attempt.intent_at + timedelta(seconds=180)

    def test_a_refusal_ends_it_with_the_code(self, june, provider):
        row = self.outcome(june, provider, kit.refused(21612))
        assert (row.state, row.error_code) == ("REJECTED", 21612)

    def test_a_full_queue_at_the_provider_is_tried_again(self, june, provider):
        assert self.outcome(june, provider, kit.refused(21611)).state == "RETRY_WAIT"

    def test_a_full_queue_is_not_tried_for_ever(self, june, provider):
        row = kit.queue(june)
        for _ in range(5):
            provider.script(kit.refused(21611))
            kit.wait_over(row)
            OutboundMessage.objects.filter(state="RETRY_WAIT").update(state="QUEUED")
            kit.send(row)
        assert (row.state, row.tries) == ("REJECTED", 5)

    def test_an_opt_out_that_we_missed_becomes_ours(self, june, provider):
        self.outcome(june, provider, kit.refused(21610))
        assert consent.state_of(kit.phone_of(june)) == "revoked"
        assert kit.kinds(june) == ["doubtful_consent"]

    def test_an_opt_out_ends_what_else_was_queued(self, june, provider):
        other = kit.queue(june, key="later", due_at=NOW + timedelta(hours=1))
        self.outcome(june, provider, kit.refused(21610))
        other.refresh_from_db()
        assert other.state == "SUPPRESSED"

    @pytest.mark.parametrize("code", [21211, 21614])
    def test_a_number_that_cannot_be_texted_is_marked(self, june, provider, code):
        self.outcome(june, provider, kit.refused(code))
        assert str(code) in kit.phone_of(june).bad_reason
        assert kit.kinds(june) == ["bad_number"]

    def test_wrong_credentials_halt_the_sender(self, june, provider):
        self.outcome(june, provider, kit.refused(20003, http_status=401))
        sender = Sender.objects.get()
        assert sender.paused
        assert "20003" in sender.paused_reason
        assert kit.kinds(june) == ["held"]

    def test_a_refusal_leaves_an_entry(self, june, provider):
        row = self.outcome(june, provider, kit.refused(21614))
        entry = Entry.objects.get(action="outbound.rejected", object_id=str(row.pk))
        assert entry.after == {"code": 21614}

    def test_an_outcome_that_cannot_be_stored_costs_only_its_own_text(
        self, june, provider, monkeypatch
    ):
        lost, kept = kit.queue(june), kit.queue(factories.patient(), key="two")
        whole = outcomes.record

        def record(*, attempt, outcome, now):
            if attempt.message_id == lost.pk:
                raise OperationalError("database is locked")
            whole(attempt=attempt, outcome=outcome, now=now)

        monkeypatch.setattr(outcomes, "record", record)
        assert kit.send(kept).state == "ACCEPTED"
        lost.refresh_from_db()
        assert lost.state == "SUBMITTING"

    def test_a_text_is_not_posted_twice_while_its_answer_is_awaited(self, june, provider):
        row = self.outcome(june, provider, kit.UNKNOWN)
        kit.send(row)
        assert len(provider.sent) == 1
