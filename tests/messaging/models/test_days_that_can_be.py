"""Days and counts that cannot be: refused by the model in a sentence, and by the database."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from messaging.models import Dose, HospitalStay, Patient, Treatment
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

DAY = timedelta(days=1)
START = TODAY + 3 * DAY


@pytest.fixture
def treatment(db) -> Treatment:
    return factories.treatment(factories.patient(), starts_on=START, doses=2)


@pytest.fixture
def stay(treatment) -> HospitalStay:
    return HospitalStay.objects.create(
        patient=treatment.patient,
        admitted_on=TODAY - 9 * DAY,
        discharged_on=TODAY - 5 * DAY,
        noted_by="dana",
        noted_at=NOW,
    )


def said_of(row) -> str:
    """What the model says, before anything is stored."""
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return " ".join(error.value.messages)


def refused_by_the_database(row) -> None:
    """Whatever the code above it does."""
    rows = type(row).objects.filter(pk=row.pk)
    fields = [f.attname for f in row._meta.concrete_fields if not f.primary_key]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{name: getattr(row, name) for name in fields})


def changed(row, changes):
    for name, value in changes.items():
        setattr(row, name, value)
    return row


YEAR_1900, YEAR_2200 = date(1900, 1, 1), date(2200, 1, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"ends_on": START - DAY}, "The end lies before", id="end before start"),
        pytest.param({"starts_on": YEAR_1900}, "The start must lie", id="starts in 1900"),
        pytest.param({"starts_on": YEAR_2200}, "The start must lie", id="starts in 2200"),
        pytest.param({"ends_on": YEAR_2200}, "The end must lie", id="ends in 2200"),
    ],
)
def test_a_treatment(treatment, changes, sentence):
    assert sentence in said_of(changed(treatment, changes))
    refused_by_the_database(treatment)


def test_two_open_series_of_a_kind(treatment):
    twin = Treatment(patient=treatment.patient, kind=treatment.kind, starts_on=START + 90 * DAY)
    assert "end that one first" in said_of(twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"on": START - DAY}, "before the treatment starts", id="before the start"),
        pytest.param({"on": YEAR_2200}, "The date must lie", id="in 2200"),
        pytest.param({"on": START + 28 * DAY}, "another dose on this day", id="two on a day"),
        pytest.param({"state": "given"}, "on which day it was given", id="given, but when"),
        pytest.param(
            {"state": "given", "given_on": YEAR_1900}, "which day it was given", id="in 1900"
        ),
    ],
)
def test_a_dose(treatment, changes, sentence):
    dose = treatment.doses.first()
    assert sentence in said_of(changed(dose, changes))
    refused_by_the_database(dose)


def test_a_dose_of_1900_is_before_any_start(treatment):
    dose = changed(treatment.doses.first(), {"on": YEAR_1900, "not_before": YEAR_1900})
    refused_by_the_database(dose)
    assert "The date must lie between 1950 and 2100." in said_of(dose)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"discharged_on": TODAY - 10 * DAY}, "home before she came", id="too early"),
        pytest.param({"admitted_on": YEAR_1900}, "The day must lie", id="came in 1900"),
        pytest.param({"discharged_on": YEAR_2200}, "The day must lie", id="left in 2200"),
    ],
)
def test_a_stay(stay, changes, sentence):
    assert sentence in said_of(changed(stay, changes))
    refused_by_the_database(stay)


def test_two_open_stays(stay):
    HospitalStay.objects.update(discharged_on=None)
    twin = HospitalStay(patient=stay.patient, admitted_on=TODAY, noted_by="dana", noted_at=NOW)
    assert "in hospital already" in said_of(twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("field", ["dentist_seen_on", "stopped_on"])
@pytest.mark.parametrize("day", [YEAR_1900, YEAR_2200])
def test_a_patients_days(treatment, field, day):
    patient: Patient = changed(treatment.patient, {field: day})
    assert "The day must lie between 1950 and 2100." in said_of(patient)
    refused_by_the_database(patient)


def test_a_zone_that_does_not_exist(treatment):
    patient = changed(treatment.patient, {"time_zone": "Mars/Olympus"})
    assert 'no time zone "Mars/Olympus"' in said_of(patient)


def test_a_called_off_dose_may_be_left_behind_by_the_start(treatment):
    dose = changed(treatment.doses.first(), {"state": "cancelled"})
    dose.treatment.starts_on = START + 7 * DAY
    dose.save()
    assert Dose.objects.get(pk=dose.pk).not_before == START
