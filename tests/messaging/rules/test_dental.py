from datetime import date, timedelta

import pytest

from messaging.rules.dental import gate, seen, told

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("on", "answer", "sentence"),
    [
        pytest.param(TODAY - timedelta(30), "", "Dentist seen: yes, 2026-02-01 (dana)", id="yes"),
        pytest.param(TODAY - timedelta(183), "no", "Dentist seen: yes", id="just half a year"),
        pytest.param(TODAY - timedelta(184), "", "Dentist seen: not lately", id="long ago"),
        pytest.param(TODAY - timedelta(184), "no", "Dentist seen: no (her", id="not since"),
        pytest.param(None, "no", "Dentist seen: no (her own answer)", id="no"),
        pytest.param(None, "", "Dentist seen: not known", id="not known"),
    ],
)
def test_yes_no_or_not_known(on: date | None, answer: str, sentence: str) -> None:
    assert seen(on=on, known_by="dana", answer=answer, today=TODAY).startswith(sentence)


def test_what_is_known_now_takes_the_place_of_what_was() -> None:
    line = gate("denosumab", TODAY, today=TODAY) + seen(
        on=None, known_by="", answer="", today=TODAY
    )
    now = seen(on=TODAY, known_by="", answer="yes", today=TODAY)
    assert told(line, now) == f"Denosumab starts on 2026-03-03. {now}"


def test_a_gate_that_is_passed_says_so() -> None:
    assert "has started on" in gate("denosumab", TODAY, today=TODAY + timedelta(1))
