"""A check-in asks one question at a time; answers are stored, judged and replied to."""

from datetime import timedelta

import pytest

from messaging.actions import chasing, checkins, consent
from messaging.actions.checkins import Ask
from messaging.models import Alert, HandOff, OutboundMessage, Patient, Question, QuestionState
from messaging.rules.consent import ConsentState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def asks(who: Patient, *slugs: str) -> None:
    checkins.open_(recipient=who.recipients.get(), asks=[Ask(s) for s in slugs], now=NOW)


def test_questions_go_one_after_the_other_with_one_closing_reply() -> None:
    june = factories.patient()
    asks(june, "Q-CORD", "Q-PAIN")
    factories.texts(june, "n")
    came = factories.texts(june, "2")

    assert factories.slugs(june) == ["Q-CORD", "Q-PAIN", "R-OK"]
    assert came.replies.get().template.slug == "R-OK"
    assert list(Question.objects.values_list("value", flat=True)) == ["no", "2"]


def test_eight_is_a_same_day_alert_and_says_to_call() -> None:
    june = factories.patient()
    asks(june, "Q-PAIN")
    came = factories.texts(june, "8")

    assert (came.kind, Alert.objects.get().level) == ("checkin_answer", "SAME_DAY")
    assert came.replies.get().template.slug == "R-PAIN7"


def test_the_first_emergency_answer_ends_the_flow() -> None:
    june = factories.patient()
    asks(june, "Q-CORD", "Q-PAIN")
    came = factories.texts(june, "yes")

    assert Alert.objects.get().level == "EMERGENCY"
    assert came.replies.get().template.slug == "R-EMERG"
    assert Question.objects.get(slug="Q-PAIN").state == QuestionState.SUPERSEDED


def test_an_open_question_never_hides_an_emergency() -> None:
    june = factories.patient()
    asks(june, "Q-PAIN")
    came = factories.texts(june, "my legs gave out twice today")

    assert came.kind == "red_flag"
    assert Alert.objects.get().flag == "cord-compression"


def test_a_fall_is_followed_by_whether_she_can_stand() -> None:
    june = factories.patient()
    asks(june, "Q-BREAK", "Q-PAIN")
    factories.texts(june, "y")

    assert [q.slug for q in Question.objects.filter(state=QuestionState.OPEN)] == ["Q-STAND"]


def test_what_is_not_understood_is_asked_again_once_then_shown_to_a_person() -> None:
    june = factories.patient()
    asks(june, "Q-PAIN")
    first = factories.texts(june, "same as last week")
    second = factories.texts(june, "same as last week i said")

    assert first.replies.get().template.slug == "R-RETRY-PAIN"
    assert second.replies.exists()
    assert Alert.objects.get().level == "REVIEW"


def test_silence_is_nudged_once_then_closed_and_listed() -> None:
    june = factories.patient()
    asks(june, "Q-TEMP")
    chasing.chase(now=NOW + timedelta(hours=3))
    chasing.chase(now=NOW + timedelta(hours=4))
    chasing.chase(now=NOW + timedelta(hours=49))

    asked = OutboundMessage.objects.filter(template__slug="Q-TEMP")
    assert asked.count() == 2
    assert Question.objects.get().state == QuestionState.MISSED
    assert HandOff.objects.open().get().kind == "silent"


def test_a_late_answer_still_counts() -> None:
    june = factories.patient()
    asks(june, "Q-CORD")
    chasing.chase(now=NOW + timedelta(hours=49))
    factories.texts(june, "yes", now=NOW + timedelta(hours=50))

    assert Alert.objects.get().level == "EMERGENCY"


def test_no_longer_this_phone_pauses_and_asks_a_person() -> None:
    june = factories.patient()
    asks(june, "T-STILLYOU")
    came = factories.texts(june, "n")

    assert consent.state_of(came.phone) is ConsentState.PAUSED
    assert came.replies.get().template.slug == "R-WRONG"
    assert HandOff.objects.open().get().kind == "wrong_number"
