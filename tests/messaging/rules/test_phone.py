import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.rules.phone import BadNumber, mask, parse


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("+1 555 010 0123", "+15550100123", id="a number kept for examples"),
        pytest.param("(555) 010-0123", "+15550100123", id="as an American types it"),
        pytest.param("+15005550006", "+15005550006", id="the provider's test number"),
        pytest.param("  +44 7700 900123 ", "+447700900123", id="from abroad"),
        pytest.param("555.010.0123", "+15550100123", id="with dots"),
    ],
)
def test_a_number_has_one_written_form(typed: str, number: str) -> None:
    assert parse(typed) == number


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param("call me", "no letters", id="words"),
        pytest.param("+1 800 FLOWERS", "no letters", id="letters for digits"),
        pytest.param("555 010 0123 x5", "no letters", id="an extension"),
        pytest.param("12345", "short code", id="a short code"),
        pytest.param("911", "short code", id="the emergency number"),
        pytest.param("5550100", "area code is missing", id="seven digits"),
        pytest.param("55501001", "too short", id="eight digits"),
        pytest.param("+1 555 010 01234", "too long", id="one digit too many"),
        pytest.param("2" * 2000, "too long", id="two thousand digits"),
        pytest.param("155 010 0123", "area code", id="an area code that starts with 1"),
        pytest.param("+999 555 0100", "No country", id="a country that does not exist"),
        pytest.param("+1555\x000100123", "only digits", id="a null byte"),
        pytest.param("(-) --", "not a phone number", id="signs without digits"),
    ],
)
def test_what_is_no_number_is_told_how_to_mend_it(typed: str, mend: str) -> None:
    with pytest.raises(BadNumber, match=mend) as caught:
        parse(typed)
    assert "for example +1 555 010 0123" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_sentence(typed: str) -> None:
    said = number_or_sentence(typed)
    assert said.endswith(".") or parse(said) == said


def number_or_sentence(typed: str) -> str:
    try:
        return parse(typed)
    except BadNumber as error:
        return str(error)


def test_logs_show_the_country_and_two_digits() -> None:
    assert mask("+15550100123") == "+1…23"
