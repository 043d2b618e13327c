"""Temperatures are found in both scales, and only where a body is meant."""

import pytest

from messaging.rules.temperatures import fahrenheit

TABLE = [
    ("temp is 100.6", 100.6),
    ("fever 101", 101.0),
    ("38.5 de fiebre", 101.3),
    ("38,5 grados", 101.3),
    ("tengo 39 de temperatura", 102.2),
    ("102f", 102.0),
    ("was 103 now 99.1 temp", 103.0),
    ("it is 102 degrees outside", None),
    ("took 100 mg", None),
    ("my bp was 120/80", None),
    ("see you at 10", None),
    ("im 38 years old", None),
    ("no fever", None),
]


@pytest.mark.parametrize(("text", "degrees"), TABLE, ids=[text for text, _ in TABLE])
def test_a_body_temperature_is_read(text: str, degrees: float | None) -> None:
    assert fahrenheit(text) == degrees


def test_a_bare_whole_number_counts_only_as_an_answer() -> None:
    assert (fahrenheit("101"), fahrenheit("101", strict=True)) == (None, 101.0)
