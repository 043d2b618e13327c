"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from messaging.models import (
    Attempt,
    DeliveryReceipt,
    InboundMessage,
    Membership,
    OutboundMessage,
    Patient,
    Phone,
    Recipient,
    Reminder,
)
from messaging.rules.status import TERMINAL, MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def june(db) -> Patient:
    return factories.patient()


def refused(make) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def copy_of(row) -> None:
    row.pk = None
    row._state.adding = True
    row.save(force_insert=True)


def attempt(row, number, **fields) -> Attempt:
    given = {"token": f"{number:032}", "intent_at": NOW, "body_sha256": "x", **fields}
    return Attempt.objects.create(message=row, number=number, **given)


def test_one_number_once_in_a_clinic(june):
    refused(lambda: copy_of(Phone.objects.get()))


def test_one_text_for_one_key(june):
    refused(lambda: copy_of(kit.queue(june)))


def test_one_inbound_text_for_one_provider_id(june):
    refused(lambda: copy_of(factories.arrives(june, "hello")))


def test_one_occurrence_once(june):
    refused(lambda: copy_of(Reminder.objects.first()))


def test_one_answerer_for_a_patient(june):
    phone = Phone.objects.create(clinic=june.clinic, number="+15550100888", created_at=NOW)
    refused(lambda: Recipient.objects.create(phone=phone, patient=june, relation="patient"))


def test_one_open_attempt_for_a_text(june):
    row = kit.queue(june)
    attempt(row, 1)
    refused(lambda: attempt(row, 2))


def test_closed_attempts_leave_room_for_the_next(june):
    row = kit.queue(june)
    attempt(row, 1, open=False)
    assert attempt(row, 2).number == 2


def test_one_provider_id_for_one_attempt(june):
    row = kit.queue(june)
    attempt(row, 1, open=False, provider_id="SM1")
    refused(lambda: attempt(row, 2, provider_id="SM1"))


@pytest.mark.parametrize(
    "fields", [{"mode": "S"}, {"mode": "I", "send_at": NOW}, {"mode": "X"}], ids=str
)
def test_a_scheduled_attempt_has_its_time_and_no_other_has(june, fields):
    row = kit.queue(june)
    refused(lambda: attempt(row, 1, **fields))
    assert attempt(row, 1, mode="S", send_at=NOW).number == 1


def test_an_attempt_cannot_be_written_over_or_counted_twice(june):
    row = kit.queue(june)
    first = attempt(row, 1, open=False)
    refused(lambda: attempt(row, 1, token="f" * 32, open=False))
    refused(lambda: attempt(row, 2, token=first.token))


def test_a_text_with_attempts_cannot_be_deleted(june):
    row = kit.queue(june)
    attempt(row, 1)
    with pytest.raises(ProtectedError):
        row.delete()


def test_one_receipt_for_one_word_of_one_text(june):
    made = DeliveryReceipt.objects.create(
        token="t", provider_id="SM1", status="sent", raw_status="sent", received_at=NOW
    )
    refused(lambda: copy_of(made))


@pytest.mark.parametrize("state", sorted(set(MessageState) - TERMINAL))
def test_what_is_unfinished_has_a_next_action(june, state):
    row = kit.queue(june)
    refused(
        lambda: OutboundMessage.objects.filter(pk=row.pk).update(state=state, next_action_at=None)
    )


def test_only_an_operator_belongs_to_no_clinic(june):
    refused(lambda: Membership.objects.create(user=factories.person(), role="coordinator"))
    assert Membership.objects.create(user=factories.person(), role="operator").pk


def test_a_patients_history_cannot_be_deleted(june):
    came = factories.arrives(june, "hello")
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        Phone.objects.all().delete()
    assert InboundMessage.objects.filter(pk=came.pk).exists()
