"""Reminder rows follow the agenda; what is due becomes a text, a question or a task."""

from datetime import timedelta

import pytest

from content import actions as content
from content.models import Passage
from messaging.actions import (
    enrolments,
    ledger,
    planning,
    reconcile,
    reminders,
    stepping,
    ticking,
    treatments,
)
from messaging.models import (
    HandOff,
    OutboundMessage,
    Patient,
    PatientState,
    Question,
    Relation,
    Reminder,
)
from messaging.rules.facts import StepKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def rows(who, **which) -> list[Reminder]:
    return list(Reminder.objects.of_patient(who.pk).filter(**which).order_by("due_at", "id"))


def row(who, step):
    return Reminder.objects.of_patient(who.pk).filter(step__slug=step).order_by("due_at").first()


def snapshot(who) -> list[tuple]:
    fields = ("pk", "occurrence", "due_at", "state", "reason", "merged_into", "decided_at")
    return list(Reminder.objects.of_patient(who.pk).order_by("pk").values_list(*fields))


@pytest.fixture
def treated(june):
    """Her first denosumab shot is in three days."""
    factories.treatment(june, starts_on=TODAY + 3 * DAY)
    june.refresh_from_db()
    return june


class TestPlanning:
    def test_enrolling_plans_the_coming_days(self, june):
        assert {"welcome", "card"} <= {r.step.slug for r in rows(june)}
        june.refresh_from_db()
        assert june.planned_until == NOW + planning.HORIZON

    def test_planning_again_changes_nothing(self, treated):
        before = snapshot(treated)
        planning.replan(treated, now=NOW)
        assert snapshot(treated) == before

    def test_a_shorter_look_ahead_cancels_nothing_further_out(self, treated):
        before = snapshot(treated)
        planning.replan(treated, now=NOW, horizon=2 * DAY)
        assert snapshot(treated) == before

    def test_what_leaves_the_plan_is_cancelled_with_the_reason(self, treated):
        treatment = treated.treatments.get()
        treatments.cancel(treatment.doses.first(), by=factories.person(), now=NOW)
        visit = row(treated, "visit")
        assert visit.state in ("CANCELLED", "SKIPPED")
        assert visit.reason

    def test_what_returns_is_opened_again(self, treated):
        visit = row(treated, "visit")
        Reminder.objects.filter(pk=visit.pk).update(state="CANCELLED", reason="tests")
        planning.replan(treated, now=NOW)
        visit.refresh_from_db()
        assert (visit.state, visit.decided_at) == ("PLANNED", None)

    def test_what_has_gone_is_never_planned_again(self, june):
        ticking.tick(now=NOW + DAY)
        card = row(june, "card")
        assert card.state == "RELEASED"
        planning.replan(june, now=NOW + DAY)
        assert Reminder.objects.filter(step__slug="card", occurrence=card.occurrence).count() == 1

    def test_what_an_outage_made_useless_expires_and_says_so(self, june):
        planning.replan(june, now=NOW + 9 * DAY)
        assert (row(june, "card").state, row(june, "card").reason) == ("EXPIRED", "too_late")

    @pytest.mark.parametrize(
        ("ends", "state"), [(NOW, "EXPIRED"), (NOW + DAY, "CANCELLED")], ids=["late", "in time"]
    )
    def test_what_the_agenda_no_longer_knows_ends_by_its_usefulness(self, june, ends, state):
        card = row(june, "card")
        Reminder.objects.filter(pk=card.pk).update(occurrence="of old", useful_until=ends)
        planning.replan(june, now=NOW)
        card.refresh_from_db()
        assert card.state == state

    def test_a_merged_line_stays_merged_once_its_host_has_gone(self, june):
        """Two bone drugs, one lesson on teeth: the second is not sent later after all."""
        factories.treatment(june, starts_on=TODAY + 3 * DAY)
        merged = [r for r in rows(june, state="MERGED") if r.merged_into_id]
        assert merged
        Reminder.objects.filter(joined=merged[0]).update(state="RELEASED")
        planning.replan(june, now=NOW + DAY)
        merged[0].refresh_from_db()
        assert merged[0].state == "MERGED"

    @pytest.mark.parametrize("state", list(PatientState)[1:])
    def test_nothing_is_planned_for_who_is_no_longer_in_care(self, june, state):
        june.state, june.stopped_on = state, TODAY
        enrolments.save_patient(june, by=factories.person(), now=NOW)
        assert not rows(june, state="PLANNED")


