"""Texts read hours after they were sent: dangers keep their weight, the rest is a person's."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import checkins, consent, inbound
from messaging.actions.checkins import Ask
from messaging.gateway.base import Inbound
from messaging.gateway.memory import message_id
from messaging.models import Alert, ConsentEvent, InboundMessage, Keywords, Method, Question, Sender
from messaging.rules.consent import EventKind
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def june(db):
    return factories.patient(now=NOW - timedelta(days=7))


def found(who, body, *, ago, **fields) -> InboundMessage:
    """A text sent a while ago that only the provider's list has shown; read at once."""
    text = Inbound(
        provider_id=message_id(),
        to=NUMBER,
        from_=factories.number_of(who),
        body=body,
        sent_at=clock.engine_now() - ago,
        **fields,
    )
    inbound.receive(text, now=NOW)
    inbound.read_waiting(now=NOW)
    return InboundMessage.objects.get(provider_id=text.provider_id)


def replies(row) -> list[str]:
    return [reply.template.slug if reply.template else "words" for reply in row.replies.all()]


def asked(who, *, slug="Q-PAIN", ago) -> Question:
    recipient = who.recipients.get(relation="patient")
    return checkins.open_(recipient=recipient, asks=[Ask(slug)], now=NOW - ago).questions.get()


class TestQuestions:
    @pytest.mark.parametrize("body", ["ONJ", "blarg frobnicate", "MENU"])
    def test_after_four_hours_a_person_answers(self, june, body):
        row = found(june, body, ago=6 * HOUR)
        assert replies(row) == []
        (task,) = kit.handoffs(june)
        assert (task.kind, task.inbound) == ("unanswered", row)
        assert "sent 2026-03-03 04:0" in task.why
        assert "read 6 h later" in task.why

    def test_until_then_the_service_answers(self, june):
        assert found(june, "ONJ", ago=3 * HOUR).replies.count() == 1
        assert kit.handoffs(june) == []

    def test_thanks_need_no_answer_at_any_age(self, june):
        assert replies(found(june, "thank you", ago=6 * HOUR)) == []
        assert kit.handoffs(june) == []

    def test_help_is_answered_however_late(self, june):
        Sender.objects.update(keywords=Keywords.OURS)
        assert replies(found(june, "HELP", ago=6 * HOUR)) == ["R-HELP"]

    def test_a_text_that_waited_for_a_dead_worker_is_as_old(self, june):
        came = factories.arrives(june, "ONJ")
        inbound.read_waiting(now=NOW + 5 * HOUR)
        assert replies(came) == []
        assert kit.kinds(june) == ["unanswered"]

    def test_a_machine_that_wrote_all_night_is_still_met_with_silence(self, june):
        rows = [found(june, "ONJ", ago=60 * MINUTE - n * MINUTE) for n in range(6)]
        assert [row.replies.count() for row in rows] == [1, 1, 1, 1, 0, 0]


class TestDangers:
    def test_the_alert_says_when_she_wrote(self, june):
        row = found(june, "i cant feel my legs", ago=6 * HOUR)
        alert = Alert.objects.get()
        assert alert.inbound == row
        assert "read 6 h later" in alert.rule

    def test_she_is_told_what_to_do_all_the_same(self, june):
        assert replies(found(june, "i cant feel my legs", ago=6 * HOUR)) != []

    def test_a_fresh_one_says_nothing_of_time(self, june):
        found(june, "i cant feel my legs", ago=MINUTE)
        assert "later" not in Alert.objects.get().rule

    def test_a_story_in_pieces_is_read_together_though_its_first_piece_came_last(self, june):
        found(june, "is numb", ago=1 * MINUTE)
        assert not Alert.objects.exists()
        found(june, "my leg", ago=2 * MINUTE)
        assert Alert.objects.exists()

    def test_texts_sent_hours_apart_are_no_story(self, june):
        found(june, "my leg", ago=3 * HOUR)
        found(june, "is numb", ago=1 * HOUR)
        assert not Alert.objects.exists()


class TestAnswers:
    def test_a_text_cannot_answer_what_was_asked_after_it_was_sent(self, june):
        question = asked(june, ago=1 * HOUR)
        found(june, "9", ago=2 * HOUR)
        question.refresh_from_db()
        assert question.state == "open"
        assert not Alert.objects.exists()

    def test_it_answers_the_question_of_its_own_time(self, june):
        before, after = asked(june, ago=8 * HOUR), asked(june, ago=1 * HOUR)
        found(june, "9", ago=6 * HOUR)
        before.refresh_from_db()
        after.refresh_from_db()
        assert (before.value, before.state) == ("9", "answered")
        assert (after.value, after.state) == ("", "open")

    def test_an_old_answer_is_judged_and_says_when(self, june):
        asked(june, ago=8 * HOUR)
        found(june, "9", ago=6 * HOUR)
        assert "read 6 h later" in Alert.objects.get().rule

    def test_an_old_answer_brings_no_next_question(self, june):
        recipient = june.recipients.get(relation="patient")
        check_in = checkins.open_(
            recipient=recipient, asks=[Ask("Q-PAIN"), Ask("Q-SEV", "nausea")], now=NOW - 8 * HOUR
        )
        found(june, "2", ago=6 * HOUR)
        states = list(check_in.questions.values_list("state", flat=True))
        assert states == ["answered", "superseded"]

    def test_an_old_answer_that_is_none_goes_to_a_person(self, june):
        asked(june, ago=8 * HOUR)
        row = found(june, "same as always", ago=6 * HOUR)
        assert replies(row) == []
        assert kit.kinds(june) == ["unanswered"]


class TestLeaving:
    def test_a_stop_holds_from_now_on_and_is_not_confirmed_hours_later(self, june):
        Sender.objects.update(keywords=Keywords.OURS)
        row = found(june, "STOP", ago=6 * HOUR)
        assert consent.state_of(kit.phone_of(june)) == "revoked"
        assert ConsentEvent.objects.get(kind="revoked").at == NOW
        assert replies(row) == []

    def test_what_she_agreed_to_after_it_stands(self, june):
        phone = kit.phone_of(june)
        for kind, ago in ((EventKind.REVOKED, 9), (EventKind.RESTORED, 2)):
            consent.note(
                phone=phone, kind=kind, method=Method.WRITTEN, by="dana", now=NOW - ago * HOUR
            )
        found(june, "STOP", ago=6 * HOUR)
        assert consent.state_of(phone) == "given"

    def test_where_she_has_written_since_a_person_asks_her(self, june):
        factories.texts(june, "ONJ")
        found(june, "STOP", ago=1 * HOUR)
        assert consent.state_of(kit.phone_of(june)) == "revoked"
        whys = [task.why for task in kit.handoffs(june)]
        assert any("after a newer text" in why for why in whys)
