"""Policy by class: what is never sent twice, and what is sent again only if proven absent."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import consent, dispatch, outbound, outcomes, reconcile
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus
from messaging.models import Keywords, Method, Origin, OutboundMessage, Sender
from messaging.rules.consent import EventKind
from messaging.rules.status import MessageState, Priority
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def settle(row: OutboundMessage, *, now=NOW) -> OutboundMessage:
    kit.wait_over(row)
    reconcile.settle(now=now)
    row.refresh_from_db()
    return row


class TestTheConfirmationOfLeaving:
    @pytest.fixture
    def goodbye(self, june) -> OutboundMessage:
        Sender.objects.update(keywords=Keywords.OURS)
        factories.texts(june, "STOP")
        return OutboundMessage.objects.get(exempt=True)

    def test_it_is_begun_within_five_minutes(self, goodbye):
        assert goodbye.useful_until == NOW + timedelta(minutes=5)
        assert kit.send(goodbye).state == "ACCEPTED"

    def test_after_that_it_is_not_sent(self, goodbye, provider):
        assert kit.send(goodbye, now=NOW + timedelta(minutes=5)).state == "EXPIRED"
        assert provider.sent == []

    def test_in_doubt_it_is_never_sent_again(self, goodbye, provider):
        provider.script(kit.UNKNOWN)
        kit.send(goodbye)
        row = settle(settle(goodbye))
        assert (row.state, row.reason) == (
            "CANCELLED",
            "its one try did not get through, and it is never sent twice",
        )
        kit.send(row)
        assert len(provider.sent) == 1

    def test_found_it_was_sent(self, goodbye, provider):
        provider.script(kit.made_but_unanswered())
        kit.send(goodbye)
        assert settle(goodbye).state == "ACCEPTED"

    def test_one_that_did_not_arrive_is_not_tried_again(self, goodbye, provider):
        kit.send(goodbye)
        provider.progress(goodbye.provider_id, ProviderStatus.UNDELIVERED, error_code=30003)
        assert settle(goodbye).state == "UNDELIVERED"

    def test_a_request_that_never_left_may_be_made_within_its_time(self, goodbye, provider):
        provider.script(Outcome(OutcomeClass.NOT_SENT, detail="ConnectionRefused"))
        kit.send(goodbye)
        kit.wait_over(goodbye)
        reconcile.reap(now=NOW)
        assert kit.send(goodbye).state == "ACCEPTED"

    def test_other_answers_keep_their_four_hours(self, june):
        row = kit.queue(june, exempt=True, priority=Priority.REPLY)
        assert row.useful_until == NOW + timedelta(hours=4)


class TestAReply:
    def doubtful(self, june, provider) -> OutboundMessage:
        provider.script(kit.UNKNOWN)
        return kit.send(kit.answer(june))

    def test_it_is_sent_again_if_it_is_proven_absent(self, june, provider):
        row = settle(settle(self.doubtful(june, provider)))
        assert (row.origin, row.state) == (Origin.REPLY, "QUEUED")

    def test_and_not_while_the_list_cannot_be_read(self, june, provider):
        row = self.doubtful(june, provider)
        provider.blind = True
        for _ in range(5):
            row = settle(row)
        assert row.state == "HELD"
        assert len(provider.sent) == 1


class TestLeavingWhileInDoubt:
    def test_what_is_absent_then_is_not_sent(self, june, provider):
        provider.script(kit.UNKNOWN)
        row = kit.sent(june)
        consent.note(
            phone=row.phone, kind=EventKind.REVOKED, method=Method.TEXT, by="tests", now=NOW
        )
        row = settle(settle(row))
        assert (row.state, row.reason) == ("CANCELLED", "consent revoked")
        assert row.attempts.get().outcome == "absent"

    def test_what_is_proven_unsent_later_is_not_sent_either(self, june, provider):
        """Wanted back while its request was on its way: the way back through the queue is shut."""
        row = kit.queue(june)
        (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
        outbound.cancel_unsent(
            phone=row.phone, by="tests", now=NOW, reason="moved", state=MessageState.CANCELLED
        )
        gone = Outcome(OutcomeClass.NOT_SENT, detail="refused")
        outcomes.record(attempt=ready.attempt, outcome=gone, now=NOW)
        kit.wait_over(row)
        reconcile.reap(now=NOW)
        row = kit.send(row)
        assert (row.state, row.reason, provider.sent) == ("CANCELLED", "moved", [])


class TestWhereTheListShowsNoTexts:
    """Redaction hides numbers and words: only a receipt can settle a doubt."""

    @pytest.fixture(autouse=True)
    def _redacted(self, settings) -> None:
        settings.LIST_SHOWS_TEXTS = False

    def test_a_doubt_is_a_persons_to_decide(self, june, provider):
        provider.script(kit.UNKNOWN)
        row = settle(kit.sent(june))
        assert (row.state, row.reason) == (
            "HELD",
            "the provider's list does not show texts, and no receipt came",
        )
        assert kit.kinds(june) == ["held"]

    def test_not_before_the_quarantine(self, june, provider):
        provider.script(kit.UNKNOWN)
        row = kit.sent(june)
        reconcile.settle(now=NOW)
        row.refresh_from_db()
        assert row.state == "UNKNOWN"

    def test_a_list_with_blank_words_is_not_read_as_absence(self, june, provider, settings):
        """Redaction that nobody told us of: never a second text."""
        settings.LIST_SHOWS_TEXTS = True
        provider.script(kit.made_but_unanswered())
        row = kit.sent(june)
        provider.redact()
        row = settle(settle(row))
        assert (row.state, row.negative_reads) == ("UNKNOWN", 0)


def test_accents_and_blanks_are_no_other_words(june, provider):
    """What the provider's list writes another way is still this text."""
    provider.script(kit.made_but_unanswered())
    row = kit.queue(june)
    OutboundMessage.objects.filter(pk=row.pk).update(body="Jose\u0301  esta\u0301 aqui\u0301 ")
    row.refresh_from_db()
    kit.send(row)
    (made,) = provider._made
    provider.rewrite(made, "Jos\u00e9 est\u00e1 aqu\u00ed")
    assert settle(row).state == "ACCEPTED"


def test_one_new_attempt_after_a_proven_absence_whatever_came_before(june, provider):
    """A refused connection is no attempt that could have been made twice."""
    provider.script(Outcome(OutcomeClass.NOT_SENT, detail="refused"), kit.UNKNOWN)
    row = kit.sent(june)
    OutboundMessage.objects.filter(pk=row.pk).update(
        state="QUEUED", next_action_at=clock.engine_now()
    )
    row = settle(settle(kit.send(row)))
    assert (row.state, row.tries) == ("QUEUED", 2)
