"""The maps: which part of a document answers which topic."""

import pytest

from content.text import mapping
from content.text.outline import Form, read
from tests.content.library.shipped import LANGUAGES, SOURCE, guide, sections, table, topics

OURS = "maps/living-with-bone-treatment.toml"
THEIRS = "maps/treating-bone-metastases.toml"
NEEDS_SOURCE = pytest.mark.skipif(
    not SOURCE.exists(), reason="the source document is not beside the project"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_map_finds_every_topic_of_our_guide(language: str):
    text = guide(language)
    found = mapping.place(
        text,
        read(text, form=Form.MARKDOWN).sections,
        mapping.read(table(OURS)),
        language=language,
    )
    assert found.problems == ()
    assert [placed.topic for placed in found.placed] == list(topics())


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_sections_stand_in_the_order_of_the_topics(language: str):
    headings = [row["section"][language] for row in table(OURS)["passage"]]
    assert headings == [section.title for section in sections(language)]


def test_the_map_of_the_source_names_every_topic_and_no_other():
    assert {row["topic"] for row in table(THEIRS)["passage"]} == set(topics())


def test_flags_are_rows_that_a_reviewer_can_look_up():
    known = {str(row) for row in range(1, 21)}
    flags = {flag for row in table(THEIRS)["passage"] for flag in row.get("flags", ())}
    assert flags
    assert flags <= known


@NEEDS_SOURCE
def test_the_map_of_the_source_finds_every_passage():
    assert _placed().problems == ()


@NEEDS_SOURCE
@pytest.mark.parametrize(
    ("topic", "begins", "ends"),
    [
        ("treatment-overview", "Treatments can", "quality of life."),
        ("choosing-treatment", "Treatment options", "state of health"),
        ("onj", "A rare but", "hard to treat."),
        ("bisphosphonate-side-effects", "The most common", "effects, too."),
        ("kidney-and-calcium", "These drugs can lower", "kidney function."),
        ("denosumab-side-effects", "Common side effects", "the drug)."),
        ("radiation-schedules", "Radiation therapy", "coming back."),
        ("about-this-info", "Last Medical Review", "2016"),
    ],
)
def test_a_passage_of_the_source_is_the_one_meant(topic: str, begins: str, ends: str):
    text = SOURCE.read_text(encoding="utf-8")
    first = next(p for p in _placed().placed if p.topic == topic)
    cut = text[first.start : first.end]
    assert (cut.startswith(begins), cut.endswith(ends)) == (True, True), cut


@NEEDS_SOURCE
@pytest.mark.parametrize("never", ["safe to give", "contact us if", "(See below.)", "Coleman"])
def test_no_passage_holds_what_must_not_be_sent(never: str):
    text = SOURCE.read_text(encoding="utf-8")
    assert not [p.topic for p in _placed().placed if never in text[p.start : p.end]]


def _placed() -> mapping.Mapped:
    text = SOURCE.read_text(encoding="utf-8")
    return mapping.place(text, read(text).sections, mapping.read(table(THEIRS)), language="en")
