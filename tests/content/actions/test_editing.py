"""A person cuts a passage anew; another one must approve it before it is sent."""

from typing import Any

import pytest

from content import actions, lookup
from content.models import Approval, Document, Passage, Section, Topic, WordSet
from tests.content.actions.test_withholdings import withhold
from tests.content.conftest import NOW, TODAY, import_guide
from tests.content.samples import GUIDE

FIRST = "The shot slows bone loss."
SECOND = "It is given every month."
SORE = "A sore arm is common."
BOTH = f"{FIRST} {SECOND}"


def passage(topic: str = "denosumab", position: int = 0) -> Passage:
    return Passage.objects.newest().get(topic=topic, position=position)


def span(words: str, document: Document | None = None) -> dict[str, int]:
    text = (document or Document.objects.newest()).text
    at = text.index(words)
    return {"start": at, "end": at + len(words)}


def edit(words: str = FIRST, **given: Any) -> Passage:
    fields: dict[str, Any] = {"topic": "denosumab", "by": "Dr. Ito", "now": NOW, **span(words)}
    return actions.edit_passage(**({"passage": passage()} | fields | given))


def add(words: str, topic: str, **given: Any) -> Passage:
    fields: dict[str, Any] = {"by": "Dr. Ito", "now": NOW, **span(words)}
    document = Document.objects.newest()
    assert document
    return actions.add_passage(document=document, topic=topic, **(fields | given))


def approve(wordset: WordSet, *passages: Passage, by: str = "Dr. Rey") -> None:
    actions.approve(wordset=wordset, passages=passages, by=by, now=NOW)


def served(wordset: WordSet, topic: str = "denosumab") -> list[str]:
    known = lookup.library(wordset, today=TODAY).passages
    return [p.text for p in known if p.topic == topic]


def test_the_old_words_serve_until_the_new_cut_is_approved(approved: WordSet) -> None:
    old = served(approved)
    cut = edit()
    assert served(approved) == old
    approve(approved, cut)
    assert served(approved) == [FIRST, *old[1:]]


def test_the_old_passage_stays_as_it_was(approved: WordSet) -> None:
    old = passage()
    cut = edit(note="shorter is enough")
    old.refresh_from_db()
    assert (old.text, old.replaced_by, cut.text) == (BOTH, cut, FIRST)
    assert (cut.position, cut.edited_by, cut.edited_at) == (old.position, "Dr. Ito", NOW)


def test_it_is_a_draft_for_every_word_set_with_who_and_why(approved: WordSet) -> None:
    actions.make_wordset(slug="bay", name="Bay words")
    cut = edit(note="shorter is enough")
    drafts = Approval.objects.filter(passage=cut)
    assert {(d.state, d.submitted_by, d.note) for d in drafts} == {
        ("draft", "Dr. Ito", "shorter is enough")
    }
    assert drafts.count() == 2
    assert {(d.by, d.state) for draft in drafts for d in draft.decisions.all()} == {
        ("Dr. Ito", "draft")
    }


def test_a_cut_that_is_refused_leaves_the_old_words_in_service(approved: WordSet) -> None:
    actions.retire(wordset=approved, passages=[edit()], by="Dr. Rey", now=NOW)
    assert served(approved)[0] == BOTH


def test_what_only_waited_is_taken_off_the_review_list(guide: actions.Imported) -> None:
    old = passage()
    cut = edit()
    assert Approval.objects.get(passage=old).state == "retired"
    assert list(Approval.objects.waiting().filter(passage__topic="denosumab", passage__position=0)
                .values_list("passage", flat=True)) == [cut.pk]  # fmt: skip


def test_a_cut_of_a_cut_replaces_both_when_it_is_approved(approved: WordSet) -> None:
    edit()
    second = edit(SECOND, by="Ana Lund")
    assert served(approved)[0] == BOTH
    approve(approved, second)
    assert served(approved)[0] == SECOND
    states = Approval.objects.filter(passage__position=0, passage__topic="denosumab")
    assert sorted(states.values_list("state", flat=True)) == ["approved", "retired", "retired"]


def test_under_another_topic_it_stands_behind_that_ones_passages(approved: WordSet) -> None:
    cut = edit(SORE, passage=passage(position=1), topic="dental-care")
    assert (cut.topic_id, cut.position) == ("dental-care", 1)
    approve(approved, cut)
    assert served(approved, "dental-care")[1:] == [SORE]
    assert served(approved) == [BOTH]


