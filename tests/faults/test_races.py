"""Several workers at once: every text is claimed, sent, stored and planned once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from content.models import RecalledSpan
from messaging import clock, gateway
from messaging.actions import (
    corrections,
    dispatch,
    inbound,
    planning,
    receipts,
    reconcile,
    reminders,
)
from messaging.gateway.base import Inbound, ProviderStatus, Receipt
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.models import (
    Attempt,
    ConsentEvent,
    DeliveryReceipt,
    InboundMessage,
    Origin,
    OutboundMessage,
    Patient,
    Phone,
    Reminder,
)
from messaging.rules.facts import StepKind
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]

STRANGER = "+15550100999"


@pytest.fixture(autouse=True)
def provider() -> Iterator[MemoryGateway]:
    made = MemoryGateway()
    gateway.use(made)
    yield made
    gateway.reset()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, from one starting shot; gives what they gave."""
    shot, answers, errors = threading.Barrier(len(works)), [None] * len(works), []

    def run(place: int) -> None:
        try:
            shot.wait()
            answers[place] = works[place]()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return answers


def send_all() -> None:
    while OutboundMessage.objects.filter(state="QUEUED").exists():
        dispatch.run(now=NOW)


def text(body: str, *, number: str = STRANGER) -> Inbound:
    return Inbound(provider_id=message_id(), to=NUMBER, from_=number, body=body)


class TestSending:
    def test_four_dispatchers_send_each_text_once(self, provider):
        for n in range(12):
            kit.queue(factories.patient(), key=str(n))
        at_once(*[send_all] * 4)
        assert Counter(one.to for one in provider.sent).most_common(1)[0][1] == 1
        assert len(provider.sent) == 12
        assert Attempt.objects.count() == 12

    def test_eight_makers_of_one_text_make_one_row(self):
        june = factories.patient()
        rows = at_once(*[lambda: kit.queue(june, key="same").pk] * 8)
        assert len(set(rows)) == 1
        assert OutboundMessage.objects.count() == 1

    def test_a_due_reminder_becomes_one_text(self):
        june = factories.patient()
        card = Reminder.objects.of_patient(june.pk).get(step__slug="card", occurrence="joined")
        at_once(*[lambda: reminders.release_due(now=card.due_at)] * 4)
        assert card.outbound.count() == 1

    def test_two_reconcilers_count_one_negative_read(self, provider):
        provider.script(kit.UNKNOWN)
        row = kit.sent(factories.patient())
        kit.wait_over(row)
        at_once(*[lambda: reconcile.settle(now=NOW)] * 4)
        row.refresh_from_db()
        assert (row.state, row.negative_reads) == ("UNKNOWN", 1)

    def test_eight_copies_of_a_callback_count_once(self):
        row = kit.sent(factories.patient())
        receipt = Receipt(row.provider_id, ProviderStatus.DELIVERED, "delivered")
        token = kit.token(row)
        words = at_once(*[lambda: receipts.apply(token=token, receipt=receipt, now=NOW)] * 8)
        assert sorted(words) == ["again"] * 7 + ["rose"]
        assert DeliveryReceipt.objects.count() == 1


class TestComingIn:
    def test_eight_copies_of_a_text_are_stored_once(self):
        factories.clinic()
        came = text("ONJ")
        new = at_once(*[lambda: inbound.receive(came, now=NOW)] * 8)
        assert sorted(new) == [False] * 7 + [True]
        assert InboundMessage.objects.count() == 1

    def test_eight_first_texts_of_a_phone_make_one_phone(self):
        factories.clinic()
        at_once(*[lambda: inbound.receive(text("hello"), now=NOW)] * 8)
        assert (Phone.objects.count(), InboundMessage.objects.count()) == (1, 8)

    def test_eight_copies_of_a_stop_revoke_once(self):
        june = factories.patient()
        came = text("STOP", number=factories.number_of(june))
        at_once(*[lambda: inbound.receive(came, now=NOW)] * 8)
        assert ConsentEvent.objects.filter(kind="revoked").count() == 1

    def test_eight_readers_of_a_text_answer_once(self):
        came = factories.arrives(factories.patient(), "ONJ")
        at_once(*[lambda: inbound.read(came.pk, now=NOW)] * 8)
        came.refresh_from_db()
        assert (came.state, came.tries, came.replies.count()) == ("read", 0, 1)


class TestLeaving:
    def test_no_text_sets_out_after_a_stop_has_been_stored(self):
        people = [factories.patient() for _ in range(10)]
        for n, who in enumerate(people):
            kit.queue(who, key=str(n))
        stopped: dict[int, datetime] = {}

        def stop() -> None:
            for who in reversed(people):
                phone = kit.phone_of(who)
                inbound.receive(text("STOP", number=phone.number), now=NOW)
                stopped[phone.pk] = clock.engine_now()

        at_once(stop, send_all, send_all)
        late = [
            attempt
            for attempt in Attempt.objects.select_related("message")
            if attempt.intent_at > stopped[attempt.message.phone_id]
        ]
        assert late == []
        states = set(
            OutboundMessage.objects.exclude(origin="provider").values_list("state", flat=True)
        )
        assert states <= {"ACCEPTED", "SUPPRESSED"}


class TestPlanning:
    def test_four_planners_make_one_plan(self):
        june = factories.patient()
        Reminder.objects.all().delete()
        at_once(*[lambda: planning.replan(june, now=NOW)] * 4)
        keys = Reminder.objects.values_list("recipient", "enrolment", "step", "occurrence")
        assert len(keys) == len(set(keys)) > 0

    def test_a_planner_and_a_releaser_leave_each_row_with_one_fate(self):
        june = factories.patient()
        later = NOW + timedelta(days=1, hours=1)
        at_once(
            lambda: planning.replan(Patient.objects.get(pk=june.pk), now=later),
            lambda: reminders.release_due(now=later),
        )
        released = Reminder.objects.filter(state="RELEASED").exclude(kind=StepKind.CHECK_IN)
        assert released
        assert {row.outbound.count() for row in released} == {1}


class TestRecalling:
    @pytest.fixture
    def sent(self) -> list[OutboundMessage]:
        """Three patients who got the same words."""
        queued = [kit.answer(factories.patient()) for _ in range(3)]
        return [kit.left_as(row, MessageState.ACCEPTED) for row in queued]

    def test_two_who_press_at_once_tell_each_phone_once(self, sent):
        recall, clinic, by = kit.recall(sent[0]), factories.clinic(), factories.person()
        press = partial(corrections.send, recall_id=recall.pk, clinic=clinic, by=by, now=NOW)
        done = at_once(press, press)
        assert sum(one.texted for one in done) == 3
        told = OutboundMessage.objects.filter(origin=Origin.RECALL)
        assert sorted(told.values_list("phone", flat=True)) == [row.phone_id for row in sent]

    def test_what_is_imported_meanwhile_does_not_slip_by(self, sent):
        words = sent[0].passage.text
        at_once(lambda: kit.recall(sent[0]), lambda: factories.import_leaflet(words))
        assert RecalledSpan.objects.filter(passage__document__slug="leaflet").exists()
