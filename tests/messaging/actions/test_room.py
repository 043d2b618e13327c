"""What was kept back over midnight is no burst when texts may leave again."""

from datetime import UTC, datetime, timedelta

import pytest

from messaging.models import Reminder
from messaging.rules.facts import CapRule, StepKind
from messaging.rules.status import ReminderState
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)
MORNING = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)  # nine in Chicago, the next day


@pytest.fixture
def teaching(june):
    """Two lessons of yesterday that never left, and nothing else planned."""
    factories.treatment(june, starts_on=TODAY + timedelta(days=2))
    counted = Reminder.objects.exclude(step__cap=CapRule.EXEMPT.value)
    rows = list(counted[:2])
    Reminder.objects.exclude(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.kind, row.local_date = StepKind.EDUCATION.value, YESTERDAY
        row.state = ReminderState.RELEASED
        row.save()
    return rows


def late(june, reminder, *, of_use: timedelta = timedelta(days=3)):
    key = f"late {reminder.pk}"
    return kit.queue(june, key=key, reminder=reminder, useful_until=NOW + of_use)


def test_the_first_goes_and_the_next_waits_for_a_morning(june, teaching):
    first, second = [kit.send(late(june, one)) for one in teaching]
    assert first.state == "ACCEPTED"
    assert (second.state, second.reason) == ("QUEUED", "another text goes today")
    assert second.due_at == MORNING
    assert kit.send(second, now=MORNING).state == "ACCEPTED"


def test_what_is_of_no_use_by_then_says_so(june, teaching):
    kit.send(late(june, teaching[0]))
    row = kit.send(late(june, teaching[1], of_use=timedelta(hours=5)))
    assert (row.state, row.reason) == ("EXPIRED", "no room under the caps while it was of use")


def test_what_is_planned_for_today_goes_first(june, teaching):
    planned = teaching[1]
    Reminder.objects.filter(pk=planned.pk).update(local_date=TODAY, state=ReminderState.PLANNED)
    assert kit.send(late(june, teaching[0])).state == "QUEUED"


def test_a_text_of_today_was_counted_by_the_agenda(june, teaching):
    kit.send(late(june, teaching[0]))
    Reminder.objects.filter(pk=teaching[1].pk).update(local_date=TODAY)
    teaching[1].refresh_from_db()
    assert kit.send(late(june, teaching[1])).state == "ACCEPTED"


def test_a_visit_does_not_wait(june, teaching):
    kit.send(late(june, teaching[0]))
    Reminder.objects.filter(pk=teaching[1].pk).update(kind=StepKind.REMINDER.value)
    teaching[1].refresh_from_db()
    assert kit.send(late(june, teaching[1])).state == "ACCEPTED"