def test_who_cut_it_may_not_approve_it_alone(approved: WordSet) -> None:
    cut = edit()
    with pytest.raises(actions.ApprovalError, match="cut the passage on Denosumab"):
        approve(approved, cut, by="dr. ito")
    assert served(approved)[0] == BOTH


def test_nor_may_who_imported_the_document(approved: WordSet) -> None:
    cut = edit()
    with pytest.raises(actions.ApprovalError, match="imported"):
        approve(approved, cut, by="Ina Importer")


def test_a_topic_without_a_passage_gets_one(approved: WordSet) -> None:
    Topic.objects.create(slug="pain", position=2, titles={"en": "Pain"})
    added = add("Weak bones can hurt.", "pain")
    assert served(approved, "pain") == []
    approve(approved, added)
    assert served(approved, "pain") == ["Weak bones can hurt."]


def test_a_further_passage_stands_behind_those_of_its_topic(approved: WordSet) -> None:
    assert add("Weak bones can hurt.", "dental-care").position == 1


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        pytest.param(span_of, says, id=says)
        for span_of, says in [
            ({"words": "shot slows bone loss."}, "choose whole sentences"),
            ({"words": f"{SECOND}\n\n{SORE} It lasts"}, "choose whole sentences"),
            ({"start": 5, "end": 5}, "not within one section"),
            ({"start": 0, "end": 99_999}, "not within one section"),
            ({"words": "An invented page, 2015."}, "never sent"),
            ({"words": BOTH}, "choose other sentences or another topic"),
            ({"topic": "teeth"}, 'There is no topic "teeth": choose one of the list'),
            ({"by": " "}, "needs a name"),
        ]
    ],
)
def test_a_cut_that_does_not_hold_says_how_to_mend_it(
    approved: WordSet, given: dict[str, Any], mend: str
) -> None:
    asked = dict(given)
    words = asked.pop("words", None)
    if words == "An invented page, 2015.":
        at = Section.objects.get(title="Sources").start
        asked |= {"start": at, "end": at + len(words)}
    elif words:
        asked |= span(words)
    with pytest.raises(actions.ApprovalError, match=mend):
        edit(**asked)
    assert not Passage.objects.edited().exists()
    assert served(approved)[0] == BOTH


def test_words_of_two_sections_are_refused(approved: WordSet) -> None:
    text = Document.objects.get().text
    start, end = text.index(SORE), text.index("Brush each day.") + len("Brush each day.")
    with pytest.raises(actions.ApprovalError, match="of the same section"):
        edit(start=start, end=end)


def test_words_that_are_withheld_whole_are_refused(approved: WordSet) -> None:
    withhold(approved, FIRST)
    with pytest.raises(actions.ApprovalError, match="Every sentence of it is withheld"):
        edit()


def test_words_that_another_word_set_may_send_are_not_refused(approved: WordSet) -> None:
    actions.make_wordset(slug="bay", name="Bay words")
    withhold(approved, FIRST)
    assert edit().text == FIRST


def test_a_passage_that_was_replaced_meanwhile_names_its_successor(approved: WordSet) -> None:
    old = passage()
    edit()
    with pytest.raises(actions.ApprovalError, match=r"replaced by Dr. Ito meanwhile"):
        edit(SECOND, passage=old)


def test_a_passage_of_an_earlier_version_is_left_alone(approved: WordSet) -> None:
    old = passage()
    import_guide(GUIDE.replace("Brush each day", "Brush twice a day"))
    with pytest.raises(actions.ApprovalError, match="Version 2 of the document"):
        edit(passage=old)


def test_a_cut_may_be_taken_back_to_what_it_was(approved: WordSet) -> None:
    approve(approved, edit())
    approve(approved, edit(BOTH, by="Ana Lund"))
    assert served(approved)[0] == BOTH


def recall(wordset: WordSet, row: Passage) -> None:
    actions.recall(wordset=wordset, passage=row, reason="no longer right", by="Dr. Rey", now=NOW)


def test_recalled_words_are_refused_and_cut_around(approved: WordSet) -> None:
    old = passage(position=1)
    recall(approved, old)
    with pytest.raises(actions.ApprovalError, match="withheld or recalled"):
        edit(SORE, passage=old)
    cut = edit(f"{SECOND}\n\n{SORE}")
    approve(approved, cut)
    (words,) = lookup.library(approved, today=TODAY).passages[:1]
    assert [cut.document.text[slice(*span)] for span in words.barred] == [SORE]
