"""Of several unclear texts one reply goes, after a pause; what is clear is answered at once."""

from datetime import timedelta

import pytest

from messaging.actions import checkins, dispatch, stepping
from messaging.actions.checkins import Ask
from messaging.models import Alert, Entry, OutboundMessage
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

PAUSE = timedelta(seconds=20)
SOON = timedelta(seconds=8)
UNSURE, CANNOT = "asdf qwerty", "can i drive to work tomorrow"


@pytest.fixture(autouse=True)
def _a_pause(settings):
    settings.PIPELINE = {**settings.PIPELINE, "quiet_seconds": 20}


def fate(came) -> list[tuple[str, str]]:
    return [(row.template.slug, row.state) for row in came.replies.order_by("id")]


def left(provider) -> int:
    return len(provider.sent)


class TestTheWait:
    @pytest.mark.parametrize(("body", "slug"), [(UNSURE, "R-UNSURE"), (CANNOT, "R-NONE")])
    def test_an_unclear_reply_is_due_after_the_pause(self, june, body, slug):
        row = factories.texts(june, body).replies.get()
        assert (row.template.slug, row.due_at) == (slug, NOW + PAUSE)

    def test_it_does_not_leave_before(self, june, provider):
        factories.texts(june, UNSURE)
        dispatch.run(now=NOW + PAUSE - timedelta(seconds=1))
        assert left(provider) == 0

    def test_it_leaves_then(self, june, provider):
        factories.texts(june, UNSURE)
        dispatch.run(now=NOW + PAUSE)
        assert left(provider) == 1

    def test_a_person_has_the_text_at_once(self, june):
        came = factories.texts(june, UNSURE)
        (task,) = kit.handoffs(june)
        assert (task.inbound, task.opened_at) == (came, NOW)

    @pytest.mark.parametrize("body", ["ONJ", "MENU", "HELP", "thanks", "i cant feel my legs"])
    def test_what_is_clear_is_answered_at_once(self, june, body):
        assert factories.texts(june, body).replies.get().due_at == NOW

    def test_the_demos_clock_stops_where_it_is_due(self, june):
        factories.texts(june, UNSURE)
        assert stepping.next_due(now=NOW) == NOW + PAUSE

    def test_without_a_pause_it_goes_at_once(self, june, settings):
        settings.PIPELINE = {**settings.PIPELINE, "quiet_seconds": 0}
        assert factories.texts(june, UNSURE).replies.get().due_at == NOW


class TestALaterText:
    def test_takes_the_waiting_replys_place(self, june):
        first = factories.texts(june, UNSURE)
        second = factories.texts(june, CANNOT, now=NOW + SOON)
        assert fate(first) == [("R-UNSURE", "CANCELLED")]
        assert fate(second) == [("R-NONE", "QUEUED")]

    def test_so_that_one_reply_goes_of_three(self, june, provider):
        for n in range(3):
            factories.texts(june, f"{UNSURE} {n}", now=NOW + n * SOON)
        while dispatch.run(now=NOW + 2 * SOON + PAUSE):
            pass
        assert left(provider) == 1

    def test_each_of_them_is_a_persons_to_read(self, june):
        factories.texts(june, UNSURE)
        factories.texts(june, CANNOT, now=NOW + SOON)
        assert kit.kinds(june) == ["unanswered", "unanswered"]

    def test_says_why_on_the_row_and_in_the_audit(self, june):
        row = factories.texts(june, UNSURE).replies.get()
        factories.texts(june, "ONJ", now=NOW + SOON)
        row.refresh_from_db()
        assert row.reason == "answered with a later text"
        assert Entry.objects.filter(action="outbound.end", reason=row.reason).exists()

    @pytest.mark.parametrize("body", ["ONJ", "MENU", "LESS", "i cant feel my legs"])
    def test_with_any_answer_of_its_own_ends_the_wait(self, june, body):
        first = factories.texts(june, UNSURE)
        factories.texts(june, body, now=NOW + SOON)
        assert first.replies.get().state == "CANCELLED"

    def test_that_is_answered_by_the_next_question_ends_it(self, june):
        asks = [Ask("Q-CORD"), Ask("Q-PAIN")]
        checkins.open_(recipient=june.recipients.get(), asks=asks, now=NOW)
        first = factories.texts(june, CANNOT)
        factories.texts(june, "n", now=NOW + SOON)
        assert fate(first) == [("R-NONE", "CANCELLED")]

    def test_of_thanks_does_not_answer_what_was_asked(self, june):
        first = factories.texts(june, CANNOT)
        factories.texts(june, "thanks", now=NOW + SOON)
        assert fate(first) == [("R-NONE", "QUEUED")]

    def test_of_another_phone_changes_nothing(self, june):
        first = factories.texts(june, UNSURE)
        factories.texts(factories.patient(), "ONJ", now=NOW + SOON)
        assert fate(first) == [("R-UNSURE", "QUEUED")]

    def test_does_not_take_back_what_has_left(self, june):
        first = factories.texts(june, UNSURE)
        dispatch.run(now=NOW + PAUSE)
        factories.texts(june, CANNOT, now=NOW + PAUSE + SOON)
        assert fate(first) == [("R-UNSURE", "ACCEPTED")]

    def test_takes_back_one_that_a_worker_holds_but_has_not_sent(self, june, provider):
        row = factories.texts(june, UNSURE).replies.get()
        claimed = dispatch._claim(now=NOW + PAUSE)
        factories.texts(june, "ONJ", now=NOW + PAUSE)
        assert dispatch._commit_intents(claimed, now=NOW + PAUSE) == [None]
        row.refresh_from_db()
        assert (row.state, left(provider)) == ("CANCELLED", 0)


def test_a_second_unclear_answer_to_a_question_waits_too(june):
    checkins.open_(recipient=june.recipients.get(), asks=[Ask("Q-PAIN")], now=NOW)
    retry = factories.texts(june, "same as always").replies.get()
    last = factories.texts(june, "you know how it is").replies.get()
    assert (retry.due_at, last.due_at) == (NOW, NOW + PAUSE)


def test_a_story_in_pieces_is_answered_once_with_the_safety_text(june, provider):
    factories.texts(june, "my leg")
    factories.texts(june, "is numb", now=NOW + SOON)
    while dispatch.run(now=NOW + PAUSE + SOON):
        pass
    sent = OutboundMessage.objects.get(state="ACCEPTED")
    assert (sent.template.slug, left(provider)) == ("R-EMERG", 1)
    assert Alert.objects.count() == 1
