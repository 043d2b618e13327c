"""Treatments and their orders: days that cannot be get a sentence; an end takes doses along."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import treatments, visits
from messaging.models import Alert, Dose, Patient, Reminder, Treatment
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SOON = TODAY + 3 * DAY


def refusal(work, *args, **kwargs) -> dict[str, list[str]]:
    """What was said, by the field that is to be mended."""
    with pytest.raises(ValidationError) as error:
        work(*args, **kwargs)
    return error.value.message_dict


def by() -> dict:
    return {"by": factories.person(), "now": NOW}


@pytest.fixture
def treatment(june) -> Treatment:
    return factories.treatment(june, starts_on=SOON)


def days(treatment: Treatment) -> list[int]:
    """Days from the start on which doses stand."""
    standing = treatment.doses.exclude(state="cancelled")
    return [(dose.on - treatment.starts_on).days for dose in standing]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        pytest.param({"ends_on": SOON - DAY}, "ends_on", "end lies before", id="end before start"),
        pytest.param({"starts_on": date(1900, 1, 1)}, "starts_on", "1950 and 2100", id="1900"),
        pytest.param({"ends_on": date(2200, 1, 1)}, "ends_on", "1950 and 2100", id="2200"),
        pytest.param({"doses": 500}, "doses", "1 to 400 doses", id="500 doses"),
        pytest.param({"every_days": 400}, "every_days", "1 to 366", id="too far apart"),
        pytest.param({"kind": "tea"}, "kind", "not a valid choice", id="no such kind"),
        pytest.param({"subtype": "rfa"}, "subtype", "subtypes: none", id="of another kind"),
        pytest.param({"pills": True}, "pills", "Only hormone", id="never pills"),
        pytest.param({"state": "ended"}, "ends_on", "which day it ended", id="ended, but when"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left_behind(june, given, field, sentence):
    said = refusal(factories.treatment, june, **{"starts_on": SOON, **given})
    assert sentence in said[field][0]
    assert not Treatment.objects.exists()


class TestTheStart:
    def test_it_does_not_move_behind_a_dose(self, treatment):
        treatment.starts_on += 7 * DAY
        said = refusal(treatments.save, treatment, **by())
        assert f"Move the dose of {SOON}" in said["starts_on"][0]

    def test_it_leaves_behind_what_was_called_off(self, treatment):
        treatments.cancel(treatment.doses.first(), **by())
        treatment.starts_on += 7 * DAY
        treatments.save(treatment, **by())
        assert treatment.doses.exclude(state="cancelled").first().not_before == SOON + 7 * DAY


class TestTwoSeriesOfOneKind:
    def test_not_while_the_first_has_no_end(self, june, treatment):
        said = refusal(factories.treatment, june, starts_on=SOON + 90 * DAY)
        assert "end that one first" in said["kind"][0]

    def test_not_while_the_first_runs(self, june):
        factories.treatment(june, starts_on=SOON, ends_on=SOON + 90 * DAY)
        said = refusal(factories.treatment, june, starts_on=SOON + 90 * DAY)
        assert "these days overlap" in said["kind"][0]

    def test_one_after_the_other(self, june):
        factories.treatment(june, starts_on=SOON, ends_on=SOON + 90 * DAY)
        assert factories.treatment(june, starts_on=SOON + 91 * DAY).pk

    def test_one_that_was_called_off_makes_room(self, june, treatment):
        treatment.state = "cancelled"
        treatments.save(treatment, **by())
        assert factories.treatment(june, starts_on=SOON).pk

    def test_another_patients_is_no_matter(self, treatment):
        assert factories.treatment(factories.patient(), starts_on=SOON).pk

    def test_a_second_operation_is_a_treatment_of_its_own(self, june):
        for _ in range(2):
            made = Treatment(
                patient=june, kind=TreatmentKind.SURGERY, subtype="operation", starts_on=SOON
            )
            assert treatments.save(made, doses=1, **by()).pk


class TestOrders:
    @pytest.mark.parametrize(
        ("kind", "order", "expected"),
        [
            pytest.param("denosumab", {"doses": 3, "every_days": 28}, [0, 28, 56], id="4-weekly"),
            pytest.param("bisphosphonate", {"doses": 2, "every_days": 84}, [0, 84], id="12-weekly"),
            pytest.param(
                "external-radiation",
                {"doses": 5, "every_days": None},
                [0, 3, 4, 5, 6],
                id="fractions on weekdays",
            ),
            pytest.param(
                "surgery",
                {"doses": 1, "every_days": None, "subtype": "operation"},
                [0],
                id="one procedure",
            ),
            pytest.param(
                "hormone", {"doses": 2, "every_days": 30, "pills": True}, [30, 60], id="pills"
            ),
            pytest.param("weak-bone", {"doses": 1}, [], id="no doses"),
        ],
    )
    def test_each_kind_gets_its_days(self, june, kind, order, expected):
        made = factories.treatment(june, kind=TreatmentKind(kind), starts_on=SOON, **order)
        assert days(made) == expected

    def test_a_larger_number_adds_what_is_missing(self, treatment):
        more = treatments.order(treatment, count=5, **by())
        assert [dose.number for dose in more] == [4, 5]
        assert days(treatment) == [0, 28, 56, 84, 112]
        assert {dose.at for dose in more} == {time(14, 0)}

    def test_it_goes_on_from_days_that_were_moved(self, treatment):
        last = treatment.doses.last()
        treatments.move(last, on=last.on + 2 * DAY, **by())
        treatments.order(treatment, count=4, every_days=28, **by())
        assert days(treatment) == [0, 28, 58, 86]

    def test_the_same_number_adds_nothing(self, treatment):
        assert treatments.order(treatment, count=3, **by()) == []

    def test_a_smaller_number_takes_nothing_away(self, treatment):
        said = refusal(treatments.order, treatment, count=2, **by())
        assert "call off on her page" in said["doses"][0]

    def test_what_was_called_off_is_not_counted(self, treatment):
        treatments.cancel(treatment.doses.first(), **by())
        (made,) = treatments.order(treatment, count=3, every_days=28, **by())
        assert (made.number, days(treatment)) == (4, [28, 56, 84])


class TestAnEnd:
    def test_it_does_not_leave_planned_doses_outside(self, treatment):
        treatment.ends_on = SOON + 30 * DAY
        said = refusal(treatments.save, treatment, **by())
        assert "or the end" in said["ends_on"][0]

    def test_a_treatment_that_has_ended_takes_later_doses_along(self, treatment):
        treatment.state, treatment.ends_on = "ended", SOON + 30 * DAY
        treatments.save(treatment, **by())
        assert days(treatment) == [0, 28]

    def test_who_was_told_of_a_visit_hears_that_it_is_off(self, june, treatment):
        kit.told_of(treatment.doses.first())
        treatment.state = "cancelled"
        treatments.save(treatment, **by())
        assert kit.texts_of(june).count("T-OFF") == 1
        assert days(treatment) == []


def test_kidney_trouble_on_denosumab_is_told_to_staff_the_same_day(june):
    Patient.objects.update(kidney_trouble=True)
    june.refresh_from_db()
    factories.treatment(june)
    alert = Alert.objects.get()
    assert (alert.level, alert.flag) == ("SAME_DAY", "kidney")


def test_a_discreet_patients_visit_text_names_no_drug(june):
    Patient.objects.update(drug_names_agreed=False)
    factories.treatment(june, starts_on=SOON)
    visit = Reminder.objects.of_patient(june.pk).filter(kind="reminder")[0]
    visit.recipient.patient.refresh_from_db()
    assert "denosumab" not in visits.values(visit, now=NOW)["what"].lower()


def test_a_dose_without_a_day_is_refused(treatment):
    with pytest.raises(ValidationError, match="cannot be null"):
        treatments.save_doses([Dose(treatment=treatment, number=9)], **by())
