"""Logs carry no number and no forged line."""

import json
import logging
import sys

import pytest

from bonemets import logs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("to +15550100123 now", "to …23 now", id="E.164"),
        pytest.param("To=%2B15550100123&From=", "To=…23&From=", id="in a form"),
        pytest.param("call (555) 010-0123", "call …23", id="with brackets"),
        pytest.param("call 555 010 0123.", "call …23.", id="with blanks"),
        pytest.param("call 555.010.0123", "call …23", id="with dots"),
        pytest.param("'+34 612 34 56 78'", "'…78'", id="Spanish"),
        pytest.param("+15550100123,+15550100124", "…23,…24", id="two"),
        pytest.param("id 123456", "id 123456", id="a short id"),
        pytest.param("on 2026-11-23", "on 2026-11-23", id="a date"),
        pytest.param("at 127.0.0.1:8000", "at 127.0.0.1:8000", id="loopback"),
        pytest.param(
            "SM0123456789abcdef0123456789abcdef",
            "SM0123456789abcdef0123456789abcdef",
            id="a provider's id",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
def test_numbers_are_masked(text: str, expected: str) -> None:
    assert logs.masked(text) == expected


def record(message: str, *args: object, error: bool = False) -> logging.LogRecord:
    trace = sys.exc_info() if error else None
    return logging.LogRecord("messaging", logging.ERROR, "x.py", 1, message, args, trace)


FORGED = "hello\r\n12:00:00 INFO forged\x1b[2J\u2028and more\x00"


def test_a_plain_line_stays_one_line() -> None:
    line = logs.Plain().format(record("said %s", FORGED))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_a_json_line_stays_one_line_and_can_be_read() -> None:
    line = logs.Json().format(record("said %s", FORGED))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"].startswith("said hello\\r\n12:00:00")


@pytest.mark.parametrize("form", [logs.Plain(), logs.Json()], ids=["plain", "json"])
def test_an_errors_own_words_are_masked_too(form: logging.Formatter) -> None:
    try:
        raise ValueError("no such number +15550100123\n12:00:00 INFO forged")
    except ValueError:
        line = form.format(record("failed for %s", "+15550100124", error=True))
    assert "15550100" not in line
    assert "ValueError" in line
    assert not any(part.startswith("12:00:00 INFO forged") for part in line.splitlines())
