"""Lone command words, and all the texts that only look like them."""

import pytest

from messaging.rules.commands import command, provider_word

LONE = [
    ("STOP", "STOP"),
    ("stop.", "STOP"),
    ("Stop 🛑", "STOP"),
    ("stop stop stop", "STOP"),
    ("s t o p", "STOP"),
    ("stooop", "STOP"),
    ("sotp", "STOP"),
    ("please stop", "STOP"),
    ("opt-out", "STOP"),
    ("cancel", "STOP"),
    ("END", "STOP"),
    ("unsubcribe", "STOP"),
    ("ALTO", "STOP"),
    ("Baja", "STOP"),
    ("¡Basta ya!", "STOP"),
    ("no más", "STOP"),
    ("cancelar por favor", "STOP"),
    ("Start", "START"),
    ("unstop", "START"),
    ("iniciar", "START"),
    ("HELP", "HELP"),
    ("help!!", "HELP"),
    ("Ayuda por favor", "HELP"),
    ("info", "INFO"),
    ("Menú", "MENU"),
    ("more", "MORE"),
    ("MÁS", "MORE"),
    ("less", "LESS"),
    ("menos", "LESS"),
]
NOT_COMMANDS = [
    "Endoscopy tomorrow",
    "quite a lot of pain",
    "cant quit smoking",
    "stop the pain",
    "cancel my appointment",
    "END of treatment?",
    "step",
    "shop",
    "quiet",
    "cancer",
    "and",
    "held",
    "bajo",
    "started",
    "",
    "   ",
    "👍",
    "0",
]


@pytest.mark.parametrize(("text", "expected"), LONE, ids=[text for text, _ in LONE])
def test_a_lone_word_is_a_command(text: str, expected: str) -> None:
    assert command(text) == expected


@pytest.mark.parametrize("text", NOT_COMMANDS)
def test_a_command_word_in_other_company_is_none(text: str) -> None:
    assert command(text) == ""


@pytest.mark.parametrize("text", ["YES", "y", "Sí", "join"])
def test_yes_joins_only_a_phone_that_has_not_joined(text: str) -> None:
    assert (command(text, joined=False), command(text, joined=True)) == ("YES", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stop", "STOP"),
        (" Unsubscribe ", "STOP"),
        ("YES", "START"),
        ("info", "HELP"),
        ("alto", ""),
        ("stop.", ""),
        ("please stop", ""),
    ],
)
def test_the_providers_own_words_are_matched_as_the_provider_does(text: str, expected: str) -> None:
    assert provider_word(text) == expected
