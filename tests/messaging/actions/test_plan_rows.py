"""What planning again says: which texts came, moved or went, on what that rests, and for whom."""

from datetime import timedelta

import pytest

from content import actions as content
from content.models import Template, Topic
from messaging.actions import checkins, enrolments, planning, treatments
from messaging.models import Enrolment, Entry, Protocol, Reminder, Step
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def row(who, step, **which):
    rows = Reminder.objects.of_patient(who.pk).filter(step__slug=step, **which)
    return rows.order_by("due_at").first()


@pytest.fixture
def treated(june):
    """Her first denosumab shot is in six days."""
    factories.treatment(june, starts_on=TODAY + 6 * DAY)
    return june


@pytest.fixture
def dose(treated):
    return treated.treatments.get().doses.get(number=1)


@pytest.fixture
def early(treated):
    """The treatment has begun, so that the same dose may be given before its day."""
    treatment = treated.treatments.get()
    treatment.starts_on = TODAY
    treatments.save(treatment, by=factories.person(), now=NOW)
    return treatment.doses.get(number=1)


class TestWhatChanged:
    def test_nothing_where_nothing_did(self, treated):
        changed = planning.replan(treated, now=NOW)
        assert not changed
        assert changed.unchanged > 3

    def test_a_new_treatment_brings_texts(self, june):
        before = set(Reminder.objects.of_patient(june.pk).values_list("pk", flat=True))
        factories.treatment(june, starts_on=TODAY + 6 * DAY)
        entry = Entry.objects.get(
            action="plan.change",
            reason__contains="added",
            by_name="dana",
            at=NOW,
            after__added__icontains="visit dose",
        )
        fresh = Reminder.objects.of_patient(june.pk).planned().exclude(pk__in=before)
        assert len(entry.after["added"]) == fresh.exclude(kind="staff").count()

    def test_a_moved_dose_moves_its_texts(self, treated, dose):
        old = row(treated, "about").due_at
        dose.on += DAY
        dose.save()
        treatment = dose.treatment
        treatment.starts_on += DAY
        treatment.save()
        changed = planning.replan(treated, now=NOW)
        assert (old, old + DAY) in {
            (change.was, change.due_at) for change in changed.moved if change.step_slug == "about"
        }

    def test_a_cancelled_dose_takes_its_texts_out_with_the_reason(self, treated, dose):
        dose.state = "cancelled"
        dose.save()
        changed = planning.replan(treated, now=NOW)
        assert ("visit", "dose_cancelled") in {
            (change.step_slug, change.reason) for change in changed.taken_out
        }

    def test_a_text_that_returns_is_added_again(self, treated):
        visit = row(treated, "visit")
        Reminder.objects.filter(pk=visit.pk).update(state="CANCELLED", reason="tests")
        changed = planning.replan(treated, now=NOW)
        assert [change.step_slug for change in changed.added] == ["visit"]

    def test_the_audit_says_what_changed_and_who_caused_it(self, treated, dose):
        treatments.cancel(dose, by=factories.person(), now=NOW)
        planning.replan(treated, now=NOW, by=factories.person())
        entry = Entry.objects.filter(action="plan.change", object_id=str(treated.pk)).first()
        assert entry is not None
        assert (entry.by_name, entry.clinic) == ("dana", treated.clinic)
        assert "taken out" in entry.reason
        assert any("(dose_cancelled)" in said for said in entry.after["taken_out"])

    def test_a_plan_that_stays_as_it_was_leaves_no_entry(self, treated):
        Entry.objects.all().delete()
        planning.replan(treated, now=NOW, by=factories.person())
        assert not Entry.objects.exists()


class TestWhatItRestsOn:
    def test_a_text_about_a_dose_keeps_its_day_and_state(self, treated, dose):
        assert row(treated, "visit").facts == {
            "nominal": (dose.on - 2 * DAY).isoformat(),
            "anchor": "dose",
            "anchor_on": dose.on.isoformat(),
            "dose_number": 1,
            "dose_on": dose.on.isoformat(),
            "dose_state": "planned",
        }

    def test_a_text_about_no_dose_keeps_its_anchor(self, june):
        assert row(june, "card").facts["anchor"] == "joined"

    def test_a_dose_that_was_given_clears_its_texts_and_says_by_whom(self, treated, early):
        nurse = factories.person("nora", first_name="Nora", last_name="Lind")
        treatments.give(early, by=nurse, now=NOW, on=TODAY)
        visit = row(treated, "visit")
        assert visit.state == "SKIPPED"
        assert visit.facts["recorded"] == f"dose 1 given {TODAY}, recorded by Nora Lind"

    def test_a_dentist_seen_clears_the_asking_and_says_by_what(self, treated):
        treated.dentist_seen_on = TODAY
        enrolments.save_patient(treated, by=factories.person(), now=NOW)
        gate = row(treated, "dental-gate")
        assert (gate.state, gate.reason) == ("SKIPPED", "dentist_seen")
        assert gate.facts["recorded"] == f"dentist seen {TODAY}, recorded by dana"

    def test_what_was_said_stays_on_the_row_when_nothing_changes(self, treated, early):
        treatments.give(early, by=factories.person(), now=NOW, on=TODAY)
        before = row(treated, "visit")
        planning.replan(treated, now=NOW + timedelta(hours=1))
        after = row(treated, "visit")
        assert (after.facts, after.decided_at) == (before.facts, before.decided_at)


