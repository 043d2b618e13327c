import pytest

from content.text import framing
from content.text.gsm import measure
from content.text.words import Footer, Passage

TEXT = "One bone is weak. " * 30


def passage(text: str = TEXT, **given: object) -> Passage:
    fields: dict = {
        "topic": "onj",
        "language": "en",
        "document": "guide",
        "version": 1,
        "start": 100,
        "end": 100 + len(text),
        "text": text,
        "source": "A guide 2026",
    }
    return Passage(**(fields | given))


def test_a_passage_carries_its_source_and_closing_line() -> None:
    said = framing.passage_reply("Words.", "A guide 2026", "Foot.")
    assert said == "Words. Source: A guide 2026. Foot."
    assert framing.passage_reply("Letra.", "Una", "Pie.", language="es") == (
        "Letra. Fuente: Una. Pie."
    )
    assert framing.passage_reply("Words.", "", "Foot.") == "Words. Foot."


def test_every_footer_has_its_template() -> None:
    slugs = {framing.footer_slug(footer) for footer in Footer}
    assert slugs == {"FOOT", "FOOT-FEVER", "FOOT-WEAKNESS"}


def test_each_text_holds_its_words_its_source_and_the_closing_line() -> None:
    sent = list(framing.texts(passage(), closing="Call us."))
    assert len(sent) > 1
    for text in sent:
        assert text.body.endswith(" Source: A guide 2026. Call us.")
        assert measure(text.body).segments <= 2


def test_more_goes_on_where_the_text_before_it_ended() -> None:
    sent = list(framing.texts(passage(), closing="Call us."))
    words = " ".join(text.body.removesuffix(" Source: A guide 2026. Call us.") for text in sent)
    assert words == TEXT.strip()
    assert framing.framed(passage(), closing="Call us.", begin=sent[0].excerpt.end) == sent[1]


@pytest.mark.parametrize("begin", [0, 50, 100])
def test_more_from_before_a_passage_begins_at_its_first_word(begin: int) -> None:
    first = framing.framed(passage(), closing="")
    assert framing.framed(passage(), closing="", begin=begin) == first


def test_nothing_is_sent_of_a_passage_that_is_barred_whole() -> None:
    text = "One bone is weak."
    assert list(framing.texts(passage(text, barred=((100, 117),)), closing="")) == []
