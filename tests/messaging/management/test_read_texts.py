"""`read_texts`: one answer a line, from the shipped words, without a database."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from content import catalog
from messaging.management.read_texts import BadRow, Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(catalog.shipped())


def _answer(reader: Reader, text: str, **row: str) -> dict[str, Any]:
    return reader.answer({"text": text, **row})


def test_a_question_is_answered_with_source_footer_and_segments(reader: Reader) -> None:
    answer = _answer(reader, "what is xgeva")
    assert (answer["kind"], answer["topic"]) == ("passage", "denosumab")
    assert "Source: " in answer["body"]
    assert answer["body"].endswith(".")
    assert "+15550100199" in answer["body"]
    assert "911" in answer["body"]
    assert answer["segments"] == 2


def test_a_question_in_spanish_is_answered_in_spanish(reader: Reader) -> None:
    assert "Fuente: " in _answer(reader, "que es xgeva", lang="es")["body"]


def test_a_red_flag_has_code_urgency_and_safety_text(reader: Reader) -> None:
    answer = _answer(reader, "cant feel my legs")
    assert (answer["kind"], answer["flag"], answer["urgency"]) == (
        "red_flag",
        "cord-compression",
        "emergency",
    )
    assert answer["body"].startswith("This may be an emergency. Call 911")
    assert answer["segments"] == 1


def test_an_answer_has_its_value(reader: Reader) -> None:
    answer = _answer(reader, "8", context="checkin:pain-0-10")
    assert (answer["kind"], answer["value"]) == ("checkin_answer", 8)


def test_the_menu_names_keywords(reader: Reader) -> None:
    assert "ONJ" in _answer(reader, "MENU")["body"]


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "9" * 2000, "😀" * 400])
def test_rubbish_is_answered_with_a_text(reader: Reader, text: str) -> None:
    assert _answer(reader, text)["body"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("{", "Line 2 is not JSON"), ("[]", 'needs a "text"'), ('{"text": 7}', 'needs a "text"')],
)
def test_a_line_that_cannot_be_read_says_which(reader: Reader, line: str, sentence: str) -> None:
    with pytest.raises(BadRow, match=sentence):
        list(reader.lines(['{"text": "hi"}', line]))


@pytest.fixture
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.BytesIO('{"text": "STOP", "lang": "en"}\n\n{"text": "ácido"}\n'.encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="ascii"))


@pytest.mark.usefixtures("_typed")
def test_the_command_answers_each_line_without_a_database() -> None:
    out = io.StringIO()
    call_command("read_texts", stdout=out)
    kinds = [json.loads(line)["kind"] for line in out.getvalue().splitlines()]
    assert kinds == ["opt_out", "none"]


@pytest.mark.django_db
def test_an_unknown_clinic_is_named() -> None:
    with pytest.raises(CommandError, match='There is no clinic "nowhere"'):
        call_command("read_texts", clinic="nowhere")
