"""Status callbacks: unordered, repeated, early, unknown; kept, and never a step back."""

from datetime import timedelta

import pytest

from messaging.actions import dispatch, outcomes, receipts
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus, Receipt
from messaging.gateway.memory import message_id
from messaging.models import DeliveryReceipt
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)


def comes(row, status, *, code=None, provider_id=None, token=None) -> str:
    word = receipts.apply(
        token=token or kit.token(row),
        receipt=Receipt(provider_id or row.provider_id, ProviderStatus(status), str(status), code),
        now=LATER,
    )
    row.refresh_from_db()
    return word


def test_delivered_ends_it(june):
    row = kit.sent(june)
    assert comes(row, "delivered") == "rose"
    assert (row.state, row.finished_at) == ("DELIVERED", LATER)


def test_undelivered_keeps_the_code_and_gives_a_person_a_task(june):
    row = kit.sent(june)
    comes(row, "undelivered", code=30005)
    assert (row.state, row.error_code) == ("UNDELIVERED", 30005)
    assert kit.kinds(june) == ["bad_number"]


def test_an_expired_text_needs_no_task(june):
    comes(kit.sent(june), "failed", code=30036)
    assert kit.kinds(june) == []


def test_an_unregistered_sender_is_halted(june):
    row = kit.sent(june)
    comes(row, "undelivered", code=30034)
    row.sender.refresh_from_db()
    assert row.sender.paused


def test_sent_is_not_the_end(june):
    row = kit.sent(june)
    comes(row, "sent")
    assert (row.state, row.provider_status, row.finished_at) == ("ACCEPTED", "sent", None)


def test_the_same_callback_again_changes_nothing(june):
    row = kit.sent(june)
    comes(row, "delivered")
    assert comes(row, "delivered") == "again"
    assert DeliveryReceipt.objects.count() == 1


def test_a_late_callback_never_takes_a_step_back(june):
    row = kit.sent(june)
    comes(row, "delivered")
    assert comes(row, "sent") == "kept"
    assert (row.state, row.provider_status) == ("DELIVERED", "delivered")


def test_the_first_final_word_stands(june):
    row = kit.sent(june)
    comes(row, "delivered")
    comes(row, "undelivered", code=30005)
    assert row.state == "DELIVERED"


def test_what_changed_nothing_is_kept_all_the_same(june):
    row = kit.sent(june)
    comes(row, "delivered")
    comes(row, "sent")
    assert list(DeliveryReceipt.objects.values_list("raw_status", "applied")) == [
        ("delivered", "rose"),
        ("sent", "kept"),
    ]


def test_an_unknown_token_is_kept_and_changes_nothing(june):
    row = kit.sent(june)
    assert comes(row, "delivered", token="f" * 32) == "unknown"
    assert row.state == "ACCEPTED"
    assert DeliveryReceipt.objects.get().attempt is None


def test_another_id_under_our_token_changes_nothing(june):
    row = kit.sent(june)
    assert comes(row, "delivered", provider_id=message_id()) == "kept"
    assert row.state == "ACCEPTED"


def test_the_id_of_another_text_under_an_open_token_changes_nothing(june, provider):
    first = kit.sent(june, key="first")
    provider.script(kit.UNKNOWN)
    doubtful = kit.sent(factories.patient(), key="second")
    assert comes(doubtful, "delivered", provider_id=first.provider_id) == "kept"
    assert doubtful.state == "UNKNOWN"


def test_a_callback_before_the_create_has_answered_binds_the_id(june):
    row = kit.queue(june)
    (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
    early = message_id()
    comes(row, "sent", provider_id=early, token=ready.attempt.token)
    assert (row.state, row.provider_id) == ("ACCEPTED", early)


def test_the_creates_own_answer_after_it_changes_nothing(june):
    row = kit.queue(june)
    (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
    early = message_id()
    comes(row, "delivered", provider_id=early, token=ready.attempt.token)
    answer = Outcome(OutcomeClass.ACCEPTED, provider_id=early, status=ProviderStatus.QUEUED)
    outcomes.record(attempt=ready.attempt, outcome=answer, now=NOW)
    row.refresh_from_db()
    assert row.state == "DELIVERED"


def test_a_callback_settles_what_was_in_doubt(june, provider):
    provider.script(kit.UNKNOWN)
    row = kit.sent(june)
    comes(row, "delivered", provider_id=message_id())
    assert row.state == "DELIVERED"
    assert row.attempts.get().open is False


def test_a_callback_proves_that_a_held_text_did_leave(june, provider):
    provider.script(kit.UNKNOWN)
    row = kit.sent(june)
    type(row).objects.filter(pk=row.pk).update(state="HELD")
    comes(row, "delivered", provider_id=message_id())
    assert row.state == "DELIVERED"


def test_a_cancelled_text_stays_cancelled(june, provider):
    provider.script(kit.UNKNOWN)
    row = kit.sent(june)
    type(row).objects.filter(pk=row.pk).update(state="CANCELLED", next_action_at=None)
    assert comes(row, "delivered", provider_id=message_id()) == "kept"
    assert row.state == "CANCELLED"
