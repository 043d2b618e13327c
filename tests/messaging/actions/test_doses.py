"""One dose: added, moved, given, missed, called off; who was told of it hears of a change."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from content import actions as content
from content.models import Template
from messaging.actions import treatments
from messaging.models import Entry, Reminder, Treatment
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SOON = TODAY + 3 * DAY
THEN = NOW + 4 * DAY  # the day after the first dose


def by(now=NOW) -> dict:
    return {"by": factories.person(), "now": now}


def refusal(work, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        work(*args, **kwargs)
    return " ".join(error.value.messages)


@pytest.fixture
def treatment(june) -> Treatment:
    return factories.treatment(june, starts_on=SOON)


@pytest.fixture
def dose(treatment):
    return treatment.doses.first()


class TestMoving:
    def test_a_move_is_counted(self, dose):
        assert treatments.move(dose, on=SOON + DAY, **by()).moves == 1

    def test_the_same_day_again_is_no_move(self, dose):
        assert treatments.move(dose, on=dose.on, at=dose.at, **by()).moves == 0

    def test_who_was_told_the_old_day_is_told_the_new_one_once(self, june, dose):
        kit.told_of(dose)
        treatments.move(dose, on=SOON + DAY, **by())
        treatments.save_doses([dose], **by())
        assert kit.texts_of(june).count("T-MOVED") == 1

    def test_the_text_names_both_days(self, june, dose):
        kit.told_of(dose)
        treatments.move(dose, on=SOON + DAY, at=time(9, 30), **by())
        (row,) = [r for r in factories.outbox(june) if r.template and r.template.slug == "T-MOVED"]
        assert "Mar 6" in row.body
        assert "Mar 7" in row.body

    def test_who_was_told_nothing_is_told_nothing(self, june, dose):
        treatments.move(dose, on=SOON + DAY, **by())
        assert "T-MOVED" not in kit.texts_of(june)

    def test_a_text_that_names_no_day_tells_of_no_visit(self, june):
        """Whoever was asked for a blood test has not read the day of the dose."""
        radium = factories.treatment(june, kind=TreatmentKind.RADIUM_223, starts_on=SOON, doses=1)
        kit.told_of(radium.doses.get(), step="blood-test")
        treatments.move(radium.doses.get(), on=SOON + DAY, **by())
        assert "T-MOVED" not in kit.texts_of(june)

    def test_a_visit_text_that_has_not_left_is_taken_back(self, june, dose, provider):
        """Else she would read the old day, and never hear of the new one."""
        row = kit.queue(june, key="visit", reminder=dose.reminders.get(step__slug="visit"))
        treatments.move(dose, on=SOON + DAY, **by())
        assert kit.send(row).state == "CANCELLED"
        assert provider.sent == []

    def test_the_new_day_is_planned(self, june, dose):
        treatments.move(dose, on=SOON + 2 * DAY, **by())
        planned = (
            Reminder.objects.of_patient(june.pk).planned().filter(step__slug="visit", dose=dose)
        )
        assert planned.get().occurrence.endswith(":moved:1")

    def test_a_day_set_right_after_the_fact_is_told_to_nobody(self, june, dose):
        kit.told_of(dose)
        treatments.move(dose, on=SOON + DAY, **by(NOW + 9 * DAY))
        assert "T-MOVED" not in kit.texts_of(june)

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            pytest.param(date(1900, 1, 1), "between 1950 and 2100", id="the year 1900"),
            pytest.param(SOON - DAY, "before the treatment starts", id="before the start"),
            pytest.param(SOON + 28 * DAY, "another dose on this day", id="on the next one's day"),
        ],
    )
    def test_a_day_that_cannot_be(self, dose, on, sentence):
        assert sentence in refusal(treatments.move, dose, on=on, **by())
        dose.refresh_from_db()
        assert (dose.on, dose.moves) == (SOON, 0)

    def test_not_past_the_end_of_the_treatment(self, june):
        course = factories.treatment(june, starts_on=SOON, doses=1, ends_on=SOON + 5 * DAY)
        said = refusal(treatments.move, course.doses.get(), on=SOON + 6 * DAY, **by())
        assert "after the treatment ends" in said

    def test_the_day_of_one_that_was_called_off_is_free(self, treatment, dose):
        treatments.cancel(dose, **by())
        assert treatments.move(treatment.doses.last(), on=SOON, **by()).on == SOON

    def test_what_was_given_stays(self, dose):
        treatments.give(dose, **by(THEN))
        assert "put it back first" in refusal(treatments.move, dose, on=SOON + DAY, **by(THEN))


class TestWithoutWords:
    def test_a_move_does_not_fail_for_want_of_words(self, dose):
        kit.withdraw_all_words()
        assert treatments.move(dose, on=SOON + DAY, **by()).moves == 1

    def test_who_cannot_be_told_is_a_persons_to_phone(self, june, dose):
        kit.told_of(dose)
        content.retire(
            wordset=june.clinic.wordset,
            templates=Template.objects.filter(slug="T-MOVED"),
            by=content.DEMO_REVIEWER,
            now=NOW,
        )
        treatments.move(dose, on=SOON + DAY, **by())
        assert kit.kinds(june) == ["unanswered"]


class TestCallingOff:
    def test_who_was_told_hears_that_it_is_off(self, june, dose):
        kit.told_of(dose)
        treatments.cancel(dose, **by())
        treatments.cancel(dose, **by())
        assert kit.texts_of(june).count("T-OFF") == 1

    def test_its_visit_text_does_not_go(self, june, dose):
        treatments.cancel(dose, **by())
        planned = Reminder.objects.of_patient(june.pk).planned()
        assert not planned.filter(step__slug="visit", dose=dose).exists()

    def test_put_back_it_is_told_anew(self, june, dose):
        kit.told_of(dose)
        treatments.cancel(dose, **by())
        treatments.put_back(dose, **by())
        again = Reminder.objects.of_patient(june.pk).planned().get(step__slug="visit", dose=dose)
        assert again.occurrence.endswith(":moved:1")


class TestGiving:
    def test_on_another_day_than_planned(self, dose):
        given = treatments.give(dose, on=SOON + DAY, **by(THEN))
        assert (given.state, given.on, given.given_on) == ("given", SOON, SOON + DAY)

    def test_steps_that_wait_for_it_are_planned(self, june, dose):
        treatments.give(dose, **by(THEN))
        steps = Reminder.objects.of_patient(june.pk).planned().values_list("step__slug", flat=True)
        assert "side-effects" in steps

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            pytest.param(SOON + 2 * DAY, "still to come", id="tomorrow"),
            pytest.param(SOON - DAY, "before the treatment starts", id="before the start"),
            pytest.param(date(1900, 1, 1), "on which day it was given", id="the year 1900"),
        ],
    )
    def test_a_day_that_cannot_be(self, dose, on, sentence):
        assert sentence in refusal(treatments.give, dose, on=on, **by(THEN))
        dose.refresh_from_db()
        assert (dose.state, dose.given_on) == ("planned", None)

    def test_put_back_it_is_planned(self, dose):
        treatments.give(dose, **by(THEN))
        back = treatments.put_back(dose, **by(THEN))
        assert (back.state, back.given_on, back.moves) == ("planned", None, 0)


class TestMissing:
    def test_it_is_recorded_and_told_to_nobody_after_its_day(self, june, dose):
        kit.told_of(dose)
        assert treatments.miss(dose, **by(THEN)).state == "missed"
        assert "T-OFF" not in kit.texts_of(june)

    def test_a_day_to_come_is_not_missed(self, dose):
        assert "still to come" in refusal(treatments.miss, dose, **by())


class TestAdding:
    def test_it_gets_the_next_number(self, treatment):
        made = treatments.add(treatment, on=SOON + 7 * DAY, at=time(9, 0), **by())
        assert (made.number, made.state, made.at) == (4, "planned", time(9, 0))

    def test_its_texts_are_planned(self, june, treatment):
        made = treatments.add(treatment, on=SOON + 7 * DAY, **by())
        assert Reminder.objects.of_patient(june.pk).planned().filter(dose=made).exists()

    def test_not_on_the_day_of_another(self, treatment):
        assert "another dose" in refusal(treatments.add, treatment, on=SOON, **by())

    def test_not_to_a_treatment_that_is_over(self, treatment):
        treatment.state = "cancelled"
        treatments.save(treatment, **by())
        assert "set it to active first" in refusal(treatments.add, treatment, on=SOON, **by())


class TestPills:
    @pytest.fixture
    def supply(self, june):
        kind: dict[str, Any] = {"kind": TreatmentKind.HORMONE, "pills": True}
        return factories.treatment(june, starts_on=SOON, doses=2, **kind).doses.first()

    def test_the_day_on_which_they_run_out_is_no_visit(self, june, supply):
        row = kit.queue(june, key="refill", reminder=supply.reminders.first())
        kit.send(row)
        treatments.move(supply, on=supply.on + DAY, **by())
        assert "T-MOVED" not in kit.texts_of(june)


def test_each_act_leaves_an_entry_with_before_and_after(dose):
    treatments.move(dose, on=SOON + DAY, **by())
    entry = Entry.objects.get(action="dose.save")
    assert (entry.before["on"], entry.after["on"]) == (str(SOON), str(SOON + DAY))
    assert entry.by_name == "dana"
