from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from content import actions, lookup
from content.models import (
    Approval,
    ApprovalState,
    Decision,
    Passage,
    Recall,
    RecalledSpan,
    Topic,
    WordSet,
)
from content.text.mapping import Row
from tests.content.actions.test_withholdings import sendable
from tests.content.conftest import DETAILS, NOW, ROWS, TODAY, import_guide
from tests.content.samples import GUIDE

TEETH = "See a dentist before the first shot. Brush each day."
CHANGED = GUIDE.replace("Brush each day", "Brush twice a day")
WHY = "Recalled by Dr. Rey on 2026-03-02: The label changed"


def passage(topic: str = "dental-care", *, version: int = 1, slug: str = "guide") -> Passage:
    return Passage.objects.get(
        topic=topic, position=0, document__version=version, document__slug=slug
    )


def recall(wordset: WordSet, found: Passage | None = None, **changes: Any) -> Recall:
    given: dict[str, Any] = {
        "wordset": wordset,
        "passage": found or passage(),
        "reason": "The label changed",
        "by": "Dr. Rey",
        "now": NOW,
    }
    return actions.recall(**given | changes)


def lift(row: Recall, **changes: Any) -> None:
    given: dict[str, Any] = {"recall": row, "by": "Dr. Rey", "now": NOW, "because": "A mistake."}
    actions.lift_recall(**given | changes)


def approve(wordset: WordSet, *found: Passage) -> None:
    actions.approve(wordset=wordset, passages=found, by="Dr. Rey", now=NOW)


def import_leaflet(text: str = GUIDE, *, rows: tuple[Row, ...] = ROWS) -> None:
    """Another document, by default with the guide's very words."""
    actions.import_document(
        file=actions.read_file(text.encode(), name="leaflet.md"),
        details=replace(DETAILS, slug="leaflet"),
        rows=rows,
        by="Ina Importer",
        now=NOW,
    )


def state(wordset: WordSet, found: Passage) -> str:
    return Approval.objects.get(wordset=wordset, passage=found).state


