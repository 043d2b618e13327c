"""Stored first, opt-outs obeyed at once, read one at a time per phone, never dropped."""

import pytest
from django.db import OperationalError

from messaging.actions import answering, consent, inbound
from messaging.gateway.base import Inbound
from messaging.gateway.memory import message_id
from messaging.models import InboundMessage, InboundState, OutboundMessage, Phone, Sender
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

STRANGER = "+15550100999"


def text(body="ONJ", **changes) -> Inbound:
    given = {"provider_id": message_id(), "to": NUMBER, "from_": STRANGER, "body": body}
    return Inbound(**{**given, **changes})


@pytest.fixture
def broken(monkeypatch):
    """Reading fails for texts that say "poison"."""
    whole = answering.answer

    def answer(row, *, now):
        if row.body == "poison":
            raise ValueError("cannot be read")
        return whole(row, now=now)

    monkeypatch.setattr(answering, "answer", answer)


def try_again(row):
    InboundMessage.objects.filter(state="unread").update(next_action_at=row.arrived_at)
    inbound.read_waiting(now=NOW)
    row.refresh_from_db()
    return row


class TestStoring:
    def test_a_new_text_is_stored(self, db):
        assert inbound.receive(text(body="hello"), now=NOW) is True
        assert InboundMessage.objects.get().body == "hello"

    def test_the_same_id_again_is_not_stored_again(self, db):
        came = text()
        inbound.receive(came, now=NOW)
        assert inbound.receive(came, now=NOW) is False
        assert InboundMessage.objects.count() == 1

    def test_a_repeat_of_a_stop_revokes_once(self, june):
        came = text("STOP", from_=factories.number_of(june))
        inbound.receive(came, now=NOW)
        inbound.receive(came, now=NOW)
        assert kit.phone_of(june).consent_events.filter(kind="revoked").count() == 1

    def test_a_text_to_a_number_that_is_not_ours_is_refused(self, db):
        with pytest.raises(inbound.NotOurs, match="add it under Senders"):
            inbound.receive(text(to="+15550100555"), now=NOW)
        assert not InboundMessage.objects.exists()

    def test_a_messaging_service_is_one_of_our_senders_too(self, db):
        Sender.objects.update(service_id="MG" + "0" * 32)
        inbound.receive(text(to="+15550100555", messaging_service="MG" + "0" * 32), now=NOW)
        assert InboundMessage.objects.exists()

    def test_an_unknown_phone_is_kept_with_its_number(self, db):
        inbound.receive(text(), now=NOW)
        assert Phone.objects.get().number == STRANGER

    def test_a_short_code_is_kept_as_it_is(self, db):
        inbound.receive(text(from_="12345"), now=NOW)
        assert Phone.objects.get().number == "12345"

    def test_a_number_already_known_is_the_same_phone(self, june):
        inbound.receive(text(from_=factories.number_of(june)), now=NOW)
        assert InboundMessage.objects.get().phone == kit.phone_of(june)


class TestOptingOut:
    @pytest.mark.parametrize("body", ["STOP", "alto", "please stop texting me", "no me manden más"])
    def test_it_takes_effect_before_anything_is_read(self, june, body):
        factories.arrives(june, body)
        assert consent.state_of(kit.phone_of(june)) == "revoked"

    def test_the_providers_word_for_it_counts_whatever_the_text_says(self, june):
        factories.arrives(june, "enough", opt_out_type="STOP")
        assert consent.state_of(kit.phone_of(june)) == "revoked"

    def test_what_was_queued_never_leaves(self, june, provider):
        row = kit.queue(june)
        factories.arrives(june, "STOP")
        assert kit.send(row).state == "SUPPRESSED"
        assert provider.sent == []

    def test_the_event_points_at_the_text(self, june):
        came = factories.arrives(june, "STOP")
        assert came.consent_events.get().kind == "revoked"

    @pytest.mark.parametrize(
        "body", ["stop the pain", "can i stop eating dairy", "endoscopy tomorrow"]
    )
    def test_a_command_word_inside_another_wish_is_no_opt_out(self, june, body):
        factories.arrives(june, body)
        assert consent.state_of(kit.phone_of(june)) == "given"

    @pytest.mark.parametrize(
        "quoted",
        [
            "Welcome back. HELP for help, STOP to end.",
            "Is this still the right phone for your health texts? To stop, text STOP.",
            "You will get no more texts from Harbor Clinic.",
        ],
    )
    def test_a_reaction_that_quotes_our_stop_line_is_no_opt_out(self, june, quoted):
        factories.texts(june, f"Liked “{quoted}”")
        assert consent.state_of(kit.phone_of(june)) == "given"


