"""Enrolling: every bad field gets a sentence; consent first, then protocols and plan."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import consent, enrolments, protocols
from messaging.models import (
    Clinic,
    Enrolment,
    Entry,
    OutboundMessage,
    Patient,
    Protocol,
    Relation,
    Reminder,
)
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def refusal(**fields) -> str:
    with pytest.raises(ValidationError) as error:
        factories.patient(**fields)
    return " ".join(error.value.messages)


class TestBadInput:
    @pytest.mark.parametrize("number", ["911x", "call me", "+1 555", "0" * 2000, "+15550100\x00"])
    def test_a_number_that_is_none(self, db, number):
        assert "number" in refusal(number=number).lower()

    def test_a_zone_that_does_not_exist(self, db):
        assert 'no time zone "Mars/Olympus"' in refusal(time_zone="Mars/Olympus")

    def test_a_name_that_is_empty(self, db):
        assert refusal(name="  ")

    def test_a_language_that_we_do_not_have(self, db):
        assert refusal(language="tlh")

    def test_nothing_is_left_behind(self, db):
        refusal(number="call me")
        assert not Patient.objects.exists()
        assert not Entry.objects.filter(action="patient.enrol").exists()


class TestEnrolling:
    def test_she_is_on_the_protocol_for_everyone(self, june):
        assert june.enrolments.get().protocol.slug == "everyone"

    def test_her_zone_is_the_clinics_unless_told(self, june):
        assert june.time_zone == "America/Chicago"

    def test_a_treatment_puts_her_on_its_protocol_once(self, june):
        factories.treatment(june)
        enrolments.put_on_protocols(june, by="tests", now=NOW)
        slugs = june.enrolments.values_list("protocol__slug", flat=True)
        assert sorted(slugs) == ["denosumab", "everyone"]

    def test_without_an_approved_protocol_nothing_is_planned(self, db):
        clinic = factories.clinic()
        clinic.protocol_approvals.all().delete()
        who = factories.patient()
        assert not Enrolment.objects.filter(patient=who).exists()
        assert not Reminder.objects.of_patient(who.pk).exists()

    def test_it_is_pinned_to_the_version_of_that_day(self, june):
        pinned = june.enrolments.get().protocol
        newer = Protocol.objects.create(
            slug="everyone", version=99, title="Everyone", digest="x", loaded_at=NOW
        )
        protocols.approve(clinic=june.clinic, protocols=[newer], by="tests", now=NOW)
        enrolments.save_patient(june, by="tests", now=NOW)
        assert june.enrolments.get().protocol == pinned

    def test_it_leaves_entries_without_name_or_number(self, june):
        said = str(list(Entry.objects.values_list("before", "after", "reason")))
        assert Entry.objects.filter(action="patient.enrol", object_id=str(june.pk)).exists()
        assert "June" not in said
        assert factories.number_of(june) not in said


class TestDoubleOptIn:
    @pytest.fixture
    def asked(self, db) -> Patient:
        Clinic.objects.update(opt_in="reply")
        return factories.patient()

    def test_she_is_asked_and_told_what_for(self, asked):
        assert kit.texts_of(asked) == ["T-JOIN"]
        assert consent.state_of(kit.phone_of(asked)) == "asked"

    def test_the_event_names_the_words_she_saw(self, asked):
        row = OutboundMessage.objects.get()
        event = kit.phone_of(asked).consent_events.get()
        assert event.wording == f"T-JOIN:{row.template_id}"

    def test_the_question_itself_leaves(self, asked):
        assert kit.send(OutboundMessage.objects.get()).state == "ACCEPTED"

    def test_nothing_else_is_planned_before_she_says_yes(self, asked):
        planned = Reminder.objects.of_patient(asked.pk).planned()
        assert not planned.exclude(kind="staff").exists()

    def test_nothing_else_leaves_before_she_says_yes(self, asked, provider):
        kit.send(OutboundMessage.objects.get())
        assert kit.sent(asked, key="early").state == "SUPPRESSED"
        assert len(provider.sent) == 1

    def test_a_phone_is_asked_once(self, asked):
        factories.patient(name="Ray Whitfield", number=factories.number_of(asked))
        assert kit.texts_of(asked).count("T-JOIN") == 1


class TestNumbers:
    def change(self, who, number="+15550100777"):
        return enrolments.give_phone(patient=who, number=number, by=factories.person(), now=NOW)

    def test_a_new_number_takes_over_the_plan(self, june):
        made = self.change(june)
        planned = Reminder.objects.of_patient(june.pk).planned()
        assert {r.recipient_id for r in planned} == {made.pk}

    def test_what_waited_for_the_old_number_does_not_leave(self, june, provider):
        row = kit.queue(june)
        self.change(june)
        assert kit.send(row).state == "SUPPRESSED"
        assert provider.sent == []

    def test_the_same_number_again_changes_nothing(self, june):
        before = june.recipients.get().pk
        self.change(june, factories.number_of(june))
        assert june.recipients.get().pk == before

    def test_two_patients_of_two_clinics_may_share_a_number(self, june):
        other = factories.patient(
            at=factories.clinic(slug="lake"), number=factories.number_of(june)
        )
        assert kit.phone_of(other) != kit.phone_of(june)

    def test_a_caregiver_does_not_answer_check_ins(self, june):
        made = enrolments.give_phone(
            patient=june,
            number="+15550100888",
            by=factories.person(),
            now=NOW,
            relation=Relation.CAREGIVER,
        )
        assert (made.answers, made.active) == (False, True)
        assert june.recipients.filter(answers=True, active=True).count() == 1

    def test_an_old_refusal_is_not_overruled_by_enrolling(self, june):
        factories.texts(june, "STOP")
        other = factories.patient(
            name="Ray Whitfield", number=factories.number_of(june), now=NOW + timedelta(days=1)
        )
        assert consent.state_of(kit.phone_of(other)) == "revoked"
