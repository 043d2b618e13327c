"""Days in hospital: noted by name, ended, corrected; each re-plans."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import planning, stays
from messaging.models import Entry, HospitalStay, Patient
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def by() -> dict:
    return {"by": factories.person(), "now": NOW}


@pytest.fixture
def planned(monkeypatch) -> list[Patient]:
    """Whose plan was made anew."""
    seen: list[Patient] = []
    monkeypatch.setattr(planning, "replan", lambda patient, **_: seen.append(patient))
    return seen


def refusal(work, *args, **kwargs) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        work(*args, **kwargs)
    return error.value.message_dict


def test_admitted_by_name(june, planned):
    stay = stays.admit(june, on=TODAY - DAY, **by())
    assert (stay.admitted_on, stay.discharged_on, stay.noted_by) == (TODAY - DAY, None, "dana")
    assert stays.open_stay(june) == stay
    assert planned == [june]


def test_home(june, planned):
    stay = stays.admit(june, on=TODAY - DAY, **by())
    stays.discharge(stay, on=TODAY, **by())
    assert stays.open_stay(june) is None
    assert planned == [june, june]


def test_corrected_with_what_stood_before(june, planned):
    stay = stays.admit(june, on=TODAY - DAY, **by())
    stays.correct(stay, admitted_on=TODAY - 2 * DAY, discharged_on=None, **by())
    entry = Entry.objects.get(action="stay.change")
    assert entry.before["admitted_on"] == str(TODAY - DAY)
    assert entry.after["admitted_on"] == str(TODAY - 2 * DAY)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        pytest.param(TODAY + DAY, "still to come", id="tomorrow"),
        pytest.param(date(1900, 1, 1), "between 1950 and 2100", id="the year 1900"),
        pytest.param(date(2200, 1, 1), "between 1950 and 2100", id="the year 2200"),
    ],
)
def test_a_day_that_cannot_be(june, on, sentence):
    assert sentence in refusal(stays.admit, june, on=on, **by())["admitted_on"][0]
    assert not HospitalStay.objects.exists()


def test_not_twice_at_once(june):
    stays.admit(june, on=TODAY - DAY, **by())
    said = refusal(stays.admit, june, on=TODAY, **by())
    assert "in hospital already" in said["admitted_on"][0]


def test_home_before_she_came(june):
    stay = stays.admit(june, on=TODAY, **by())
    said = refusal(stays.discharge, stay, on=TODAY - DAY, **by())
    assert "went home before she came" in said["discharged_on"][0]
    stay.refresh_from_db()
    assert stay.discharged_on is None
