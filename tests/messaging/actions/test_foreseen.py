"""What a change would bring is seen by doing it, and all of it is taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from messaging import bell
from messaging.actions import enrolments, previews, treatments
from messaging.actions.enrolments import NewPatient
from messaging.models import (
    Dose,
    Enrolment,
    Entry,
    HandOff,
    Language,
    OptIn,
    OutboundMessage,
    Patient,
    Phone,
    Reminder,
    Treatment,
)
from messaging.rules.coming import Preview
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.messaging.actions.foreseen import fresh, on_two_treatments

pytestmark = pytest.mark.django_db
KEPT: tuple[type[Model], ...] = (
    Patient,
    Phone,
    Treatment,
    Dose,
    Enrolment,
    Reminder,
    Entry,
    HandOff,
    OutboundMessage,
)


@pytest.fixture
def june() -> Patient:
    return on_two_treatments()


def ahead(patient: Patient, *, now: datetime = factories.NOW, days: int = 90) -> Preview:
    return previews.coming(fresh(patient), now=now, days=days)


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in KEPT}  # type: ignore[attr-defined]


def moved_dose(patient: Patient) -> Callable[[], Patient]:
    def change() -> Patient:
        dose = Dose.objects.filter(treatment__patient=patient).order_by("on")[0]
        treatments.move(
            dose, on=dose.on + timedelta(days=1), by=factories.person(), now=factories.NOW
        )
        return patient

    return change


def another_treatment(patient: Patient) -> Callable[[], Patient]:
    def change() -> Patient:
        factories.treatment(
            patient,
            kind=TreatmentKind.HORMONE,
            starts_on=factories.TODAY + timedelta(days=2),
        )
        return patient

    return change


def enrolled() -> Patient:
    new = NewPatient(name="Ruth Okafor", number="+15550100177", evidence="form")
    clinic = factories.clinic(slug="asks", opt_in=OptIn.REPLY)
    return enrolments.enrol(clinic=clinic, new=new, by=factories.person(), now=factories.NOW)


def unsaved(change: Callable[[], Patient], **known: Any) -> previews.Foreseen:
    return previews.without_saving(change, now=factories.NOW, **known)


@pytest.mark.parametrize("change", [moved_dose, another_treatment])
def test_of_a_change_that_is_only_looked_at_no_row_stays(
    june: Patient, change: Callable[[Patient], Callable[[], Patient]]
) -> None:
    before, doses = counted(), list(Dose.objects.values_list("pk", "on", "moves"))
    rows = list(Reminder.objects.values_list("pk", "state", "due_at", "reason"))
    unsaved(change(june), before=june)
    assert counted() == before
    assert list(Dose.objects.values_list("pk", "on", "moves")) == doses
    assert list(Reminder.objects.values_list("pk", "state", "due_at", "reason")) == rows


def test_of_a_new_patient_nothing_stays_and_her_first_text_is_shown() -> None:
    factories.clinic(slug="asks", opt_in=OptIn.REPLY)
    factories.person()
    before = counted()
    seen = unsaved(enrolled)
    assert counted() == before
    assert "YES" in seen.at_once[0]
    assert seen.difference is None


def test_no_bell_rings_for_a_text_that_was_never_queued(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(bell, "_send", rung.append)
    with django_capture_on_commit_callbacks(execute=True):
        assert unsaved(enrolled).at_once
    assert rung == []
    with django_capture_on_commit_callbacks(execute=True):
        enrolled()
    assert rung == [bell.DISPATCH]


def test_what_is_looked_at_is_what_a_save_then_brings(june: Patient) -> None:
    seen = unsaved(another_treatment(june), before=june)
    another_treatment(june)()
    saved = ahead(june)
    assert [(e.line.step, e.line.due_at, e.fate) for e in saved.lines] == [
        (e.line.step, e.line.due_at, e.fate) for e in seen.preview.lines
    ]


def test_the_difference_names_what_is_added_and_what_moves(june: Patient) -> None:
    added = unsaved(another_treatment(june), before=june).difference
    moved = unsaved(moved_dose(june), before=june).difference
    assert {e.treatments for e in added.added} == {("hormone",)}
    assert any(was.line.step_slug == now.line.step_slug == "visit" for was, now in moved.moved)
    assert "added" in added.summary


def test_other_words_are_a_difference_of_their_own(june: Patient) -> None:
    def change() -> Patient:
        june.language = Language.SPANISH
        return enrolments.save_patient(june, by=factories.person(), now=factories.NOW)

    seen = unsaved(change, before=fresh(june)).difference
    assert (seen.added, seen.moved) == ((), ())
    assert len(seen.reworded) > 20


def test_what_an_action_refuses_is_refused_and_nothing_stays(june: Patient) -> None:
    def change() -> Patient:
        another_treatment(june)()
        raise ValidationError("This cannot be.")

    before = counted()
    with pytest.raises(ValidationError, match="This cannot be"):
        unsaved(change, before=june)
    assert counted() == before
