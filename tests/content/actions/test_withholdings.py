from typing import Any

import pytest

from content import actions, lookup
from content.models import Document, Passage, Topic, Withholding, WordSet
from tests.content.conftest import NOW, TODAY, import_guide
from tests.content.samples import GUIDE

SORE = "A sore arm is common."
MONTHLY = "It is given every month."


def withhold(wordset: WordSet, words: str, **changes: Any) -> Withholding:
    document = Document.objects.named("guide", "en").newest()
    assert document
    at = document.text.index(words)
    given: dict[str, Any] = {
        "wordset": wordset,
        "document": document,
        "start": at,
        "end": at + len(words),
        "reason": "A newer label says otherwise",
        "citation": "Label 2026",
        "by": "Dr. Rey",
        "now": NOW,
    }
    return actions.withhold(**given | changes)


def lift(row: Withholding, **changes: Any) -> None:
    given: dict[str, Any] = {
        "withholding": row,
        "by": "Dr. Rey",
        "now": NOW,
        "because": "The label was mended.",
    }
    actions.lift(**given | changes)


def sendable(wordset: WordSet, topic: str = "denosumab") -> list[str]:
    """Every body that questions and MORE could bring."""
    library = lookup.library(wordset, today=TODAY)
    bodies = []
    for passage in (p for p in library.passages if p.topic == topic):
        begin, more = passage.start, True
        while more:
            cut = lookup.excerpt(wordset, passage, begin=begin, today=TODAY)
            bodies.append(cut.body)
            begin, more = cut.end, cut.more
    return bodies


def test_a_withheld_sentence_is_out_at_once_and_its_neighbours_stay(approved: WordSet) -> None:
    assert f"{SORE} It lasts a day or two." in sendable(approved)
    withhold(approved, SORE)
    assert sendable(approved) == [f"The shot slows bone loss. {MONTHLY}", "It lasts a day or two."]


def test_a_part_of_a_sentence_bars_all_of_it(approved: WordSet) -> None:
    withhold(approved, "every month")
    assert sendable(approved)[0] == "The shot slows bone loss."


def test_a_passage_withheld_whole_is_found_no_more(approved: WordSet) -> None:
    withhold(approved, "See a dentist before the first shot. Brush each day.")
    assert lookup.passage(approved, "dental-care", "en", today=TODAY) is None


def test_another_word_set_sends_it_still(approved: WordSet) -> None:
    other = actions.make_wordset(slug="other", name="Other words")
    actions.approve(wordset=other, passages=Passage.objects.all(), by="Dr. Rey", now=NOW)
    withhold(approved, SORE)
    assert any(SORE in body for body in sendable(other))


def test_lifted_it_goes_again_and_the_row_says_who(approved: WordSet) -> None:
    row = withhold(approved, SORE)
    lift(row)
    assert any(SORE in body for body in sendable(approved))
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_at) == ("Dr. Rey", NOW)


def test_withheld_twice_is_once(approved: WordSet) -> None:
    assert withhold(approved, SORE) == withhold(approved, SORE)


def test_with_a_safety_line_it_goes_with_topics_that_carry_it(approved: WordSet) -> None:
    withhold(approved, SORE, needs="weakness")
    assert not any(SORE in body for body in sendable(approved))
    Topic.objects.filter(slug="denosumab").update(footer="weakness")
    WordSet.objects.touch_all()
    assert any(SORE in body for body in sendable(approved))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"by": " "}, "needs a name"),
        ({"reason": ""}, "Say why"),
        ({"citation": " "}, "what that rests on"),
        ({"end": 9_999}, "no span of the document"),
        ({"start": 20, "end": 20}, "no span of the document"),
    ],
)
def test_a_refusal_says_why(approved: WordSet, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(actions.ApprovalError, match=sentence):
        withhold(approved, SORE, **changes)
    assert not Withholding.objects.exists()


def test_a_span_without_words_is_refused(approved: WordSet) -> None:
    at = GUIDE.index("\n\nA sore")
    with pytest.raises(actions.ApprovalError, match="hold no word"):
        withhold(approved, SORE, start=at, end=at + 2)


def test_who_imported_it_does_not_lift_it_alone(approved: WordSet) -> None:
    row = withhold(approved, SORE)
    with pytest.raises(actions.ApprovalError, match="another reviewer must"):
        lift(row, by="Ina Importer")
    with pytest.raises(actions.ApprovalError, match="Say why"):
        lift(row, because=" ")
    lift(row)
    with pytest.raises(actions.ApprovalError, match="lifted it before"):
        lift(row)


class TestVersions:
    def test_what_is_withheld_stays_so_in_the_next_version(self, approved: WordSet) -> None:
        withhold(approved, SORE)
        changed = GUIDE.replace("Weak bones", "Thin bones").replace("sore arm is", "sore arm\nis")
        import_guide(changed)
        actions.approve(wordset=approved, passages=Passage.objects.newest(), by="Dr. Rey", now=NOW)
        assert not any("sore arm" in body for body in sendable(approved))

    def test_what_is_lifted_is_not_carried(self, approved: WordSet) -> None:
        lift(withhold(approved, SORE))
        import_guide(GUIDE.replace("Weak bones", "Thin bones"))
        assert not Withholding.objects.standing().exists()

    def test_the_old_words_that_still_serve_are_withheld_too(self, approved: WordSet) -> None:
        import_guide(GUIDE.replace("Brush each day", "Brush twice a day"))
        withhold(approved, "See a dentist before the first shot.")
        assert sendable(approved, "dental-care") == ["Brush each day."]
