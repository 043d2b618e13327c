"""The phone's screen, and what stands beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from messaging.actions import alerts, consent, handoffs, outbound
from messaging.actions.composing import Composed
from messaging.gateway.base import ProviderStatus
from messaging.models import Alert, Clinic, HandOffKind, Method, Origin, Patient, Reminder
from messaging.rules.consent import EventKind
from messaging.rules.kinds import Level
from messaging.rules.status import Priority
from messaging.simulator import phone_desk
from messaging.simulator.provider import Provider
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.simulator.kit import SERVICE, eventually
from tests.messaging.simulator.phone.kit import address, brought, bubbles, phone_of, read, state

pytestmark = pytest.mark.django_db


class TestWhatIsOnTheScreen:
    def test_an_empty_phone(self, client: Client, june: Patient) -> None:
        assert bubbles(client, june) == []

    def test_what_waits_for_its_time_or_was_taken_back_is_not_there(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        provider.account = replace(provider.account, services={SERVICE: NUMBER})
        later = (NOW + timedelta(hours=1)).isoformat()
        form = {"To": factories.number_of(june), "MessagingServiceSid": SERVICE, "Body": "Later."}
        kept = provider.create({**form, "ScheduleType": "fixed", "SendAt": later})
        assert bubbles(client, june) == []
        provider.cancel(kept.sid)
        assert bubbles(client, june) == []

    def test_a_text_of_the_clinic_waits_at_the_provider_first(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        brought(provider, june, "Your visit is tomorrow.")
        (one,) = bubbles(client, june)
        assert one["body"] == "Your visit is tomorrow."
        assert (one["mine"], one["tick"]) == (False, "waiting")

    def test_a_text_that_did_not_arrive_says_why(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        made = brought(provider, june, "Hello", end=ProviderStatus.UNDELIVERED, end_code=30003)
        provider.start("http://127.0.0.1:9")
        eventually(lambda: provider.get(made.sid).error_code)
        (one,) = bubbles(client, june)
        assert one["tick"] == "failed"
        assert "off or out of reach" in one["words"]

    def test_long_texts_say_how_many_parts_they_have(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        brought(provider, june, "x" * 161)
        assert bubbles(client, june)[0]["parts"] == 2

    def test_the_providers_own_answer_is_marked(self, client: Client, june: Patient) -> None:
        client.post(address(june, "send"), {"body": "STOP"})
        typed, answer = bubbles(client, june)
        assert (typed["by"], answer["by"]) == ("", "Sent by the provider")

    def test_her_text_is_ticked_when_the_service_has_read_it(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        text = provider.receive(from_=factories.number_of(june), to=NUMBER, body="thanks")
        assert bubbles(client, june)[0]["tick"] == "waiting"
        read(june, "thanks", sid=text.sid)
        assert bubbles(client, june)[0]["tick"] == "delivered"

    def test_the_log_before_the_providers_first_text_is_shown_as_earlier(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        read(june, "Old words", now=NOW - timedelta(days=2))
        provider.receive(from_=factories.number_of(june), to=NUMBER, body="New words")
        seen = [(one["body"], one["earlier"]) for one in bubbles(client, june)]
        assert seen == [("Old words", True), ("New words", False)]

    def test_a_text_that_never_left_is_not_on_the_phone(
        self, client: Client, june: Patient
    ) -> None:
        came = factories.arrives(june, "thanks", now=NOW)
        outbound.queue(
            phone=phone_of(june),
            words=Composed(body="Never sent", language="en"),
            origin=Origin.PROVIDER,
            priority=Priority.REPLY,
            key="never",
            now=NOW,
            in_reply_to=came,
        )
        assert [one["body"] for one in bubbles(client, june)] == ["thanks"]

    def test_times_are_service_time_in_her_own_zone(
        self, client: Client, clinic: Clinic, provider: Provider
    ) -> None:
        anh = factories.patient(time_zone="America/Denver", at=clinic, now=NOW)
        text = provider.receive(from_=factories.number_of(anh), to=NUMBER, body="hello")
        read(anh, "hello", now=NOW + timedelta(days=3), sid=text.sid)
        (one,) = bubbles(client, anh)
        assert (one["day"], one["time"]) == ("Fri, Mar 6", "9:05 AM")

    def test_one_that_our_log_does_not_know_stands_by_its_neighbour(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        number = factories.number_of(june)
        provider.receive(from_=number, to=NUMBER, body="lost on the way", announce=False)
        text = provider.receive(from_=number, to=NUMBER, body="hello")
        read(june, "hello", now=NOW + timedelta(days=3), sid=text.sid)
        assert [one["day"] for one in bubbles(client, june)] == ["Fri, Mar 6", "Fri, Mar 6"]


class TestWhatIsBesideIt:
    def test_the_next_texts_are_named(self, client: Client, provider: Provider) -> None:
        june = factories.patient(now=NOW)
        factories.treatment(june, now=NOW)
        coming = state(client, june)["coming"]
        assert 0 < len(coming) <= 5
        assert all(one["what"] and one["when"] for one in coming)

    def test_a_text_of_several_says_them_all(self, client: Client, provider: Provider) -> None:
        june = factories.patient(now=NOW)
        factories.treatment(june, now=NOW)
        Reminder.objects.update(words=["question:Q-CORD", "question:Q-PAIN"])
        said = {one["what"] for one in state(client, june)["coming"]}
        assert said == {"Check-in: weak or numb legs; pain (0 to 10)"}

    def test_an_alert_is_seen_with_her_words_and_a_link(
        self, client: Client, june: Patient
    ) -> None:
        came = factories.arrives(june, "cannot feel my legs", now=NOW)
        alerts.open_(
            phone=phone_of(june),
            patient=june,
            level=Level.EMERGENCY,
            flag="cord-compression",
            rule="tests",
            inbound=came,
            now=NOW,
        )
        (task,) = state(client, june)["tasks"]
        assert (task["level"], task["words"]) == ("Emergency", "cord compression")
        assert task["quote"] == "cannot feel my legs"
        assert task["link"] == f"/admin/messaging/alert/{Alert.objects.get().pk}/change/"

    def test_a_long_list_says_how_much_is_left_out(self, client: Client, june: Patient) -> None:
        for number in range(phone_desk.TASKS + 2):
            handoffs.open_(
                kind=HandOffKind.UNANSWERED,
                phone=phone_of(june),
                inbound=factories.arrives(june, f"text {number}", now=NOW),
                why="tests",
                now=NOW,
            )
        found = state(client, june)
        assert (len(found["tasks"]), found["more_tasks"]) == (phone_desk.TASKS, 2)

    def test_opting_out_shows(self, client: Client, june: Patient) -> None:
        consent.note(
            phone=phone_of(june), kind=EventKind.REVOKED, method=Method.TEXT, by="tests", now=NOW
        )
        assert state(client, june)["consent"] == {"state": "revoked", "words": "Opted out"}
