"""Doses and days in hospital on the patient page: each button does its act, or says why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from messaging.models import Clinic, Dose, Entry, Patient
from messaging.rules.facts import DoseState
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit
from tests.messaging.admin.conftest import act

DAY = timedelta(days=1)


@pytest.fixture
def begun(harbor: Clinic) -> Patient:
    """A patient whose first of three shots was due yesterday."""
    made = factories.patient(name="Ruth Okafor", number="+15550100177")
    factories.treatment(made, starts_on=TODAY - DAY)
    return made


def doses(patient: Patient) -> list[Dose]:
    return list(Dose.objects.filter(treatment__patient=patient).order_by("treatment", "number"))


def days(patient: Patient) -> list[str]:
    return [str(dose.on) for dose in doses(patient)]


class TestMoving:
    def test_one(self, desk: Client, june: Patient) -> None:
        first = doses(june)[0]
        words = act(desk, june, "dose", dose=first.pk, verb="move", on="2026-03-25", at="09:15")
        moved = doses(june)[0]
        assert (str(moved.on), f"{moved.at:%H:%M}", moved.moves) == ("2026-03-25", "09:15", 1)
        assert "denosumab: Mon 23 Mar 2026 becomes Wed 25 Mar 2026." in words
        assert Entry.objects.filter(action="dose.save", by_name="coordinator-harbor").exists()

    def test_it_and_all_later_ones(self, desk: Client, june: Patient) -> None:
        act(desk, june, "dose", dose=doses(june)[0].pk, verb="move_later", on="2026-03-24")
        assert days(june) == ["2026-03-24", "2026-04-21", "2026-05-19"]

    def test_the_shot_that_day_too(self, desk: Client, june: Patient) -> None:
        chemo: dict[str, Any] = {"kind": TreatmentKind.CHEMOTHERAPY, "doses": 1}
        visit = factories.treatment(june, **chemo).doses.get()
        typed = {"dose": visit.pk, "verb": "move", "on": "2026-03-26", "also": doses(june)[0].pk}
        act(desk, june, "dose", **typed)
        assert days(june) == ["2026-03-26", "2026-04-20", "2026-05-18", "2026-03-26"]

    def test_it_says_who_hears_of_it(self, desk: Client, harbor: Clinic) -> None:
        ruth = factories.patient(name="Ruth Okafor", number="+15550100177")
        factories.treatment(ruth, starts_on=TODAY + 2 * DAY)
        kit.told_of(doses(ruth)[0])
        words = act(desk, ruth, "dose", dose=doses(ruth)[0].pk, verb="move", on="2026-03-25")
        assert "1 of these visits was told of already" in words

    def test_a_closed_day_is_said_and_kept(self, desk: Client, june: Patient) -> None:
        words = act(desk, june, "dose", dose=doses(june)[0].pk, verb="move", on="2026-03-29")
        assert "The clinic is closed on Sun 29 Mar 2026" in words
        assert "clinic closed that day" in words
        assert days(june)[0] == "2026-03-29"

    def test_looking_first_changes_nothing(self, desk: Client, june: Patient) -> None:
        typed = {"verb": "move_later", "on": "2026-03-24", "look": "1"}
        words = act(desk, june, "dose", dose=doses(june)[0].pk, **typed)
        assert "Nothing has changed yet" in words
        assert "Mon 18 May 2026 becomes Tue 19 May 2026" in words
        assert 'value="2026-03-24"' in words
        assert days(june)[0] == "2026-03-23"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"verb": "move", "on": "2026-01-01"}, "or the start", id="too early"),
        pytest.param({"verb": "move", "on": "2026-04-20"}, "another dose", id="taken"),
        pytest.param({"verb": "move", "on": "1900-01-01"}, "lies before", id="the year 1900"),
        pytest.param({"verb": "move", "on": "2200-01-01"}, "1950 and 2100", id="the year 2200"),
        pytest.param({"verb": "move", "on": ""}, "as a date", id="no day"),
        pytest.param({"verb": "move", "on": "soon"}, "as a date", id="not a day"),
        pytest.param(
            {"verb": "move", "on": "2026-03-25", "at": "noon"}, "hours and minutes", id="no time"
        ),
        pytest.param(
            {"verb": "move", "on": "2026-03-25", "also": "999"}, "no longer", id="not that day"
        ),
        pytest.param({"verb": "give"}, "still to come", id="given before its day"),
        pytest.param({"verb": "give", "given_on": "2026-03-09"}, "still to come", id="tomorrow"),
        pytest.param({"verb": "miss"}, "still to come", id="missed before its day"),
        pytest.param({"verb": "burn"}, "Choose: given", id="no such verb"),
    ],
)
def test_what_cannot_be_done_to_a_dose_is_said(
    desk: Client, june: Patient, typed: dict[str, str], sentence: str
) -> None:
    """Beside the form, which comes back as it was filled in."""
    before = doses(june)[0]
    words = act(desk, june, "dose", dose=before.pk, **typed)
    assert sentence in words
    assert f'value="{typed.get("on") or "2026-03-23"}"' in words
    assert (doses(june)[0].on, doses(june)[0].state) == (before.on, before.state)


def test_past_the_end_the_end_may_follow(desk: Client, harbor: Clinic) -> None:
    ruth = factories.patient(name="Ruth Okafor", number="+15550100177")
    course = factories.treatment(ruth, starts_on=TODAY, doses=2, ends_on=TODAY + 28 * DAY)
    typed = {"dose": doses(ruth)[1].pk, "verb": "move", "on": "2026-04-02"}
    words = act(desk, ruth, "dose", **typed)
    assert "or the end (2026-03-31)" in words
    assert "first and last day follow" in words
    act(desk, ruth, "dose", **typed, stretch="1")
    course.refresh_from_db()
    assert str(course.ends_on) == "2026-04-02"


class TestRecording:
    @pytest.mark.parametrize(
        ("verb", "state"),
        [
            ("give", DoseState.GIVEN),
            ("miss", DoseState.MISSED),
            ("cancel", DoseState.CANCELLED),
        ],
    )
    def test_given_missed_or_called_off(
        self, desk: Client, begun: Patient, verb: str, state: DoseState
    ) -> None:
        act(desk, begun, "dose", dose=doses(begun)[0].pk, verb=verb)
        assert doses(begun)[0].state == state

    def test_given_on_another_day(self, desk: Client, begun: Patient) -> None:
        typed = {"verb": "give", "given_on": str(TODAY)}
        words = act(desk, begun, "dose", dose=doses(begun)[0].pk, **typed)
        assert doses(begun)[0].given_on == TODAY
        assert "given on Tue 3 Mar 2026" in words

    def test_put_back(self, desk: Client, begun: Patient) -> None:
        for verb in ("give", "put_back"):
            act(desk, begun, "dose", dose=doses(begun)[0].pk, verb=verb)
        assert (doses(begun)[0].state, doses(begun)[0].given_on) == (DoseState.PLANNED, None)


class TestAdding:
    def test_one_more(self, desk: Client, june: Patient) -> None:
        treatment = june.treatments.get()
        act(desk, june, "dose_add", treatment=treatment.pk, on="2026-06-15", at="08:00")
        assert days(june)[-1] == "2026-06-15"

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [("2026-03-23", "another dose"), ("1900-01-01", "1950 and 2100"), ("", "as a date")],
    )
    def test_a_day_that_cannot_be(
        self, desk: Client, june: Patient, on: str, sentence: str
    ) -> None:
        treatment = june.treatments.get()
        assert sentence in act(desk, june, "dose_add", treatment=treatment.pk, on=on)
        assert len(days(june)) == 3

    def test_a_procedure_is_one_day(self, desk: Client, june: Patient) -> None:
        kind: dict[str, Any] = {"kind": TreatmentKind.ABLATION, "subtype": "rfa", "doses": 1}
        made = factories.treatment(june, **kind)
        words = act(desk, june, "dose_add", treatment=made.pk, on="2026-06-15")
        assert "one procedure on one day" in words


class TestHospital:
    def test_admitted_and_home(self, desk: Client, june: Patient) -> None:
        words = act(desk, june, "admit", admitted_on="2026-03-01")
        assert "Sun 1 Mar 2026" in words
        stay = june.stays.get()
        typed = {"stay": stay.pk, "admitted_on": "2026-03-01", "discharged_on": "2026-03-03"}
        act(desk, june, "stay", **typed)
        stay.refresh_from_db()
        assert (stay.discharged_on, stay.noted_by) == (TODAY, "coordinator-harbor")

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [("2026-03-09", "still to come"), ("1900-01-01", "1950 and 2100"), ("", "as a date")],
    )
    def test_a_day_that_cannot_be(
        self, desk: Client, june: Patient, on: str, sentence: str
    ) -> None:
        words = act(desk, june, "admit", admitted_on=on)
        assert sentence in words
        assert not june.stays.exists()

    def test_home_before_she_came(self, desk: Client, june: Patient) -> None:
        act(desk, june, "admit", admitted_on="2026-03-02")
        typed = {"stay": june.stays.get().pk, "admitted_on": "2026-03-02"}
        words = act(desk, june, "stay", **typed, discharged_on="2026-03-01")
        assert "went home before she came" in words
        assert 'value="2026-03-01"' in words


def test_another_patients_rows_are_not_hers(desk: Client, june: Patient, begun: Patient) -> None:
    url = f"/admin/messaging/patient/{june.pk}/dose/"
    answer = desk.post(url, {"dose": doses(begun)[0].pk, "verb": "cancel"})
    assert answer.status_code == 404
    assert doses(begun)[0].state == DoseState.PLANNED


def test_noted_at_the_clinics_moment(desk: Client, june: Patient) -> None:
    act(desk, june, "admit", admitted_on="2026-03-01")
    assert june.stays.get().noted_at == NOW
