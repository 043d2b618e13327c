"""Claim, commit the intent, post, record; a last look before each text leaves."""

from datetime import UTC, datetime, timedelta

import pytest

from content import actions as content
from content.models import Template
from content.text import excerpts
from content.text.sentences import sentences
from messaging.actions import composing, consent, dispatch, outcomes, reconcile
from messaging.gateway.base import Outcome, OutcomeClass, steady
from messaging.models import Clinic, Entry, Method, Origin, OutboundMessage, PatientState, Sender
from messaging.rules.consent import EventKind
from messaging.rules.status import Priority
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # 22:00 in Chicago
NINE = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def revoke(who, kind=EventKind.REVOKED):
    consent.note(phone=kit.phone_of(who), kind=kind, method=Method.VOICE, by="tests", now=NOW)


class TestSending:
    def test_nothing_due_means_rest(self, db, provider):
        assert dispatch.run(now=NOW) is False
        assert provider.sent == []

    def test_what_is_due_is_posted_and_accepted(self, june, provider):
        row = kit.sent(june)
        assert row.state == "ACCEPTED"
        assert [(one.to, one.body) for one in provider.sent] == [(row.phone.number, row.body)]

    def test_what_is_not_yet_due_waits(self, june, provider):
        kit.sent(june, due_at=NOW + timedelta(minutes=1))
        assert provider.sent == []

    def test_the_callback_carries_the_attempts_own_token(self, june, provider):
        row = kit.sent(june)
        assert f"/twilio/receipt/{kit.token(row)}" in provider.sent[0].callback
        assert len(kit.token(row)) == 32

    def test_the_provider_is_told_how_long_it_is_useful(self, june, provider):
        kit.sent(june, useful_until=NOW + timedelta(minutes=10))
        assert provider.sent[0].validity_seconds == 600

    def test_no_validity_is_longer_than_the_provider_takes(self, june, provider):
        kit.sent(june, useful_until=NOW + timedelta(days=3))
        assert provider.sent[0].validity_seconds == 36000

    def test_one_text_a_phone_at_a_time(self, june, provider):
        kit.queue(june, key="a")
        kit.queue(june, key="b")
        dispatch.run(now=NOW)
        assert len(provider.sent) == 1

    def test_the_most_pressing_text_of_a_phone_goes_first(self, june, provider):
        kit.queue(june, key="teaching")
        pressing = kit.queue(june, key="safety", slug="R-EMERG", priority=Priority.SAFETY)
        dispatch.run(now=NOW)
        assert provider.sent[0].body == pressing.body

    def test_a_text_in_flight_holds_back_the_phones_next(self, june, provider):
        first = kit.queue(june, key="a")
        OutboundMessage.objects.filter(pk=first.pk).update(state="SUBMITTING")
        kit.sent(june, key="b")
        assert provider.sent == []

    def test_a_batch_is_bounded(self, db, provider, settings):
        settings.PIPELINE = {**settings.PIPELINE, "batch": 2}
        for _ in range(3):
            kit.queue(factories.patient(), key=str(_))
        dispatch.run(now=NOW)
        assert len(provider.sent) == 2

    def test_a_sender_keeps_its_pace(self, db, provider):
        """A segment in a hundred seconds: one text, then nothing for as long."""
        Sender.objects.update(pace=0.01)
        for _ in range(3):
            kit.queue(factories.patient(), key=str(_))
        dispatch.run(now=NOW)
        assert dispatch.run(now=NOW) is False
        assert len(provider.sent) == 1

    def test_a_paused_sender_sends_nothing(self, june, provider):
        Sender.objects.update(paused=True)
        assert kit.sent(june).state == "QUEUED"
        assert provider.sent == []


