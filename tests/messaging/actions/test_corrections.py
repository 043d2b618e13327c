"""A correction goes once to each phone, by text or by a person; what fails is said aloud."""

from datetime import UTC, datetime, timedelta

import pytest

from content import actions as content
from content.models import Template
from messaging.actions import composing, consent, corrections, dispatch, handoffs, ticking
from messaging.models import Correction, Entry, HandOff, HandOffKind, Method, OutboundMessage
from messaging.rules.consent import EventKind
from messaging.rules.status import MessageState, Priority
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # 22:00 in Chicago
NINE = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
def sent(june):
    return kit.send(kit.answer(june))


@pytest.fixture
def recall(sent):
    return kit.recall(sent)


def correct(recall, *, at=None, now=NOW, **given):
    return corrections.send(
        recall_id=recall.pk,
        clinic=at or factories.clinic(),
        by=factories.person("rosa"),
        now=now,
        **given,
    )


def texts():
    return list(OutboundMessage.objects.filter(origin="recall").order_by("id"))


def revoke(who):
    consent.note(
        phone=kit.phone_of(who), kind=EventKind.REVOKED, method=Method.VOICE, by="tests", now=NOW
    )


class TestSending:
    def test_she_is_told_the_day_and_whom_to_ask(self, recall):
        assert correct(recall) == corrections.Corrected(texted=1, to_phone=0, left=0)
        (row,) = texts()
        assert row.body == (
            "We take back the health facts we texted you on Tue Mar 3. Please do not go by that "
            "text. Ask your care team what is right: +15550100199. Emergency: 911."
        )
        assert (row.template.slug, row.segments) == ("T-CORRECTION", 1)

    def test_in_her_language(self, june):
        type(june).objects.update(language="es")
        june.refresh_from_db()
        recall = kit.recall(kit.send(kit.answer(june)))
        correct(recall)
        assert texts()[0].body.startswith("El mensaje de salud que le mandamos el mar 3 mar")

    def test_it_leaves_at_once_by_day(self, recall, provider):
        correct(recall)
        assert kit.send(texts()[0]).state == "ACCEPTED"

    def test_it_goes_behind_replies_and_before_teaching(self, recall):
        correct(recall)
        assert Priority.REPLY < texts()[0].priority < Priority.QUESTION

    def test_pressed_twice_it_goes_once(self, recall):
        correct(recall)
        assert correct(recall) == corrections.Corrected(texted=0, to_phone=0, left=0)
        assert len(texts()) == 1

    def test_who_turns_up_later_gets_it_and_nobody_twice(self, june):
        late = kit.answer(factories.patient())
        recall = kit.recall(kit.send(kit.answer(june)))
        kit.left_as(late, MessageState.SUPPRESSED)
        assert correct(recall).texted == 1
        kit.left_as(late, MessageState.ACCEPTED)
        assert correct(recall).texted == 1
        assert [row.phone_id for row in texts()] == [kit.phone_of(june).pk, late.phone_id]

    def test_many_phones_go_in_steps(self, june):
        rows = [kit.send(kit.answer(who)) for who in (june, *(factories.patient() for _ in "ab"))]
        recall = kit.recall(rows[0])
        assert correct(recall, most=2) == corrections.Corrected(texted=2, to_phone=0, left=1)
        assert correct(recall, most=2) == corrections.Corrected(texted=1, to_phone=0, left=0)

    def test_each_clinic_sends_its_own(self, recall):
        elsewhere = factories.clinic(slug="elsewhere", name="Elsewhere Clinic")
        assert correct(recall, at=elsewhere).texted == 0
        assert texts() == []

    def test_after_the_recall_was_lifted_nothing_goes(self, recall):
        later = NOW + timedelta(hours=1)
        content.lift_recall(recall=recall, by="Dr. Lena Fischer", now=later, because="wrong")
        assert correct(recall, now=later).texted == 0

    def test_without_approved_words_nothing_is_done(self, recall, june):
        content.retire(
            wordset=june.clinic.wordset,
            templates=Template.objects.filter(slug="T-CORRECTION"),
            by=content.DEMO_REVIEWER,
            now=NOW,
        )
        with pytest.raises(composing.NoWords, match="T-CORRECTION"):
            correct(recall)
        assert not Correction.objects.exists()

    def test_it_leaves_an_entry_with_name_and_counts(self, recall):
        correct(recall)
        entry = Entry.objects.get(action="recall.correct")
        assert (entry.by_name, entry.after) == ("rosa", {"texted": 1, "to_phone": 0})
        assert (entry.object_type, entry.object_id) == ("recall", str(recall.pk))


