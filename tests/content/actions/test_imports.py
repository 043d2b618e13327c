import hashlib

import pytest

from content import actions, lookup
from content.models import Approval, ApprovalState, Document, Passage, Section, WordSet
from content.text import excerpts
from content.text.mapping import Row
from tests.content.conftest import DETAILS, NOW, ROWS, TODAY, import_guide
from tests.content.samples import GUIDE, PAGE, REAL, WEB_PAGE


def states(wordset: WordSet) -> dict[str, str]:
    """State by the words of the newest passages."""
    found = Approval.objects.filter(wordset=wordset, passage__in=Passage.objects.newest())
    return {a.passage.text: a.state for a in found if a.passage}


def test_sections_are_stored_with_offsets_into_the_stored_text(guide: actions.Imported) -> None:
    teeth = Section.objects.get(title="Teeth")
    assert guide.document.text[teeth.start : teeth.end] == teeth.text
    assert teeth.text == "See a dentist before the first shot. Brush each day."
    assert teeth.path == "Bones / Teeth"


def test_passages_start_as_drafts_for_every_word_set(
    guide: actions.Imported, wordset: WordSet
) -> None:
    assert set(states(wordset).values()) == {ApprovalState.DRAFT}
    assert len(guide.drafts) == 3


def test_the_same_bytes_again_change_nothing(guide: actions.Imported, wordset: WordSet) -> None:
    wordset.refresh_from_db()
    again = import_guide()
    assert not again.created
    assert again.document == guide.document
    assert Document.objects.count() == 1
    assert WordSet.objects.get().stamp == wordset.stamp


def test_windows_line_ends_and_a_byte_order_mark_are_taken_off(topics: None) -> None:
    text = "\ufeff" + GUIDE.replace("\n", "\r\n")
    assert import_guide(text).document.text == GUIDE


def test_a_changed_file_keeps_the_approval_of_words_that_stayed(approved: WordSet) -> None:
    changed = import_guide(GUIDE.replace("Brush each day", "Brush twice a day"))
    assert changed.document.version == 2
    assert len(changed.carried) == 2
    assert [p.topic_id for p in changed.drafts] == ["dental-care"]
    assert sorted(states(approved).values()) == ["approved", "approved", "draft"]


def test_a_carried_approval_keeps_its_reviewer(approved: WordSet) -> None:
    import_guide(GUIDE + "\nOne more line.\n")
    approval = Approval.objects.get(
        passage__document__version=2, passage__topic="denosumab", passage__position=0
    )
    assert approval.decided_by == "Dr. Rey"
    assert approval.decisions.get().state == ApprovalState.APPROVED


def test_words_that_are_gone_are_retired(approved: WordSet) -> None:
    import_guide(GUIDE.replace("A sore arm is common. It lasts a day or two.\n\n", ""))
    gone = Approval.objects.get(passage__position=1)
    assert gone.state == ApprovalState.RETIRED
    assert "no longer has these words" in gone.note


def test_words_that_are_gone_two_versions_on_are_retired_too(approved: WordSet) -> None:
    import_guide(GUIDE.replace("Brush each day", "Brush twice a day"))
    import_guide(GUIDE.replace("# Teeth", "# Other things"))
    assert lookup.passage(approved, "dental-care", "en", today=TODAY) is None
    old = Approval.objects.get(passage__topic="dental-care", passage__document__version=1)
    assert old.state == ApprovalState.RETIRED


def test_words_that_come_back_are_approved_still(approved: WordSet) -> None:
    other = GUIDE.replace("Brush each day", "Brush twice a day")
    import_guide(other)
    import_guide(GUIDE)
    assert set(states(approved).values()) == {ApprovalState.APPROVED}
    assert Approval.objects.waiting().count() == 0


def test_a_changed_map_makes_a_new_version(approved: WordSet) -> None:
    again = import_guide(rows=(*ROWS[:2], Row("dental-care", {"": "Teeth"}, sentences=(1, 1))))
    assert again.document.version == 2
    assert [p.text for p in again.drafts] == ["See a dentist before the first shot."]


