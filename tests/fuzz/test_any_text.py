"""Whatever comes in: no text is lost, and nothing but approved words goes out.

`BONEMETS_TEST_FUZZ=10000 python3 manage.py test tests/fuzz` for a long run.
"""

import os

import pytest

from content.text import excerpts, framing
from messaging.actions import composing, inbound
from messaging.models import (
    Alert,
    HandOff,
    InboundMessage,
    InboundState,
    Origin,
    OutboundMessage,
    Patient,
)
from messaging.rules import wording
from tests import factories
from tests.factories import NOW
from tests.fuzz import strange

pytestmark = pytest.mark.django_db
COUNT = int(os.environ.get("BONEMETS_TEST_FUZZ", "300"))
SEED = int(os.environ.get("BONEMETS_TEST_FUZZ_SEED", "2026"))
AT_ONCE = 25  # texts from one phone; then the next patient's, so that one STOP ends little


@pytest.fixture
def told() -> list[str]:
    """All of them have come in and been read."""
    texts = list(strange.texts(COUNT, seed=SEED))
    for start in range(0, len(texts), AT_ONCE):
        language = "es" if start % 2 else "en"
        who: Patient = factories.patient(name=f"Pat {start}", language=language)
        for text in texts[start : start + AT_ONCE]:
            factories.arrives(who, text)
        while inbound.read_waiting(now=NOW):
            pass
    return texts


def test_no_text_is_lost_and_every_body_is_approved(told: list[str]) -> None:
    rows = InboundMessage.objects.all()
    assert sorted(row.body for row in rows) == sorted(told)
    assert {row.state for row in rows} == {InboundState.READ}
    assert [row.body for row in rows if not _has_a_fate(row)] == []

    sent = OutboundMessage.objects.select_related("template", "footer", "passage__document")
    ours = sent.exclude(origin=Origin.PROVIDER)
    assert [row.body for row in ours if row.body != _approved(row)] == []
    # What the provider says to STOP is its own; we hold the row and no words.
    assert {row.body for row in sent.filter(origin=Origin.PROVIDER)} <= {""}


def _has_a_fate(row: InboundMessage) -> bool:
    """Answered, on a person's list, or a word of thanks that silence answers."""
    if row.kind == "thanks" or row.opted_out or row.replies.exists():
        return True
    listed = HandOff.objects.filter(inbound=row) | HandOff.objects.filter(phone=row.phone)
    return listed.exists() or Alert.objects.filter(phone=row.phone).exists()


def _approved(row: OutboundMessage) -> str:
    """The body, made anew from the stored words that the row names."""
    words = composing.words(row.phone.clinic, now=NOW)
    if row.passage is None:
        named = {"topics": ", ".join(words.keywords(row.language))}
        return wording.fill(row.template.body, {**words.values, **named})
    document = row.passage.document
    said = excerpts.render(document.text, row.span_start or 0, row.span_end or 0)
    closing = wording.fill(row.footer.body, words.values)
    return framing.passage_reply(said, document.source_line, closing, language=row.language)
