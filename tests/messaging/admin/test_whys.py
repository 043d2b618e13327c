"""The facts of a past decision, as staff read them."""

from typing import Any

import pytest

from messaging.admin import whys


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({}, [], id="none was kept"),
        pytest.param({"nominal": "2026-03-02"}, [("meant for", "Mon 2 Mar 2026")], id="a day"),
        pytest.param({"dose_number": 3}, [("dose", "3")], id="a number"),
        pytest.param({"dose_state": ""}, [], id="an empty one"),
        pytest.param({"alert_open": True}, [("alert open", "yes")], id="one that is newer"),
        pytest.param({"days": ["2026-03-02", "x"]}, [("days", "Mon 2 Mar 2026, x")], id="a list"),
    ],
)
def test_facts_are_said_in_words(facts: dict[str, Any], said: list[tuple[str, str]]) -> None:
    assert whys.known(facts) == said
