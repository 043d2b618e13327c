"""Joining, leaving, pausing, coming back: what each word does, and the one reply to it."""

from datetime import timedelta

import pytest

from messaging.actions import consent, membership, reading
from messaging.models import Clinic, OutboundMessage, Reminder, Sender
from messaging.rules.kinds import Kind, Reading
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)


def state(who) -> str:
    return consent.state_of(kit.phone_of(who)).value


def ours() -> None:
    Sender.objects.update(keywords="ours")


def origins(came) -> list[str]:
    return [row.origin for row in came.replies.all()]


def replied(came) -> list[str]:
    return [row.template.slug for row in came.replies.order_by("id") if row.template]


@pytest.fixture
def asked(db):
    """A patient of a clinic that asks for YES, who has not answered."""
    Clinic.objects.update(opt_in="reply")
    return factories.patient()


class TestLeaving:
    def test_the_providers_word_is_answered_by_the_provider(self, june):
        came = factories.texts(june, "STOP")
        assert (state(june), origins(came)) == ("revoked", ["provider"])

    def test_where_all_words_are_ours_we_confirm(self, june):
        ours()
        assert replied(factories.texts(june, "STOP")) == ["R-STOP"]

    def test_a_word_the_provider_does_not_know_is_confirmed_by_us(self, june, provider):
        came = factories.texts(june, "ALTO")
        assert replied(came) == ["R-STOP"]
        assert kit.send(came.replies.get()).state == "ACCEPTED"

    def test_there_is_one_confirmation_however_often_she_says_it(self, june):
        factories.texts(june, "ALTO")
        assert replied(factories.texts(june, "ALTO", now=LATER)) == []

    def test_the_plan_empties(self, june):
        factories.texts(june, "STOP")
        planned = Reminder.objects.of_patient(june.pk).planned()
        assert not planned.exclude(kind="staff").exists()

    def test_staff_are_asked_to_phone_her(self, june):
        factories.texts(june, "STOP")
        assert kit.kinds(june) == ["doubtful_consent"]

    def test_cancel_soon_after_a_visit_text_may_have_meant_the_visit(self, june):
        factories.treatment(june, starts_on=factories.TODAY + timedelta(days=1))
        visit = Reminder.objects.of_patient(june.pk).filter(kind="reminder").first()
        kit.queue(june, slug="T-OPEN", reminder=visit)
        factories.texts(june, "CANCEL", now=LATER)
        assert state(june) == "revoked"
        assert "Did she mean the visit?" in kit.handoffs(june)[0].why

    def test_an_opt_out_on_a_shared_phone_is_two_tasks(self, june):
        factories.patient(name="Ray Whitfield", number=factories.number_of(june))
        factories.texts(june, "ALTO")
        assert {row.patient_id for row in kit.handoffs(june)} == {
            r.patient_id for r in kit.phone_of(june).recipients.all()
        }

    def test_an_opt_out_that_only_the_reader_finds_counts_as_well(self, june):
        came = factories.arrives(june, "hello")
        known = reading.situation(came, now=NOW)
        membership.left(came, Reading(Kind.OPT_OUT, opt_out=True), known, now=NOW)
        assert (state(june), replied(came)) == ("revoked", ["R-STOP"])

    def test_a_stranger_may_leave_too(self, db):
        came = factories.texts("+15550100999", "ALTO")
        assert consent.state_of(came.phone) == "revoked"
        assert replied(came) == ["R-STOP"]


class TestComingBack:
    def test_start_restores(self, june):
        ours()
        factories.texts(june, "STOP")
        came = factories.texts(june, "START", now=LATER)
        assert (state(june), replied(came)) == ("given", ["R-START"])

    def test_the_providers_welcome_is_enough(self, june):
        factories.texts(june, "STOP")
        came = factories.texts(june, "START", now=LATER)
        assert (state(june), origins(came)) == ("given", ["provider"])

    def test_the_plan_is_full_again(self, june):
        factories.texts(june, "STOP")
        factories.texts(june, "START", now=LATER)
        assert Reminder.objects.of_patient(june.pk).planned().exists()

    def test_yes_does_not_bring_back_who_has_left(self, june):
        factories.texts(june, "STOP")
        factories.texts(june, "YES", now=LATER)
        assert state(june) == "revoked"

    def test_start_from_a_phone_that_has_joined_changes_nothing(self, june):
        factories.texts(june, "START")
        assert kit.phone_of(june).consent_events.count() == 1

    def test_a_stranger_who_left_does_not_join_by_start_either(self, db):
        ours()
        factories.texts("+15550100999", "STOP")
        came = factories.texts("+15550100999", "START", now=LATER)
        assert consent.state_of(came.phone) == "never_asked"
        assert replied(came) == []

    def test_who_was_asked_left_and_starts_again_has_joined(self, asked):
        factories.texts(asked, "STOP")
        factories.texts(asked, "START", now=LATER)
        assert state(asked) == "given"

    def test_a_stranger_does_not_join_by_start(self, db):
        came = factories.texts("+15550100999", "START")
        assert consent.state_of(came.phone) == "never_asked"
        assert came.handoffs.get().kind == "doubtful_consent"


