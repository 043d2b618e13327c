import pytest

from content import actions
from content.models import Approval, Preference, Topic, WordSet
from tests.content.conftest import NOW


def test_a_new_word_set_starts_with_drafts(guide: actions.Imported) -> None:
    late = actions.make_wordset(slug="late", name="Late words")
    assert Approval.objects.filter(wordset=late, state="draft").count() == 3


def test_the_same_word_set_is_made_once(guide: actions.Imported, wordset: WordSet) -> None:
    assert actions.make_wordset(slug="harbor", name="Other name") == wordset
    assert WordSet.objects.get().name == "Harbor words"


def test_an_unknown_document_cannot_be_preferred(wordset: WordSet) -> None:
    topic = Topic.objects.get(slug="denosumab")
    with pytest.raises(ValueError, match="import it first"):
        actions.prefer(wordset=wordset, topic=topic, document_slug="gone", by="Rey", now=NOW)


def test_a_preference_is_one_per_topic(guide: actions.Imported, wordset: WordSet) -> None:
    topic = Topic.objects.get(slug="denosumab")
    for by in ("Dr. Rey", "Dr. Osei"):
        actions.prefer(wordset=wordset, topic=topic, document_slug="guide", by=by, now=NOW)
    assert Preference.objects.get().chosen_by == "Dr. Osei"
