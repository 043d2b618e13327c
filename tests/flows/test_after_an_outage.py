"""Three days without service: what is still of use goes in its window, the rest says why not.

A clinic of twenty, in denosumab, chemotherapy and radiation, with visits, lessons and
check-ins in the days when everything is down.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from messaging.actions import stepping, ticking
from messaging.models import Alert, OutboundMessage, Patient, Reminder
from messaging.rules.facts import CapRule, StepKind
from messaging.rules.kinds import Level
from messaging.rules.status import MessageState, ReminderState
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
# Down from the evening of a Thursday; up again on Monday, before the day window opens.
DOWN = datetime(2026, 3, 12, 22, 0, tzinfo=ZONE)
UP = datetime(2026, 3, 16, 6, 0, tzinfo=ZONE)
OPENS = datetime(2026, 3, 16, 9, 0, tzinfo=ZONE)
END = datetime(2026, 3, 23, 6, 0, tzinfo=ZONE)
KINDS = (TreatmentKind.DENOSUMAB, TreatmentKind.CHEMOTHERAPY, TreatmentKind.EXTERNAL_RADIATION)


@pytest.fixture(scope="module")
def clinic(django_db_setup: None, django_db_blocker: object) -> object:
    """The days before, the outage and a week after it, lived once and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        for n in range(20):
            who = factories.patient(name=f"Patient {n}", weekly_day=n % 7)
            kind, first = KINDS[n % 3], TODAY + (8 + n) * DAY
            factories.treatment(who, kind=kind, starts_on=first, doses=2, every_days=21)
        run(since=NOW, until=DOWN)
        ticking.tick(now=UP)
        early = OutboundMessage.objects.filter(queued_at__gte=DOWN).count()
        run(since=UP, until=END)
        yield early
        transaction.set_rollback(True)


def run(*, since: datetime, until: datetime) -> None:
    """Tick at each due instant."""
    now = since
    ticking.tick(now=now)
    while (upcoming := stepping.next_due(now=now)) is not None and upcoming < until:
        now = max(upcoming, now + timedelta(seconds=1))
        ticking.tick(now=now)


def missed() -> list[Reminder]:
    """What was meant for the days of the outage."""
    days = [(DOWN.date() + n * DAY).isoformat() for n in range(1, 4)]
    rows = Reminder.objects.filter(facts__nominal__in=days).select_related("step", "dose")
    return [row for row in rows if row.decided_at is None or row.decided_at >= DOWN]


def went_late() -> list[Reminder]:
    return [row for row in missed() if row.state == ReminderState.RELEASED]


def sent() -> list[OutboundMessage]:
    rows = OutboundMessage.objects.filter(reminder__isnull=False, queued_at__gte=DOWN)
    return list(rows.select_related("reminder__step", "reminder__dose"))


def test_the_outage_hit_visits_lessons_and_questions(clinic: int) -> None:
    kinds = Counter(row.kind for row in missed())
    assert {StepKind.REMINDER, StepKind.EDUCATION, StepKind.CHECK_IN} <= kinds.keys()


def test_nothing_leaves_before_the_day_window_opens(clinic: int) -> None:
    assert clinic == 0
    for row in sent():
        assert row.state == MessageState.ACCEPTED, row.reason
        assert time(9) <= row.accepted_at.astimezone(ZONE).time() < time(20)
        assert row.accepted_at >= OPENS


def test_what_is_still_of_use_goes_within_its_own_window(clinic: int) -> None:
    assert went_late()
    for row in went_late():
        for text in row.outbound.all():
            assert text.accepted_at < row.useful_until


def test_tomorrows_visit_dies_at_the_visit(clinic: int) -> None:
    visits = [row for row in missed() if row.step.slug == "visit" and row.dose]
    over = [row for row in visits if row.dose.on <= OPENS.date()]
    assert over
    for row in over:
        at = datetime.combine(row.dose.on, row.dose.at or time(9), tzinfo=ZONE)
        assert row.state == ReminderState.EXPIRED if at <= OPENS else row.state, row
        assert not row.outbound.filter(accepted_at__gte=at).exists()


def test_a_lesson_slips_some_days(clinic: int) -> None:
    slipped = [row for row in went_late() if row.kind == StepKind.EDUCATION]
    assert slipped
    for row in slipped:
        assert row.local_date >= OPENS.date() > date.fromisoformat(row.facts["nominal"])


def test_what_is_of_no_use_expires_and_says_why(clinic: int) -> None:
    dead = [row for row in missed() if row.state == ReminderState.EXPIRED]
    assert dead
    assert {row.reason for row in dead} <= {"too_late", "no longer useful"}
    assert not any(row.outbound.exists() for row in dead)


def test_no_phone_gets_more_than_the_caps_allow(clinic: int) -> None:
    moved = Reminder.objects.filter(
        state=ReminderState.RELEASED, step__cap=CapRule.MOVE, decided_at__gte=DOWN
    ).exclude(kind=StepKind.STAFF)
    days = Counter((row.recipient_id, row.local_date) for row in moved)
    weeks = Counter((row.recipient_id, row.local_date.isocalendar()[:2]) for row in moved)
    assert max(days.values()) == 1
    assert max(weeks.values()) <= 4


def test_nothing_is_doubled_and_nothing_is_without_a_fate(clinic: int) -> None:
    keys = OutboundMessage.objects.values_list("dedupe_key", flat=True)
    assert len(keys) == len(set(keys))
    rows = Reminder.objects.filter(due_at__lt=END - DAY)
    assert not rows.filter(state=ReminderState.PLANNED).exists()
    assert all(row.reason for row in rows)
    said = rows.filter(state=ReminderState.RELEASED).exclude(kind=StepKind.STAFF)
    assert all(row.outbound.exists() for row in said)


class TestWhileAnAlertIsOpen:
    """Given an urgent alert, planned texts wait; safety goes, and what is of use goes later."""

    @pytest.fixture
    def june(self) -> Patient:
        june = factories.patient()
        first = TODAY + 4 * DAY
        factories.treatment(june, starts_on=first, doses=1)
        ticking.tick(now=NOW)
        return june

    def alert(self, june: Patient, *, at: datetime) -> Alert:
        return Alert.objects.create(
            phone=kit.phone_of(june),
            patient=june,
            level=Level.URGENT,
            flag="fever",
            rule="tests",
            opened_at=at,
        )

    def due(self, june: Patient) -> Reminder:
        """Her next text that is not about safety."""
        rows = Reminder.objects.of_patient(june.pk).planned().exclude(step__cap=CapRule.EXEMPT)
        return rows.filter(due_at__gt=NOW).order_by("due_at")[0]

    def test_what_falls_due_waits_for_the_next_morning(self, june: Patient) -> None:
        text = self.due(june)
        self.alert(june, at=text.due_at - timedelta(hours=1))
        ticking.tick(now=text.due_at)
        waiting = Reminder.objects.get(pk=text.pk)
        assert waiting.state == ReminderState.PLANNED
        assert waiting.due_at > text.due_at
        assert waiting.reason == "open_alert"

    def test_once_it_is_over_what_is_of_use_goes(self, june: Patient) -> None:
        text = self.due(june)
        self.alert(june, at=text.due_at - timedelta(hours=1))
        run(since=text.due_at, until=text.due_at + 2 * DAY)
        assert Reminder.objects.get(pk=text.pk).state == ReminderState.RELEASED
