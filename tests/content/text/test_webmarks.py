import pytest

from content.text.outline import Form, read
from content.text.webmarks import lowered, raised


@pytest.mark.parametrize(
    ("words", "after", "said"),
    [
        pytest.param("9", "0", "^9", id="power of ten: 10^9 is not 109"),
        pytest.param("2", "m", "^2", id="square meters"),
        pytest.param("2+", "a", "^2+", id="ion"),
        pytest.param("-1", "d", "^-1", id="negative power"),
        pytest.param("st", "1", "st", id="ordinal"),
        pytest.param("®", "x", "®", id="registered sign"),
        pytest.param("TM", "a", "™", id="trade mark"),
        pytest.param("1", ".", "", id="note behind a sentence"),
        pytest.param("1,2", "”", "", id="notes behind a quotation"),
        pytest.param("[3]", "e", "", id="bracketed note"),
        pytest.param("†", "e", "", id="dagger"),
        pytest.param("", "e", "", id="nothing"),
    ],
)
def test_raised_signs_keep_their_meaning(words: str, after: str, said: str) -> None:
    assert raised(words, after=after) == said


@pytest.mark.parametrize(
    ("words", "after", "said"),
    [("2", "H", "2"), ("10", "g", "10"), ("2", "1", "_2"), ("max", "C", "max")],
)
def test_lowered_numbers_do_not_join_other_numbers(words: str, after: str, said: str) -> None:
    assert lowered(words, after=after) == said


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#n1">1</a></sup>',
        '<a href="https://house.example/page#n1"><sup>[1]</sup></a>',
        '<a href="#n1">[12]</a>',
        '<sup id="back"><a href="#n1">1</a>, <a href="#n2">2</a></sup>',
    ],
)
def test_a_mark_that_leads_to_a_note_is_left_out(mark: str) -> None:
    assert read(f"<p>bones{mark} heal</p>", form=Form.HTML).text == "bones heal\n"


def test_a_number_that_leads_to_another_page_stays() -> None:
    text = read('<p>Call <a href="tel:911">911</a>, see <a href="#c">5</a>', form=Form.HTML).text
    assert text == "Call 911, see 5\n"
