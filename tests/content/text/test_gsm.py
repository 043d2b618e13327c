import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from content.text.gsm import Change, Encoding, Measure, downgrade, measure

GSM_SIGNS = [chr(n) for n in range(0x20AD) if smsutil.is_valid_gsm(chr(n))]
ANY_TEXT = st.one_of(
    st.text(alphabet=st.sampled_from(GSM_SIGNS), min_size=1, max_size=700),
    st.text(alphabet="a{€", min_size=140, max_size=330),
    st.text(min_size=1, max_size=400),
    st.text(alphabet="aá😀", min_size=60, max_size=220),
)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        pytest.param("", Encoding.GSM7, 0, 0, id="nothing"),
        pytest.param("a" * 160, Encoding.GSM7, 160, 1, id="one full part"),
        pytest.param("a" * 161, Encoding.GSM7, 161, 2, id="one sign over"),
        pytest.param("a" * 306, Encoding.GSM7, 306, 2, id="two full parts"),
        pytest.param("a" * 307, Encoding.GSM7, 307, 3, id="two parts and a sign"),
        pytest.param("é" * 160, Encoding.GSM7, 160, 1, id="e acute is in the alphabet"),
        pytest.param("á" + "a" * 69, Encoding.UCS2, 70, 1, id="a acute is not"),
        pytest.param("á" + "a" * 70, Encoding.UCS2, 71, 2, id="one over in UCS-2"),
        pytest.param("[" * 80, Encoding.GSM7, 160, 1, id="brackets count twice"),
        pytest.param("a" * 152 + "[" + "b" * 152, Encoding.GSM7, 306, 3, id="escape not split"),
        pytest.param("😀" * 35, Encoding.UCS2, 70, 1, id="an emoji counts twice"),
        pytest.param("á" * 66 + "😀" + "á" * 66, Encoding.UCS2, 134, 3, id="pair not split"),
    ],
)
def test_a_text_is_counted_as_carriers_count_it(
    text: str, encoding: Encoding, units: int, segments: int
) -> None:
    assert measure(text) == Measure(encoding=encoding, units=units, segments=segments)


@given(ANY_TEXT)
def test_a_second_counter_agrees(text: str) -> None:
    ours = measure(text)
    theirs = smsutil.split(text)
    assert (ours.encoding is Encoding.GSM7) == smsutil.is_valid_gsm(text)
    assert ours.segments == len(theirs.parts)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("It’s “fine”", 'It\'s "fine"', id="curly quotes"),
        pytest.param("2–3 days — or more", "2-3 days - or more", id="dashes"),
        pytest.param("• one", "- one", id="bullet"),
        pytest.param("a\u00a0b", "a b", id="no-break space"),
        pytest.param("wait…", "wait...", id="ellipsis"),
        pytest.param("Ostelix® and Boni™", "Ostelix and Boni", id="marks"),
        pytest.param("100.4\u00b0F", "100.4 F", id="degrees"),
        pytest.param("1½ hours, ½ a cup", "1 1/2 hours, 1/2 a cup", id="halves behind a number"),
        pytest.param("cafe\u0301", "café", id="a letter and its accent become one"),
        pytest.param("María comió", "María comió", id="accents stay"),
        pytest.param("😀", "😀", id="an emoji stays"),
    ],
)
def test_typographic_signs_become_plain(text: str, plain: str) -> None:
    assert downgrade(text).text == plain


def test_each_change_names_its_place() -> None:
    assert downgrade("It’s new…").changes == (
        Change(at=2, old="’", new="'"),
        Change(at=8, old="…", new="..."),
    )


@given(st.text(max_size=200))
def test_downgrading_twice_changes_nothing_more(text: str) -> None:
    once = downgrade(text).text
    assert downgrade(once).text == once


@given(st.text(max_size=200))
def test_the_changes_tell_the_whole_story(text: str) -> None:
    result = downgrade(text)
    rebuilt = text
    for change in reversed(result.changes):
        assert text[change.at : change.at + len(change.old)] == change.old
        rebuilt = rebuilt[: change.at] + change.new + rebuilt[change.at + len(change.old) :]
    assert rebuilt == result.text
