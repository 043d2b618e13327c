"""A clinic wants its patients told three days before a dose, and makes a version of its own."""

from datetime import timedelta

import pytest

from messaging.actions import protocol_editing, protocol_moving, protocols, ticking
from messaging.models import Clinic, Enrolment, OutboundMessage, Patient, Protocol, Reminder
from messaging.rules import step_sentences
from messaging.rules.status import ReminderState
from tests import factories
from tests.factories import NOW, TODAY
from tests.flows import year
from tests.messaging.actions.protocol_kit import change, shipped

pytestmark = pytest.mark.django_db
REVIEWER = "Dr. Lena Fischer"
FIRST_DOSE = TODAY + timedelta(days=7)
TOLD = NOW + timedelta(days=6)  # the day after the reminder of the first dose


@pytest.fixture
def enrolled() -> list[Patient]:
    """Three patients on denosumab, told of their first dose two days before it."""
    people = [factories.patient(name=name) for name in ("June", "Olga", "Rosa")]
    for patient in people:
        factories.treatment(patient, starts_on=FIRST_DOSE, doses=2, every_days=28)
        year.live(patient, since=NOW, until=TOLD)
    return people


def three_days_before(clinic: Clinic) -> Protocol:
    made = protocol_editing.make_own(
        clinic=clinic,
        base=shipped("denosumab"),
        why="patients ask for more notice",
        by=REVIEWER,
        now=TOLD,
    )
    change(made, "visit", offset_days=-3)
    return made


def visit_texts(patient: Patient) -> list[OutboundMessage]:
    rows = OutboundMessage.objects.filter(reminder__enrolment__patient=patient)
    return list(rows.filter(reminder__step__slug="visit").order_by("id"))


def test_a_version_of_our_own_from_the_copy_to_the_next_reminder(
    enrolled: list[Patient],
) -> None:
    """Given three patients on denosumab, who were told of their first dose two days before,
    when a reviewer makes a version that tells them three days before, looks, approves and
    moves them, then nobody is told of the first dose again, and of the second one earlier."""
    clinic = factories.clinic()
    assert [len(visit_texts(patient)) for patient in enrolled] == [1, 1, 1]

    made = three_days_before(clinic)
    (differs,) = step_sentences.differences(
        protocol_editing.steps_of(shipped("denosumab")),
        protocol_editing.steps_of(made),
        titles={},
    )
    assert (differs.slug, differs.lines[0][0]) == ("visit", "When")

    found = protocol_moving.changes(clinic=clinic, to=made, now=TOLD)
    assert [patient for patient, _ in found] == [patient.pk for patient in enrolled]
    assert all(change.moved and not change.added and not change.out for _, change in found)
    assert not Reminder.objects.filter(step__protocol=made).exists()

    protocols.approve(clinic=clinic, protocols=[made], by=REVIEWER, now=TOLD)
    on = Enrolment.objects.filter(protocol__slug="denosumab")
    assert {row.protocol.version for row in on} == {1}
    done = protocol_moving.move_enrolments(clinic=clinic, to=made, by=REVIEWER, now=TOLD)
    assert (done.moved, done.left) == (3, 0)
    assert {row.protocol.version for row in on.all()} == {2}

    for patient in enrolled:
        year.live(patient, since=TOLD, until=NOW + timedelta(days=40))
        first, second = visit_texts(patient)
        second_dose = FIRST_DOSE + timedelta(days=28)
        assert first.reminder.local_date == FIRST_DOSE - timedelta(days=2)
        assert second.reminder.local_date == second_dose - timedelta(days=3)


def test_what_was_decided_keeps_the_version_it_was_decided_by(enrolled: list[Patient]) -> None:
    clinic, (june, *_) = factories.clinic(), enrolled
    made = three_days_before(clinic)
    protocols.approve(clinic=clinic, protocols=[made], by=REVIEWER, now=TOLD)
    went = Reminder.objects.of_patient(june.pk).filter(state=ReminderState.RELEASED)
    before = list(went.order_by("id").values_list("id", "step", "reason", "decided_at"))
    protocol_moving.move_enrolments(clinic=clinic, to=made, by=REVIEWER, now=TOLD)
    ticking.tick(now=TOLD)

    assert (
        list(
            went.filter(pk__in=[row[0] for row in before])
            .order_by("id")
            .values_list("id", "step", "reason", "decided_at")
        )
        == before
    )
    told = went.get(step__slug="visit")
    assert (told.step.protocol.version, told.enrolment.protocol.version) == (1, 2)
