"""A preview says what will leave, to the letter, and leaves nothing behind."""

from datetime import datetime, time, timedelta

import pytest

from content import actions as content
from content.models import Template
from messaging.actions import planning, previews, reminders
from messaging.models import (
    Language,
    OptIn,
    OutboundMessage,
    Patient,
    Reminder,
)
from messaging.rules.coming import Coming, Fate, Preview
from messaging.rules.facts import StepKind
from messaging.rules.status import ReminderState
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.messaging.actions.foreseen import fresh, on_two_treatments

pytestmark = pytest.mark.django_db


@pytest.fixture
def june() -> Patient:
    return on_two_treatments()


def ahead(patient: Patient, *, now: datetime = factories.NOW, days: int = 90) -> Preview:
    return previews.coming(fresh(patient), now=now, days=days)


def going(preview: Preview) -> list[Coming]:
    return [each for each in preview.lines if each.fate is Fate.GOES]


def test_the_rows_of_the_days_that_are_planned_are_the_same_lines(june: Patient) -> None:
    until = fresh(june).planned_until
    rows = Reminder.objects.of_patient(june.pk).filter(due_at__lt=until, due_at__gte=factories.NOW)
    shown = [each.line for each in ahead(june).lines if each.line.due_at < until]
    assert {(row.occurrence, row.step_id, row.due_at, row.state) for row in rows} <= {
        (line.occurrence, line.step, line.due_at, line.state.value) for line in shown
    }
    assert len(shown) > len(rows) / 2 > 2


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("agreed", [True, False], ids=["names agreed", "discreet"])
def test_what_is_shown_is_what_leaves(language: str, agreed: bool) -> None:
    patient = factories.patient(language=language, drug_names_agreed=agreed)
    for kind in (TreatmentKind.DENOSUMAB, TreatmentKind.EXTERNAL_RADIATION):
        factories.treatment(patient, kind=kind, starts_on=factories.TODAY + timedelta(days=4))
    planning.replan(patient, now=factories.NOW, horizon=timedelta(days=40))
    checked = 0
    for row in Reminder.objects.of_patient(patient.pk).planned().order_by("due_at"):
        shown = next(each for each in ahead(patient).lines if each.key == key_of(row))
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        reminders.release(row, now=row.due_at)
        row.refresh_from_db()
        left = OutboundMessage.objects.exclude(pk__in=before).order_by("pk")
        assert (shown.fate is Fate.NOT) is (row.state == ReminderState.SKIPPED), shown
        if shown.fate is Fate.GOES:
            assert [text.body for text in left] == first_texts(shown)
            checked += 1
    assert checked > 8


def test_on_a_shared_phone_it_says_for_whom_and_names_no_drug() -> None:
    maria, luis = (
        factories.patient(name=name, number="+15550100166") for name in ("Maria Diaz", "Luis Vega")
    )
    factories.treatment(maria, starts_on=factories.TODAY + timedelta(days=5))
    shot = next(e for e in ahead(maria).lines if e.line.words == ("template:T-SHOT",))
    row = Reminder.objects.get(step=shot.line.step, occurrence=shot.line.occurrence)
    reminders.release(row, now=row.due_at)
    left = OutboundMessage.objects.get(reminder=row).body
    assert left == shot.worded.texts[0].body
    assert left.startswith("For M:")
    assert "denosumab" not in left
    assert all(e.worded.texts[0].body.startswith("For L:") for e in going(ahead(luis)))


def key_of(row: Reminder) -> tuple[int, int, int, str]:
    return (row.recipient_id, row.enrolment_id, row.step_id, row.occurrence)


def first_texts(shown: Coming) -> list[str]:
    """Of a check-in one question leaves at once, the next with her answer."""
    bodies = [text.body for text in shown.worded.texts]
    return bodies[:1] if shown.line.kind is StepKind.CHECK_IN else bodies


