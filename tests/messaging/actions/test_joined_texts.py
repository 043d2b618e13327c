"""A red flag in the last 5 minutes of a phone's texts joined is met like one in a single text."""

from datetime import timedelta

import pytest

from messaging.actions import checkins, reading
from messaging.actions.checkins import Ask
from messaging.models import Alert, InboundMessage, Question
from messaging.rules import red_flags
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=40)
WINDOW = timedelta(minutes=5)
STRANGER = "+15550100999"


def pieces(who, *bodies, apart=SOON):
    """Texts one after the other; gives the last."""
    for n, body in enumerate(bodies):
        came = factories.texts(who, body, now=NOW + n * apart)
    return came


def replied(came) -> list[str]:
    return [row.template.slug for row in came.replies.order_by("id") if row.template]


class TestTheAlert:
    def test_it_says_that_it_was_read_from_joined_texts(self, june):
        last = pieces(june, "my leg", "is numb")
        alert = Alert.objects.get()
        assert (alert.level, alert.flag, alert.inbound) == ("EMERGENCY", "cord-compression", last)
        assert alert.rule == "words in texts of 5 minutes joined: leg is numb"

    def test_that_of_one_text_does_not(self, june):
        pieces(june, "my leg is numb")
        assert Alert.objects.get().rule == "words in a text: leg is numb"

    def test_the_text_is_kept_as_a_red_flag(self, june):
        last = pieces(june, "my leg", "is numb")
        assert (last.kind, last.flag) == ("red_flag", "cord-compression")

    def test_the_safety_text_answers_it(self, june):
        last = pieces(june, "my leg", "is numb")
        assert (replied(last), last.replies.get().priority) == (["R-EMERG"], 0)

    def test_three_pieces_make_one_too(self, june):
        assert replied(pieces(june, "i cant", "really", "breathe")) == ["R-EMERG"]

    def test_a_stranger_raises_one(self, db):
        pieces(STRANGER, "my leg", "is numb")
        assert Alert.objects.get().patient is None

    def test_one_who_has_left_is_not_texted(self, june):
        last = pieces(june, "STOP", "my leg", "is numb")
        assert Alert.objects.get().cannot_be_texted
        assert replied(last) == []


class TestWhichTexts:
    def test_five_minutes_are_joined(self, june):
        pieces(june, "my leg", "is numb", apart=WINDOW)
        assert Alert.objects.exists()

    def test_more_are_not(self, june):
        pieces(june, "my leg", "is numb", apart=WINDOW + timedelta(seconds=1))
        assert not Alert.objects.exists()

    def test_when_they_came_counts_not_when_they_are_read(self, june):
        factories.texts(june, "my leg")
        late = factories.arrives(june, "is numb", now=NOW + SOON)
        row = InboundMessage.objects.get(pk=late.pk)
        assert [said.body for said in reading._around(row)] == ["my leg"]

    def test_those_of_another_phone_are_not(self, june):
        pieces(june, "my leg")
        pieces(factories.patient(), "is numb")
        assert not Alert.objects.exists()

    def test_those_to_another_clinic_are_not(self, june):
        pieces(june, "my leg")
        other = factories.patient(at=factories.clinic(slug="other"))
        InboundMessage.objects.update(phone=other.recipients.get().phone)
        pieces(june, "is numb")
        assert not Alert.objects.exists()

    def test_one_answered_as_a_red_flag_is_not_joined_again(self, june):
        last = pieces(june, "i cant feel my legs", "are you there")
        assert replied(last) == ["T-OPEN"]

    def test_alone_a_text_is_read_once(self, june, monkeypatch):
        read: list[str] = []
        find = red_flags.find

        def watched(text, **given):
            read.append(text)
            return find(text, **given)

        monkeypatch.setattr(red_flags, "find", watched)
        pieces(june, "my leg")
        assert read == ["my leg"]


class TestDuringACheckIn:
    def ask(self, who, *slugs) -> None:
        asks = [Ask(slug) for slug in slugs]
        checkins.open_(recipient=who.recipients.get(), asks=asks, now=NOW)

    def test_a_score_is_judged_once_as_an_answer(self, june):
        self.ask(june, "Q-PAIN")
        pieces(june, "a question about pain", "9", "ok then")
        assert Alert.objects.exclude(question=None).count() == 1
        assert not Alert.objects.filter(rule__contains="joined").exists()

    def test_two_scores_are_no_story(self, june):
        self.ask(june, "Q-PAIN", "Q-MOUTH")
        pieces(june, "3", "n")
        assert not Alert.objects.exists()
        assert Question.objects.filter(state="answered").count() == 2

    def test_a_symptom_told_in_pieces_is_still_found(self, june):
        self.ask(june, "Q-PAIN")
        assert replied(pieces(june, "my leg", "is numb")) == ["R-EMERG"]
