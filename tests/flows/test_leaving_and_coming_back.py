"""STOP in any wording, at once; coming back; wrong numbers and losses."""

from datetime import timedelta

import pytest

from messaging.actions import consent, dispatch, ticking
from messaging.models import HandOff, Origin, OutboundMessage, Patient, Phone, Reminder
from messaging.rules.consent import ConsentState
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def state(of: Patient) -> ConsentState:
    return consent.state_of(Phone.objects.get(recipients__patient=of))


def test_stop_is_obeyed_when_it_arrives_and_the_provider_says_goodbye() -> None:
    june = factories.patient()
    came = factories.arrives(june, "STOP")
    assert state(june) is ConsentState.REVOKED

    ticking.tick(now=NOW)
    (answer,) = came.replies.all()
    assert (answer.origin, answer.state) == (Origin.PROVIDER, MessageState.UNKNOWN)
    assert not Reminder.objects.of_patient(june.pk).planned().exists()


@pytest.mark.parametrize(
    "body", ["ALTO", "BAJA", "please stop texting me", "ya no me manden mensajes"]
)
def test_words_the_provider_does_not_know_get_our_goodbye_once(body: str) -> None:
    june = factories.patient()
    came = factories.texts(june, body)
    dispatch.run(now=NOW)

    (goodbye,) = came.replies.all()
    assert goodbye.template.slug == "R-STOP"
    assert goodbye.state == MessageState.ACCEPTED
    assert HandOff.objects.open().filter(patient=june).exists()


def test_nothing_queued_before_the_stop_leaves_after_it() -> None:
    june = factories.patient()
    asked = factories.texts(june, "ONJ").replies.get()
    factories.arrives(june, "STOP")
    dispatch.run(now=NOW)

    asked.refresh_from_db()
    assert asked.state == MessageState.SUPPRESSED


def test_start_brings_her_back_and_her_texts_with_her() -> None:
    june = factories.patient()
    factories.texts(june, "ALTO")
    came = factories.texts(june, "START", now=NOW + timedelta(hours=1))

    assert state(june) is ConsentState.GIVEN
    assert Reminder.objects.of_patient(june.pk).planned().exists()
    assert came.replies.get().origin == Origin.PROVIDER


def test_yes_joins_only_a_phone_that_was_asked() -> None:
    asked = factories.clinic(slug="harbor", opt_in="reply")
    june = factories.patient(at=asked)
    assert state(june) is ConsentState.ASKED
    factories.texts(june, "YES")

    assert state(june) is ConsentState.GIVEN
    ticking.tick(now=NOW)
    assert "T-WELCOME" in factories.slugs(june)


def test_a_wrong_number_pauses_and_tells_staff() -> None:
    june = factories.patient()
    came = factories.texts(june, "wrong number")

    assert state(june) is ConsentState.PAUSED
    assert HandOff.objects.open().get().kind == "wrong_number"
    assert came.replies.get().template.slug == "R-WRONG"


def test_a_death_stops_everything_with_words_of_sympathy() -> None:
    june = factories.patient()
    came = factories.texts(june, "he passed away please dont text this phone again")

    assert state(june) is ConsentState.REVOKED
    assert [row.template.slug for row in came.replies.all()] == ["T-LOSS"]
    assert (
        not OutboundMessage.objects.filter(state=MessageState.QUEUED)
        .exclude(in_reply_to=came)
        .exists()
    )