class TestAtTheDoor:
    def test_at_night_it_waits_for_the_morning(self, recall, provider):
        correct(recall, now=NIGHT)
        (row,) = texts()
        provider.sent.clear()
        assert (row.due_at, kit.send(row, now=NIGHT).state) == (NINE, "QUEUED")
        assert provider.sent == []
        assert kit.send(row, now=NINE).state == "ACCEPTED"

    def test_a_queue_that_was_late_does_not_send_it_at_night(self, recall):
        correct(recall)
        row = kit.send(texts()[0], now=NIGHT)
        assert (row.state, row.reason, row.due_at) == ("QUEUED", "quiet hours", NINE)

    def test_also_to_a_shared_phone(self, june):
        factories.patient(name="Ray Whitfield", number=factories.number_of(june))
        sent = kit.send(kit.answer(june, recipient=None))
        correct(kit.recall(sent))
        assert kit.send(texts()[0], now=NIGHT).reason == "quiet hours"

    def test_after_STOP_it_does_not_leave(self, recall, june):  # noqa: N802
        correct(recall)
        revoke(june)
        assert kit.send(texts()[0]).state == "SUPPRESSED"

    def test_after_three_days_it_is_too_late(self, recall):
        correct(recall)
        assert kit.send(texts()[0], now=NOW + timedelta(days=3)).state == "EXPIRED"


class TestByPhone:
    def test_who_may_not_be_texted_is_put_on_the_list(self, recall, june, sent):
        revoke(june)
        assert correct(recall) == corrections.Corrected(texted=0, to_phone=1, left=0)
        (row,) = kit.handoffs(june)
        assert (row.kind, row.patient, row.outbound) == (HandOffKind.RECALLED, june, sent)
        assert row.why == (
            "Was sent words on Tue Mar 3 that are taken back, and may not be texted: phone her. "
            "Why: The label has changed"
        )

    def test_pressed_twice_she_is_on_it_once(self, recall, june):
        revoke(june)
        correct(recall)
        (row,) = kit.handoffs(june)
        handoffs.close(handoff=row, by=factories.person("rosa"), now=NOW, note="phoned")
        correct(recall)
        assert kit.handoffs(june) == []

    def test_a_second_recall_is_a_call_of_its_own(self, recall, june):
        other = kit.recall(kit.send(kit.answer(june, "dental-care")))
        revoke(june)
        correct(recall)
        correct(other)
        assert kit.kinds(june) == ["recalled", "recalled"]

    def test_nobody_phones_about_the_dead(self, recall, june):
        type(june).objects.update(state="died")
        assert correct(recall) == corrections.Corrected(texted=0, to_phone=0, left=0)
        assert not HandOff.objects.filter(kind=HandOffKind.RECALLED).exists()


class TestWhatFails:
    @pytest.mark.parametrize("state", ["UNDELIVERED", "REJECTED", "SUPPRESSED", "EXPIRED"])
    def test_a_correction_that_did_not_arrive_is_left_to_a_person(self, recall, june, state):
        correct(recall)
        kit.left_as(texts()[0], MessageState(state))
        for _ in "ab":
            ticking.tick(now=NOW)
        (row,) = kit.handoffs(june)
        assert (row.kind, row.outbound) == (HandOffKind.RECALLED, texts()[0])
        assert Correction.objects.get().handoff == row

    @pytest.mark.parametrize("state", ["QUEUED", "ACCEPTED", "DELIVERED", "UNKNOWN"])
    def test_one_on_its_way_or_arrived_is_not(self, recall, june, state):
        correct(recall)
        kit.left_as(texts()[0], MessageState(state))
        corrections.hand_over_failed(now=NOW)
        assert kit.handoffs(june) == []

    def test_who_died_meanwhile_is_left_in_peace(self, recall, june):
        correct(recall)
        type(june).objects.update(state="died")
        assert kit.send(texts()[0]).reason == "patient: died"
        corrections.hand_over_failed(now=NOW)
        assert kit.handoffs(june) == []


def test_a_question_whose_answer_was_stopped_goes_to_a_person(june):
    asked = factories.texts(june, "what is ONJ")
    row = asked.replies.get()
    kit.recall(row)
    dispatch.run(now=NOW)
    row.refresh_from_db()
    (todo,) = kit.handoffs(june)
    assert row.reason == "Recalled by Dr. Lena Fischer on 2026-03-03: The label has changed"
    assert (todo.kind, todo.inbound, todo.outbound) == (HandOffKind.UNANSWERED, asked, row)
