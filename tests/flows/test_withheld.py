"""A reviewer bars a sentence: it stops at once, also where it is queued already."""

import pytest

from content import actions as content
from messaging.actions import dispatch
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_withheld_sentence_stops_what_is_queued_and_is_cut_around_from_then_on() -> None:
    june = factories.patient()
    waiting = factories.texts(june, "ONJ").replies.get()
    start = waiting.span_start or 0
    span = (start, start + 20)
    content.withhold(
        wordset=factories.words(),
        document=waiting.passage.document,
        start=span[0],
        end=span[1],
        reason="no longer right",
        citation="Label of 2024",
        by="Dr. Lena Fischer",
        now=NOW,
    )
    dispatch.run(now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == MessageState.SUPPRESSED
    assert "no longer right" in waiting.reason

    after = factories.texts(june, "what is osteonecrosis of the jaw").replies.get()
    assert after.span_start >= span[1]
    assert after.body[:20] != waiting.body[:20]
