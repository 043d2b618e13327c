"""Moving enrolled patients to a version: counted before, and nothing sent twice after."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import planning, protocol_editing, protocol_moving, protocols, ticking
from messaging.models import (
    Clinic,
    Enrolment,
    Entry,
    OutboundMessage,
    Patient,
    PatientState,
    Protocol,
    Reminder,
)
from messaging.rules.status import ReminderState
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions.protocol_kit import change, own, shipped

pytestmark = pytest.mark.django_db
STARTS = TODAY + timedelta(days=7)
TOLD = NOW + timedelta(days=5, hours=1)  # two days before the first dose


@pytest.fixture
def harbor() -> Clinic:
    return factories.clinic()


@pytest.fixture
def june(harbor: Clinic) -> Patient:
    return treated("June Whitfield")


def treated(name: str, *, at: Clinic | None = None) -> Patient:
    patient = factories.patient(name=name, at=at)
    factories.treatment(patient, starts_on=STARTS, doses=2)
    return patient


def earlier(harbor: Clinic, *, on: bool = True) -> Protocol:
    """The clinic's own version: the visit reminder three days before, and no mouth check."""
    made = own(harbor)
    change(made, "visit", offset_days=-3)
    protocol_editing.remove_step(step=made.steps.get(slug="mouth-check"), by="Marcus Webb", now=NOW)
    if on:
        protocols.approve(clinic=harbor, protocols=[made], by="Dr. Lena Fischer", now=NOW)
    return made


def move(harbor: Clinic, to: Protocol, **given: Any) -> protocol_moving.Moved:
    told: dict[str, Any] = {"by": "Dr. Lena Fischer", "now": NOW, **given}
    return protocol_moving.move_enrolments(clinic=harbor, to=to, **told)


def visits(patient: Patient) -> list[Reminder]:
    rows = Reminder.objects.of_patient(patient.pk).filter(step__slug="visit")
    return list(rows.order_by("id"))


def texts_about_visits() -> int:
    return OutboundMessage.objects.filter(reminder__step__slug="visit").count()


def on(patient: Patient) -> Protocol:
    return Enrolment.objects.get(patient=patient, protocol__slug="denosumab").protocol


class TestWhatWouldChange:
    def test_it_is_counted_for_each_patient_and_nothing_is_written(
        self, harbor: Clinic, june: Patient
    ) -> None:
        made = earlier(harbor, on=False)
        rows, entries = Reminder.objects.count(), Entry.objects.count()
        ((who, found),) = protocol_moving.changes(clinic=harbor, to=made, now=NOW)
        assert who == june.pk
        assert found.moved >= 2  # a reminder of each dose, and what they make room for
        assert found.out == 2  # mouth checks on days 28 and 56 of the treatment
        assert found.added == 0
        assert found.texts_after < found.texts_before
        assert (Reminder.objects.count(), Entry.objects.count()) == (rows, entries)
        assert on(june).version == 1

    def test_the_same_steps_change_nothing(self, harbor: Clinic, june: Patient) -> None:
        ((_, found),) = protocol_moving.changes(clinic=harbor, to=own(harbor), now=NOW)
        assert found.size == 0
        assert found.texts_before == found.texts_after > 0

    def test_it_goes_on_after_the_last_one_looked_at(self, harbor: Clinic, june: Patient) -> None:
        olga = treated("Olga Petrova")
        made = earlier(harbor, on=False)
        first = protocol_moving.changes(clinic=harbor, to=made, now=NOW, limit=1)
        then = protocol_moving.changes(clinic=harbor, to=made, now=NOW, after=june.pk)
        assert [who for who, _ in (*first, *then)] == [june.pk, olga.pk]

    def test_another_clinics_patients_and_the_dead_are_left_alone(
        self, harbor: Clinic, june: Patient
    ) -> None:
        elsewhere = factories.clinic(slug="elsewhere", name="Elsewhere Clinic")
        treated("Olga Petrova", at=elsewhere)
        died = treated("Rosa Diaz")
        Patient.objects.filter(pk=died.pk).update(state=PatientState.DIED)
        found = protocol_moving.changes(clinic=harbor, to=earlier(harbor, on=False), now=NOW)
        assert [who for who, _ in found] == [june.pk]

    def test_who_is_on_which_version_is_counted(self, harbor: Clinic, june: Patient) -> None:
        made = earlier(harbor)
        treated("Olga Petrova")
        counts = protocol_moving.enrolled(harbor, "denosumab")
        assert counts == {shipped("denosumab").pk: 1, made.pk: 1}

    def test_who_has_the_treatment_and_no_version_is_counted(
        self, harbor: Clinic, june: Patient
    ) -> None:
        assert protocol_moving.on_none(harbor, shipped("denosumab")) == 0
        protocols.switch_off(clinic=harbor, protocol=shipped("denosumab"), by="tests", now=NOW)
        treated("Olga Petrova")
        assert protocol_moving.on_none(harbor, shipped("denosumab")) == 1
        assert protocol_moving.on_none(harbor, shipped("everyone")) == 0


