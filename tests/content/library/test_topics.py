"""The closed list of topics, and the words that MENU offers."""

import pytest

from content.text.gsm import Encoding, measure
from tests.content.library.shipped import LANGUAGES, menu, topics

SLUGS = """treatment-overview goals-of-treatment choosing-treatment systemic-vs-local chemotherapy
    hormone-therapy targeted-therapy immunotherapy radiopharmaceuticals radiopharm-pain-relief
    bisphosphonates bisphosphonate-side-effects kidney-and-calcium lytic-vs-blastic onj dental-care
    denosumab denosumab-side-effects local-treatments external-radiation radiation-schedules
    ablation bone-cement surgery fracture-prevention clinical-trials contact about-this-info"""


def test_the_list_is_closed_and_in_order():
    assert list(topics()) == SLUGS.split()


@pytest.mark.parametrize("slug", topics())
def test_a_topic_has_a_short_title_in_each_language(slug: str):
    for language in LANGUAGES:
        title = topics()[slug]["title"][language]
        assert 0 < len(title) <= 40
        assert measure(title).encoding == Encoding.GSM7


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu_words_are_single_and_different(language: str):
    words = list(menu(language).values())
    assert len(words) == len(set(words)) >= 10
    assert all(word == word.upper() and " " not in word for word in words)


def test_each_language_offers_the_same_topics():
    assert menu("en").keys() == menu("es").keys()
