"""A provider that gives no clear answers: one text at a time, until one gets through."""

from datetime import timedelta

import pytest

from messaging.actions import circuit, dispatch
from messaging.gateway.base import Outcome, OutcomeClass
from messaging.models import Attempt, OutboundMessage, Sender
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

DOUBTS, WAIT = 5, 30
FAILED = Outcome(OutcomeClass.UNKNOWN, http_status=503, detail="503")
NOT_SENT = Outcome(OutcomeClass.NOT_SENT, detail="ConnectionRefused")


@pytest.fixture
def many(db):
    """Texts to a crowd, due now, and no pace that keeps them."""
    Sender.objects.update(pace=1000)
    return [kit.queue(factories.patient(), key=str(n)) for n in range(DOUBTS + 7)]


@pytest.fixture
def failing(provider, many, settings):
    """The first batch has met nothing but errors, and so would the next."""
    settings.PIPELINE = {**settings.PIPELINE, "batch": DOUBTS, "circuit_seconds": WAIT}
    provider.script(*[FAILED] * (2 * DOUBTS))
    dispatch.run(now=NOW)
    assert len(provider.sent) == DOUBTS
    return provider


def later(seconds: int) -> None:
    """All attempts so far lie so much further back (engine time)."""
    for attempt in Attempt.objects.all():
        earlier = attempt.intent_at - timedelta(seconds=seconds)
        Attempt.objects.filter(pk=attempt.pk).update(intent_at=earlier)


def test_after_errors_in_a_row_the_rest_waits(failing):
    assert not dispatch.run(now=NOW)
    assert len(failing.sent) == DOUBTS
    assert OutboundMessage.objects.filter(state="QUEUED").count() == 7


def test_one_is_tried_after_the_wait_and_the_next_after_another(failing):
    later(WAIT)
    while dispatch.run(now=NOW):
        pass
    assert len(failing.sent) == DOUBTS + 1
    later(WAIT)
    while dispatch.run(now=NOW):
        pass
    assert len(failing.sent) == DOUBTS + 2


def test_one_that_gets_through_lets_all_go(failing):
    failing._script.clear()
    later(WAIT)
    while dispatch.run(now=NOW):
        pass
    assert len(failing.sent) == DOUBTS + 7
    assert not OutboundMessage.objects.filter(state="QUEUED").exists()


def test_an_answer_to_a_danger_does_not_wait(failing):
    factories.texts(factories.patient(), "i cant feel my legs")
    dispatch.run(now=NOW)
    assert len(failing.sent) == DOUBTS + 1


def test_it_is_forgotten_after_a_while(failing):
    later(int(circuit.REMEMBERED.total_seconds()))
    dispatch.run(now=NOW)
    assert len(failing.sent) == 2 * DOUBTS


def test_a_clear_no_is_an_answer(provider, many, settings):
    settings.PIPELINE = {**settings.PIPELINE, "batch": DOUBTS}
    provider.script(*[FAILED] * (DOUBTS - 1), NOT_SENT)
    dispatch.run(now=NOW)
    dispatch.run(now=NOW)
    assert len(provider.sent) == 2 * DOUBTS


def test_it_can_be_switched_off(failing, settings):
    settings.PIPELINE["circuit_doubts"] = 0
    dispatch.run(now=NOW)
    assert len(failing.sent) == 2 * DOUBTS
