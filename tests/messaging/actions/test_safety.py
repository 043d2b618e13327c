"""A red flag is never missed quietly: the alert row first, then the safety text."""

import pytest

from messaging.actions import alerts, enrolments
from messaging.models import Alert, OutboundMessage, Patient, PatientState, Relation
from messaging.rules.kinds import Level
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

NUMB = "cant feel my legs since this morning"
STRANGER = "+15550100999"


def replied(came) -> list[str]:
    return [row.template.slug for row in came.replies.order_by("id") if row.template]


class TestTheAlert:
    def test_it_says_what_how_bad_and_which_words(self, june):
        came = factories.texts(june, NUMB)
        alert = Alert.objects.get()
        assert (alert.level, alert.flag, alert.inbound) == ("EMERGENCY", "cord-compression", came)
        assert alert.rule

    def test_it_is_there_before_the_reply(self, june, monkeypatch):
        """Whatever happens to the reply, the alert was stored first."""
        seen: list[int] = []
        save = OutboundMessage.save

        def watched(self, *args, **kwargs):
            seen.append(Alert.objects.count())
            return save(self, *args, **kwargs)

        monkeypatch.setattr(OutboundMessage, "save", watched)
        factories.texts(june, NUMB)
        assert seen == [1]

    def test_it_stands_where_no_safety_text_is_approved(self, june):
        kit.withdraw_all_words()
        factories.texts(june, NUMB)
        assert Alert.objects.get().level == "EMERGENCY"
        assert kit.kinds(june) == ["unanswered"]

    def test_a_stranger_raises_one_too(self, db):
        factories.texts(STRANGER, NUMB)
        assert Alert.objects.get().patient is None

    def test_a_flag_hidden_behind_an_opt_out_is_found(self, june):
        came = factories.texts(june, f"{NUMB} and stop texting me")
        assert Alert.objects.get().cannot_be_texted
        assert replied(came) == ["R-STOP"]


class TestWhoHasLeft:
    @pytest.fixture
    def left(self, june):
        factories.texts(june, "STOP")
        return june

    def test_the_alert_says_that_she_cannot_be_texted(self, left):
        factories.texts(left, NUMB)
        assert Alert.objects.get().cannot_be_texted

    def test_she_gets_no_text(self, left):
        assert factories.texts(left, NUMB).replies.count() == 0

    def test_an_alert_from_before_she_left_is_marked_too(self, june):
        factories.texts(june, NUMB)
        factories.texts(june, "STOP")
        factories.texts(june, NUMB)
        assert Alert.objects.get().cannot_be_texted


class TestTheReply:
    def test_it_goes_first(self, june):
        (row,) = factories.texts(june, NUMB).replies.all()
        assert (row.template.slug, row.priority) == ("R-EMERG", 0)

    def test_it_leaves_at_any_hour(self, june):
        row = factories.texts(june, NUMB).replies.get()
        assert kit.send(row).state == "ACCEPTED"

    def test_it_goes_to_a_phone_that_was_never_asked(self, db):
        came = factories.texts(STRANGER, NUMB)
        assert kit.send(came.replies.get()).state == "ACCEPTED"

    def test_in_the_language_of_the_text_as_well(self, june):
        came = factories.texts(june, "no siento las piernas")
        assert sorted(row.language for row in came.replies.all()) == ["en", "es"]

    def test_a_hospice_patient_is_sent_to_the_hospice_nurse(self, june):
        Patient.objects.update(state=PatientState.HOSPICE)
        came = factories.texts(june, NUMB)
        assert replied(came) == ["R-HOSPICE"]
        assert "+15550100197" in came.replies.get().body

    def test_a_caregiver_hears_what_to_do_for_her(self, june):
        enrolments.give_phone(
            patient=june,
            number="+15550100888",
            by=factories.person(),
            now=NOW,
            relation=Relation.CAREGIVER,
            permission="named in writing",
        )
        came = factories.texts("+15550100888", "she cant feel her legs since this morning")
        assert replied(came) == ["R-CARE"]
        assert Alert.objects.get().patient == june

    def test_despair_is_answered_with_the_crisis_line(self, june):
        came = factories.texts(june, "i want to kill myself")
        assert replied(came) == ["R-CRISIS"]


class TestASharedPhone:
    @pytest.fixture
    def ray(self, june):
        return factories.patient(name="Ray Whitfield", number=factories.number_of(june))

    def test_it_alerts_for_both(self, june, ray):
        factories.texts(june, NUMB)
        assert {alert.patient for alert in Alert.objects.all()} == {june, ray}

    def test_it_gets_one_reply(self, june, ray):
        assert replied(factories.texts(june, NUMB)) == ["R-EMERG"]

    def test_a_second_text_joins_both_alerts(self, june, ray):
        factories.texts(june, NUMB)
        factories.texts(june, NUMB)
        assert Alert.objects.count() == 2


class TestUnderAnOpenAlert:
    def test_what_follows_joins_it_and_is_told_to_call(self, june):
        factories.texts(june, NUMB)
        came = factories.texts(june, "are you there")
        assert replied(came) == ["T-OPEN"]
        assert Alert.objects.get().events.filter(inbound=came).exists()

    def test_it_is_no_second_task(self, june):
        factories.texts(june, NUMB)
        factories.texts(june, "are you there")
        assert kit.kinds(june) == []


class TestATooth:
    def test_on_a_bone_drug_it_is_a_same_day_alert(self, june):
        factories.treatment(june, starts_on=factories.TODAY, kind=TreatmentKind.DENOSUMAB)
        came = factories.texts(june, "my dentist wants to pull a tooth, is that ok?")
        assert Alert.objects.get(flag="dental").level == "SAME_DAY"
        assert "T-TOOTH" in replied(came)

    def test_without_one_it_is_not(self, june):
        factories.texts(june, "my dentist wants to pull a tooth, is that ok?")
        assert not Alert.objects.filter(flag="dental").exists()


def test_the_same_words_for_ever_are_met_with_silence_and_a_task(june):
    """A loop between two machines ends; a person sees what came."""
    for _ in range(4):
        factories.texts(june, "asdf qwerty")
    came = factories.texts(june, "asdf qwerty")
    assert came.replies.count() == 0
    assert "answering machine" in came.handoffs.get().why


def test_a_red_flag_is_answered_however_often_it_comes(june):
    for _ in range(6):
        came = factories.texts(june, NUMB)
    assert replied(came) == ["R-EMERG"]


def test_a_lesser_alert_does_not_hold_her_texts(june):
    alerts.open_(
        phone=kit.phone_of(june), patient=june, level=Level.REVIEW, flag="x", rule="y", now=NOW
    )
    assert alerts.pressing(kit.phone_of(june), now=NOW) is None