class TestAtOnce:
    def test_it_answers_no_question_any_more(self, approved: WordSet) -> None:
        recall(approved)
        assert sendable(approved, "dental-care") == []

    def test_a_queued_text_is_told_who_took_its_words_back(self, approved: WordSet) -> None:
        recall(approved)
        old = passage()
        why = lookup.may_leave(
            approved, passage_id=old.pk, span=(old.start, old.start + 9), today=TODAY
        )
        assert why == WHY

    def test_the_approval_is_retired_and_the_decision_kept(self, approved: WordSet) -> None:
        row = recall(approved)
        last = Decision.objects.last()
        assert state(approved, passage()) == ApprovalState.RETIRED
        assert (last.state, last.by, last.at) == ("retired", "Dr. Rey", NOW)
        assert last.note == "Recalled: The label changed"
        assert (row.reason, row.by, row.at) == ("The label changed", "Dr. Rey", NOW)

    def test_another_word_set_sends_it_still(self, approved: WordSet) -> None:
        other = actions.make_wordset(slug="other", name="Other words")
        actions.approve(wordset=other, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
        recall(approved)
        assert sendable(other, "dental-care") == [TEETH]

    def test_other_topics_are_as_they_were(self, approved: WordSet) -> None:
        before = sendable(approved, "denosumab")
        recall(approved)
        assert sendable(approved, "denosumab") == before

    def test_of_two_passages_the_next_one_answers(self, approved: WordSet) -> None:
        recall(approved, passage("denosumab"))
        assert sendable(approved) == ["A sore arm is common. It lasts a day or two."]

    def test_words_that_no_longer_serve_can_be_recalled_too(self, approved: WordSet) -> None:
        import_guide(CHANGED)
        approve(approved, passage(version=2))
        recall(approved, passage(version=1))
        assert sendable(approved, "dental-care") == [
            "See a dentist before the first shot. Brush twice a day."
        ]


class TestOtherVersions:
    def test_the_version_that_carried_the_approval_does_not_serve_it(
        self, approved: WordSet
    ) -> None:
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        recall(approved, passage(version=1))
        assert sendable(approved, "dental-care") == []
        assert state(approved, passage(version=2)) == ApprovalState.RETIRED

    def test_the_version_before_does_not_come_back(self, approved: WordSet) -> None:
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        recall(approved, passage(version=2))
        assert sendable(approved, "dental-care") == []
        for version in (1, 2):
            found = passage(version=version)
            assert lookup.may_leave(approved, passage_id=found.pk, today=TODAY) == WHY

    def test_replaced_words_do_not_come_back_for_the_recalled_ones(self, approved: WordSet) -> None:
        import_guide(CHANGED)
        approve(approved, passage(version=2))
        recall(approved, passage(version=2))
        assert sendable(approved, "dental-care") == []

    def test_imported_again_they_are_a_draft_that_says_who_and_why(self, approved: WordSet) -> None:
        recall(approved)
        imported = import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        again = passage(version=2)
        assert again in imported.drafts
        draft = Approval.objects.get(passage=again, wordset=approved)
        assert draft.state == ApprovalState.DRAFT
        assert draft.note == f"These words were taken back. {WHY}"

    def test_such_a_draft_cannot_be_approved_by_the_way(self, approved: WordSet) -> None:
        recall(approved)
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        with pytest.raises(actions.ApprovalError, match=r"Recalled by Dr\. Rey on 2026-03-02"):
            approve(approved, *Passage.objects.newest())
        assert sendable(approved, "dental-care") == []

    def test_a_mended_version_may_be_approved(self, approved: WordSet) -> None:
        recall(approved)
        import_guide(CHANGED)
        approve(approved, passage(version=2))
        assert sendable(approved, "dental-care") == [
            "See a dentist before the first shot. Brush twice a day."
        ]

    def test_words_changed_and_changed_back_stay_recalled(self, approved: WordSet) -> None:
        recall(approved)
        import_guide(CHANGED)
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        with pytest.raises(actions.ApprovalError, match="The label changed"):
            approve(approved, passage(version=3))


class TestOtherDocuments:
    def test_another_document_answers_next(self, approved: WordSet) -> None:
        import_leaflet(CHANGED)
        approve(approved, passage(slug="leaflet"))
        recall(approved)
        assert sendable(approved, "dental-care") == [
            "See a dentist before the first shot. Brush twice a day."
        ]

    def test_also_where_the_recalled_one_was_preferred(self, approved: WordSet) -> None:
        import_leaflet(CHANGED)
        approve(approved, passage(slug="leaflet"))
        topic = Topic.objects.get(slug="dental-care")
        actions.prefer(wordset=approved, topic=topic, document_slug="guide", by="Dr. Rey", now=NOW)
        recall(approved)
        found = lookup.passage(approved, "dental-care", "en", today=TODAY)
        assert found.document == "leaflet"

    @pytest.mark.parametrize(
        "same",
        [
            pytest.param(GUIDE, id="the very same"),
            pytest.param(GUIDE.replace("before the", "before\nthe"), id="broken elsewhere"),
            pytest.param(
                GUIDE.replace("Brush each day.", "Brush each day. Floss as well."), id="and more"
            ),
        ],
    )
    def test_with_the_same_words_it_does_not_say_them(self, approved: WordSet, same: str) -> None:
        import_leaflet(same)
        approve(approved, passage(slug="leaflet"))
        recall(approved)
        assert not any("Brush each day" in body for body in sendable(approved, "dental-care"))

    def test_curly_signs_do_not_make_them_other_words(self, approved: WordSet) -> None:
        import_guide(GUIDE.replace("Brush each day", "Don't skip a day"))
        import_leaflet(GUIDE.replace("Brush each day", "Don’t skip a day"))
        approve(approved, passage(version=2), passage(slug="leaflet"))
        recall(approved, passage(version=2))
        assert sendable(approved, "dental-care") == []

    def test_one_imported_later_with_the_same_words_waits_too(self, approved: WordSet) -> None:
        recall(approved)
        import_leaflet()
        with pytest.raises(actions.ApprovalError, match="Lift the recall"):
            approve(approved, passage(slug="leaflet"))

    def test_what_only_overlaps_is_cut_around(self, approved: WordSet) -> None:
        wide = (Row("denosumab", {"": "Shots"}), Row("dental-care", {"": "Teeth"}))
        import_guide(GUIDE.replace("Weak bones", "Thin bones"), rows=wide)
        approve(approved, passage("denosumab", version=2))
        recall(approved, passage("denosumab", version=1))
        assert sendable(approved) == ["A sore arm is common. It lasts a day or two."]


class TestRefusals:
    def test_without_a_reason(self, approved: WordSet) -> None:
        with pytest.raises(actions.ApprovalError, match="Say why"):
            recall(approved, reason=" ")
        assert not Recall.objects.exists()

    def test_what_was_never_approved(self, guide: actions.Imported, wordset: WordSet) -> None:
        with pytest.raises(actions.ApprovalError, match="never approved"):
            recall(wordset)

    def test_twice(self, approved: WordSet) -> None:
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        recall(approved)
        for version in (1, 2):
            with pytest.raises(actions.ApprovalError, match="recalled already"):
                recall(approved, passage(version=version))

    def test_without_a_name(self, approved: WordSet) -> None:
        with pytest.raises(actions.ApprovalError, match="needs a name"):
            recall(approved, by=" ")

    def test_by_an_invented_person_in_production(
        self, approved: WordSet, settings: Settings
    ) -> None:
        settings.BONEMETS_MODE = "production"
        with pytest.raises(actions.ApprovalError, match="not a person"):
            recall(approved, by=actions.DEMO_REVIEWER)


class TestLifting:
    def test_until_somebody_approves_them_anew_they_do_not_leave(self, approved: WordSet) -> None:
        lift(recall(approved))
        assert sendable(approved, "dental-care") == []
        why = lookup.may_leave(approved, passage_id=passage().pk, today=TODAY)
        assert why.startswith("The words are not approved")
        approve(approved, passage())
        assert sendable(approved, "dental-care") == [TEETH]

    def test_the_row_says_who_and_why(self, approved: WordSet) -> None:
        row = recall(approved)
        lift(row)
        row.refresh_from_db()
        assert (row.lifted_by, row.lifted_at, row.lifted_because) == ("Dr. Rey", NOW, "A mistake.")

    def test_the_words_can_be_recalled_again(self, approved: WordSet) -> None:
        lift(recall(approved))
        approve(approved, passage())
        recall(approved)
        assert sendable(approved, "dental-care") == []

    def test_who_imported_it_does_not_lift_it_alone(self, approved: WordSet) -> None:
        with pytest.raises(actions.ApprovalError, match="another reviewer must"):
            lift(recall(approved), by="Ina Importer")

    def test_it_is_lifted_once(self, approved: WordSet) -> None:
        row = recall(approved)
        lift(row)
        with pytest.raises(actions.ApprovalError, match="lifted it before"):
            lift(row)

    def test_what_is_lifted_is_not_carried_on(self, approved: WordSet) -> None:
        lift(recall(approved))
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        assert not RecalledSpan.objects.filter(passage__document__version=2).exists()