class TestJoining:
    @pytest.mark.parametrize("word", ["YES", "sí", "Yes!", "START"])
    def test_yes_joins(self, asked, word):
        factories.texts(asked, word)
        assert state(asked) == "given"

    def test_she_is_welcomed_by_the_plan(self, asked):
        factories.texts(asked, "YES")
        planned = Reminder.objects.of_patient(asked.pk).planned()
        assert "welcome" in planned.values_list("step__slug", flat=True)

    def test_no_other_answer_joins(self, asked):
        factories.texts(asked, "who is this")
        assert state(asked) == "asked"

    def test_a_question_before_joining_goes_to_a_person(self, asked):
        came = factories.texts(asked, "ONJ")
        assert replied(came) == []
        assert kit.kinds(asked) == ["doubtful_consent"]


class TestHelp:
    def test_help_is_answered_by_the_provider(self, june):
        assert origins(factories.texts(june, "HELP")) == ["provider"]

    def test_ayuda_is_answered_by_us(self, june):
        assert replied(factories.texts(june, "AYUDA")) == ["R-HELP"]

    def test_before_joining_help_says_who_we_are(self, asked):
        assert replied(factories.texts(asked, "AYUDA")) == ["R-HELP"]

    def test_after_leaving_help_is_still_answered(self, june):
        factories.texts(june, "STOP")
        came = factories.texts(june, "AYUDA", now=LATER)
        assert kit.send(came.replies.get(), now=LATER).state == "ACCEPTED"

    def test_nothing_else_is_answered_after_leaving(self, june):
        factories.texts(june, "STOP")
        came = factories.texts(june, "ONJ", now=LATER)
        assert replied(came) == []
        assert came.handoffs.get().kind == "doubtful_consent"


class TestPausing:
    def test_a_wrong_number_pauses_and_is_told_to_staff(self, june):
        came = factories.texts(june, "you have the wrong number")
        assert (state(june), replied(came)) == ("paused", ["R-WRONG"])
        assert kit.kinds(june) == ["wrong_number"]

    @pytest.mark.parametrize(
        ("body", "slug"),
        [("he passed away on sunday", "T-LOSS"), ("mom is in hospice now", "T-HOSPICE")],
    )
    def test_the_end_of_a_life_pauses_and_is_answered_with_care(self, june, body, slug):
        came = factories.texts(june, body)
        assert (state(june), replied(came)) == ("paused", [slug])
        assert kit.kinds(june) == ["doubtful_consent"]

    def test_a_death_with_an_opt_out_gets_one_gentle_text(self, june):
        came = factories.texts(june, "she died last week please stop texting")
        assert (state(june), replied(came)) == ("revoked", ["T-LOSS"])

    def test_nothing_planned_leaves_any_more(self, june, provider):
        row = kit.queue(june)
        factories.texts(june, "he passed away on sunday")
        assert kit.send(row).state == "SUPPRESSED"

    def test_the_reply_itself_leaves(self, june):
        came = factories.texts(june, "you have the wrong number")
        assert kit.send(came.replies.get()).state == "ACCEPTED"


class TestLess:
    def test_tips_and_teaching_are_off_and_she_is_told(self, june):
        came = factories.texts(june, "LESS")
        june.refresh_from_db()
        assert (june.education_off, replied(came)) == (True, ["R-LESS"])

    def test_the_coordinator_is_told(self, june):
        factories.texts(june, "LESS")
        assert kit.kinds(june) == ["unanswered"]

    def test_warnings_stay(self, june):
        factories.texts(june, "LESS")
        planned = Reminder.objects.of_patient(june.pk).planned()
        assert "precaution" in planned.values_list("kind", flat=True)


def test_where_no_words_are_approved_the_opt_out_stands_and_a_person_is_told(june):
    kit.withdraw_all_words()
    came = factories.texts(june, "ALTO")
    assert (came.state, state(june)) == ("read", "revoked")
    assert OutboundMessage.objects.count() == 0
    assert "unanswered" in kit.kinds(june)
