"""A small world of words: two topics, a word set, one imported guide."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from content import actions
from content.models import (
    Alias,
    Approval,
    Decision,
    Document,
    Passage,
    Preference,
    Recall,
    RecalledSpan,
    RemovedAlias,
    Section,
    Template,
    Topic,
    Withholding,
    WordSet,
)
from content.text.mapping import Row
from tests.content.samples import GUIDE

# Nothing that another row points at goes before that row.
FROM_THE_LEAVES = (
    *(RecalledSpan, Recall, Decision, Approval, Withholding, Preference, RemovedAlias, Alias),
    *(Passage, Section, Document, Template, WordSet, Topic),
)
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DETAILS = actions.Details(
    slug="guide", publisher="Invented House", licence="ours", source_line="Small guide 2026"
)
ROWS = (
    Row("denosumab", {"": "Shots"}, paragraphs=(1, 1)),
    Row("denosumab", {"": "Shots"}, paragraphs=(2, 2)),
    Row("dental-care", {"": "Teeth"}),
)


def import_guide(
    text: str = GUIDE, *, rows: tuple[Row, ...] = ROWS, by: str = "Ina Importer"
) -> actions.Imported:
    return actions.import_document(
        file=actions.read_file(text.encode(), name="guide.md"),
        details=DETAILS,
        rows=rows,
        by=by,
        now=NOW,
    )


@pytest.fixture(autouse=True)
def empty_shelf(request: pytest.FixtureRequest) -> None:
    """The suite has loaded the shipped words for all; these tests stock a shelf of their own."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        for model in FROM_THE_LEAVES:
            model._base_manager.all().delete()


@pytest.fixture
def topics(db: None) -> None:
    Topic.objects.create(slug="denosumab", position=0, titles={"en": "Denosumab"})
    Topic.objects.create(slug="dental-care", position=1, titles={"en": "Dental care"})


@pytest.fixture
def wordset(topics: None) -> WordSet:
    return actions.make_wordset(slug="harbor", name="Harbor words")


@pytest.fixture
def guide(wordset: WordSet) -> actions.Imported:
    return import_guide()


@pytest.fixture
def approved(guide: actions.Imported, wordset: WordSet) -> WordSet:
    """The word set once a reviewer has approved the whole guide."""
    actions.approve(wordset=wordset, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
    return wordset


def make_template(slug: str, **fields: Any) -> Template:
    given: dict[str, Any] = {
        "language": "en",
        "kind": "safety",
        "body": f"{slug} says call {{phone}}.",
    }
    return Template.objects.create(slug=slug, sha256="", **(given | fields))
