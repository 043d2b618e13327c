"""A clinic imports a document it has the rights to; answers are cut from it, verbatim."""

from typing import Any

import pytest
from django.core.management import call_command

from content import actions as content
from content.models import Document, Passage
from messaging.actions import dispatch
from messaging.rules.status import MessageState
from tests import factories
from tests.content.samples import REAL
from tests.factories import NOW

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.exists(), reason="the clinic's own document is not beside us"),
]


@pytest.fixture
def imported(capsys: Any) -> Document:
    call_command(
        "import_document",
        str(REAL),
        slug="treating-bone-metastases",
        publisher="The publisher",
        licence="by permission",
        source_line="ACS 2016",
        by="Marcus Webb",
    )
    return Document.objects.get(slug="treating-bone-metastases")


def approve(document: Document) -> None:
    content.approve(
        wordset=factories.words(),
        passages=list(Passage.objects.filter(document=document)),
        by="Dr. Lena Fischer",
        now=NOW,
        note="read and approved",
    )


def test_its_sections_are_found_with_exact_offsets(imported: Document) -> None:
    sections = list(imported.sections.all())
    assert len(sections) >= 25
    for section in sections:
        assert imported.text[section.start : section.end] == section.text
        assert section.text == section.text.strip()


def test_nothing_of_it_leaves_before_a_reviewer_approved_it(imported: Document) -> None:
    reply = factories.texts(factories.patient(), "ONJ").replies.get()
    assert reply.passage.document.slug != imported.slug


def test_a_keyword_is_then_answered_from_it_word_for_word(imported: Document) -> None:
    approve(imported)
    reply = factories.texts(factories.patient(), "ONJ").replies.get()
    dispatch.run(now=NOW)

    span = imported.text[reply.span_start : reply.span_end]
    assert reply.passage.document == imported
    assert reply.body.startswith(span.replace("’", "'"))
    assert "Source: ACS 2016." in reply.body
    reply.refresh_from_db()
    assert reply.state == MessageState.ACCEPTED


def test_what_it_says_of_kidneys_and_denosumab_is_never_sent(imported: Document) -> None:
    approve(imported)
    june = factories.patient()
    bodies = [
        reply
        for body in (
            "is xgeva safe for my kidneys",
            "DENOSUMAB",
            "MORE",
            "MORE",
            "side effects of xgeva",
        )
        for reply in factories.replies(factories.texts(june, body))
    ]
    assert bodies
    assert not [body for body in bodies if "safe to give" in body]
