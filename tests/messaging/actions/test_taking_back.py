"""What waits at the provider and is not wanted any more is cancelled there, or said aloud."""

from datetime import timedelta

import pytest

from messaging import clock
from messaging.actions import (
    alerts,
    consent,
    holding,
    outbound,
    outcomes,
    scheduled,
    staff,
    treatments,
    visits,
)
from messaging.gateway.base import ProviderStatus, Receipt
from messaging.models import Attempt, Method, OutboundMessage, Sender
from messaging.rules.consent import EventKind
from messaging.rules.kinds import Level
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit
from tests.messaging.actions.test_scheduled import SERVICE, THEN, doubted, settle, waits

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture(autouse=True)
def _on(settings, db) -> None:
    settings.SCHEDULE_AHEAD = True
    Sender.objects.update(service_id=SERVICE)


def watch(row: OutboundMessage, *, now=NOW) -> OutboundMessage:
    kit.wait_over(row)
    scheduled.watch(now=now)
    row.refresh_from_db()
    return row


class TestTakingBack:
    def leaves(self, who) -> None:
        phone = kit.phone_of(who)
        consent.note(phone=phone, kind=EventKind.REVOKED, method=Method.TEXT, by="tests", now=NOW)

    def test_a_stop_takes_back_what_waits(self, june, provider):
        row = waits(june)
        self.leaves(june)
        row.refresh_from_db()
        assert row.take_back == "consent revoked"
        scheduled.watch(now=NOW)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("CANCELLED", "consent revoked")
        assert provider.cancels == [row.provider_id]

    def test_no_answer_is_asked_again_until_there_is_one(self, june, provider):
        row = waits(june)
        self.leaves(june)
        provider.deaf = provider.blind = True
        assert watch(row).state == "ACCEPTED"
        provider.deaf = provider.blind = False
        assert watch(row).state == "CANCELLED"
        assert len(provider.cancels) == 2

    def test_too_late_is_said_aloud(self, june, provider):
        row = waits(june)
        self.leaves(june)
        provider.progress(row.provider_id, ProviderStatus.SENT)
        row = watch(row)
        assert (row.state, row.provider_status) == ("ACCEPTED", "sent")
        assert "held" in kit.kinds(june)

    def test_one_in_doubt_is_taken_back_when_it_is_found(self, june, provider):
        row = doubted(june, provider, kit.made_but_unanswered())
        self.leaves(june)
        assert settle(row).provider_status == "scheduled"
        assert watch(row).state == "CANCELLED"

    def test_one_in_doubt_that_is_absent_is_not_sent_again(self, june, provider):
        row = doubted(june, provider)
        self.leaves(june)
        row = settle(settle(row))
        assert (row.state, row.reason) == ("CANCELLED", "consent revoked")

    @pytest.mark.parametrize("state", ["died", "hospice"])
    def test_whoever_died_or_is_in_hospice_gets_nothing(self, june, provider, state):
        row = waits(june)
        type(june).objects.update(state=state)
        assert watch(row).reason == f"patient: {state}"

    def test_recalled_words_do_not_leave(self, june):
        row = waits(june)
        kit.withdraw_all_words()
        assert watch(row).state == "CANCELLED"

    def test_an_ended_enrolment_sends_nothing(self, june):
        row = waits(june)
        reminder = june.enrolments.first().reminders.first()
        OutboundMessage.objects.filter(pk=row.pk).update(reminder=reminder)
        june.enrolments.update(active=False)
        assert watch(row).reason == "the enrolment has ended"

    def test_an_urgent_alert_comes_before_any_planned_text(self, june):
        row = waits(june)
        alerts.open_(phone=row.phone, level=Level.URGENT, flag="fever", rule="tests", now=NOW)
        assert watch(row).reason == "an urgent alert is open"

    def test_a_moved_visit_takes_back_the_text_that_names_its_day(self, june, provider):
        made = factories.treatment(june, starts_on=factories.TODAY + timedelta(days=2))
        dose = made.doses.order_by("on")[0]
        reminder = dose.reminders.get(step__slug="visit")
        row = waits(june, reminder=reminder)
        later = dose.on + timedelta(days=1)
        treatments.move(dose, on=later, by=factories.person(), now=NOW)
        row.refresh_from_db()
        assert row.take_back == "the visit changed before this text left"
        assert not visits.told(dose).exists()
        assert watch(row).state == "CANCELLED"

    def test_what_still_stands_is_left_alone(self, june, provider):
        row = watch(waits(june))
        assert (row.state, provider.cancels) == ("ACCEPTED", [])
        assert row.next_action_at > clock.engine_now() + timedelta(seconds=50)

    def test_the_last_look_is_shortly_before_its_time(self, june):
        row = waits(june)
        at = clock.engine_now() + timedelta(seconds=70)
        Attempt.objects.filter(message=row).update(send_at=at)
        assert watch(row).next_action_at == at - timedelta(seconds=30)

    def test_after_its_time_it_is_asked_after(self, june, provider):
        row = waits(june)
        Attempt.objects.filter(message=row).update(send_at=clock.engine_now())
        provider.progress(row.provider_id, ProviderStatus.SENT)
        assert watch(row, now=THEN).provider_status == "sent"
        assert provider.cancels == []

    def test_what_has_left_is_not_judged_by_what_comes_later(self, june, provider):
        row = waits(june)
        Attempt.objects.filter(message=row).update(send_at=clock.engine_now())
        type(june).objects.update(state="died")
        assert watch(row, now=THEN).take_back == ""

    def test_a_provider_that_does_not_answer_ends_the_turn(self, june, provider):
        for key in ("one", "two"):
            waits(june, key=key)
        self.leaves(june)
        provider.deaf = provider.blind = True
        assert scheduled.watch(now=NOW) is False
        assert len(provider.cancels) == 1

    def test_a_receipt_that_it_has_left_takes_it_on(self, june):
        row = waits(june)
        sent = Receipt(row.provider_id, ProviderStatus.SENT, "sent")
        assert outcomes.prove(row.attempts.get(), evidence=sent, now=THEN) == "rose"
        row.refresh_from_db()
        assert (row.provider_status, row.reason) == ("sent", "")

    def test_a_person_may_send_what_was_wanted_back(self, june, provider):
        """Held, then decided by name: her decision is newer than the reason."""
        row = doubted(june, provider)
        outbound.cancel_unsent(
            phone=row.phone, by="tests", now=NOW, reason="moved", state=MessageState.CANCELLED
        )
        row.refresh_from_db()
        holding.hold(row, why="tests", now=NOW)
        staff.decide_held(message=row, send=True, by=factories.person(), now=NOW)
        row.refresh_from_db()
        assert (row.state, row.take_back) == ("QUEUED", "")
