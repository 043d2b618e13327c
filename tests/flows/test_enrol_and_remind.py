"""A coordinator enrols a patient; the right texts follow each dose, in her own day."""

from datetime import date, timedelta

import pytest

from messaging.actions import ticking, treatments
from messaging.models import Enrolment, Entry, Reminder
from messaging.rules import reasons
from messaging.rules.status import MessageState, ReminderState
from tests import factories
from tests.factories import NOW
from tests.flows import year

pytestmark = pytest.mark.django_db


def test_enrolling_a_treatment_plans_her_texts_with_a_reason_for_each() -> None:
    """Given a clinic, when a treatment is saved, then protocols and agenda follow at once."""
    june = factories.patient()
    factories.treatment(june, starts_on=date(2026, 3, 12), doses=3)

    on = set(Enrolment.objects.filter(patient=june).values_list("protocol__slug", flat=True))
    assert on == {"everyone", "denosumab"}
    planned = Reminder.objects.of_patient(june.pk).planned()
    assert planned.filter(step__slug="visit", local_date=date(2026, 3, 10)).exists()
    assert all(row.reason for row in Reminder.objects.of_patient(june.pk))
    assert Entry.objects.filter(action="treatment.start").exists()


def test_she_is_welcomed_at_once_and_gets_her_card_the_next_day() -> None:
    june = factories.patient()
    ticking.tick(now=NOW)
    ticking.tick(now=NOW + timedelta(days=1))

    said = [row.body for row in factories.outbox(june)]
    assert said[0].startswith("Thank you. This line is automatic")
    assert said[1].startswith("Please save this.")


def test_a_visit_text_names_day_and_time_and_is_discreet_unless_she_agreed() -> None:
    shy = factories.patient(drug_names_agreed=False)
    factories.treatment(shy, starts_on=date(2026, 3, 12), doses=1)
    ticking.tick(now=NOW + timedelta(days=7))

    visit = next(row for row in factories.outbox(shy) if row.reminder.step.slug == "visit")
    assert "bone shot, Thu Mar 12, 2:00 pm" in visit.body
    assert "denosumab" not in visit.body.lower()


def test_moving_a_dose_moves_what_has_not_gone_and_tells_whoever_was_told() -> None:
    june = factories.patient()
    course = factories.treatment(june, starts_on=date(2026, 3, 12), doses=1)
    ticking.tick(now=NOW + timedelta(days=7))
    treatments.move(
        course.doses.get(), on=date(2026, 3, 19), by=factories.person(), now=NOW + timedelta(days=8)
    )
    ticking.tick(now=NOW + timedelta(days=8))

    told = [row.body for row in factories.outbox(june) if row.dedupe_key.startswith("moved:")]
    assert len(told) == 1
    assert "Thu Mar 19" in told[0]
    assert "Thu Mar 12" in told[0]
    again = Reminder.objects.filter(step__slug="visit", state=ReminderState.PLANNED)
    assert [row.local_date for row in again] == [date(2026, 3, 17)]


def test_nothing_goes_at_night_and_nothing_goes_too_late() -> None:
    """A card due at ten is still useful the next morning; a visit text dies at the visit."""
    june = factories.patient()
    factories.treatment(june, starts_on=date(2026, 3, 12), doses=1)
    night = NOW + timedelta(days=10, hours=12)
    ticking.tick(now=night)

    visit = Reminder.objects.get(step__slug="visit")
    assert visit.state in (ReminderState.EXPIRED, ReminderState.SKIPPED)
    assert visit.reason
    assert not [row for row in factories.outbox(june) if row.state == MessageState.ACCEPTED]


def test_where_consent_comes_by_reply_only_the_invitation_goes_before_yes() -> None:
    """It goes once more; then a person phones."""
    asked = factories.clinic(slug="reply", opt_in="reply")
    june = factories.patient(at=asked)
    ticking.tick(now=NOW)
    for days in range(1, 5):
        ticking.tick(now=NOW + timedelta(days=days))

    assert factories.slugs(june) == ["T-JOIN", "T-JOIN"]
    assert [row.kind for row in june.handoffs.all()] == ["silent"]


def test_teaching_she_did_not_agree_to_is_skipped_once_with_its_reason() -> None:
    shy = factories.patient(drug_names_agreed=False)
    factories.treatment(shy, starts_on=date(2026, 3, 12), doses=1)
    year.live(shy, since=NOW, until=NOW + timedelta(days=9))

    about = Reminder.objects.get(step__slug="about")
    assert about.state == ReminderState.SKIPPED
    assert "has not agreed" in reasons.sentence(about.reason)
