import pytest

from content import actions
from content.models import Approval, ApprovalState, Document, Passage, Section, WordSet
from content.text.mapping import Row
from tests.content.conftest import DETAILS, NOW, ROWS, import_guide
from tests.content.samples import GUIDE, PAGE, REAL


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


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        pytest.param(b"", "a.txt", "a.txt is empty: line 1", id="empty"),
        pytest.param(b" \n\n", "a.txt", "is empty", id="blank"),
        pytest.param(b"A\n\nb\x00c", "a.txt", "line 3 holds a null byte", id="binary"),
        pytest.param(b"A\n\ncaf\xe9", "a.txt", "line 3 holds the byte 0xe9", id="encoding"),
        pytest.param(b"a" * 5_000_001, "a.txt", "5.0 MB; the most is 5 MB", id="too big"),
        pytest.param(
            b"Just a line.\n", "a.txt", "no headings: no short line up to line 2", id="no"
        ),
        pytest.param(b"Just a line.\n", "a.md", 'no line up to line 2 starts with "#"', id="no md"),
        pytest.param(b"<!doctype html><p>", "a.txt", "is HTML .line 1.", id="html"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    topics: None, data: bytes, name: str, message: str
) -> None:
    with pytest.raises(actions.DocumentError, match=message):
        actions.import_document(data=data, name=name, details=DETAILS, by="Ina", now=NOW)
    assert not Document.objects.exists()


@pytest.mark.parametrize("line", ["", "A very long name for a source", "Guía 2026"])
def test_a_source_line_must_be_short_and_plain(topics: None, line: str) -> None:
    details = actions.Details(slug="x", publisher="P", licence="L", source_line=line)
    with pytest.raises(actions.DocumentError, match="source line"):
        actions.import_document(
            data=PAGE.encode(), name="a.txt", details=details, by="Ina", now=NOW
        )


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
def test_the_real_document_never_says_that_a_bone_drug_is_safe_for_kidneys(db: None) -> None:
    actions.load_library(now=NOW)
    details = actions.Details(slug="real", publisher="ACS", licence="asked", source_line="ACS 2016")
    path = actions.shipped_map("treating-bone-metastases")
    assert path
    found = actions.import_document(
        data=REAL.read_bytes(),
        name=REAL.name,
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
