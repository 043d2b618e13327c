"""The dental gate: what the list says of the dentist, and who says so."""

from datetime import timedelta

import pytest

from messaging.actions import checkins, enrolments, ticking
from messaging.actions.checkins import Ask
from messaging.models import Entry, HandOff, Patient
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def gate(june) -> HandOff:
    """A week before the first shot no visit is on file: it stands on the list."""
    factories.treatment(june, starts_on=TODAY + 7 * DAY)
    ticking.tick(now=NOW)
    return HandOff.objects.get(kind="dental_gate")


def says(june: Patient, answer: str) -> None:
    recipient = june.recipients.get()
    checkins.open_(recipient=recipient, asks=[Ask(slug="T-DENTIST")], now=NOW)
    factories.texts(june, answer)


def test_a_week_before_the_list_says_what_is_known(gate):
    assert gate.why.startswith("Denosumab starts on 2026-03-10. Dentist seen: not known.")


def test_her_no_is_shown_in_the_same_line(june, gate):
    says(june, "N")
    gate.refresh_from_db()
    assert "Dentist seen: no (her own answer)" in gate.why
    assert HandOff.objects.filter(kind="dental_gate").count() == 1


def test_her_yes_is_kept_with_who_said_it(june):
    says(june, "Y")
    june.refresh_from_db()
    assert (june.dentist_seen_on, june.dentist_known_by) == (TODAY, "by her answer Y")
    assert Entry.objects.get(action="patient.dentist").by_name == "by her answer Y"


def test_her_yes_is_shown_and_closes_nothing(june, gate):
    says(june, "Y")
    gate.refresh_from_db()
    assert "Dentist seen: yes, 2026-03-03 (by her answer Y)" in gate.why
    assert gate.closed_at is None


def test_a_day_typed_by_a_person_is_hers_to_stand_for(june, gate):
    june.dentist_seen_on = TODAY - 9 * DAY
    enrolments.save_patient(june, by=factories.person(), now=NOW)
    june.refresh_from_db()
    gate.refresh_from_db()
    assert june.dentist_known_by == "recorded by dana"
    assert "Dentist seen: yes, 2026-02-22 (recorded by dana)" in gate.why


def test_who_knows_stays_while_the_day_does(june):
    says(june, "Y")
    june.refresh_from_db()
    june.language = "es"
    enrolments.save_patient(june, by=factories.person(), now=NOW)
    june.refresh_from_db()
    assert june.dentist_known_by == "by her answer Y"


def test_a_day_taken_back_is_known_by_nobody(june, gate):
    says(june, "Y")
    june.refresh_from_db()
    june.dentist_seen_on = None
    enrolments.save_patient(june, by=factories.person(), now=NOW)
    june.refresh_from_db()
    assert june.dentist_known_by == ""


def test_nothing_new_is_said_while_a_visit_is_on_file(june):
    Patient.objects.update(dentist_seen_on=TODAY - 30 * DAY)
    june.refresh_from_db()
    factories.treatment(june, starts_on=TODAY + 7 * DAY)
    ticking.tick(now=NOW)
    assert "dental_gate" not in kit.kinds(june)
