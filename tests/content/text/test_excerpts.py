import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.text.barring import free
from content.text.excerpts import MOST_SEGMENTS, can_go, cut, of_passage, render
from content.text.gsm import measure
from content.text.outline import read
from content.text.words import Passage
from tests.content.samples import PAGE, REAL

RESERVE = "Source: A page 2015. General info, not advice for you. Care team: +15550100123."
TEXTS = [PAGE] + ([REAL.read_text(encoding="utf-8")] if REAL.exists() else [])
LISTED = "Ask about:\n\n  • your bones\n  • your teeth\n\nThen call us."


def test_whole_sentences_are_taken_while_they_fit() -> None:
    text = "One is short. " + "Two is long " * 11 + "too. This is three."
    excerpt = cut(text, 0, len(text), segments=1)
    assert excerpt.body == text[: excerpt.end]
    assert excerpt.body.endswith("too.")
    assert excerpt.more


def test_the_reserve_takes_its_room() -> None:
    text = "Six words are in this sentence. " * 9
    alone, with_reserve = cut(text, 0, len(text)), cut(text, 0, len(text), reserve=RESERVE)
    assert with_reserve.end < alone.end
    assert measure(f"{with_reserve.body} {RESERVE}").segments == 2


def test_more_goes_on_where_the_last_one_ended() -> None:
    text = "This one has some words in it. " * 30
    bodies, begin, more = [], 0, True
    while more:
        excerpt = cut(text, 0, len(text), begin=begin)
        bodies.append(excerpt.body)
        begin, more = excerpt.end, excerpt.more
    assert " ".join(bodies) == text.strip()
    assert cut(text, 0, len(text), begin=begin).body == ""


def test_a_sentence_too_long_goes_alone_in_more_parts() -> None:
    text = "It goes on " * 31 + "and on. Then it stops."
    excerpt = cut(text, 0, len(text), segments=2)
    assert excerpt.body.endswith("and on.")
    assert measure(excerpt.body).segments == 3


def test_a_sentence_beyond_all_parts_is_cut_after_a_word() -> None:
    text = "word " * 200
    excerpt = cut(text, 0, len(text))
    assert excerpt.body.endswith("word")
    assert measure(excerpt.body).segments == MOST_SEGMENTS
    assert excerpt.more


def test_a_reserve_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="shorten them"):
        cut("One.", 0, 4, reserve="x" * 700)


def test_a_list_is_sent_line_by_line() -> None:
    body = "Ask about:\n- your bones\n- your teeth\nThen call us."
    assert render(LISTED, 0, len(LISTED)) == body


def test_a_lead_in_is_not_left_hanging() -> None:
    text = f"Call first. {LISTED}"
    reserve = "x" * (160 - len("Call first. Ask about:") - 2)
    excerpt = cut(text, 0, len(text), segments=1, reserve=reserve)
    assert excerpt.body == "Call first."
    assert excerpt.more


def test_plain_signs_and_where_they_were() -> None:
    at = PAGE.index("A shot called")
    excerpt = cut(PAGE, at, at + 120, segments=1)
    assert excerpt.body.startswith("A shot called Ostelix goes")
    assert PAGE[excerpt.changes[0].at] == "®"


def test_notes_are_never_rendered() -> None:
    assert render("One.\n\n*Rests on: x.*\n\nTwo.", 0, 28) == "One. Two."


def all_bodies(text: str, barred: list[tuple[int, int]]) -> list[str]:
    bodies, begin, more = [], 0, True
    while more:
        excerpt = cut(text, 0, len(text), begin=begin, barred=barred)
        bodies.append(excerpt.body)
        begin, more = excerpt.end, excerpt.more
    return bodies


FOUR = "One is good. Two is bad. Three is good. Four is good."


@pytest.mark.parametrize(
    ("barred", "bodies"),
    [
        pytest.param([], [FOUR], id="nothing barred"),
        pytest.param([(13, 24)], ["One is good.", "Three is good. Four is good."], id="a sentence"),
        pytest.param([(20, 23)], ["One is good.", "Three is good. Four is good."], id="a word"),
        pytest.param([(0, 3)], ["Two is bad. Three is good. Four is good."], id="the first"),
        pytest.param([(40, 53)], ["One is good. Two is bad. Three is good."], id="the last"),
        pytest.param([(0, 3), (20, 30)], ["Four is good."], id="two bars, one over two sentences"),
        pytest.param([(0, 53)], [""], id="all of it"),
        pytest.param([(53, 60)], [FOUR], id="next to it"),
    ],
)
def test_neighbours_are_cut_around_what_is_barred(
    barred: list[tuple[int, int]], bodies: list[str]
) -> None:
    assert all_bodies(FOUR, barred) == bodies


