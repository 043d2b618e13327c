"""Two workers settle the same doubt: whoever is late changes nothing, and a twin is said aloud."""

import pytest

from messaging.actions import dispatch, holding, outcomes, reconcile
from messaging.gateway.base import Outcome, OutcomeClass
from messaging.gateway.memory import message_id
from messaging.models import Attempt, OutboundMessage
from tests.factories import NOW
from tests.messaging.actions import kit
from tests.messaging.actions.test_reconcile import doubtful, settle

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def test_two_workers_that_read_the_list_at_once_count_one_read(june, provider):
    row = doubtful(june, provider)
    stale = OutboundMessage.objects.get(pk=row.pk)
    settle(row)
    reconcile._settle(stale, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.negative_reads) == ("UNKNOWN", 1)


def test_a_stale_worker_does_not_close_the_new_attempt(june, provider):
    row = settle(doubtful(june, provider))
    kit.wait_over(row)
    stale = OutboundMessage.objects.get(pk=row.pk)
    settle(row)
    dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
    reconcile._settle(stale, now=NOW)
    assert Attempt.objects.get(message=row, number=2).open


def test_a_stale_worker_does_not_queue_a_sent_text_again(june, provider):
    """Both read "absent"; the first sends anew, and its answer is lost as well."""
    row = settle(doubtful(june, provider))
    kit.wait_over(row)
    stale = OutboundMessage.objects.get(pk=row.pk)
    settle(row)
    provider.script(kit.UNKNOWN)
    kit.send(row)
    reconcile._again(stale)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("UNKNOWN", 2)


def test_a_stale_worker_does_not_hold_the_next_attempt(june, provider):
    row = doubtful(june, provider)
    stale = OutboundMessage.objects.get(pk=row.pk)
    OutboundMessage.objects.filter(pk=row.pk).update(tries=2)
    assert holding.hold(stale, why="tests", now=NOW) is False
    assert kit.kinds(june) == []


def test_each_attempt_is_read_twice_whatever_was_read_of_the_last(june, provider):
    """A negative read of the first try must not count for the second."""
    provider.script(kit.UNKNOWN)
    row = kit.queue(june)
    OutboundMessage.objects.filter(pk=row.pk).update(negative_reads=1, blind_reads=4)
    row = settle(kit.send(row))
    assert (row.state, row.negative_reads, row.blind_reads) == ("UNKNOWN", 1, 0)


def test_two_blind_workers_count_one_reading(june, provider):
    row = doubtful(june, provider)
    provider.blind = True
    stale = OutboundMessage.objects.get(pk=row.pk)
    settle(row)
    reconcile._settle(stale, now=NOW)
    row.refresh_from_db()
    assert row.blind_reads == 1


def test_what_was_taken_for_absent_and_exists_is_said_aloud(june, provider, caplog):
    """Should an assumption not hold, nobody finds out from the patient."""
    row = settle(settle(doubtful(june, provider)))
    first = row.attempts.get()
    kit.send(row)
    late = Outcome(OutcomeClass.ACCEPTED, provider_id=message_id())
    outcomes.record(attempt=first, outcome=late, now=NOW)
    assert kit.kinds(june) == ["held"]
    assert "taken for absent" in caplog.text


def test_found_before_it_is_sent_again_it_is_bound(june, provider):
    row = settle(settle(doubtful(june, provider)))
    late = Outcome(OutcomeClass.ACCEPTED, provider_id=message_id())
    outcomes.record(attempt=row.attempts.get(), outcome=late, now=NOW)
    assert kit.send(row).provider_id == late.provider_id
    assert len(provider.sent) == 1


def test_a_reaper_that_saw_the_attempt_before_leaves_the_next_one(june):
    row = kit.queue(june)
    dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
    stale = OutboundMessage.objects.get(pk=row.pk)
    OutboundMessage.objects.filter(pk=row.pk).update(tries=2)
    reconcile._doubt(stale)
    row.refresh_from_db()
    assert row.state == "SUBMITTING"
