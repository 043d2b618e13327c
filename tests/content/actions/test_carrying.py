"""What a person cut anew stays so when a changed file or map is imported."""

import pytest

from content import actions
from content.models import Approval, Passage, Topic, WordSet
from content.text.mapping import Row
from tests.content.actions.test_editing import FIRST, add, approve, edit, passage, served
from tests.content.conftest import NOW, ROWS, import_guide
from tests.content.samples import GUIDE

BRUSHED = GUIDE.replace("Brush each day", "Brush twice a day")
REWRAPPED = GUIDE.replace("bone loss. It", "bone loss.\nIt")


def states(wordset: WordSet, topic: str = "denosumab") -> dict[str, str]:
    """Of the topic's newest passages, the state by their words."""
    rows = Approval.objects.filter(wordset=wordset, passage__in=Passage.objects.newest())
    return {a.passage.text: a.state for a in rows.filter(passage__topic=topic)}


def test_an_approved_cut_stays_approved_in_the_next_version(approved: WordSet) -> None:
    approve(approved, edit())
    imported = import_guide(BRUSHED)
    assert states(approved)[FIRST] == "approved"
    assert served(approved)[0] == FIRST
    assert passage().document.version == 2
    assert imported.left_behind == ()
    assert [p.topic_id for p in imported.drafts] == ["dental-care"]


def test_the_maps_own_cut_does_not_come_back_to_the_review_list(approved: WordSet) -> None:
    approve(approved, edit())
    import_guide(BRUSHED)
    waiting = Approval.objects.waiting().values_list("passage__topic", flat=True)
    assert list(waiting) == ["dental-care"]


def test_it_is_still_its_authors_cut_with_her_reason(approved: WordSet) -> None:
    edit(note="shorter is enough")
    import_guide(BRUSHED)
    cut = passage()
    draft = Approval.objects.get(passage=cut)
    assert (draft.submitted_by, draft.note) == ("Dr. Ito", "shorter is enough")
    assert (cut.edited_by, cut.edited_at) == ("Dr. Ito", NOW)
    with pytest.raises(actions.ApprovalError, match="cut the passage"):
        approve(approved, cut, by="Dr. Ito")


def test_a_cut_that_waits_waits_on_and_the_approved_words_serve(approved: WordSet) -> None:
    old = served(approved)
    edit()
    import_guide(BRUSHED)
    assert states(approved)[FIRST] == "draft"
    assert served(approved) == old
    approve(approved, passage())
    assert served(approved)[0] == FIRST


def test_it_comes_along_through_many_versions(approved: WordSet) -> None:
    approve(approved, edit())
    for number in range(3):
        import_guide(f"{GUIDE}\nMore {number}.\n")
    assert served(approved)[0] == FIRST
    approve(approved, edit("It is given every month.", by="Ana Lund"))
    import_guide(BRUSHED)
    assert served(approved)[0] == "It is given every month."


def test_each_word_set_keeps_its_own_decision(approved: WordSet) -> None:
    bay = actions.make_wordset(slug="bay", name="Bay words")
    approve(bay, *Passage.objects.newest())
    cut = edit()
    approve(bay, cut)
    import_guide(BRUSHED)
    assert served(bay)[0] == FIRST
    assert served(approved)[0] != FIRST
    assert states(approved)[FIRST] == "draft"


def test_a_cut_that_every_word_set_refused_stays_behind(approved: WordSet) -> None:
    old = served(approved)
    actions.retire(wordset=approved, passages=[edit()], by="Dr. Rey", now=NOW)
    import_guide(BRUSHED)
    assert served(approved) == old
    assert not passage().edited_by
    assert FIRST not in states(approved)


def test_a_cut_that_one_word_set_refused_comes_along_for_the_other(approved: WordSet) -> None:
    bay = actions.make_wordset(slug="bay", name="Bay words")
    cut = edit()
    approve(bay, cut)
    actions.retire(wordset=approved, passages=[cut], by="Dr. Rey", now=NOW)
    import_guide(BRUSHED)
    assert served(bay)[0] == FIRST