class TestReading:
    def test_a_text_is_read_once(self, june):
        came = factories.texts(june, "ONJ")
        assert came.state == InboundState.READ
        assert inbound.read_waiting(now=NOW) is False
        assert came.replies.count() == 1

    def test_reading_again_makes_no_second_reply(self, june):
        came = factories.texts(june, "ONJ")
        InboundMessage.objects.update(state="unread", next_action_at=came.arrived_at)
        inbound.read(came.pk, now=NOW)
        assert came.replies.count() == 1

    def test_what_it_was_taken_for_is_kept(self, june):
        came = factories.texts(june, "what is osteonecrosis of the jaw?")
        assert (came.kind, came.topic, came.read_at) == ("passage", "onj", NOW)

    def test_one_phones_texts_are_read_in_order(self, june):
        first, second = factories.arrives(june, "ONJ"), factories.arrives(june, "MENU")
        inbound.read_waiting(now=NOW)
        second.refresh_from_db()
        assert second.state == InboundState.UNREAD
        inbound.read_waiting(now=NOW)
        rows = OutboundMessage.objects.order_by("id")
        assert [row.in_reply_to for row in rows] == [first, second]

    def test_a_later_text_waits_for_one_that_failed(self, june, broken):
        factories.texts(june, "poison")
        later = factories.texts(june, "ONJ")
        assert later.state == InboundState.UNREAD

    def test_waiting_for_a_failed_text_is_rest_not_work(self, june, broken):
        """Else every tick would spin till its bound while a poison text backs off."""
        factories.texts(june, "poison")
        factories.arrives(june, "ONJ")
        assert inbound.read_waiting(now=NOW) is False

    def test_other_phones_are_not_held_up(self, june, broken):
        factories.texts(june, "poison")
        assert factories.texts(factories.patient(), "ONJ").state == InboundState.READ

    def test_a_picture_without_words_opens_a_task_and_is_answered(self, june):
        came = factories.texts(june, "", media_count=1)
        assert kit.kinds(june) == ["picture"]
        assert [row.template.slug for row in came.replies.all()] == ["T-PHOTO"]


class TestPoison:
    def test_a_failure_is_counted_and_tried_later(self, june, broken):
        came = factories.texts(june, "poison")
        assert (came.state, came.tries) == ("unread", 1)
        assert came.next_action_at > came.arrived_at

    def test_a_failed_reading_leaves_nothing_behind(self, june, broken):
        assert factories.texts(june, "poison").replies.count() == 0

    def test_the_fifth_failure_shows_it_to_a_person_with_its_words(self, june, broken):
        came = factories.texts(june, "poison")
        for _ in range(4):
            came = try_again(came)
        (task,) = kit.handoffs(june)
        assert (came.state, task.kind, task.inbound.body) == ("dead", "dead_letter", "poison")

    def test_a_dead_text_lets_the_next_one_through(self, june, broken):
        came = factories.texts(june, "poison")
        for _ in range(4):
            came = try_again(came)
        assert factories.texts(june, "ONJ").state == InboundState.READ

    def test_a_locked_database_is_not_the_texts_fault(self, june, monkeypatch):
        def locked(row, *, now):
            raise OperationalError("database is locked")

        came = factories.arrives(june, "ONJ")
        monkeypatch.setattr(answering, "answer", locked)
        with pytest.raises(OperationalError):
            inbound.read_waiting(now=NOW)
        came.refresh_from_db()
        assert (came.state, came.tries) == ("unread", 0)

    def test_a_text_that_another_worker_has_read_is_not_marked_as_failed(self, june):
        came = factories.texts(june, "ONJ")
        inbound._count_failure(came.pk, now=NOW)
        came.refresh_from_db()
        assert (came.state, came.tries) == ("read", 0)
