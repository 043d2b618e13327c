"""Our own guide: short, plain, sendable in two parts, and nobody else's sentences."""

import re

import pytest

from content import catalog
from content.text.gsm import Encoding, measure
from content.text.markdown import front_matter
from content.text.reading import grade
from tests.content.library.shipped import (
    LANGUAGES,
    LIBRARY,
    SOURCE,
    Answer,
    answers,
    guide,
    sections,
    topics,
    wording,
)

TWO_PARTS = 306  # GSM-7 units
HARDEST_TOPIC, HARDEST_TEXT = 6.0, 8.0  # grades
RUN = 9  # words

_FOOTERS = {"plain": "FOOT", "fever": "FOOT-FEVER", "weakness": "FOOT-WEAKNESS"}
_SOURCE = {"en": "Source", "es": "Fuente"}

every_answer = pytest.mark.parametrize(
    "answer", answers(), ids=lambda answer: f"{answer.topic}-{answer.language}"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_matter_says_whose_words_these_are(language: str):
    fields = front_matter(guide(language))
    assert fields["publisher"] == "Bonemets project"
    assert fields["licence"] == "BSD-3-Clause"
    assert fields["reviewed_on"] == ""
    assert len(fields["source_line"]) <= 24
    assert measure(fields["source_line"]).encoding == Encoding.GSM7


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_one_section(language: str):
    assert len(sections(language)) == len(topics()) == 28


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_says_what_it_rests_on(language: str):
    text = guide(language)
    notes = re.findall(r"^\*(?:Rests on|Se basa en): .+\*$", text, re.MULTILINE)
    assert len(notes) == len(sections(language))


@every_answer
def test_each_paragraph_with_source_and_footer_fits_two_parts(answer: Answer):
    source = front_matter(guide(answer.language))["source_line"]
    footer = wording(_FOOTERS[topics()[answer.topic]["footer"]], answer.language).longest()
    assert len(answer.paragraphs) == 2
    for paragraph in answer.paragraphs:
        measured = measure(f"{paragraph} {_SOURCE[answer.language]}: {source}. {footer}")
        assert measured.encoding == Encoding.GSM7
        assert measured.units <= TWO_PARTS, measured.units - TWO_PARTS


@every_answer
def test_it_is_easy_to_read(answer: Answer):
    assert grade(" ".join(answer.paragraphs), answer.language) <= HARDEST_TOPIC
    assert all(grade(text, answer.language) <= HARDEST_TEXT for text in answer.paragraphs)


@every_answer
def test_no_number_but_the_societys_is_named(answer: Answer):
    said = " ".join(answer.paragraphs)
    numbers = re.findall(r"\d[\d-]{6,}", said)
    assert numbers == (["1-800-227-2345"] if answer.topic == "contact" else [])


@every_answer
def test_nothing_reassures_or_orders(answer: Answer):
    said = " ".join(answer.paragraphs).lower()
    for never in ("is normal", "don't worry", "no need to", "wait and see", "es normal", "skip "):
        assert never not in said
    assert not re.search(r"stop taking|safe (for|with|to)|deje de tomar|es segur[oa]", said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("topic", "footer"),
    [
        ("chemotherapy", "fever"),
        ("bisphosphonate-side-effects", "fever"),
        ("denosumab-side-effects", "weakness"),
        ("external-radiation", "weakness"),
        ("bone-cement", "weakness"),
        ("surgery", "weakness"),
        ("fracture-prevention", "weakness"),
    ],
)
def test_a_topic_that_could_lull_carries_its_warning(topic: str, footer: str, language: str):
    assert topics()[topic]["footer"] == footer
    assert "{emergency}" in wording(_FOOTERS[footer], language).body


def test_low_calcium_with_denosumab_is_told_to_people_with_kidney_trouble():
    answer = next(a for a in answers() if (a.topic, a.language) == ("kidney-and-calcium", "en"))
    assert re.search(
        r"denosumab, weak kidneys make very low calcium more likely", answer.paragraphs[1]
    )


@pytest.mark.skipif(not SOURCE.exists(), reason="the source document is not beside the project")
def test_no_run_of_nine_words_is_the_sources():
    body = SOURCE.read_text(encoding="utf-8").split("Coleman RE")[0]
    theirs = _runs(body)
    for path in sorted({*LIBRARY.rglob("*.*")} - {catalog.MODEL}):
        assert not theirs & _runs(path.read_text(encoding="utf-8")), path.name


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
