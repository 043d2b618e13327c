"""A row that nobody moves on is an alarm, and so is a receipt of nobody's."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import holding, overdue, receipts
from messaging.gateway.base import ProviderStatus, Receipt
from messaging.gateway.memory import message_id
from messaging.models import OutboundMessage, Sender
from messaging.rules.status import TERMINAL, MessageState
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

LONG_AGO = timedelta(minutes=3)


def left(who, state, *, ago: timedelta = LONG_AGO) -> OutboundMessage:
    row = kit.queue(who, due_at=NOW - ago)
    return kit.left_as(row, state, next_action_at=clock.engine_now() - ago)


def late(*, now=NOW) -> list[OutboundMessage]:
    return list(overdue.rows(now=now, engine_now=clock.engine_now()))


@pytest.mark.parametrize("state", sorted(set(MessageState) - TERMINAL))
def test_every_unfinished_state_is_watched(june, state):
    row = left(june, state)
    assert late() == [row]


@pytest.mark.parametrize("state", sorted(set(MessageState) - TERMINAL))
def test_two_minutes_are_given(june, state):
    left(june, state, ago=timedelta(minutes=1))
    assert late() == []


def test_a_queue_behind_a_slow_number_is_no_fault(june):
    left(june, MessageState.QUEUED)
    Sender.objects.update(next_free_at=clock.engine_now())
    assert late() == []


def test_nor_is_a_paused_sender(june):
    left(june, MessageState.QUEUED)
    Sender.objects.update(paused=True)
    assert late() == []


def test_nor_what_is_not_due(june):
    row = left(june, MessageState.QUEUED)
    OutboundMessage.objects.filter(pk=row.pk).update(due_at=NOW + timedelta(hours=1))
    assert late() == []


def test_it_is_said_in_the_log_once_a_minute(june, caplog):
    row = left(june, MessageState.UNKNOWN)
    overdue.alarm(now=NOW)
    overdue.alarm(now=NOW)
    (record,) = [one for one in caplog.records if one.name == overdue.__name__]
    assert (record.levelname, str(row.pk) in record.getMessage()) == ("ERROR", True)


def test_no_alarm_while_all_is_well(june, caplog):
    kit.queue(june)
    overdue.alarm(now=NOW)
    assert caplog.records == []
    assert overdue.notices(now=NOW, engine_now=clock.engine_now()) == []


def test_the_operator_is_told(june):
    left(june, MessageState.UNKNOWN)
    receipt = Receipt(message_id(), ProviderStatus.SENT, "sent")
    receipts.apply(token="f" * 32, receipt=receipt, now=NOW)
    stuck, strays = overdue.notices(now=NOW, engine_now=clock.engine_now())
    assert stuck.startswith("1 texts")
    assert strays.startswith("1 receipts")


def test_a_held_text_that_nobody_decides_goes_up_the_list_each_hour(june, provider):
    provider.script(kit.UNKNOWN)
    row = kit.sent(june)
    holding.hold(row, why="tests", now=NOW)
    kit.wait_over(row)
    holding.remind(now=NOW + timedelta(hours=1))
    holding.remind(now=NOW + timedelta(hours=1))
    (task,) = kit.handoffs(june)
    assert (task.kind, task.times) == ("held", 2)
    row.refresh_from_db()
    assert row.next_action_at > clock.engine_now() + timedelta(minutes=50)