def test_a_cut_whose_words_are_gone_is_told_and_serves_till_a_decision(approved: WordSet) -> None:
    approve(approved, edit())
    imported = import_guide(GUIDE.replace("slows bone loss", "keeps bones strong"))
    assert imported.left_behind == (
        "denosumab: the passage that Dr. Ito cut in version 1 is not in this version word for "
        "word: look at the place again.",
    )
    assert served(approved)[0] == FIRST
    approve(approved, passage())
    assert served(approved)[0].startswith("The shot keeps")


def test_words_that_moved_into_another_sentence_are_no_cut(approved: WordSet) -> None:
    approve(approved, edit())
    text = GUIDE.replace(FIRST, "Some say: The shot slows bone loss, or so.")
    assert import_guide(text).left_behind


def test_a_map_that_cuts_the_place_in_another_way_waits_for_a_reviewer(approved: WordSet) -> None:
    approve(approved, edit())
    fresh = Row("denosumab", {"": "Shots"}, sentences=(2, 3))
    imported = import_guide(rows=(fresh, *ROWS[1:]))
    assert imported.left_behind == (
        "denosumab: the passage that Dr. Ito cut in version 1 serves until a reviewer decides: "
        "the map now cuts this place in another way.",
    )
    assert served(approved)[0] == FIRST
    assert [p.position for p in imported.drafts] == [0]


def test_a_map_that_changed_elsewhere_leaves_the_cut(approved: WordSet) -> None:
    approve(approved, edit())
    imported = import_guide(rows=(*ROWS[:2], Row("dental-care", {"": "Teeth"}, sentences=(1, 1))))
    assert imported.left_behind == ()
    assert served(approved)[0] == FIRST


def test_a_map_that_now_says_the_same_as_the_cut_takes_it_over(approved: WordSet) -> None:
    approve(approved, edit())
    import_guide(rows=(Row("denosumab", {"": "Shots"}, sentences=(1, 1)), *ROWS[1:]))
    assert served(approved)[0] == FIRST
    assert not passage().edited_by


def test_words_around_a_cut_may_change(approved: WordSet) -> None:
    approve(approved, edit())
    imported = import_guide(GUIDE.replace("given every month", "given each month"))
    assert imported.left_behind == ()
    assert served(approved)[0] == FIRST


def test_a_cut_with_other_line_breaks_waits_for_a_reviewer(approved: WordSet) -> None:
    approve(approved, edit("It is given every month.\n\nA sore arm is common."))
    import_guide(GUIDE.replace("every month.\n\nA sore", "every month. A sore"))
    assert passage().edited_by == "Dr. Ito"
    assert passage().text == "It is given every month. A sore arm is common."
    assert served(approved)[0] == "It is given every month.\n\nA sore arm is common."


def test_an_added_passage_comes_along_though_no_map_names_it(approved: WordSet) -> None:
    Topic.objects.create(slug="pain", position=2, titles={"en": "Pain"})
    approve(approved, add("Weak bones can hurt.", "pain"))
    import_guide(BRUSHED)
    assert served(approved, "pain") == ["Weak bones can hurt."]
    import_guide(GUIDE.replace("can hurt", "may hurt"))
    assert served(approved, "pain") == []


def test_a_cut_under_another_topic_comes_along(approved: WordSet) -> None:
    cut = edit("A sore arm is common.", passage=passage(position=1), topic="dental-care")
    approve(approved, cut)
    import_guide(f"{GUIDE}\nMore.\n")
    assert served(approved, "dental-care")[1:] == ["A sore arm is common."]
    assert len(served(approved)) == 1


def test_a_cut_never_takes_the_place_of_another_passage(approved: WordSet) -> None:
    """The cut's words moved to another section, so that the next passage moved up."""
    approve(approved, edit())
    gone = f"{FIRST} It is given every month.\n\n"
    import_guide(GUIDE.replace(gone, "").replace("Brush each day.", f"Brush each day. {FIRST}"))
    assert served(approved) == ["A sore arm is common. It lasts a day or two.", FIRST]