class TestHeldUp:
    """A worker that stood still between intent and request must not write it any more."""

    def ready(self, who):
        kit.queue(who)
        (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        return ready

    def test_the_deadline_is_the_leases(self, june):
        begun = steady()
        ready = self.ready(june)
        assert 0 <= ready.outgoing.deadline - begun - 40 < 5

    def test_past_it_nothing_is_sent_and_it_is_tried_again(self, june, provider, settings):
        settings.PIPELINE = {**settings.PIPELINE, "lease_seconds": -1}
        row = kit.sent(june)
        assert (row.state, row.reason, provider.sent) == ("RETRY_WAIT", "LeaseOver", [])

    def test_past_it_the_reapers_word_stands(self, june, provider):
        ready = self.ready(june)
        row = ready.message
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        gone = Outcome(OutcomeClass.NOT_SENT, detail="LeaseOver")
        outcomes.record(attempt=ready.attempt, outcome=gone, now=NOW)
        row.refresh_from_db()
        assert row.state == "UNKNOWN"

    def test_a_claim_never_takes_what_has_been_put_off(self, june, provider):
        """Between choosing and claiming another worker found that it is night."""
        row = kit.queue(june)
        later = NOW + timedelta(hours=2)
        OutboundMessage.objects.filter(pk=row.pk).update(state="CLAIMED", claim="x", due_at=later)
        row.refresh_from_db()
        assert dispatch._commit_intents([row], now=NOW) == [None]
        row.refresh_from_db()
        assert (row.state, row.due_at, provider.sent) == ("QUEUED", later, [])


class TestTheLastLook:
    def stopped(self, row, provider) -> tuple[str, str]:
        kit.send(row)
        assert provider.sent == []
        return row.state, row.reason

    def test_consent_revoked_after_queueing_ends_it(self, june, provider):
        row = kit.queue(june)
        revoke(june)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("SUPPRESSED", "consent revoked")
        assert self.stopped(row, provider)[0] == "SUPPRESSED"

    def test_consent_revoked_between_claim_and_intent_ends_it(self, june, provider):
        row = kit.queue(june)
        (claimed,) = dispatch._claim(now=NOW)
        revoke(june)
        assert dispatch._commit_intents([claimed], now=NOW) == [None]
        row.refresh_from_db()
        assert row.state == "SUPPRESSED"
        assert row.attempts.count() == 0

    def test_a_text_to_a_phone_that_never_agreed_is_suppressed(self, june, provider):
        kit.phone_of(june).consent_events.all().delete()
        assert self.stopped(kit.queue(june), provider) == ("SUPPRESSED", "consent: never asked")

    def test_a_reply_may_go_before_she_has_joined(self, june):
        kit.phone_of(june).consent_events.all().delete()
        assert kit.sent(june, origin=Origin.REPLY).state == "ACCEPTED"

    @pytest.mark.parametrize("kind", [EventKind.REVOKED, EventKind.PAUSED, EventKind.REFUSED])
    def test_a_reply_never_goes_to_a_phone_that_said_no(self, june, provider, kind):
        kit.phone_of(june).consent_events.all().delete()
        revoke(june, kind)
        assert self.stopped(kit.queue(june, origin=Origin.REPLY), provider)[0] == "SUPPRESSED"

    def test_the_opt_out_confirmation_goes_although_she_has_left(self, june):
        revoke(june)
        assert kit.sent(june, slug="R-STOP", exempt=True).state == "ACCEPTED"

    def test_a_planned_text_waits_for_the_end_of_quiet_hours(self, june, provider):
        row = kit.queue(june, useful_until=NIGHT + timedelta(days=1))
        kit.send(row, now=NIGHT)
        assert (row.state, row.reason, row.due_at) == ("QUEUED", "quiet hours", NINE)
        assert provider.sent == []

    def test_after_quiet_hours_it_goes_at_once(self, june):
        """Only service time may hold it: the fast clock does not wait for a lease to end."""
        row = kit.queue(june, useful_until=NIGHT + timedelta(days=1))
        kit.send(row, now=NIGHT)
        assert kit.send(row, now=NINE).state == "ACCEPTED"

    def test_a_planned_text_of_no_use_in_the_morning_expires(self, june):
        row = kit.queue(june, useful_until=NIGHT + timedelta(hours=1))
        assert kit.send(row, now=NIGHT).state == "EXPIRED"

    def test_a_reply_goes_at_night(self, june):
        row = kit.queue(june, origin=Origin.REPLY, useful_until=NIGHT + timedelta(hours=1))
        assert kit.send(row, now=NIGHT).state == "ACCEPTED"

    def test_what_is_no_longer_useful_expires(self, june, provider):
        row = kit.queue(june)
        kit.send(row, now=NOW + timedelta(hours=4))
        assert (row.state, row.reason) == ("EXPIRED", "no longer useful")
        assert provider.sent == []

    def test_words_withheld_after_queueing_are_stopped_at_the_door(self, june, provider):
        row = kit.queue(june)
        content.retire(
            wordset=june.clinic.wordset,
            templates=Template.objects.filter(slug="CARD"),
            by=content.DEMO_REVIEWER,
            now=NOW,
            note="a new label",
        )
        state, reason = self.stopped(row, provider)
        assert state == "SUPPRESSED"
        assert "consent" not in reason

    def asked(self, who, words="dental care"):
        """The answer to her question on teeth, queued and not yet sent."""
        factories.texts(who, words)
        return OutboundMessage.objects.filter(passage__isnull=False).latest("id")

    def withhold(self, who, passage, start, end):
        return content.withhold(
            wordset=who.clinic.wordset,
            document=passage.document,
            start=start,
            end=end,
            reason="The label has changed",
            citation="Label 2026",
            by="Dr. Rey",
            now=NOW,
        )

    def test_a_sentence_withheld_after_queueing_does_not_leave(self, june, provider):
        row = self.asked(june)
        self.withhold(june, row.passage, row.span_end - 5, row.span_end)
        assert self.stopped(row, provider) == (
            "SUPPRESSED",
            "Withheld: The label has changed (Label 2026).",
        )

    def test_a_passage_withheld_whole_does_not_leave(self, june, provider):
        row = self.asked(june)
        self.withhold(june, row.passage, row.passage.start, row.passage.end)
        assert self.stopped(row, provider)[0] == "SUPPRESSED"

    def test_what_was_lifted_before_it_left_goes(self, june):
        row = self.asked(june)
        bar = self.withhold(june, row.passage, row.span_start, row.span_end)
        content.lift(withholding=bar, by="Dr. Rey", now=NOW, because="mended")
        assert kit.send(row).state == "ACCEPTED"

    def test_a_part_of_the_passage_that_this_text_does_not_hold_bars_nothing(self, june):
        row = self.asked(june)
        OutboundMessage.objects.filter(pk=row.pk).update(span_end=row.span_start + 5)
        self.withhold(june, row.passage, row.span_end - 5, row.span_end)
        assert kit.send(row).state == "ACCEPTED"

    def test_more_goes_on_behind_what_is_withheld(self, june):
        passage = self.asked(june).passage
        first, second, *_ = sentences(passage.document.text, passage.start, passage.end)
        self.withhold(june, passage, *second)
        row = self.asked(june, "teeth")
        assert (row.span_start, row.span_end) == first
        withheld = excerpts.render(passage.document.text, *second)
        more = factories.replies(factories.texts(june, "MORE"))
        assert more
        assert not any(withheld in body for body in more)
        assert self.asked(june, "MORE").span_start > second[1]

    def test_a_number_that_cannot_be_texted_gets_nothing(self, june, provider):
        phone = kit.phone_of(june)
        phone.bad_reason = "a landline"
        phone.save()
        assert self.stopped(kit.queue(june), provider) == ("SUPPRESSED", "number: a landline")

    def test_her_old_number_gets_nothing_more(self, june, provider):
        row = kit.queue(june)
        june.recipients.update(active=False)
        assert self.stopped(row, provider)[0] == "SUPPRESSED"

    @pytest.mark.parametrize("state", [PatientState.DIED, PatientState.HOSPICE])
    def test_planned_texts_stop_when_care_has_ended(self, june, provider, state):
        row = kit.queue(june)
        type(june).objects.update(state=state)
        assert self.stopped(row, provider) == ("SUPPRESSED", f"patient: {state}")

    def test_it_leaves_an_entry_with_the_reason(self, june):
        row = kit.queue(june)
        type(june).objects.update(state="died")
        kit.send(row)
        entry = Entry.objects.get(action="outbound.stop", object_id=str(row.pk))
        assert (entry.clinic, entry.reason) == (Clinic.objects.get(), "patient: died")


def test_the_words_are_frozen_when_they_are_queued(june):
    row = kit.queue(june)
    words = composing.template(june.clinic, slug="CARD", language="en", now=NOW)
    Template.objects.filter(slug="CARD").update(body="Other words {phone}.")
    row.refresh_from_db()
    assert row.body == words.body
