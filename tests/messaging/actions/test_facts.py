"""What the agenda is told: read for many at once, and no further back than it matters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.actions import facts, planning, treatments
from messaging.models import (
    Alert,
    Enrolment,
    HospitalStay,
    Patient,
    PatientState,
    Reminder,
    Step,
    Treatment,
)
from messaging.rules.consent import EventKind
from messaging.rules.facts import Desk, Stay
from messaging.rules.kinds import Level
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def of(who, *, now=NOW, **given):
    return facts.of(who, now=now, **given)


def alert(who, level=Level.URGENT, **fields):
    given = {"phone": kit.phone_of(who), "patient": who, "opened_at": NOW, **fields}
    return Alert.objects.create(level=level, flag="fever", rule="tests", **given)


def went(who, step, *, on=TODAY, state="RELEASED", **fields):
    """Her row of a step, as if it had been decided on a day."""
    row = Reminder.objects.of_patient(who.pk).filter(step__slug=step).first()
    at = NOW + (on - TODAY)
    given = {"local_date": on, "due_at": at, "useful_until": at + DAY, "state": state, **fields}
    Reminder.objects.filter(pk=row.pk).update(**given)
    return row


def sent(who, **given):
    return [(said.step, said.counts) for said in of(who, **given).sent]


class TestManyAtOnce:
    def test_they_come_in_the_order_asked_for_and_nobody_is_passed_over(self, june):
        other = factories.patient()
        found = facts.of_many([other.pk, 0, june.pk], now=NOW)
        assert [patient.id for patient in found] == [other.pk, june.pk]

    def test_more_patients_take_no_more_queries(self, june):
        factories.treatment(june)
        few = queries([june.pk])
        others = [factories.patient() for _ in range(5)]
        for who in others:
            factories.treatment(who)
        assert queries([june.pk, *(who.pk for who in others)]) == few <= 13

    def test_steps_of_a_version_are_the_same_objects_for_all(self, june):
        other = factories.patient()
        one, two = facts.of_many([june.pk, other.pk], now=NOW)
        assert one.enrolments[0].steps is two.enrolments[0].steps

    def test_each_is_what_she_is_when_read_alone(self, june):
        other = factories.patient(time_zone="Asia/Tokyo", weekly_day=4)
        factories.treatment(other, kind=TreatmentKind.CHEMOTHERAPY)
        together = list(facts.of_many([june.pk, other.pk], now=NOW))
        assert together == [of(june), of(other)]


def queries(pks) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(facts.of_many(pks, now=NOW))
    return len(asked)


class TestHer:
    def test_the_desk_is_her_clinics(self, june):
        assert of(june).desk == Desk(
            "America/Chicago", frozenset(range(5)), june.clinic.opens_at, june.clinic.closes_at
        )

    def test_days_in_hospital_are_told(self, june):
        HospitalStay.objects.create(
            patient=june, admitted_on=TODAY, noted_by="Dana Reyes", noted_at=NOW
        )
        assert of(june).stays == (Stay(TODAY),)

    def test_pills_are_told(self, june):
        made = factories.treatment(june, kind=TreatmentKind.HORMONE, pills=True)
        (hers,) = [e for e in of(june).enrolments if e.kind == made.kind]
        assert hers.pills

    @pytest.mark.parametrize(
        ("level", "fields", "is_open"),
        [
            pytest.param(Level.EMERGENCY, {}, True, id="emergency"),
            pytest.param(Level.URGENT, {}, True, id="urgent"),
            pytest.param(Level.SAME_DAY, {}, False, id="no pressing one"),
            pytest.param(Level.URGENT, {"patient": None}, True, id="about nobody, on her phone"),
            pytest.param(
                Level.URGENT, {"opened_at": NOW - timedelta(hours=13)}, False, id="13 hours old"
            ),
        ],
    )
    def test_an_alert_that_presses_is_told(self, june, level, fields, is_open):
        alert(june, level, **fields)
        assert of(june).alert_open is is_open

    def test_a_closed_alert_presses_no_more(self, june):
        alert(june, closed_at=NOW, closed_by=factories.person(), action="phoned her")
        assert not of(june).alert_open

    def test_a_phone_that_left_has_not_joined(self, june):
        phone = kit.phone_of(june)
        phone.consent_events.create(kind=EventKind.REVOKED, at=NOW + DAY, method="text")
        (hers,) = of(june).recipients
        assert hers.joined_on is None


class TestWhatWasDecided:
    def test_until_when_is_told_once_it_was_planned(self, june):
        assert {e.decided_until for e in of(june).enrolments} == {NOW}

    def test_a_treatment_that_was_never_planned_is_told_without(self, june):
        Enrolment.objects.update(decided_until=None)
        assert of(june).enrolments[0].decided_until is None

    def test_a_change_weighs_all_anew(self, june):
        assert of(june, anew=True).enrolments[0].decided_until is None


class TestThePast:
    @pytest.fixture
    def treated(self, june):
        factories.treatment(june, starts_on=TODAY + 3 * DAY)
        planning.replan(june, now=NOW)
        return june

    def test_what_left_lately_is_told(self, treated):
        went(treated, "dentist-first", on=TODAY - 5 * DAY)
        assert ("dentist-first", True) in sent(treated)

    def test_what_the_caps_do_not_count_is_told_as_such(self, treated):
        went(treated, "card")
        assert ("card", False) in sent(treated)

    def test_what_expired_is_told_and_takes_no_place(self, treated):
        went(treated, "dentist-first", state="EXPIRED")
        assert ("dentist-first", False) in sent(treated)

    def test_what_can_no_longer_matter_is_not_read(self, treated):
        Treatment.objects.update(starts_on=TODAY - 300 * DAY)
        went(treated, "about", on=TODAY - 120 * DAY)
        assert "about" not in dict(sent(treated))

    def test_a_text_that_comes_twice_a_year_is_remembered_longer(self, treated):
        row = went(treated, "about", on=TODAY - 100 * DAY)
        slow = Step.objects.filter(slug="dental-visit", protocol__treatment_kind="denosumab")
        Reminder.objects.filter(pk=row.pk).update(step=slow.get())
        assert "dental-visit" in dict(sent(treated))

    def test_what_went_about_a_dose_that_was_moved_is_remembered(self, treated):
        row = went(treated, "dental-work", on=TODAY - 200 * DAY)
        treatment = Treatment.objects.get()
        Treatment.objects.update(starts_on=TODAY - 300 * DAY)
        assert "dental-work" not in dict(sent(treated))
        treatment.doses.filter(pk=row.dose_id).update(moves=1)
        assert "dental-work" in dict(sent(treated))

    def test_all_of_it_is_read_where_all_is_weighed_anew(self, treated):
        Treatment.objects.update(starts_on=TODAY - 300 * DAY)
        went(treated, "about", on=TODAY - 200 * DAY)
        assert "about" not in dict(sent(treated))
        assert "about" in dict(sent(treated, anew=True))


class TestASharedPhone:
    @pytest.fixture
    def couple(self, june):
        """June, and her husband who was enrolled later on the same phone."""
        return june, factories.patient(name="Otto Whitfield", number=factories.number_of(june))

    def test_what_went_to_one_counts_for_both(self, couple):
        june, otto = couple
        went(june, "welcome")
        assert kit.phone_of(otto) == kit.phone_of(june)
        assert {said.phone for said in of(otto).sent} == {kit.phone_of(june).pk}

    def test_what_is_planned_for_the_first_is_taken_for_the_second(self, couple):
        june, otto = couple
        factories.treatment(june, starts_on=TODAY + 3 * DAY)
        planned = Reminder.objects.of_patient(june.pk).planned()
        assert planned.exists()
        told = {said.enrolment for said in of(otto).sent}
        assert told & set(planned.values_list("enrolment", flat=True))

    def test_what_is_planned_for_the_second_is_free_for_the_first(self, couple):
        june, otto = couple
        factories.treatment(otto, starts_on=TODAY - 12 * DAY)
        planned = Reminder.objects.of_patient(otto.pk).planned()
        moves = planned.filter(step__cap="move").values_list("step__slug", flat=True)
        assert moves
        assert not {said.step for said in of(june).sent} & set(moves)

    def test_but_what_the_caps_spare_goes_whatever_the_first_has_planned(self, couple):
        june, otto = couple
        factories.treatment(otto, starts_on=TODAY + 3 * DAY)
        planned = Reminder.objects.of_patient(otto.pk).planned()
        spared = set(planned.exclude(step__cap="move").values_list("step__slug", flat=True))
        assert spared
        assert spared <= {said.step for said in of(june).sent}

    def test_where_words_would_name_a_drug_neither_agreed_for_the_other(self, couple):
        june, otto = couple
        Patient.objects.update(drug_names_agreed=True)
        assert [r.discreet for who in (june, otto) for r in of(who).recipients] == [True, True]
        Patient.objects.filter(pk=otto.pk).update(state=PatientState.DIED)
        assert not of(june).recipients[0].discreet


def test_a_dose_that_was_given_counts_from_its_day(june):
    made = factories.treatment(june, starts_on=TODAY - DAY)
    dose = made.doses.get(number=1)
    treatments.give(dose, by=factories.person(), now=NOW, on=TODAY)
    doses = [dose for e in of(june).enrolments for dose in e.doses]
    assert doses[0].on == TODAY
