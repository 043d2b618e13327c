import pytest

from content.text import back_matter
from content.text.spans import Heading, SectionKind, lines


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("References", SectionKind.REFERENCES),
        ("Works cited:", SectionKind.REFERENCES),
        ("Bibliografía", SectionKind.REFERENCES),
        ("Sources of pain", SectionKind.BODY),
        ("Copyright", SectionKind.NOTICE),
        ("Aviso legal", SectionKind.NOTICE),
        ("Our editorial team", SectionKind.ABOUT),
        ("About your treatment team", SectionKind.BODY),
    ],
)
def test_a_heading_tells_what_stands_below_it(title: str, kind: SectionKind) -> None:
    assert back_matter.kind_of(title) is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Quill AB, Marsh C. Shots and bones. J Inv Care. 2014;3:12-19.", SectionKind.REFERENCES),
        ("1. Quill AB. Shots and bones. 2014.", SectionKind.REFERENCES),
        ("[^2]: Quill AB. Shots and bones. 2014.", SectionKind.REFERENCES),
        ("Bone House. Facts. Accessed at https://house.example on May 2.", SectionKind.REFERENCES),
        ("Last Medical Review: March 3, 2015", SectionKind.ABOUT),
        ("© 2015 Invented House", SectionKind.NOTICE),
        ("Todos los derechos reservados.", SectionKind.NOTICE),
    ],
)
def test_back_matter_without_a_heading_is_told_by_its_words(line: str, kind: SectionKind) -> None:
    found = back_matter.at(lines(f"Words.\n\n{line}\n"), 2)
    assert found
    assert (found.kind, found.at, found.body) == (kind, 2, 2)


@pytest.mark.parametrize(
    "line", ["Ask your team in 2026.", "Dr. Osei called in 2014.", "Vitamin D, in 2014, was new."]
)
def test_a_sentence_with_a_year_is_no_reference(line: str) -> None:
    assert back_matter.at(lines(f"Words.\n\n{line}\n"), 2) is None


def test_it_begins_only_behind_a_heading_and_a_blank_line() -> None:
    every = lines("© Top\n\n# A\n\nWords\n© in the middle of a paragraph\n\n© Below")
    found = back_matter.among(every, [Heading("A", 1, 2, 3)])
    assert [(section.title, section.at) for section in found] == [("A", 2), ("Copyright notice", 7)]