class TestReleasing:
    def released(self, who, step, *, now=None):
        found = row(who, step)
        ticking.tick(now=now or found.due_at)
        found.refresh_from_db()
        return found

    def test_a_lesson_becomes_a_text(self, june):
        card = self.released(june, "card")
        assert card.state == "RELEASED"
        assert card.outbound.get().template.slug == "CARD"

    def test_releasing_twice_makes_one_text(self, june):
        card = row(june, "card")
        reminders.release(card, now=card.due_at)
        reminders.release(card, now=card.due_at)
        assert card.outbound.count() == 1

    def test_a_check_in_asks_its_questions(self, june):
        planning.replan(june, now=NOW, horizon=20 * DAY)
        check = self.released(june, "bone-check")
        assert check.state == "RELEASED"
        assert Question.objects.filter(check_in__reminder=check).count() >= 2

    def test_a_severity_question_keeps_its_symptom(self, june):
        card = row(june, "card")
        Reminder.objects.filter(pk=card.pk).update(
            words=["question:Q-SEV:nausea"], kind=StepKind.CHECK_IN
        )
        card.refresh_from_db()
        reminders.release(card, now=card.due_at)
        assert Question.objects.get().symptom == "nausea"

    def test_a_staff_step_is_a_task(self, june):
        card = row(june, "card")
        Reminder.objects.filter(pk=card.pk).update(words=["handoff:missed_dose"])
        card.refresh_from_db()
        reminders.release(card, now=card.due_at)
        assert HandOff.objects.get().kind == "missed_dose"

    def test_too_late_is_expired(self, june):
        card = row(june, "card")
        reminders.release(card, now=card.useful_until)
        card.refresh_from_db()
        assert (card.state, card.reason) == ("EXPIRED", "no longer useful")

    def test_without_approved_words_it_is_said_aloud(self, june):
        card = row(june, "card")
        kit.withdraw_all_words()
        reminders.release(card, now=card.due_at)
        card.refresh_from_db()
        assert card.state == "SKIPPED"
        assert "CARD" in card.reason
        assert kit.kinds(june) == ["unanswered"]

    def test_questions_without_approved_words_are_said_aloud(self, june):
        planning.replan(june, now=NOW, horizon=20 * DAY)
        check = row(june, "bone-check")
        kit.withdraw_all_words()
        reminders.release(check, now=check.due_at)
        check.refresh_from_db()
        assert check.state == "SKIPPED"
        assert OutboundMessage.objects.count() == 0

    def test_a_lesson_that_names_an_illness_needs_her_agreement(self, june):
        card = row(june, "card")
        Patient.objects.update(drug_names_agreed=False)
        Reminder.objects.filter(pk=card.pk).update(words=["topic:denosumab"])
        reminders.release(Reminder.objects.get(pk=card.pk), now=card.due_at)
        card.refresh_from_db()
        assert (card.state, OutboundMessage.objects.count()) == ("SKIPPED", 0)

    def test_one_patient_who_fails_does_not_stop_the_others(self, june, monkeypatch):
        other = factories.patient()
        whole = reminders.release

        def broken(reminder, *, now):
            if reminder.recipient.patient_id == june.pk:
                raise ValueError("words that break")
            whole(reminder, now=now)

        monkeypatch.setattr(reminders, "release", broken)
        reminders.release_due(now=NOW + DAY)
        assert "RELEASED" in {r.state for r in rows(other)}

    def test_a_passage_no_longer_approved_is_not_sent(self, june):
        card = row(june, "card")
        Reminder.objects.filter(pk=card.pk).update(words=["topic:denosumab"])
        content.retire(
            wordset=june.clinic.wordset,
            passages=Passage.objects.filter(topic="denosumab"),
            by=content.DEMO_REVIEWER,
            now=NOW,
        )
        reminders.release(Reminder.objects.get(pk=card.pk), now=card.due_at)
        card.refresh_from_db()
        assert card.state == "SKIPPED"


class TestCaregivers:
    def test_a_caregiver_gets_the_visit_and_the_card_and_nothing_else(self, treated):
        recipient = enrolments.give_phone(
            patient=treated,
            number="+15550100888",
            by=factories.person(),
            now=NOW,
            relation=Relation.CAREGIVER,
        )
        steps = {r.step.slug for r in rows(treated, recipient=recipient, state="PLANNED")}
        assert {"card", "visit"} <= steps
        assert not steps & {"welcome", "bone-check"}


class TestSteppingOnward:
    def test_the_next_thing_to_happen_is_found(self, june):
        texts = [r.due_at for r in rows(june, state="PLANNED") if r.due_at > NOW]
        morning = ledger.next_morning(now=NOW)
        assert morning is not None
        assert stepping.next_due(now=NOW) == min(*texts, morning)

    def test_a_waiting_text_is_not_drained(self, june):
        ticking.tick(now=NOW)
        assert stepping.is_drained(now=NOW)
        kit.queue(june)
        assert not stepping.is_drained(now=NOW)

    def test_a_text_in_doubt_does_not_block(self, june, provider):
        ticking.tick(now=NOW)
        provider.script(kit.UNKNOWN)
        assert kit.sent(june).state == "UNKNOWN"
        assert stepping.is_drained(now=NOW)

    def test_one_part_that_fails_does_not_stop_the_tick(self, june, monkeypatch, caplog):
        def broken(**_):
            raise RuntimeError("no")

        monkeypatch.setattr(reconcile, "reap", broken)
        queued = kit.queue(june)
        ticking.tick(now=NOW)
        queued.refresh_from_db()
        assert queued.state == "ACCEPTED"
        assert "reap failed" in caplog.text