class TestWordings:
    def wordings(self, june):
        wordset = june.clinic.wordset
        content.retire(
            wordset=wordset, templates=Template.objects.all(), by=content.DEMO_REVIEWER, now=NOW
        )
        content.approve(
            wordset=wordset,
            templates=list(Template.objects.newest()),
            by=content.DEMO_REVIEWER,
            now=NOW,
        )

    def test_approving_words_plans_nothing(self, treated, monkeypatch):
        def refused(*_, **__):
            raise AssertionError("planned")

        monkeypatch.setattr(planning, "plan_locked", refused)
        before = list(Reminder.objects.order_by("pk").values())
        self.wordings(treated)
        factories.leaflet("Tell your team about a sore jaw.")
        content.add_alias(
            wordset=treated.clinic.wordset,
            topic=Topic.objects.get(slug="onj"),
            text="sore jaw",
            by="Dr. Lena Fischer",
            now=NOW,
        )
        assert list(Reminder.objects.order_by("pk").values()) == before


class TestAMovedVersion:
    def test_a_row_goes_on_under_the_step_of_the_same_name(self, treated):
        """Her enrolment is put on another version: what is planned is not planned twice."""
        old = Protocol.objects.get(treatment_kind=TreatmentKind.DENOSUMAB, clinic=None)
        steps = list(Step.objects.filter(protocol=old))
        new = Protocol.objects.get(pk=old.pk)
        new.pk, new.version = None, 2
        new.save()
        for step in steps:
            step.pk, step.protocol = None, new
            step.save()
        visit = row(treated, "visit")
        Enrolment.objects.filter(protocol=old).update(protocol=new)
        changed = planning.replan(treated, now=NOW)
        visit.refresh_from_db()
        assert (visit.state, visit.step.protocol) == ("PLANNED", new)
        assert not changed
        keys = Reminder.objects.of_patient(treated.pk).values_list(
            "recipient", "enrolment", "step__slug", "occurrence"
        )
        assert len(keys) == len(set(keys))


class TestWhatReturns:
    def test_a_text_decided_long_ago_is_opened_again_when_its_dose_comes_later(self, treated, dose):
        """Missed in March, its lesson was skipped; moved to April, it is due after all."""
        late = NOW + 20 * DAY
        lesson = row(treated, "side-effects") or row(treated, "visit")
        Reminder.objects.filter(pk=lesson.pk).update(
            state="SKIPPED", reason="dose_not_given", useful_until=NOW
        )
        dose.treatment.doses.filter(number=1).update(on=dose.on + 21 * DAY)
        planning.replan(treated, now=late)
        lesson.refresh_from_db()
        assert lesson.state == "PLANNED"


class TestTheDentist:
    def ask(self, who, slug):
        checkins.open_(recipient=who.recipients.get(), asks=[checkins.Ask(slug=slug)], now=NOW)

    @pytest.mark.parametrize("slug", ["T-DENTIST", "T-DENTIST-ON"])
    def test_a_yes_is_kept_with_its_source_and_ends_the_asking(self, treated, slug):
        self.ask(treated, slug)
        factories.texts(treated, "Y")
        treated.refresh_from_db()
        assert treated.dentist_seen_on == TODAY
        assert treated.dentist_known_by == "by her answer Y"
        gate = row(treated, "dental-gate")
        assert gate.facts["recorded"] == f"dentist seen {TODAY}, by her answer Y"

    @pytest.mark.parametrize("slug", ["T-DENTIST", "T-DENTIST-ON"])
    def test_a_no_stands_on_the_list(self, treated, slug):
        self.ask(treated, slug)
        factories.texts(treated, "N")
        assert "dental_gate" in kit.kinds(treated)

    def test_whoever_enters_the_visit_is_named_until_another_changes_it(self, treated):
        treated.dentist_seen_on = TODAY
        enrolments.save_patient(treated, by=factories.person(), now=NOW)
        enrolments.save_patient(treated, by=factories.person("otto"), now=NOW)
        assert treated.dentist_known_by == "recorded by dana"


class TestWhatWentInsideAnother:
    def test_it_is_taken_out_once_its_treatment_is_over(self, june):
        """The bone check of that Monday no longer asks it."""
        monday = TODAY + 6 * DAY
        weak = factories.treatment(
            june, kind=TreatmentKind.WEAK_BONE, starts_on=monday, doses=0, every_days=None
        )
        planning.replan(june, now=NOW, horizon=20 * DAY)
        inside = Reminder.objects.get(
            step__slug="breaks", enrolment__treatment=weak, occurrence="start"
        )
        assert inside.state == "MERGED"
        weak.ends_on = monday + 2 * DAY
        treatments.save(weak, by=factories.person(), now=NOW)
        planning.replan(june, now=NOW, horizon=20 * DAY)
        inside.refresh_from_db()
        assert (inside.state, inside.reason) == ("CANCELLED", "no longer in the plan")


class TestWhatFoundNoPlace:
    @pytest.fixture
    def left_out(self, treated):
        """A text whose day was the day before, and which found no place then."""
        left = row(treated, "dentist-first")
        Reminder.objects.filter(pk=left.pk).update(
            state="SKIPPED", reason="over_cap", due_at=NOW - DAY, local_date=TODAY - DAY
        )
        return left

    def test_finds_one_while_it_is_of_use(self, treated, left_out):
        planning.look_again(treated.pk, now=NOW)
        left_out.refresh_from_db()
        assert left_out.state in ("PLANNED", "MERGED")

    def test_keeps_its_reason_when_its_time_is_over(self, treated, left_out):
        planning.look_again(treated.pk, now=left_out.useful_until + DAY)
        left_out.refresh_from_db()
        assert (left_out.state, left_out.reason) == ("SKIPPED", "over_cap")
