import pytest

from content import actions, catalog
from content.models import Alias, Document, Passage, Template, Topic, WordSet
from content.text import words
from tests.content.conftest import NOW

pytestmark = pytest.mark.django_db


def test_all_topics_and_both_languages_of_our_document_are_loaded() -> None:
    loaded = actions.load_library(now=NOW)
    assert loaded.topics == Topic.objects.count() == 28
    assert {d.document.language for d in loaded.documents} == {"en", "es"}
    assert [d.problems for d in loaded.documents] == [(), ()]
    for language in ("en", "es"):
        answered = Passage.objects.of_document("living-with-bone-treatment", language)
        assert answered.values("topic").distinct().count() == 28


def test_loading_twice_changes_nothing() -> None:
    actions.load_library(now=NOW)
    wordset = actions.make_wordset(slug="harbor", name="Harbor words")
    again = actions.load_library(now=NOW)
    assert (again.topics, again.aliases, again.templates) == (0, 0, 0)
    assert not any(imported.created for imported in again.documents)
    assert Document.objects.count() == 2
    assert WordSet.objects.get().stamp == wordset.stamp


def test_changed_words_make_a_new_version_of_that_template_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actions.load_library(now=NOW)
    wordset = actions.make_wordset(slug="harbor", name="Harbor words")
    shipped = catalog.shipped()
    first = shipped.templates[0]
    changed = words.Template(first.slug, first.language, "New words.", first.kind)
    others = tuple(t for t in shipped.templates if t != first)
    monkeypatch.setattr(
        catalog,
        "shipped",
        lambda: words.Library(shipped.topics, shipped.passages, (changed, *others)),
    )
    assert actions.load_library(now=NOW).templates == 1
    newest = Template.objects.get(body="New words.")
    assert newest.version == 2
    assert newest.approvals.get().wordset == wordset


def test_a_clinics_own_names_survive_a_new_load() -> None:
    actions.load_library(now=NOW)
    wordset = actions.make_wordset(slug="harbor", name="Harbor words")
    topic = Topic.objects.get(slug="onj")
    actions.add_alias(
        topic=topic, text="  jaw   woe ", language="en", wordset=wordset, by="Dana", now=NOW
    )
    Alias.objects.create(topic=topic, text="no longer shipped")
    actions.load_library(now=NOW)
    assert Alias.objects.filter(text="jaw woe").exists()
    assert not Alias.objects.filter(text="no longer shipped").exists()
