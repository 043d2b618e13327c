"""A clinic's own names: whose they are, who added them, and what cannot be one."""

from typing import Any

import pytest

from content import actions
from content.models import Alias, AliasKind, RemovedAlias, Topic, WordSet
from tests.content.conftest import NOW

pytestmark = pytest.mark.usefixtures("topics")


def add(wordset: WordSet, text: str = "bone shot", **told: Any) -> Alias:
    given = {"topic": Topic.objects.get(slug="denosumab"), "language": "en", "by": "Dana", **told}
    return actions.add_alias(text=text, wordset=wordset, now=NOW, **given)


def test_it_says_who_added_it_and_when(wordset: WordSet) -> None:
    alias = add(wordset)
    assert (alias.added_by, alias.added_at, alias.wordset) == ("Dana", NOW, wordset)


def test_added_twice_it_is_there_once_and_the_first_stays(wordset: WordSet) -> None:
    first = add(wordset)
    assert add(wordset, " Bone  shots ", by="Eve") == first
    assert Alias.objects.get().added_by == "Dana"


def test_what_is_shipped_is_not_added_again(wordset: WordSet) -> None:
    shipped = Alias.objects.create(topic_id="denosumab", text="bone shot", language="en")
    assert add(wordset) == shipped


def test_a_brand_belongs_to_no_language(wordset: WordSet) -> None:
    assert add(wordset, "Zorbaflex", kind=AliasKind.BRAND).language == ""


def test_only_its_own_word_set_is_read_again(wordset: WordSet) -> None:
    other = actions.make_wordset(slug="other", name="Other words")
    before = {ws.pk: ws.stamp for ws in WordSet.objects.all()}
    add(wordset)
    after = {ws.pk: ws.stamp for ws in WordSet.objects.all()}
    assert after[other.pk] == before[other.pk]
    assert after[wordset.pk] != before[wordset.pk]


def test_another_topics_name_is_refused(wordset: WordSet) -> None:
    add(wordset, topic=Topic.objects.get(slug="dental-care"))
    with pytest.raises(actions.NamingError, match="belongs to “Dental care” already"):
        add(wordset, "bone shots")


def test_another_clinics_name_for_another_topic_does_not_matter(wordset: WordSet) -> None:
    other = actions.make_wordset(slug="other", name="Other words")
    add(other, topic=Topic.objects.get(slug="dental-care"))
    assert add(wordset).topic_id == "denosumab"


@pytest.mark.parametrize(
    ("text", "told", "sentence"),
    [
        pytest.param("  ", {}, "at least one word", id="no word"),
        pytest.param("how long?", {"kind": "question", "language": ""}, "its language", id="lang"),
        pytest.param("pain", {}, "too common", id="a common word"),
        pytest.param("about 5550100123", {}, "long number", id="a number"),
    ],
)
def test_what_cannot_be_a_name_is_refused(
    wordset: WordSet, text: str, told: dict[str, str], sentence: str
) -> None:
    with pytest.raises(actions.NamingError, match=sentence):
        add(wordset, text, **told)
    assert not Alias.objects.exists()


def test_taken_away_the_words_are_gone_and_the_act_stays(wordset: WordSet) -> None:
    actions.remove_alias(alias=add(wordset), by="Eve", now=NOW)
    assert not Alias.objects.exists()
    left = RemovedAlias.objects.get()
    assert (left.added_by, left.removed_by, left.wordset) == ("Dana", "Eve", wordset)
    assert "bone shot" not in str([getattr(left, f.name) for f in left._meta.fields])


def test_a_shipped_name_cannot_be_taken_away(wordset: WordSet) -> None:
    shipped = Alias.objects.create(topic_id="denosumab", text="bone shot", language="en")
    with pytest.raises(actions.NamingError, match="shipped with the service"):
        actions.remove_alias(alias=shipped, by="Eve", now=NOW)
    assert Alias.objects.get() == shipped