def test_rows_that_do_not_fit_are_told_and_the_rest_is_imported(topics: None) -> None:
    found = import_guide(rows=(*ROWS, Row("onj", {"": "Teeth"}), Row("denosumab", {"": "Gone"})))
    assert len(found.drafts) == 3
    assert found.problems == (
        'denosumab: the document has no section "Gone".',
        "onj: there is no such topic.",
    )


def test_a_web_page_is_stored_as_its_words(wordset: WordSet) -> None:
    row = Row("dental-care", {"": "Jaw trouble"})
    file = actions.read_file(WEB_PAGE.encode(), name="page.html")
    found = actions.import_document(file=file, details=DETAILS, rows=[row], by="Ina", now=NOW)
    document = found.document
    assert (document.form, document.title) == ("html", "Strong Bones After Illness")
    assert document.sha256 == hashlib.sha256(WEB_PAGE.encode()).hexdigest()
    assert "<" not in document.text
    assert found.drafts[0].text.startswith("Now and then a bit of jaw bone")


def test_what_leaves_of_a_web_page_is_cut_from_the_stored_text(wordset: WordSet) -> None:
    row = Row("denosumab", {"": "Strengthening shots"})
    file = actions.read_file(WEB_PAGE.encode(), name="page.html")
    found = actions.import_document(file=file, details=DETAILS, rows=[row], by="Ina", now=NOW)
    actions.approve(wordset=wordset, passages=found.drafts, by="Dr. Rey", now=NOW)
    passage = lookup.passage(wordset, "denosumab", "en", today=TODAY)
    assert passage
    sent = lookup.excerpt(wordset, passage, segments=1)
    text = Document.objects.get().text
    assert sent.more
    assert sent.body == excerpts.render(text, sent.start, sent.end)
    assert sent.body.startswith("A shot called Ostelix goes under the skin.")


def test_the_work_is_told_as_it_goes(topics: None) -> None:
    told: list[str] = []
    text = "# A\n\na\n" + "# B\n\nb\n" * 4_000
    file = actions.read_file(text.encode(), name="a.md")
    actions.import_document(file=file, details=DETAILS, by="Ina", now=NOW, tell=told.append)
    assert told == [
        "0 passages placed for 0 topics.",
        "2,000 of 4,001 sections stored...",
        "4,000 of 4,001 sections stored...",
    ]


@pytest.mark.parametrize(
    ("language", "remarks"), [("en", 0), ("en-GB", 0), ("EN_us", 0), ("es", 1), ("fr", 1), ("", 0)]
)
def test_another_language_than_the_files_own_is_remarked(language: str, remarks: int) -> None:
    page = f'<html lang="{language}"><h1>A</h1><p>a</p></html>'
    found = actions.remarks(actions.read_file(page.encode(), name="a.html"), DETAILS)
    assert len(found) == remarks
    if found:
        assert f'a.html says in line 1 that its language is "{language}"' in found[0]


@pytest.mark.parametrize("line", ["", "A very long name for a source", "Guía 2026"])
def test_a_source_line_must_be_short_and_plain(topics: None, line: str) -> None:
    details = actions.Details(slug="x", publisher="P", licence="L", source_line=line)
    with pytest.raises(actions.DocumentError, match="source line"):
        actions.import_document(
            file=actions.read_file(PAGE.encode(), name="a.txt"), details=details, by="Ina", now=NOW
        )


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
def test_the_real_document_never_says_that_a_bone_drug_is_safe_for_kidneys(db: None) -> None:
    actions.load_library(now=NOW)
    details = actions.Details(slug="real", publisher="ACS", licence="asked", source_line="ACS 2016")
    path = actions.shipped_map("treating-bone-metastases")
    assert path
    found = actions.import_document(
        file=actions.read_file(REAL.read_bytes(), name=REAL.name),
        details=details,
        rows=actions.read_map(path),
        by="Ina",
        now=NOW,
    )
    assert found.problems == ()
    assert found.document.sections.count() >= 25
    assert len({p.topic_id for p in found.drafts}) == 28
    for passage in found.drafts:
        assert "safe to give" not in passage.text
        assert passage.section.kind in ("body", "about")
        assert passage.text == found.document.text[passage.start : passage.end]
