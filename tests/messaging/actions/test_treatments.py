"""Treatments and doses: bad dates get a sentence; a change tells who was told before."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from content import actions as content
from content.models import Template
from messaging.actions import treatments, visits
from messaging.models import Alert, Dose, Entry, Patient, Reminder, Treatment
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SOON = TODAY + 3 * DAY


def refusal(work, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        work(*args, **kwargs)
    return " ".join(error.value.messages)


def by() -> dict:
    return {"by": factories.person(), "now": NOW}


@pytest.fixture
def treatment(june) -> Treatment:
    return factories.treatment(june, starts_on=SOON)


@pytest.fixture
def dose(treatment):
    return treatment.doses.first()


def told(june) -> None:
    """The visit text has left."""
    visit = Reminder.objects.of_patient(june.pk).filter(kind="reminder").first()
    row = kit.queue(june, key="visit", slug="CARD", reminder=visit)
    kit.send(row)


class TestBadDates:
    def test_an_end_before_the_start(self, june):
        assert "end lies before the start" in refusal(
            factories.treatment, june, ends_on=TODAY - DAY
        )

    def test_a_start_in_another_century(self, june):
        assert "between 1950 and 2100" in refusal(
            factories.treatment, june, starts_on=date(1850, 1, 1), doses=0
        )

    def test_a_dose_before_its_treatment(self, treatment, dose):
        assert "before the treatment starts" in refusal(
            treatments.move, dose, on=TODAY - DAY, **by()
        )

    def test_a_start_that_moves_behind_a_dose(self, treatment):
        treatment.starts_on += 7 * DAY
        assert "There is a dose on" in refusal(treatments.save, treatment, **by())

    def test_two_doses_on_one_day(self, treatment, dose):
        other = treatment.doses.last()
        assert "another dose" in refusal(treatments.move, other, on=dose.on, **by())

    def test_a_cancelled_dose_makes_room(self, treatment, dose):
        treatments.cancel(dose, **by())
        other = treatment.doses.last()
        assert treatments.move(other, on=dose.on, **by()).on == dose.on

    def test_a_dose_without_a_date(self, treatment):
        assert refusal(treatments.save_dose, Dose(treatment=treatment, number=9), **by())

    def test_a_kind_that_does_not_exist(self, june):
        assert refusal(
            treatments.save, Treatment(patient=june, kind="tea", starts_on=TODAY), **by()
        )

    def test_a_subtype_of_another_kind(self, june):
        made = Treatment(
            patient=june, kind=TreatmentKind.DENOSUMAB, subtype="kyphoplasty", starts_on=TODAY
        )
        assert "subtypes" in refusal(treatments.save, made, **by())

    def test_too_many_doses(self, june):
        assert refusal(factories.treatment, june, doses=100_000)

    def test_nothing_is_left_behind(self, june):
        refusal(factories.treatment, june, doses=100_000)
        assert not Treatment.objects.exists()


class TestMoving:
    def test_a_move_is_counted(self, dose):
        assert treatments.move(dose, on=SOON + DAY, **by()).moves == 1

    def test_the_same_day_again_is_no_move(self, dose):
        assert treatments.move(dose, on=dose.on, at=dose.at, **by()).moves == 0

    def test_who_was_told_the_old_day_is_told_the_new_one_once(self, june, dose):
        told(june)
        treatments.move(dose, on=SOON + DAY, **by())
        treatments.save_dose(dose, **by())
        assert kit.texts_of(june).count("T-MOVED") == 1

    def test_the_text_names_both_days(self, june, dose):
        told(june)
        treatments.move(dose, on=SOON + DAY, at=time(9, 30), **by())
        (row,) = [r for r in factories.outbox(june) if r.template and r.template.slug == "T-MOVED"]
        assert "Mar 6" in row.body
        assert "Mar 7" in row.body

    def test_who_was_told_nothing_is_told_nothing(self, june, dose):
        treatments.move(dose, on=SOON + DAY, **by())
        assert "T-MOVED" not in kit.texts_of(june)

    def test_a_visit_text_that_has_not_left_is_taken_back(self, june, dose, provider):
        """Else she would read the old day, and never hear of the new one."""
        visit = Reminder.objects.of_patient(june.pk).filter(kind="reminder").first()
        row = kit.queue(june, key="visit", reminder=visit)
        treatments.move(dose, on=SOON + DAY, **by())
        assert kit.send(row).state == "CANCELLED"
        assert provider.sent == []

    def test_the_new_day_is_planned(self, june, dose):
        treatments.move(dose, on=SOON + 2 * DAY, **by())
        planned = (
            Reminder.objects.of_patient(june.pk).planned().filter(step__slug="visit", dose=dose)
        )
        assert planned.get().occurrence.endswith(":moved:1")

    def test_a_move_does_not_fail_for_want_of_words(self, june, dose):
        kit.withdraw_all_words()
        assert treatments.move(dose, on=SOON + DAY, **by()).moves == 1


class TestWithoutWords:
    def test_who_cannot_be_told_is_a_persons_to_phone(self, june, dose):
        told(june)
        content.retire(
            wordset=june.clinic.wordset,
            templates=Template.objects.filter(slug="T-MOVED"),
            by=content.DEMO_REVIEWER,
            now=NOW,
        )
        treatments.move(dose, on=SOON + DAY, **by())
        assert kit.kinds(june) == ["unanswered"]


class TestCancelling:
    def test_who_was_told_hears_that_it_is_off(self, june, dose):
        told(june)
        treatments.cancel(dose, **by())
        assert "T-OFF" in kit.texts_of(june)

    def test_its_visit_text_does_not_go(self, june, dose):
        treatments.cancel(dose, **by())
        planned = Reminder.objects.of_patient(june.pk).planned()
        assert not planned.filter(step__slug="visit", dose=dose).exists()


class TestGiving:
    def test_the_day_it_was_given_is_kept(self, dose):
        given = treatments.give(dose, on=SOON + DAY, **by())
        assert (given.state, given.given_on) == ("given", SOON + DAY)

    def test_steps_that_wait_for_it_are_planned(self, june, dose):
        treatments.give(dose, **by())
        steps = Reminder.objects.of_patient(june.pk).planned().values_list("step__slug", flat=True)
        assert "calcium-4" in steps


def test_kidney_trouble_on_denosumab_is_told_to_staff_the_same_day(june):
    Patient.objects.update(kidney_trouble=True)
    june.refresh_from_db()
    factories.treatment(june)
    alert = Alert.objects.get()
    assert (alert.level, alert.flag) == ("SAME_DAY", "kidney")


def test_an_order_goes_on_from_the_doses_that_exist(treatment):
    more = treatments.order(treatment, count=5, every_days=28, **by())
    assert [dose.number for dose in more] == [4, 5]


def test_each_act_leaves_an_entry_with_before_and_after(dose):
    treatments.move(dose, on=SOON + DAY, **by())
    entry = Entry.objects.get(action="dose.save")
    assert (entry.before["on"], entry.after["on"]) == (str(SOON), str(SOON + DAY))
    assert entry.by_name == "dana"


def test_a_discreet_patients_visit_text_names_no_drug(june):
    Patient.objects.update(drug_names_agreed=False)
    factories.treatment(june, starts_on=SOON)
    visit = Reminder.objects.of_patient(june.pk).filter(kind="reminder")[0]
    visit.recipient.patient.refresh_from_db()
    assert "denosumab" not in visits.values(visit, now=NOW)["what"].lower()
