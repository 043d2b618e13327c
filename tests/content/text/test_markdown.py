import pytest

from content import catalog
from content.text.outline import Form, Reading, Said, SectionKind, read
from tests.content.samples import GUIDE

LIBRARY = sorted(catalog.FOLDER.glob("document.*.md"))


def md(source: str) -> Reading:
    return read(source, form=Form.MARKDOWN)


def text_of(body: str) -> str:
    """What is kept of a section's body."""
    found = md(f"# A\n\n{body}\n")
    (section,) = found.sections
    return found.text[section.start : section.end]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_our_own_guide_is_stored_as_it_stands_in_its_file(path) -> None:
    source = path.read_text(encoding="utf-8")
    assert md(source).text == source
    assert len(md(source).sections) == 33


def test_a_file_without_marks_is_stored_as_it_is() -> None:
    assert md(GUIDE).text == GUIDE


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        pytest.param("# A\n## B ##\n", [("A", 1), ("B", 2)], id="signs"),
        pytest.param("A\n===\n\nB\nc\n---\n", [("A", 1), ("B c", 2)], id="underlined"),
        pytest.param("# *A* [b](/c) `d`\n", [("A b d", 1)], id="marks in a heading"),
        pytest.param("# A\n```\n# b\n```\n~~~\n# c\n~~~\n", [("A", 1)], id="fences"),
        pytest.param("# A\n\n    # b\n", [("A", 1)], id="indented code"),
        pytest.param("# A\n<!--\n# b\n-->\n", [("A", 1)], id="comment"),
        pytest.param("# A\n> # b\n\n- # c\n", [("A", 1)], id="in a quotation or a list"),
        pytest.param("---\ntitle: x\n# y\n---\n# A\n", [("A", 1)], id="front matter"),
        pytest.param("#A\n\\# B\n####### C\n# D\n", [("D", 1)], id="not quite headings"),
        pytest.param("# A\n<div><h2>B</h2>b</div>\n", [("A", 1), ("B", 2)], id="tags"),
        pytest.param("# <!-- x -->\n# A\n", [("A", 1)], id="no words"),
    ],
)
def test_headings(source: str, titles: list[tuple[str, int]]) -> None:
    assert [(s.title, s.level) for s in md(source).sections] == titles


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("a **b** _c_ `d`", "a b c d", id="emphasis"),
        pytest.param('see [b](http://x.example "t")', "see b", id="link"),
        pytest.param("see [b][r]\n\n[r]: http://x.example", "see b", id="link defined elsewhere"),
        pytest.param("a ![b](c.png) d", "a d", id="picture"),
        pytest.param("a <b>b</b> <!-- c -->d", "a b d", id="tags and comments"),
        pytest.param("10<sup>9</sup>/L", "10^9/L", id="raised"),
        pytest.param("a &amp; \\*b\\*", "a & *b*", id="entities and escapes"),
        pytest.param("a[^1] b", "a b", id="footnote's mark"),
        pytest.param("- a **b**\n  - c\n2) d", "- a b\n  - c\n2) d", id="list"),
        pytest.param("> a\n> **b**\n>\n> c", "a b\n\nc", id="quotation"),
        pytest.param("```\na < b\n```", "a < b", id="code"),
        pytest.param("a\n\n***\n\nb", "a\n\n\n\nb", id="rule"),
        pytest.param("| D | W |\n|---|---|\n| a | **b** |", "• D: a; W: b", id="table"),
        pytest.param("<p>a</p>\n<ul><li>b</ul>", "a\n\n• b", id="tags of a block"),
        pytest.param("a\nb *c*\nd", "a b c d", id="a wrapped paragraph with marks"),
        pytest.param("a  \nb *c*", "a\nb c", id="a hard break"),
        pytest.param("*Rests on: a [b](c).*", "*Rests on: a [b](c).*", id="a note keeps its marks"),
        pytest.param("2 * 3 < 7 & snake_case", "2 * 3 < 7 & snake_case", id="signs meant as such"),
    ],
)
def test_words_are_kept_and_marks_are_not(body: str, text: str) -> None:
    assert text_of(body) == text


def test_back_matter_needs_no_heading() -> None:
    found = md("# A\n\na\n\nQuill AB. Shots. 2014.\n\n[^1]: Marsh C. Jaws. 2015.\n\n© House\n")
    assert [s.kind for s in found.sections] == [
        SectionKind.BODY,
        SectionKind.REFERENCES,
        SectionKind.REFERENCES,
        SectionKind.NOTICE,
    ]


def test_the_front_matter_names_title_and_language() -> None:
    found = md("---\ntitle: Bones\nlanguage: es\n---\n# A\n\na\n")
    assert (found.title, found.language) == ("Bones", Said("es", 3))
    assert md("# A\n").language is None