def test_the_questions_of_a_check_in_stand_one_by_one_and_are_counted(june: Patient) -> None:
    check = next(e for e in going(ahead(june)) if len(e.line.words) == 3)
    assert [text.closing for text in check.worded.texts] == [False, False, False, True]
    assert check.texts == 4
    assert check.segments >= 4


def test_each_text_names_the_number_that_is_answered_at_its_moment(june: Patient) -> None:
    clinic = june.clinic
    said = {
        (clinic.is_staffed(each.line.due_at), number in text.body)
        for each in going(ahead(june))
        for text in each.worded.texts
        for number in (clinic.day_phone,)
        if clinic.day_phone in text.body or clinic.oncall_phone in text.body
    }
    assert said == {(True, True), (False, False)}


def test_a_visit_is_named_with_its_day_and_hour(june: Patient) -> None:
    first = next(each for each in going(ahead(june)) if each.line.step_slug == "visit")
    assert "chemo visit, Mon Mar 9, 2:00 pm" in first.worded.texts[0].body


def test_words_that_run_out_before_their_day_are_missed_there() -> None:
    patient = factories.patient()
    factories.treatment(patient, starts_on=factories.TODAY + timedelta(days=5), doses=4)
    content.approve(
        wordset=factories.words(),
        templates=Template.objects.filter(slug="T-SHOT"),
        by="Dr. Rey",
        now=factories.NOW,
        use_until=factories.TODAY + timedelta(days=20),
    )
    shots = [each for each in ahead(patient).lines if each.line.words == ("template:T-SHOT",)]
    assert [each.fate for each in shots] == [Fate.GOES, Fate.NOT, Fate.NOT, Fate.NOT]


def test_what_finds_no_words_says_so_and_is_not_counted(june: Patient) -> None:
    Patient.objects.filter(pk=june.pk).update(language=Language.SPANISH)
    content.retire(
        wordset=factories.words(),
        templates=Template.objects.filter(slug="T-SHOT", language="es"),
        by="Dr. Rey",
        now=factories.NOW,
    )
    shot = next(e for e in ahead(june).lines if e.line.words == ("template:T-SHOT",))
    assert (shot.fate, shot.texts) == (Fate.NOT, 0)
    assert "No approved words" in shot.why


def test_a_text_inside_another_names_it(june: Patient) -> None:
    inside = next(each for each in ahead(june).lines if each.fate is Fate.INSIDE)
    assert inside.inside.startswith("Check-in: ")
    assert inside.texts == 0


def test_staff_tasks_are_no_texts(june: Patient) -> None:
    tasks = [each for each in ahead(june).lines if each.line.kind is StepKind.STAFF]
    assert {each.fate for each in tasks} == {Fate.TASK}
    assert {each.texts for each in tasks} == {0}


def test_before_she_has_joined_it_shows_what_follows_if_she_does() -> None:
    clinic = factories.clinic(slug="asks", opt_in=OptIn.REPLY)
    patient = factories.patient(at=clinic)
    shown = ahead(patient)
    assert shown.supposed == previews.SUPPOSED
    assert going(shown)
    assert not Reminder.objects.of_patient(patient.pk).planned().exists()


def test_a_phone_that_left_is_supposed_nothing_of(june: Patient) -> None:
    factories.texts(june, "STOP")
    shown = ahead(june)
    assert (shown.supposed, going(shown)) == ("", [])
    assert "No phone may be texted: nothing goes." in shown.warnings[0]


def test_a_closed_day_is_warned_of() -> None:
    patient = factories.patient()
    saturday = factories.TODAY + timedelta(days=11)
    factories.treatment(patient, starts_on=saturday, doses=1)
    assert any(
        "Sat 14 Mar" in said and "the clinic is closed" in said for said in ahead(patient).warnings
    )


def test_an_hour_in_the_quiet_hours_is_warned_of() -> None:
    patient = factories.patient(preferred_time=time(7, 30))
    assert any("07:30" in said and "go at 09:00" in said for said in ahead(patient).warnings)


# What a change would bring.
