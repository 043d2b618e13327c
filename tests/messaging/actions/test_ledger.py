"""The ledger: what is counted, when, and what is said where it does not add up."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from messaging.actions import fates, ledger, reminders, stepping, ticking
from messaging.models import (
    CheckIn,
    HandOff,
    LedgerDay,
    OutboundMessage,
    Patient,
    Reminder,
)
from messaging.rules.ledger import NO_FATE, OVERDUE, Part
from messaging.rules.status import TERMINAL, MessageState, ReminderState
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
# 06:00 on the clinic's clock, the day after.
MORNING = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def planted(who: Patient, n: int = 1, **fields: Any) -> Reminder:
    """A row of today, beside what the agenda made."""
    enrolment = who.enrolments.get(treatment=None)
    fields = {"state": ReminderState.SKIPPED, "reason": "over_cap", "kind": "education", **fields}
    return Reminder.objects.create(
        recipient=who.recipients.get(),
        enrolment=enrolment,
        step=enrolment.protocol.steps.get(slug="card"),
        occurrence=f"planted:{n}",
        due_at=NOW,
        **{"useful_until": NOW + timedelta(days=1), "local_date": TODAY, **fields},
    )


def counted(who: Patient, *, now: datetime = MORNING, on: date = TODAY) -> dict[str, dict]:
    found = ledger.count(who.clinic, on=on, now=now)
    assert found.expected == sum(found.part(part) for part in Part)
    return {part.value: dict(reasons) for part, reasons in found.reasons.items()}


@pytest.fixture
def empty(june: Patient) -> Patient:
    """A patient without any row, so that a test counts its own alone."""
    Reminder.objects.of_patient(june.pk).delete()
    return june


def released(who: Patient, n: int = 1, **text: Any) -> OutboundMessage:
    """A planted row that went on its way through the outbox."""
    row = planted(who, n, state=ReminderState.PLANNED, reason="due", words=["template:CARD"])
    reminders.release(row, now=NOW)
    made = OutboundMessage.objects.get(reminder=row)
    state = text.get("state", made.state)
    ended = {"next_action_at": None} if state in TERMINAL else {}
    OutboundMessage.objects.filter(pk=made.pk).update(**text, **ended)
    return made


class TestCounting:
    @pytest.mark.parametrize("state", MessageState)
    def test_the_rows_say_what_the_rule_says(self, empty: Patient, state: MessageState) -> None:
        """The groups that the database makes and the rule of one row agree."""
        released(empty, state=state, reason="why")
        (row,) = fates.annotated(ledger.rows_of(empty.clinic, TODAY), now=NOW)
        found = fates.of(row)
        assert found is not None
        assert counted(empty, now=NOW) == {found.part.value: {found.reason: 1}}

    def test_reasons_are_counted_apart(self, empty: Patient) -> None:
        for n, reason in enumerate(["merged", "merged", "over_cap"]):
            planted(empty, n, reason=reason)
        assert counted(empty) == {"skipped": {"merged": 2, "over_cap": 1}}

    def test_only_the_first_of_its_texts_counts(self, empty: Patient) -> None:
        first = released(empty, state="DELIVERED")
        OutboundMessage.objects.create(
            **{
                field.attname: getattr(first, field.attname)
                for field in OutboundMessage._meta.concrete_fields
                if field.attname not in ("id", "dedupe_key", "state")
            },
            dedupe_key="its second text",
            state="QUEUED",
        )
        assert counted(empty) == {"sent": {"delivered": 1}}

    def test_a_check_in_counts_by_its_first_question(self, empty: Patient) -> None:
        asks = ["question:Q-CORD", "question:Q-PAIN"]
        row = planted(empty, state="PLANNED", kind="check_in", words=asks)
        reminders.release(row, now=NOW)
        assert counted(empty, now=NOW) == {"waiting": {"queued": 1}}

    def test_or_by_the_next_where_the_first_has_no_approved_words(self, empty: Patient) -> None:
        empty.clinic.wordset.approvals.filter(template__slug="Q-CORD").update(state="retired")
        type(empty.clinic.wordset).objects.touch_all()
        asks = ["question:Q-CORD", "question:Q-PAIN"]
        row = planted(empty, state="PLANNED", kind="check_in", words=asks)
        reminders.release(row, now=NOW)
        assert CheckIn.objects.get(reminder=row).questions.get(state="open").slug == "Q-PAIN"
        assert counted(empty, now=NOW) == {"waiting": {"queued": 1}}

    def test_a_staff_step_counts_by_its_task(self, empty: Patient) -> None:
        row = planted(empty, state="PLANNED", kind="staff", words=["handoff:missed_dose"])
        reminders.release(row, now=NOW)
        assert counted(empty) == {"sent": {"handed over": 1}}

    def test_also_where_it_joined_a_task_that_was_open(self, empty: Patient) -> None:
        for n in range(2):
            row = planted(empty, n, state="PLANNED", kind="staff", words=["handoff:missed_dose"])
            reminders.release(row, now=NOW + timedelta(hours=n))
        assert HandOff.objects.get(kind="missed_dose").times == 2
        assert counted(empty) == {"sent": {"handed over": 2}}

    def test_another_days_rows_and_another_clinics_are_not_counted(self, empty: Patient) -> None:
        planted(empty, 1, local_date=TODAY - timedelta(days=1))
        other = factories.patient(at=factories.clinic(slug="elsewhere"))
        Reminder.objects.of_patient(other.pk).delete()
        planted(other, 2)
        assert counted(empty) == {}

    def test_the_day_is_that_of_the_recipient(self) -> None:
        """At 23:30 in Chicago it is the next day in Auckland already: her row says so."""
        away = factories.patient(time_zone="Pacific/Auckland")
        days = set(Reminder.objects.of_patient(away.pk).values_list("local_date", flat=True))
        assert min(days) == TODAY + timedelta(days=1)
        assert counted(away) == {}


class TestFaults:
    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"state": "RELEASED"}, id="released without a text"),
            pytest.param({"state": "RELEASED", "kind": "staff"}, id="released without a task"),
            pytest.param({"state": "LOST"}, id="a state that nobody knows"),
        ],
    )
    def test_a_row_without_a_fate_is_said_aloud_and_not_counted_as_sent(
        self, empty: Patient, fields: dict[str, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        released(empty, 1, state="DELIVERED")
        planted(empty, 2, **{"reason": "due", "decided_at": NOW, **fields})
        ledger.close_days(now=MORNING)

        day = LedgerDay.objects.get(on=TODAY)
        assert (day.expected, day.sent, day.unknown) == (2, 1, 1)
        assert day.reasons["unknown"] == {NO_FATE: 1}
        assert "1 without a fate" in caplog.text

    def test_what_waits_past_its_use_is_said_aloud(
        self, empty: Patient, caplog: pytest.LogCaptureFixture
    ) -> None:
        planted(empty, state="PLANNED", useful_until=MORNING)
        ledger.close_days(now=MORNING)
        day = LedgerDay.objects.get(on=TODAY)
        assert (day.waiting, day.expired) == (0, 1)
        assert day.reasons["expired"] == {OVERDUE: 1}
        assert "1 wait past their use" in caplog.text

    def test_once_that_is_written_down_the_day_adds_up(self, empty: Patient) -> None:
        row = planted(empty, state="PLANNED", useful_until=MORNING)
        ledger.close_days(now=MORNING)
        assert LedgerDay.objects.get(on=TODAY).faults == 1
        Reminder.objects.filter(pk=row.pk).update(state="EXPIRED", reason="no longer useful")
        ledger.close_days(now=MORNING + timedelta(hours=1))
        day = LedgerDay.objects.get(on=TODAY)
        assert (day.faults, day.reasons["expired"]) == (0, {"no longer useful": 1})

    def test_more_fates_than_rows_are_refused(
        self, empty: Patient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planted(empty)
        real = fates.groups
        monkeypatch.setattr(
            fates, "groups", lambda rows, now: [*real(rows, now=now), *real(rows, now=now)]
        )
        with pytest.raises(ledger.DoesNotAddUp, match="1 more fates than rows"):
            ledger.count(empty.clinic, on=TODAY, now=MORNING)

    def test_a_day_that_is_not_whole_cannot_be_stored(self, empty: Patient) -> None:
        wrong = ledger.Counted(3, {Part.SENT: {"delivered": 2}}, 0)
        with pytest.raises(IntegrityError), transaction.atomic():
            ledger.store(empty.clinic, on=TODAY, counted=wrong, now=MORNING)

    def test_a_day_that_fails_stops_no_other_and_is_tried_again(
        self, empty: Patient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        real = ledger.count

        def broken(clinic: Any, *, on: date, now: datetime) -> ledger.Counted:
            if on == TODAY:
                raise RuntimeError("no")
            return real(clinic, on=on, now=now)

        with monkeypatch.context() as patch:
            patch.setattr(ledger, "count", broken)
            ledger.close_days(now=MORNING + timedelta(days=1))
        assert [day.on for day in LedgerDay.objects.all()] == [TODAY + timedelta(days=1)]
        assert "could not be counted" in caplog.text

        ledger.close_days(now=MORNING + timedelta(days=2))
        assert LedgerDay.objects.filter(on=TODAY).exists()


class TestMornings:
    @pytest.mark.parametrize(
        ("now", "days"),
        [
            pytest.param(MORNING - SECOND, [], id="before six nothing"),
            pytest.param(MORNING, [3], id="from six on yesterday"),
            pytest.param(MORNING + timedelta(days=3), [3, 4, 5, 6], id="after an outage all"),
        ],
    )
    def test_days_are_counted_from_the_next_morning_on(
        self, june: Patient, now: datetime, days: list[int]
    ) -> None:
        ledger.close_days(now=now)
        assert [day.on.day for day in LedgerDay.objects.order_by("on")] == days

    def test_the_same_again_changes_nothing(self, empty: Patient) -> None:
        planted(empty)
        ledger.close_days(now=MORNING)
        before = LedgerDay.objects.values().get()
        ledger.close_days(now=MORNING + timedelta(hours=3))
        assert LedgerDay.objects.values().get() == before

    def test_a_day_with_open_ends_is_counted_again_each_hour(self, empty: Patient) -> None:
        text = released(empty, state="HELD", reason="not found")
        ledger.close_days(now=MORNING)
        assert LedgerDay.objects.get().held == 1
        kit_done = {"state": "DELIVERED", "next_action_at": None}
        OutboundMessage.objects.filter(pk=text.pk).update(**kit_done)

        ledger.close_days(now=MORNING + timedelta(minutes=59))
        assert LedgerDay.objects.get().held == 1
        ledger.close_days(now=MORNING + timedelta(minutes=60))
        day = LedgerDay.objects.get()
        assert (day.held, day.sent) == (0, 1)
        assert day.made_at == MORNING + timedelta(minutes=60)

    def test_a_carriers_late_word_is_in_the_next_mornings_count(self, empty: Patient) -> None:
        text = released(empty, state="ACCEPTED")
        ledger.close_days(now=MORNING)
        ended = {"state": "UNDELIVERED", "error_code": 30003, "next_action_at": None}
        OutboundMessage.objects.filter(pk=text.pk).update(**ended)
        ledger.close_days(now=MORNING + timedelta(days=1))
        day = LedgerDay.objects.get(on=TODAY)
        assert (day.sent, day.failed) == (0, 1)
        assert day.reasons["failed"] == {"code:30003": 1}

    def test_rows_that_come_late_are_in_the_next_mornings_count(self, empty: Patient) -> None:
        ledger.close_days(now=MORNING)
        planted(empty, reason="before_enrolment")
        ledger.close_days(now=MORNING + timedelta(days=1))
        assert LedgerDay.objects.get(on=TODAY).expected == 1

    def test_what_is_held_for_months_is_still_counted_again(self, empty: Patient) -> None:
        text = released(empty, state="HELD")
        ledger.close_days(now=MORNING)
        ledger.close_days(now=MORNING + timedelta(days=50))
        OutboundMessage.objects.filter(pk=text.pk).update(state="CANCELLED", next_action_at=None)
        ledger.close_days(now=MORNING + timedelta(days=51))
        assert LedgerDay.objects.get(on=TODAY).skipped == 1

    def test_a_clinic_without_patients_has_no_ledger(self) -> None:
        factories.clinic()
        ledger.close_days(now=MORNING + timedelta(days=9))
        assert not LedgerDay.objects.exists()

    def test_each_clinic_has_its_own_morning(self, june: Patient) -> None:
        west = factories.clinic(slug="west", time_zone="Pacific/Honolulu")
        factories.patient(at=west)
        ledger.close_days(now=MORNING)
        assert {day.clinic.slug for day in LedgerDay.objects.all()} == {"harbor"}
        assert stepping.next_due(now=MORNING) == MORNING + timedelta(hours=4)

    def test_a_morning_that_the_clocks_skip_comes_all_the_same(self, june: Patient) -> None:
        """On 8 March 2026 Chicago's clocks go forward: six o'clock is an hour sooner in UTC."""
        before = datetime(2026, 3, 8, 7, tzinfo=UTC)
        assert ledger.next_morning(now=before) == datetime(2026, 3, 8, 11, tzinfo=UTC)

    def test_the_tick_counts(self, june: Patient) -> None:
        ticking.tick(now=MORNING)
        assert LedgerDay.objects.filter(clinic=june.clinic, on=TODAY).exists()

    def test_years_are_caught_up_in_steps(self, june: Patient) -> None:
        assert ledger.close_days(now=MORNING + timedelta(days=100))
        assert LedgerDay.objects.count() == ledger.DAYS_AT_ONCE
        ticking.until_rest(lambda: ledger.close_days(now=MORNING + timedelta(days=100)))
        assert LedgerDay.objects.count() == 101
