"""Receipts in any order and number end as the provider's own end, and never step back."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.actions import dispatch, outcomes, receipts
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus, Receipt
from messaging.gateway.memory import message_id
from messaging.models import DeliveryReceipt
from messaging.rules.status import MessageState, rank, state_of
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

ON_THE_WAY = ("scheduled", "queued", "sending", "sent")
ENDS = ("delivered", "undelivered", "failed", "canceled")
ANSWER = "the create call's own answer"


def lived(order: list[str], june) -> None:
    """One text whose receipts, and the answer to its request, come in this order."""
    row = kit.queue(june)
    (ready,) = dispatch._commit_intents(dispatch._claim(now=NOW), now=NOW)
    found = message_id()
    highest, first_end = 0, ""
    for number, word in enumerate(order):
        at = NOW + timedelta(seconds=number)
        if word == ANSWER:
            answer = Outcome(OutcomeClass.ACCEPTED, provider_id=found, status=ProviderStatus.QUEUED)
            outcomes.record(attempt=ready.attempt, outcome=answer, now=at)
        else:
            receipt = Receipt(found, ProviderStatus(word), word)
            receipts.apply(token=ready.attempt.token, receipt=receipt, now=at)
        row.refresh_from_db()
        assert rank(row.provider_status) >= highest
        highest = rank(row.provider_status)
        first_end = first_end or (word if word in ENDS else "")
        assert row.state == (state_of(first_end) if first_end else MessageState.ACCEPTED)
        assert row.provider_id == found
    told = {word for word in order if word != ANSWER}
    assert set(DeliveryReceipt.objects.values_list("raw_status", flat=True)) == told
    assert DeliveryReceipt.objects.count() == len(told)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(data=st.data())
def test_any_order_with_repeats(june, data):
    words = data.draw(st.lists(st.sampled_from((*ON_THE_WAY, *ENDS)), min_size=1, max_size=5))
    repeated = [*words, *data.draw(st.lists(st.sampled_from(words), max_size=3)), ANSWER]
    order = data.draw(st.permutations(repeated))
    with transaction.atomic():
        lived(list(order), june)
        transaction.set_rollback(True)


def test_two_ends_are_told_apart_in_the_log(june, caplog):
    row = kit.sent(june)
    for word, said in (("delivered", "rose"), ("failed", "conflict"), ("sent", "kept")):
        receipt = Receipt(row.provider_id, ProviderStatus(word), word)
        assert receipts.apply(token=kit.token(row), receipt=receipt, now=NOW) == said
    assert "a second end" in caplog.text
    assert list(DeliveryReceipt.objects.values_list("applied", flat=True)) == [
        "rose",
        "conflict",
        "kept",
    ]


def test_a_receipt_of_nobodys_is_quarantined_and_said(june, caplog):
    receipt = Receipt(message_id(), ProviderStatus.DELIVERED, "delivered")
    assert receipts.apply(token="f" * 32, receipt=receipt, now=NOW) == "unknown"
    kept = DeliveryReceipt.objects.get()
    assert (kept.attempt, kept.applied) == (None, "unknown")
    assert "no attempt of ours" in caplog.text
