"""A patient texts a word or a question and gets approved words, or a person."""

import pytest

from messaging.actions import dispatch
from messaging.models import HandOff, HandOffKind
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "topic"),
    [
        pytest.param("ONJ", "onj", id="a keyword"),
        pytest.param("what is xjeva", "denosumab", id="a misspelt brand"),
        pytest.param("is my jaw bone going to die from this drug", "onj", id="a question"),
    ],
)
def test_an_excerpt_comes_with_its_source_and_whom_to_call(body: str, topic: str) -> None:
    came = factories.texts(factories.patient(), body)

    assert came.topic == topic
    (reply,) = came.replies.all()
    assert reply.passage.topic_id == topic
    assert reply.passage.document.source_line in reply.body
    assert "+15550100199" in reply.body
    assert "911" in reply.body
    assert reply.segments <= 2


def test_every_sent_character_can_be_traced_to_the_approved_document() -> None:
    (reply,) = factories.texts(factories.patient(), "ONJ").replies.all()

    span = reply.passage.document.text[reply.span_start : reply.span_end]
    assert reply.body.startswith(" ".join(span.split())[:60])


def test_a_question_in_spanish_is_answered_in_spanish() -> None:
    came = factories.texts(factories.patient(language="es"), "que es la necrosis de la mandibula")

    assert came.topic == "onj"
    assert came.replies.get().language == "es"


def test_more_goes_on_where_the_excerpt_ended() -> None:
    june = factories.patient()
    first = factories.texts(june, "ONJ").replies.get()
    more = factories.texts(june, "MORE").replies.get()

    assert more.passage.topic_id == "onj"
    assert more.span_start >= first.span_end


def test_menu_names_the_topics() -> None:
    reply = factories.texts(factories.patient(), "MENU").replies.get()
    assert "ONJ" in reply.body
    assert "CHEMO" in reply.body


def test_what_finds_no_answer_goes_to_a_person_with_its_text() -> None:
    came = factories.texts(factories.patient(), "how much do i owe for parking")

    assert came.kind == "none"
    (task,) = HandOff.objects.open()
    assert task.kind == HandOffKind.UNANSWERED
    assert task.inbound == came
    assert "+15550100199" in came.replies.get().body


def test_the_answer_leaves_at_once() -> None:
    came = factories.texts(factories.patient(), "ONJ")
    dispatch.run(now=NOW)
    assert came.replies.get().state == MessageState.ACCEPTED


def test_a_picture_is_handed_to_a_person() -> None:
    came = factories.texts(factories.patient(), "", media_count=1)

    assert HandOff.objects.open().get().kind == HandOffKind.PICTURE
    assert came.replies.get().template.slug == "T-PHOTO"
