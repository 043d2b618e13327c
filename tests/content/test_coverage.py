"""Which topics are answered, in which language, and until when."""

from datetime import date

import pytest

from content import actions, coverage, lookup
from content.coverage import Gap
from content.models import Approval, Passage, WordSet
from tests.content.conftest import NOW, TODAY, make_template

LAST = date(2026, 3, 20)


@pytest.fixture
def words(guide: actions.Imported, wordset: WordSet) -> WordSet:
    """Two passages on denosumab and one on dental care, approved."""
    actions.approve(wordset=wordset, passages=list(Passage.objects.all()), by="Dr. Rey", now=NOW)
    return wordset


def until(wordset: WordSet, last: date, **which: object) -> None:
    Approval.objects.filter(wordset=wordset, **which).update(use_until=last)
    WordSet.objects.touch_all()


def test_what_is_missing_goes_by_language_and_topic(words: WordSet) -> None:
    known = lookup.library(words, today=TODAY)
    assert [(gap.slug, gap.language) for gap in coverage.missing(known, ("es", "en"))] == [
        ("denosumab", "es"),
        ("dental-care", "es"),
    ]


def test_the_last_passage_of_a_topic_runs_out(words: WordSet) -> None:
    until(words, LAST, passage__topic="dental-care")
    (gap,) = coverage.running_out(words.pk, today=TODAY)
    assert gap == Gap("dental-care", "Dental care", "en", is_topic=True, ends=LAST)


def test_a_passage_that_another_follows_does_not_count(words: WordSet) -> None:
    first = Passage.objects.filter(topic="denosumab").first()
    until(words, LAST, passage=first)
    assert coverage.running_out(words.pk, today=TODAY) == []


def test_a_document_runs_out_with_all_its_topics(words: WordSet) -> None:
    guide = Passage.objects.first().document
    guide.use_until = LAST
    guide.save()
    WordSet.objects.touch_all()
    found = coverage.running_out(words.pk, today=TODAY)
    assert {(gap.slug, gap.ends) for gap in found} == {("denosumab", LAST), ("dental-care", LAST)}


def test_a_template_runs_out(words: WordSet) -> None:
    actions.approve(wordset=words, templates=[make_template("CARD")], by="Dr. Rey", now=NOW)
    until(words, LAST, template__slug="CARD")
    (gap,) = coverage.running_out(words.pk, today=TODAY)
    assert (gap.slug, gap.is_topic) == ("CARD", False)


def test_the_soonest_comes_first(words: WordSet) -> None:
    until(words, LAST, passage__topic="dental-care")
    until(words, TODAY, passage__topic="denosumab")
    found = coverage.running_out(words.pk, today=TODAY)
    assert [gap.ends for gap in found] == [TODAY, LAST]
