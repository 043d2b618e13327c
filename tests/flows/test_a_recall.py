"""A reviewer takes words back: they stop at once, and whoever got them is told, once."""

import pytest
from django.test import Client
from django.urls import reverse

from content import actions as content
from content.models import Approval, Recall
from messaging import clock
from messaging.actions import dispatch
from messaging.models import HandOff, HandOffKind, OutboundMessage, Patient, Role
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.admin.conftest import page, signed_in

pytestmark = pytest.mark.django_db
OTHER_WORDS = "Tell your dentist about your bone drug before any work on your teeth."


@pytest.fixture(autouse=True)
def the_desk_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def june() -> Patient:
    """She asked, and got the passage on jaw problems."""
    june = factories.patient()
    ask(june)
    dispatch.run(now=NOW)
    return june


@pytest.fixture
def ray(june: Patient) -> OutboundMessage:
    """He asked the same; the answer still waits in the queue."""
    return ask(factories.patient(name="Ray Carter"))


@pytest.fixture
def reviewer(june: Patient) -> Client:
    return signed_in(Role.REVIEWER, june.clinic)


@pytest.fixture
def coordinator(june: Patient) -> Client:
    return signed_in(Role.COORDINATOR, june.clinic)


def ask(who: Patient) -> OutboundMessage:
    return factories.texts(who, "what is ONJ").replies.get()


def recall(reviewer: Client, words: OutboundMessage) -> Recall:
    """On the page of the passage's approval, with a reason."""
    approval = Approval.objects.get(passage=words.passage, wordset=words.phone.clinic.wordset)
    form = reverse("admin:content_recall_new", args=[approval.pk])
    reviewer.post(form, {"reason": "The label has changed"})
    return Recall.objects.get()


def who_got_it(coordinator: Client, recalled: Recall) -> str:
    return page(coordinator, reverse("admin:content_recall_change", args=[recalled.pk]))


def confirm(coordinator: Client, recalled: Recall, at: Patient) -> None:
    """The button on the page that shows once more what would go."""
    coordinator.post(
        reverse("admin:content_recall_correct", args=[recalled.pk, at.clinic_id]), follow=True
    )


def corrections(who: Patient) -> list[OutboundMessage]:
    return [row for row in factories.outbox(who) if row.origin == "recall"]


def test_the_whole_story(
    june: Patient, ray: OutboundMessage, reviewer: Client, coordinator: Client
) -> None:
    # Given June was told about jaw problems, and Ray's answer waits in the queue,
    # when a reviewer takes these words back,
    recalled = recall(reviewer, ray)

    # then Ray's text does not leave, its row says why, and a person answers him;
    dispatch.run(now=NOW)
    ray.refresh_from_db()
    assert ray.state == MessageState.SUPPRESSED
    assert ray.reason.startswith("Recalled by clinical_reviewer-harbor on 2026-03-03")
    assert HandOff.objects.get(outbound=ray).kind == HandOffKind.UNANSWERED

    # and the coordinator sees that June got them, and that Ray did not.
    words = who_got_it(coordinator, recalled)
    assert "June Whitfield" in words
    assert "Ray Carter" not in words

    # When she sends the correction, and presses the button again,
    for _ in ("once", "again"):
        confirm(coordinator, recalled, june)
        dispatch.run(now=NOW)

    # then June gets it once, in approved words that name no drug and no illness.
    (correction,) = corrections(june)
    assert correction.state == MessageState.ACCEPTED
    assert correction.template.slug == "T-CORRECTION"
    assert correction.body.startswith("We take back the health facts we texted you on Tue Mar 3.")
    assert "text sent" in who_got_it(coordinator, recalled)


def test_who_has_left_is_phoned(june: Patient, reviewer: Client, coordinator: Client) -> None:
    recalled = recall(reviewer, factories.outbox(june)[-1])
    factories.texts(june, "STOP")
    confirm(coordinator, recalled, june)

    assert corrections(june) == []
    todo = HandOff.objects.get(kind=HandOffKind.RECALLED)
    assert (todo.patient, todo.times) == (june, 1)
    assert "phone her" in todo.why


def test_the_next_question_finds_the_other_document(june: Patient, reviewer: Client) -> None:
    told = factories.outbox(june)[-1]
    factories.leaflet(OTHER_WORDS)
    content.prefer(
        wordset=factories.words(),
        topic=told.passage.topic,
        document_slug=told.passage.document.slug,
        by="Dr. Lena Fischer",
        now=NOW,
    )
    assert ask(june).passage == told.passage

    recall(reviewer, told)

    assert ask(june).body.startswith(OTHER_WORDS)


def test_without_another_document_it_goes_to_a_person(june: Patient, reviewer: Client) -> None:
    recall(reviewer, factories.outbox(june)[-1])

    assert ask(june).template.slug == "R-NONE"
    assert HandOff.objects.get(kind=HandOffKind.UNANSWERED).inbound.body == "what is ONJ"


def test_MORE_does_not_bring_the_rest(june: Patient, reviewer: Client) -> None:  # noqa: N802
    told = factories.outbox(june)[-1]
    recall(reviewer, told)

    more = factories.texts(june, "MORE").replies.get()
    assert more.template.slug == "MENU"
    assert "ONJ" not in more.body