def test_a_barred_note_between_two_sentences_parts_them() -> None:
    text = "One.\n\n*Rests on: x.*\n\nTwo."
    assert all_bodies(text, [(6, 19)]) == ["One.", "Two."]


def test_a_barred_sentence_is_left_out_whole_where_more_begins_within_it() -> None:
    assert cut(FOUR, 0, len(FOUR), begin=21, barred=[(13, 15)]).body.startswith("Three")


def test_a_passage_counts_bars_in_its_document() -> None:
    text, at = FOUR, 100
    passage = Passage("onj", "en", "page", 1, at, at + 53, text, "x", barred=((113, 124),))
    assert of_passage(passage).body == "One is good."
    assert of_passage(passage, begin=112).body == "Three is good. Four is good."
    assert can_go(passage, begin=112)
    assert not can_go(passage, begin=153)


def test_a_passage_barred_whole_cannot_go() -> None:
    assert not can_go(Passage("onj", "en", "p", 1, 0, 53, FOUR, "x", barred=((0, 53),)))


def test_a_passage_keeps_its_documents_offsets() -> None:
    at = PAGE.index("Now and then")
    end = PAGE.index("Learn more")
    passage = Passage("onj", "en", "page", 1, at, end, PAGE[at:end], "Page 2015")
    excerpt = of_passage(passage, segments=1)
    assert excerpt == cut(PAGE, at, end, segments=1)
    later = of_passage(passage, begin=at + 30)
    assert later.start >= at + 30


@given(
    text=st.sampled_from(TEXTS),
    span=st.tuples(st.integers(0, 12_000), st.integers(1, 2_000)),
    segments=st.integers(1, 3),
    reserve=st.sampled_from(["", RESERVE]),
)
def test_cutting_the_span_again_gives_the_text_that_left(
    text: str, span: tuple[int, int], segments: int, reserve: str
) -> None:
    start = min(span[0], len(text) - 1)
    end = min(start + span[1], len(text))
    excerpt = cut(text, start, end, segments=segments, reserve=reserve)
    assert render(text, excerpt.start, excerpt.end) == excerpt.body
    assert start <= excerpt.start <= excerpt.end <= end


@given(
    text=st.sampled_from([*TEXTS, FOUR, LISTED]),
    bars=st.lists(st.tuples(st.integers(0, 2_500), st.integers(1, 120)), max_size=6),
    segments=st.integers(1, 3),
)
def test_no_excerpt_of_any_text_touches_a_barred_span(
    text: str, bars: list[tuple[int, int]], segments: int
) -> None:
    barred, end = [(at, at + length) for at, length in bars], min(len(text), 3_000)
    begin, more = 0, True
    while more:
        excerpt = cut(text, 0, end, segments=segments, begin=begin, barred=barred)
        assert render(text, excerpt.start, excerpt.end) == excerpt.body
        assert free((excerpt.start, excerpt.end), barred) or not excerpt.body
        assert not excerpt.more or excerpt.end > begin
        begin, more = excerpt.end, excerpt.more


@given(st.text(alphabet="ab .•\n-*_\u00a0’Á?", max_size=300), st.integers(1, 3))
def test_rubbish_is_cut_too_and_nothing_is_lost(text: str, segments: int) -> None:
    begin, steps, more = 0, 0, True
    while more:
        excerpt = cut(text, 0, len(text), segments=segments, begin=begin)
        assert render(text, excerpt.start, excerpt.end) == excerpt.body
        assert not excerpt.more or excerpt.end > begin
        begin, more, steps = excerpt.end, excerpt.more, steps + 1
    assert steps <= len(text) + 1


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
def test_every_section_of_the_real_document_can_be_sent_in_two_parts() -> None:
    text = REAL.read_text(encoding="utf-8")
    for section in read(text).sections[:17]:
        begin, more = section.start, section.end > section.start
        while more:
            excerpt = cut(text, section.start, section.end, reserve=RESERVE, begin=begin)
            assert measure(f"{excerpt.body} {RESERVE}").segments <= 2
            begin, more = excerpt.end, excerpt.more