class TestMoving:
    def test_what_is_planned_follows_the_new_steps(self, harbor: Clinic, june: Patient) -> None:
        made = earlier(harbor)
        assert move(harbor, made) == protocol_moving.Moved(moved=1, failed=0, left=0)
        assert on(june) == made
        (row,) = visits(june)
        assert (row.state, row.step.protocol) == (ReminderState.PLANNED, made)
        assert row.local_date == STARTS - timedelta(days=3)

    def test_what_the_new_steps_lack_is_taken_back_and_says_why(
        self, harbor: Clinic, june: Patient
    ) -> None:
        made = earlier(harbor, on=False)
        protocol_editing.remove_step(step=made.steps.get(slug="about"), by="tests", now=NOW)
        protocols.approve(clinic=harbor, protocols=[made], by="tests", now=NOW)
        move(harbor, made)
        row = Reminder.objects.of_patient(june.pk).get(step__slug="about")
        assert (row.state, row.step.protocol.version) == (ReminderState.CANCELLED, 1)
        assert row.reason == "She was moved to version 2 of the protocol."

    def test_what_was_sent_stays_sent_once(self, harbor: Clinic, june: Patient) -> None:
        ticking.tick(now=TOLD)
        assert texts_about_visits() == 1
        move(harbor, earlier(harbor), now=TOLD)
        for hours in (0, 12, 30):
            ticking.tick(now=TOLD + timedelta(hours=hours))
        assert texts_about_visits() == 1
        (row,) = visits(june)
        assert (row.state, row.step.protocol.version) == (ReminderState.RELEASED, 1)

    def test_what_was_sent_long_ago_is_not_sent_again_on_a_later_day(self, harbor: Clinic) -> None:
        """The dental visit was asked for on day 180; the new version asks on day 250."""
        long_ago = NOW - timedelta(days=210)
        rosa = factories.patient(name="Rosa Diaz", now=long_ago)
        starts = TODAY - timedelta(days=200)
        factories.treatment(rosa, starts_on=starts, doses=0, now=long_ago)
        ticking.tick(now=NOW - timedelta(days=20) + timedelta(hours=1))
        asked = Reminder.objects.of_patient(rosa.pk).filter(step__slug="dental-visit")
        assert [row.state for row in asked] == [ReminderState.RELEASED]

        made = own(harbor)
        change(made, "dental-visit", offset_days=250)
        protocols.approve(clinic=harbor, protocols=[made], by="tests", now=NOW)
        move(harbor, made)
        for days in (38, 45, 51):
            ticking.tick(now=NOW + timedelta(days=days))
        assert [(row.occurrence, row.step.protocol.version) for row in asked.all()] == [
            ("start", 1)
        ]

    def test_what_was_taught_is_not_taught_again(self, harbor: Clinic) -> None:
        """Two months lie between the day of the old step and that of the new one."""
        rosa = factories.patient(name="Rosa Diaz", drug_names_agreed=True)
        factories.treatment(rosa, starts_on=STARTS, doses=0)
        for days in range(8):
            ticking.tick(now=NOW + timedelta(days=days, hours=1))
        taught = Reminder.objects.of_patient(rosa.pk).filter(step__slug="about")
        assert [row.state for row in taught] == [ReminderState.RELEASED]

        made = own(harbor)
        change(made, "about", offset_days=60)
        protocols.approve(clinic=harbor, protocols=[made], by="tests", now=NOW)
        move(harbor, made, now=NOW + timedelta(days=8))
        for days in (45, 55, 60, 67, 68):
            ticking.tick(now=NOW + timedelta(days=days, hours=1))
        assert [row.step.protocol.version for row in taught.all()] == [1]

    def test_the_past_is_left_to_the_steps_that_decided_it(self, harbor: Clinic) -> None:
        """A step that would have been due before the move was not missed: it was not there."""
        rosa = factories.patient(name="Rosa Diaz")
        factories.treatment(rosa, starts_on=STARTS, doses=0)
        later = NOW + timedelta(days=12)
        ticking.tick(now=later)
        made = own(harbor)
        tip = {"slug": "tip", "kind": "hygiene", "anchor": "start", "offset_days": 1}
        tip |= {"words": ["template:M-FLOSS"], "lateness_hours": 24}
        protocol_editing.save_step(protocol=made, table=tip, by="tests", now=NOW)
        protocols.approve(clinic=harbor, protocols=[made], by="tests", now=later)
        before = set(Reminder.objects.filter(useful_until__lte=later).values_list("pk", "state"))
        move(harbor, made, now=later)
        rows = Reminder.objects.filter(useful_until__lte=later)
        assert set(rows.values_list("pk", "state")) == before

    def test_nothing_of_the_old_steps_is_left_to_come(self, harbor: Clinic, june: Patient) -> None:
        made = earlier(harbor)
        move(harbor, made)
        rows = Reminder.objects.of_patient(june.pk).filter(enrolment__protocol=made)
        to_come = rows.exclude(state=ReminderState.CANCELLED).filter(due_at__gt=NOW)
        assert {row.step.protocol for row in to_come.select_related("step__protocol")} == {made}

    def test_planning_again_changes_nothing_more(self, harbor: Clinic, june: Patient) -> None:
        move(harbor, earlier(harbor))
        before = list(Reminder.objects.order_by("id").values_list("id", "state", "due_at"))
        planning.replan(june, now=NOW)
        assert list(Reminder.objects.order_by("id").values_list("id", "state", "due_at")) == before

    def test_moving_back_brings_the_old_days_back(self, harbor: Clinic, june: Patient) -> None:
        move(harbor, earlier(harbor))
        base = shipped("denosumab")
        protocols.approve(clinic=harbor, protocols=[base], by="tests", now=NOW)
        move(harbor, base)
        (row,) = visits(june)
        assert (row.state, row.step.protocol) == (ReminderState.PLANNED, base)
        assert row.local_date == STARTS - timedelta(days=2)

    def test_it_goes_in_chunks_and_is_taken_up_again(self, harbor: Clinic, june: Patient) -> None:
        olga = treated("Olga Petrova")
        made = earlier(harbor)
        assert move(harbor, made, limit=1) == protocol_moving.Moved(moved=1, failed=0, left=1)
        assert (on(june), on(olga).version) == (made, 1)
        assert move(harbor, made, limit=1).left == 0
        assert move(harbor, made, limit=1) == protocol_moving.Moved(moved=0, failed=0, left=0)
        said = Entry.objects.filter(action="protocol.move").order_by("id")
        assert [entry.after["moved"] for entry in said] == [1, 1, 0]
        assert Entry.objects.filter(action="enrolment.move").count() == 2

    def test_one_patient_who_cannot_be_planned_keeps_nobody_back(
        self, harbor: Clinic, june: Patient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        olga = treated("Olga Petrova")
        made = earlier(harbor)
        real = planning.look_again

        def fails_for_june(pk: int, **given: Any) -> object:
            if pk == june.pk and on(june) == made:
                raise RuntimeError("these facts cannot be")
            return real(pk, **given)

        monkeypatch.setattr(planning, "look_again", fails_for_june)
        assert move(harbor, made) == protocol_moving.Moved(moved=1, failed=1, left=1)
        assert (on(june).version, on(olga)) == (1, made)
        assert visits(june)[0].state == ReminderState.PLANNED

    def test_a_version_that_is_off_takes_nobody(self, harbor: Clinic, june: Patient) -> None:
        with pytest.raises(ValidationError, match="approve it first"):
            move(harbor, earlier(harbor, on=False))
        assert on(june).version == 1
