"""What our flags bar is barred without anybody's asking."""

from dataclasses import replace

import pytest

from content import actions, catalog, lookup
from content.models import Passage, Topic, Withholding, WordSet
from content.text import flagging
from content.text.flagging import Handling
from content.text.gsm import downgrade
from content.text.mapping import Row
from tests.content.actions.test_withholdings import SORE, lift, sendable
from tests.content.conftest import NOW, TODAY, import_guide
from tests.content.samples import GUIDE, REAL

SOURCE = "treating-bone-metastases"
BLOCKED = flagging.Flag(
    number="1",
    row=Row("1", {"": "Shots"}, (2, 2), (1, 1)),
    reason="Overstated",
    citation="Label 2026",
    handling=Handling.BLOCK,
)
NEEDS_REAL = pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")


@pytest.fixture
def flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "flags", lambda: {"guide": (BLOCKED,)})


@pytest.mark.usefixtures("flagged")
class TestFlags:
    def test_import_withholds_for_every_word_set(self, wordset: WordSet) -> None:
        other = actions.make_wordset(slug="other", name="Other words")
        import_guide()
        rows = Withholding.objects.all()
        assert {row.wordset for row in rows} == {wordset, other}
        assert {(row.text, row.reason, row.flag, row.by) for row in rows} == {
            (SORE, "Overstated", "1", actions.FLAGGED_BY)
        }

    def test_a_later_word_set_gets_them_as_it_approves(self, guide: actions.Imported) -> None:
        later = actions.make_wordset(slug="later", name="Later words")
        actions.approve(wordset=later, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
        assert not any(SORE in body for body in sendable(later))

    def test_a_lifted_one_is_not_put_back(self, approved: WordSet) -> None:
        lift(Withholding.objects.get())
        import_guide()
        actions.approve(wordset=approved, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
        assert any(SORE in body for body in sendable(approved))

    def test_the_words_are_followed_to_another_place(self, approved: WordSet) -> None:
        import_guide(GUIDE.replace(f"{SORE} It lasts", f"Rest a while. {SORE} It lasts"))
        actions.approve(wordset=approved, passages=Passage.objects.newest(), by="Rey", now=NOW)
        assert sendable(approved)[1:] == ["Rest a while.", "It lasts a day or two."]


def test_a_document_that_was_there_before_the_flags_is_caught_up(
    approved: WordSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "flags", lambda: {"guide": (BLOCKED,)})
    actions.load_library(now=NOW)
    assert not any(SORE in body for body in sendable(approved))
    assert Withholding.objects.count() == 1


def test_a_line_is_needed_only_where_the_topic_has_none(
    topics: None, wordset: WordSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = replace(BLOCKED, handling=Handling.WITH_SAFETY_LINE, needs="fever")
    monkeypatch.setattr(catalog, "flags", lambda: {"guide": (row,)})
    import_guide()
    actions.approve(wordset=wordset, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
    assert not any(SORE in body for body in sendable(wordset))
    Topic.objects.update(footer="fever")
    WordSet.objects.touch_all()
    assert any(SORE in body for body in sendable(wordset))


class TestShipped:
    def test_every_row_of_the_care_rules_is_there(self) -> None:
        numbers = {flag.number for flag in catalog.flags()[SOURCE]}
        assert numbers == {str(row) for row in range(1, 21)}

    def test_what_is_barred_and_what_is_a_task(self) -> None:
        bars = {f.number: (f.handling, f.needs) for f in catalog.flags()[SOURCE] if f.bars}
        assert bars == {
            "1": (Handling.BLOCK, ""),
            "2": (Handling.WITH_SAFETY_LINE, "fever"),
            "3": (Handling.WITH_SAFETY_LINE, "weakness"),
        }

    def test_the_topics_of_rows_2_and_3_carry_their_lines(self) -> None:
        footers = {t.slug: t.footer for t in catalog.shipped().topics}
        assert footers["bisphosphonate-side-effects"] == "fever"
        assert footers["denosumab-side-effects"] == "weakness"


def import_real(slug: str, rows: tuple[Row, ...]) -> WordSet:
    actions.load_library(now=NOW)
    wordset = actions.make_wordset(slug="harbor", name="Harbor words")
    actions.import_document(
        file=actions.read_file(REAL.read_bytes(), name=REAL.name),
        details=actions.Details(slug, "ACS", "asked", "ACS 2016"),
        rows=rows,
        by="Ina Importer",
        now=NOW,
    )
    actions.approve(wordset=wordset, passages=Passage.objects.newest(), by="Dr. Rey", now=NOW)
    return wordset


def bodies(wordset: WordSet) -> str:
    topics = Topic.objects.values_list("slug", flat=True)
    return downgrade(" ".join(" ".join(sendable(wordset, topic)) for topic in topics)).text


@NEEDS_REAL
@pytest.mark.parametrize("slug", [SOURCE, "under-another-name"])
@pytest.mark.usefixtures("db")
class TestTheRealDocument:
    def test_the_sentence_on_kidneys_cannot_be_sent_even_where_a_map_names_it(
        self, slug: str
    ) -> None:
        wordset = import_real(slug, (Row("denosumab", {"": "Denosumab"}),))
        said = bodies(wordset)
        assert "RANKL" in said
        assert "safe to give" not in said

    def test_fever_and_weakness_go_only_with_their_lines(self, slug: str) -> None:
        with_line = Row("denosumab-side-effects", {"": "Denosumab"}, (2, 2))
        without = Row("denosumab", {"": "Denosumab"}, (2, 2))
        wordset = import_real(slug, (with_line, without))
        assert "weak or tired" in " ".join(sendable(wordset, "denosumab-side-effects"))
        assert "weak or tired" not in " ".join(
            lookup.excerpt(wordset, p, today=TODAY).body
            for p in lookup.library(wordset, today=TODAY).passages
            if p.topic == "denosumab" and p.document == slug
        )

    def test_every_other_row_finds_its_place(self, slug: str) -> None:
        import_real(slug, ())
        document = Withholding.objects.all()[0].document
        placed = [flag for flag in catalog.flags()[SOURCE] if flag.row]
        assert [mark.flag for mark in actions.marked_flags(document)] == placed
