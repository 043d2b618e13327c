import pytest

from content.text.markdown import front_matter
from content.text.outline import Form, SectionKind, SectionSpan, blocks, read, sentences
from tests.content.samples import GUIDE, PAGE, REAL


def by_title(text: str, title: str, *, form: Form = Form.TEXT) -> SectionSpan:
    return next(s for s in read(text, form=form).sections if s.title == title)


def test_a_page_falls_into_its_headings() -> None:
    titles = [s.title for s in read(PAGE).sections if s.kind is SectionKind.BODY]
    assert titles == [
        "Strong Bones After Illness",
        "Medicines",
        "Strengthening shots",
        "Jaw trouble",
        "Can I still walk?",
    ]


def test_the_opening_belongs_to_the_title() -> None:
    opening = by_title(PAGE, "Strong Bones After Illness")
    assert opening.level == 1
    assert PAGE[opening.start : opening.end].startswith("Bones can get weak")
    assert PAGE[opening.start : opening.end].endswith("How you feel")


def test_a_heading_without_a_body_is_empty() -> None:
    empty = by_title(PAGE, "Medicines")
    assert empty.start == empty.end
    assert PAGE[: empty.start].endswith("Medicines")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Our writing team", SectionKind.ABOUT),
        ("Quill AB, Marsh C", SectionKind.REFERENCES),
        ("Tansy D, Oro E, et al", SectionKind.REFERENCES),
        ("Last review", SectionKind.ABOUT),
        ("Copyright notice", SectionKind.NOTICE),
    ],
)
def test_back_matter_is_told_by_its_words(title: str, kind: SectionKind) -> None:
    assert by_title(PAGE, title).kind is kind


def test_wrapped_paragraphs_make_no_headings() -> None:
    text = "A title\n\nThe first line of a paragraph\nthat is wrapped by hand\nand ends here.\n"
    assert [s.title for s in read(text).sections] == ["A title"]


def test_a_text_without_headings_has_no_sections() -> None:
    assert read("Only a sentence.\n\nAnd another one.\n").sections == ()


def test_every_offset_cuts_out_the_body_itself() -> None:
    for text, form in ((PAGE, Form.TEXT), (GUIDE, Form.MARKDOWN)):
        for section in read(text, form=form).sections:
            body = text[section.start : section.end]
            assert body == body.strip()
            assert section.title not in body.split("\n")


def test_markdown_headings_carry_their_path() -> None:
    shots = by_title(GUIDE, "Shots", form=Form.MARKDOWN)
    assert shots.path == ("Bones", "Shots")
    assert by_title(GUIDE, "Sources", form=Form.MARKDOWN).kind is SectionKind.REFERENCES


def test_front_matter_is_read_and_is_no_section() -> None:
    assert front_matter(GUIDE) == {"title": "A small guide", "source_line": "Small guide 2026"}
    assert front_matter("# No fence\ntitle: x") == {}
    assert front_matter("---\ntitle: never closed") == {}
    assert read(GUIDE, form=Form.MARKDOWN).sections[0].title == "Bones"


def test_a_list_is_one_block_and_a_note_is_none() -> None:
    opening = by_title(PAGE, "Strong Bones After Illness")
    found = [PAGE[a:b] for a, b in blocks(PAGE, opening.start, opening.end)]
    assert len(found) == 3
    assert found[2].startswith("• Which bones")
    shots = by_title(GUIDE, "Shots", form=Form.MARKDOWN)
    assert len(blocks(GUIDE, shots.start, shots.end)) == 2


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three?", ["One.", "Two!", "Three?"], id="ends"),
        pytest.param("Dr. Osei came. She sat.", ["Dr. Osei came.", "She sat."], id="title"),
        pytest.param("Take care, e.g. Sit down.", ["Take care, e.g. Sit down."], id="e.g."),
        pytest.param("See no. 5 now. No. Not me.", ["See no. 5 now.", "No.", "Not me."], id="no"),
        pytest.param("It is 100.4 F. Call.", ["It is 100.4 F. Call."], id="unit keeps together"),
        pytest.param("A (so it is.) B is next.", ["A (so it is.)", "B is next."], id="bracket"),
        pytest.param("Done.” “Next” one.", ["Done.”", "“Next” one."], id="quotes"),
        pytest.param("Hola. ¿Duele? Llame.", ["Hola.", "¿Duele?", "Llame."], id="spanish"),
        pytest.param("Él vino. Ésta no.", ["Él vino.", "Ésta no."], id="accented capitals"),
        pytest.param("So:\n\n• one\n• two", ["So:", "• one", "• two"], id="bullets"),
        pytest.param("Wrapped\nhere. And\non.", ["Wrapped\nhere.", "And\non."], id="wrapped"),
        pytest.param("*Rests on: x.*", [], id="note"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
class TestTheRealDocument:
    text = REAL.read_text(encoding="utf-8") if REAL.exists() else ""

    def test_25_sections_and_more_are_found(self) -> None:
        assert len(read(self.text).sections) >= 25

    def test_its_bodies_cover_all_but_the_headings(self) -> None:
        found = read(self.text).sections
        rest = self.text
        for section in reversed(found):
            rest = rest[: section.start] + rest[section.end :]
        titles = {s.title for s in found}
        assert {line.strip() for line in rest.split("\n") if line.strip()} <= titles

    def test_eight_references_and_one_notice_are_never_sent(self) -> None:
        kinds = [section.kind for section in read(self.text).sections]
        assert kinds.count(SectionKind.REFERENCES) == 8
        assert kinds.count(SectionKind.NOTICE) == 1
        assert kinds.count(SectionKind.BODY) == 17
