"""What a changed file leaves approved, told place by place."""

from datetime import date

from content import actions, lookup
from content.actions import Fate, Standing
from content.models import Document, Passage, WordSet
from content.text.mapping import Row
from tests.content.conftest import NOW, ROWS, TODAY, import_guide
from tests.content.samples import GUIDE

CHANGED = GUIDE.replace("Brush each day", "Brush twice a day")


def told(imported: actions.Imported) -> list[tuple[str, int, Fate]]:
    return [(s.passage.topic_id, s.passage.position, s.fate) for s in imported.standings]


def of(imported: actions.Imported, topic: str) -> Standing:
    return next(s for s in imported.standings if s.passage.topic_id == topic)


def test_a_first_version_has_nothing_to_compare(guide: actions.Imported) -> None:
    assert guide.standings == ()


def test_each_place_is_told(approved: WordSet) -> None:
    assert told(import_guide(CHANGED)) == [
        ("denosumab", 0, Fate.KEPT),
        ("denosumab", 1, Fate.KEPT),
        ("dental-care", 0, Fate.FELL_BACK),
    ]


def test_the_old_words_are_named_that_go_out_meanwhile(approved: WordSet) -> None:
    fell = of(import_guide(CHANGED), "dental-care")
    assert fell.serving
    assert fell.serving.document.version == 1
    served = lookup.passage(approved, "dental-care", "en", today=TODAY)
    assert served
    assert served.id == fell.serving.pk


def test_old_words_go_on_over_several_versions(approved: WordSet) -> None:
    import_guide(CHANGED)
    fell = of(import_guide(CHANGED + "\nMore.\n", rows=ROWS[2:]), "dental-care")
    assert fell.fate is Fate.FELL_BACK
    assert fell.serving
    assert fell.serving.document.version == 1


def test_old_words_that_have_run_out_do_not_go_on(approved: WordSet) -> None:
    Document.objects.update(use_until=date(2026, 3, 1))
    fell = of(import_guide(CHANGED), "dental-care")
    assert (fell.fate, fell.serving) == (Fate.FELL_BACK, None)


def test_nor_do_those_whose_sign_off_has_run_out(guide: actions.Imported, wordset: WordSet) -> None:
    actions.approve(
        wordset=wordset,
        passages=Passage.objects.all(),
        by="Dr. Rey",
        now=NOW,
        use_until=date(2026, 3, 1),
    )
    assert of(import_guide(CHANGED), "dental-care").serving is None


def test_nor_do_those_that_are_withheld_whole(approved: WordSet) -> None:
    teeth = Passage.objects.get(topic="dental-care")
    actions.withhold(
        wordset=approved,
        document=teeth.document,
        start=teeth.start,
        end=teeth.end,
        reason="Out of date",
        citation="Invented House 2026",
        by="Dr. Rey",
        now=NOW,
    )
    assert of(import_guide(CHANGED), "dental-care").serving is None
    assert lookup.passage(approved, "dental-care", "en", today=TODAY) is None


def test_what_is_gone_is_told_with_the_version_that_had_it(approved: WordSet) -> None:
    gone = of(import_guide(CHANGED, rows=ROWS[:2]), "dental-care")
    assert gone.fate is Fate.GONE
    assert gone.passage.document.version == 1


def test_a_version_without_any_passage_is_told_as_well(approved: WordSet) -> None:
    imported = import_guide(CHANGED, rows=())
    assert [s.fate for s in imported.standings] == [Fate.GONE] * 3


def test_each_word_set_stands_for_itself(approved: WordSet) -> None:
    other = actions.make_wordset(slug="bay", name="Bay words")
    actions.submit(wordset=other, passages=Passage.objects.all(), by="Ina", now=NOW)
    fates = {(s.wordset.slug, s.passage.topic_id): s.fate for s in import_guide(CHANGED).standings}
    assert fates == {
        ("harbor", "denosumab"): Fate.KEPT,
        ("harbor", "dental-care"): Fate.FELL_BACK,
        ("bay", "denosumab"): Fate.IN_REVIEW,
        ("bay", "dental-care"): Fate.DRAFT,
    }


def test_a_new_place_is_a_draft_like_any_other(approved: WordSet) -> None:
    rows = (*ROWS, Row("dental-care", {"": "Bones"}))
    assert told(import_guide(rows=rows))[-1] == ("dental-care", 1, Fate.DRAFT)
