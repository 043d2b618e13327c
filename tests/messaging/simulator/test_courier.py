"""How the provider reads connection overrides in a webhook's address."""

import pytest

from messaging.simulator.courier import Overrides, Result, overrides

DEFAULT = Overrides()


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", DEFAULT),
        ("#", DEFAULT),
        ("#rc=nonsense&rp=", DEFAULT),
        ("#rc=99", Overrides(retries=5)),
        ("#ct=2000&rt=14000", Overrides(connect=2.0, read=14.0)),
        ("#rt=99999999", Overrides(read=15.0)),
        ("#rc=0&rp=4xx,5xx", Overrides(retries=0, on=frozenset({"4xx", "5xx"}))),
    ],
)
def test_overrides_are_read_from_the_fragment(fragment, expected):
    assert overrides(f"https://texts.example.org/in{fragment}") == expected


@pytest.mark.parametrize(
    ("on", "result", "again"),
    [
        ("ct", Result.NOT_CONNECTED, True),
        ("ct", Result.TIMED_OUT, False),
        ("ct", Result.FAILED, False),
        ("5xx", Result.FAILED, True),
        ("all", Result.REFUSED, True),
        ("all", Result.OK, False),
    ],
)
def test_which_results_are_tried_again(on, result, again):
    assert Overrides(on=frozenset({on})).again(result) is again
