from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from content import actions, lookup
from content.models import Approval, Document, Passage, Topic, WordSet
from content.text import words
from content.text.gsm import downgrade
from content.text.mapping import Row
from tests.content.conftest import NOW, TODAY, import_guide, make_template
from tests.content.samples import GUIDE, PAGE, REAL

CHANGED = GUIDE.replace("Brush each day", "Brush twice a day")


def import_page(**fields: Any) -> actions.Imported:
    details: dict[str, Any] = {
        "slug": "page",
        "publisher": "P",
        "licence": "L",
        "source_line": "Page 2015",
    }
    return actions.import_document(
        file=actions.read_file(PAGE.encode(), name="page.txt"),
        details=actions.Details(**(details | fields)),
        rows=(Row("dental-care", {"": "Jaw trouble"}, (1, 1)),),
        by="Ina Importer",
        now=NOW,
    )


def approve_all(wordset: WordSet) -> None:
    actions.approve(wordset=wordset, passages=Passage.objects.newest(), by="Dr. Rey", now=NOW)


def answer(wordset: WordSet, topic: str, language: str = "en") -> str:
    found = lookup.passage(wordset, topic, language, today=TODAY)
    return found.text if found else ""


class TestPassage:
    def test_nothing_unapproved_is_found(self, guide: actions.Imported, wordset: WordSet) -> None:
        assert lookup.passage(wordset, "denosumab", "en", today=TODAY) is None

    def test_an_approved_passage_is_the_documents_own_words(self, approved: WordSet) -> None:
        found = lookup.passage(approved, "denosumab", "en", today=TODAY)
        assert found
        document = Document.objects.get()
        assert found.text == document.text[found.start : found.end]
        assert (found.document, found.version, found.source) == ("guide", 1, "Small guide 2026")

    def test_another_language_is_handed_over(self, approved: WordSet) -> None:
        assert lookup.passage(approved, "denosumab", "es", today=TODAY) is None

    def test_the_old_words_serve_until_the_new_are_decided(self, approved: WordSet) -> None:
        import_guide(CHANGED)
        assert answer(approved, "dental-care").endswith("Brush each day.")
        approve_all(approved)
        assert answer(approved, "dental-care").endswith("Brush twice a day.")

    def test_retired_words_are_found_no_more(self, approved: WordSet) -> None:
        actions.retire(wordset=approved, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
        assert answer(approved, "denosumab") == ""

    def test_a_clinics_document_answers_before_the_shipped_one(self, approved: WordSet) -> None:
        Document.objects.update(shipped=True)
        import_page()
        approve_all(approved)
        assert answer(approved, "dental-care").startswith("Now and then")

    def test_the_preferred_document_answers_first(self, approved: WordSet) -> None:
        import_page()
        approve_all(approved)
        topic = Topic.objects.get(slug="dental-care")
        for slug, start in (("page", "Now and then"), ("guide", "See a dentist")):
            actions.prefer(wordset=approved, topic=topic, document_slug=slug, by="Dr. Rey", now=NOW)
            assert answer(approved, "dental-care").startswith(start)

    def test_after_its_last_day_a_document_is_silent(self, wordset: WordSet) -> None:
        import_page(use_until=date(2026, 3, 2))
        approve_all(wordset)
        assert lookup.passage(wordset, "dental-care", "en", today=date(2026, 3, 2))
        assert lookup.passage(wordset, "dental-care", "en", today=date(2026, 3, 3)) is None

    def test_more_goes_to_the_next_passage_and_ends(self, approved: WordSet) -> None:
        first = lookup.passage(approved, "denosumab", "en", today=TODAY)
        assert first
        second = lookup.following(approved, first, today=TODAY)
        assert second
        assert second.text == "A sore arm is common. It lasts a day or two."
        assert lookup.following(approved, second, today=TODAY) is None


class TestExcerpt:
    def test_an_approved_passage_is_cut(self, approved: WordSet) -> None:
        found = lookup.passage(approved, "denosumab", "en", today=TODAY)
        assert found
        excerpt = lookup.excerpt(approved, found, today=TODAY)
        assert excerpt.body == "The shot slows bone loss. It is given every month."

    def test_any_other_passage_is_refused(self, approved: WordSet) -> None:
        strange = words.Passage("onj", "en", "guide", 1, 0, 5, "Hello", "x", id=99)
        with pytest.raises(LookupError, match="not approved"):
            lookup.excerpt(approved, strange, today=TODAY)


class TestTemplate:
    @pytest.fixture
    def templates(self, wordset: WordSet) -> WordSet:
        made = [
            make_template("CARD"),
            make_template("CARD", language="es", body="Llame."),
            make_template("CARD", discreet=True, body="Quiet."),
            make_template("M-FLOSS", kind="reminder"),
            make_template("R-EMERG", body="Call now."),
        ]
        actions.approve(wordset=wordset, templates=made, by="Dr. Rey", now=NOW)
        return wordset

    @pytest.mark.parametrize(
        ("slug", "language", "discreet", "body"),
        [
            pytest.param("CARD", "en", False, "CARD says call {phone}.", id="plain"),
            pytest.param("CARD", "es", False, "Llame.", id="language"),
            pytest.param("CARD", "en", True, "Quiet.", id="discreet"),
            pytest.param("CARD", "es", True, "Llame.", id="no discreet one: the plain one"),
            pytest.param("R-EMERG", "es", False, "Call now.", id="safety goes in English"),
            pytest.param("M-FLOSS", "es", False, None, id="a reminder does not"),
            pytest.param("GONE", "en", False, None, id="unknown"),
        ],
    )
    def test_the_words_for_a_slug(
        self, templates: WordSet, slug: str, language: str, discreet: bool, body: str | None
    ) -> None:
        found = lookup.template(templates, slug, language, discreet=discreet, today=TODAY)
        assert (found.body if found else None) == body

    def test_a_draft_is_not_found(self, templates: WordSet) -> None:
        make_template("CARD", version=2, body="Not approved yet.")
        found = lookup.template(templates, "CARD", "en")
        assert found
        assert found.version == 1


class TestLibrary:
    def test_it_is_kept_while_nothing_changes(
        self, approved: WordSet, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = lookup.library(approved)
        with django_assert_num_queries(1):
            assert lookup.library(approved.pk) is first

    def test_it_is_read_again_after_a_new_alias(self, approved: WordSet) -> None:
        lookup.library(approved)
        topic = Topic.objects.get(slug="denosumab")
        alias = actions.add_alias(
            topic=topic, text="bone shot", language="en", wordset=approved, by="Dana", now=NOW
        )
        found = next(t for t in lookup.library(approved).topics if t.slug == "denosumab")
        assert found.aliases == {"en": ("bone shot",)}
        actions.remove_alias(alias=alias, by="Dana", now=NOW)
        found = next(t for t in lookup.library(approved).topics if t.slug == "denosumab")
        assert found.aliases == {}

    def test_another_clinics_names_are_not_in_it(self, approved: WordSet) -> None:
        other = actions.make_wordset(slug="other", name="Other words")
        topic = Topic.objects.get(slug="denosumab")
        actions.add_alias(
            topic=topic, text="bone shot", language="en", wordset=other, by="Dana", now=NOW
        )
        assert all(not t.aliases for t in lookup.library(approved).topics)


class TestMayLeave:
    def test_approved_words_may(self, approved: WordSet) -> None:
        template = make_template("CARD")
        actions.approve(wordset=approved, templates=[template], by="Dr. Rey", now=NOW)
        passage = Passage.objects.first()
        assert passage
        assert (
            lookup.may_leave(
                approved, passage_id=passage.pk, template_ids=[template.pk], today=TODAY
            )
            == ""
        )

    def test_words_carried_into_a_new_version_may_still_leave(self, approved: WordSet) -> None:
        old = Passage.objects.get(topic="denosumab", position=0)
        import_guide(CHANGED)
        assert lookup.may_leave(approved, passage_id=old.pk, today=TODAY) == ""

    def test_replaced_words_may_not(self, approved: WordSet) -> None:
        old = Passage.objects.get(topic="dental-care")
        import_guide(CHANGED)
        approve_all(approved)
        reason = lookup.may_leave(approved, passage_id=old.pk, today=TODAY)
        assert reason.startswith("The words are not approved")

    def test_unknown_words_may_not(self, approved: WordSet) -> None:
        assert "never approved" in lookup.may_leave(approved, passage_id=0, today=TODAY)
        assert "never approved" in lookup.may_leave(approved, template_ids=[0], today=TODAY)

    def test_a_sign_off_runs_out(self, approved: WordSet) -> None:
        Approval.objects.update(use_until=date(2026, 3, 1))
        passage = Passage.objects.first()
        assert passage
        reason = lookup.may_leave(approved, passage_id=passage.pk, today=TODAY)
        assert reason.startswith("The sign-off ran out after 2026-03-01")

    def test_a_document_runs_out(self, approved: WordSet) -> None:
        Document.objects.update(use_until=date(2026, 3, 1))
        passage = Passage.objects.first()
        assert passage
        reason = lookup.may_leave(approved, passage_id=passage.pk, today=TODAY)
        assert reason.startswith("The document may be used until 2026-03-01")


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
def test_every_topic_is_answered_verbatim_from_the_real_document(db: None) -> None:
    actions.load_library(now=NOW)
    wordset = actions.make_wordset(slug="harbor", name="Harbor words")
    plan = actions.shipped_map("treating-bone-metastases")
    assert plan
    imported = actions.import_document(
        file=actions.read_file(REAL.read_bytes(), name=REAL.name),
        details=actions.Details("real", "ACS", "asked", "ACS 2016"),
        rows=actions.read_map(plan),
        by="Ina Importer",
        now=NOW,
    )
    approve_all(wordset)
    plain = " ".join(downgrade(imported.document.text).text.split())
    for topic in Topic.objects.all():
        found = lookup.passage(wordset, topic.slug, "en", today=TODAY)
        assert found
        assert found.document == "real"
        excerpt = lookup.excerpt(wordset, found, reserve="Source: ACS 2016.", today=TODAY)
        assert excerpt.body
        assert " ".join(excerpt.body.split()) in plain
