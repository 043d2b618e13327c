"""A phone that two patients share: each text says for whom it is, and names no drug."""

from datetime import timedelta

import pytest

from content import actions as content
from content.models import Template
from messaging.actions import checkins, staff, ticking, treatments
from messaging.actions.checkins import Ask
from messaging.models import OutboundMessage, Patient, Reminder
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def maria(june) -> Patient:
    """June's sister, at the same phone; both agreed to drug names."""
    return factories.patient(name="Maria Alvarez", number=factories.number_of(june))


@pytest.fixture
def visit(june, maria) -> OutboundMessage:
    """June is told of her shot."""
    factories.treatment(june, starts_on=TODAY + 2 * DAY, doses=1)
    ticking.tick(now=NOW)
    return OutboundMessage.objects.get(reminder__step__slug="visit")


def test_a_text_says_for_whom_it_is(visit):
    assert visit.body.startswith("For J: Reminder: ")


def test_it_names_no_drug_whatever_she_agreed_to(visit):
    assert "bone shot" in visit.body
    assert "denosumab" not in visit.body


def test_the_row_keeps_the_words_of_the_tag(visit):
    assert visit.footer is not None
    assert visit.footer.slug == "TAG"


def test_a_move_is_told_in_the_same_way(june, visit):
    kit.send(visit)
    dose = june.treatments.get().doses.get()
    treatments.move(dose, on=dose.on + DAY, by="tests", now=NOW)
    (row,) = [r for r in factories.outbox(june) if r.template and r.template.slug == "T-MOVED"]
    assert row.body.startswith("For J: Your bone shot")


def test_teaching_that_names_a_drug_is_left_out(june, maria):
    factories.treatment(june, starts_on=TODAY + 3 * DAY, doses=1)
    for days in range(3):
        ticking.tick(now=NOW + days * DAY)
    about = Reminder.objects.get(step__slug="about")
    assert (about.state, about.words) == ("SKIPPED", ["topic:denosumab"])


def test_a_question_says_whom_it_asks(maria):
    checkins.open_(recipient=maria.recipients.get(), asks=[Ask(slug="Q-PAIN")], now=NOW)
    assert OutboundMessage.objects.get(template__slug="Q-PAIN").body.startswith("For M: ")


def test_two_with_the_same_letter_are_told_apart_by_their_names(june):
    jane = factories.patient(name="Jane Doe", number=factories.number_of(june))
    checkins.open_(recipient=jane.recipients.get(), asks=[Ask(slug="Q-PAIN")], now=NOW)
    assert OutboundMessage.objects.get(template__slug="Q-PAIN").body.startswith("For Jane: ")


def test_a_letter_of_her_own_counts(maria):
    maria.recipients.update(tag="x")
    checkins.open_(recipient=maria.recipients.get(), asks=[Ask(slug="Q-PAIN")], now=NOW)
    assert OutboundMessage.objects.get(template__slug="Q-PAIN").body.startswith("For X: ")


def test_a_text_that_may_be_read_as_the_others_does_not_go(june, maria):
    content.retire(
        wordset=june.clinic.wordset,
        templates=Template.objects.filter(slug="TAG"),
        by=content.DEMO_REVIEWER,
        now=NOW,
    )
    factories.treatment(june, starts_on=TODAY + 2 * DAY, doses=1)
    ticking.tick(now=NOW)
    assert not OutboundMessage.objects.filter(reminder__step__slug="visit").exists()
    assert "unanswered" in kit.kinds(june)


def test_a_phone_of_her_own_needs_no_tag(june):
    assert not kit.queue(june).body.startswith("For ")


def test_nor_does_one_whose_other_patient_has_died(june, maria):
    Patient.objects.filter(pk=maria.pk).update(state="died")
    assert not kit.queue(june).body.startswith("For ")


def test_a_person_names_whom_she_writes_to(june, maria):
    row = staff.write(patient=june, body="June, please call.", by=factories.person(), now=NOW)
    assert row.body == "June, please call."
