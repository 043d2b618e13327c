"""One way out: every text is a row, made once, with words that have one origin."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from messaging.actions import outbound
from messaging.actions.composing import Composed
from messaging.models import Entry, OutboundMessage, Sender
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def test_a_text_waits_in_the_queue(june):
    row = kit.queue(june)
    assert (row.state, row.due_at, row.segments) == ("QUEUED", NOW, 1)


def test_a_text_is_useful_for_four_hours_unless_told(june):
    assert kit.queue(june).useful_until == NOW + timedelta(hours=4)


def test_the_same_key_finds_the_row_that_is_there(june):
    assert kit.queue(june, key="same").pk == kit.queue(june, key="same").pk
    assert OutboundMessage.objects.count() == 1


def test_another_key_is_another_text(june):
    assert kit.queue(june, key="a").pk != kit.queue(june, key="b").pk


def test_words_without_an_origin_are_refused(june):
    with pytest.raises(IntegrityError), transaction.atomic():
        kit.queue(june, words=Composed(body="From nowhere", language="en"))


def test_words_with_two_origins_are_refused(june):
    words = Composed(body="Twice", language="en", template_id=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        kit.queue(june, words=words, written_by=factories.person())


def test_a_clinic_without_a_sender_is_told_to_add_one(june):
    Sender.objects.all().delete()
    with pytest.raises(outbound.CannotQueue, match="add its number under Senders"):
        kit.queue(june)


def test_a_reply_leaves_from_the_number_that_was_texted(june):
    second = Sender.objects.create(clinic=june.clinic, number="+15550100777")
    came = factories.arrives(june, "ONJ")
    came.sender = second
    came.save()
    assert kit.queue(june).sender == second


class TestCancelUnsent:
    def cancel(self, june, reason="a person took it back"):
        return outbound.cancel_unsent(
            phone=kit.phone_of(june),
            by="tests",
            now=NOW,
            reason=reason,
            state=MessageState.CANCELLED,
        )

    def test_what_has_not_left_ends_with_the_reason(self, june):
        row = kit.queue(june)
        assert self.cancel(june) == 1
        row.refresh_from_db()
        assert (row.state, row.reason) == ("CANCELLED", "a person took it back")

    def test_what_has_left_stays_as_it_is(self, june):
        row = kit.sent(june)
        assert self.cancel(june) == 0
        row.refresh_from_db()
        assert row.state == "ACCEPTED"

    def test_an_opt_out_confirmation_is_never_taken_back(self, june):
        row = kit.queue(june, exempt=True)
        assert self.cancel(june) == 0
        row.refresh_from_db()
        assert row.state == "QUEUED"

    def test_it_leaves_an_entry(self, june):
        row = kit.queue(june)
        self.cancel(june)
        entry = Entry.objects.get(action="outbound.end", object_id=str(row.pk))
        assert (entry.by_name, entry.after) == ("tests", {"state": "CANCELLED"})
