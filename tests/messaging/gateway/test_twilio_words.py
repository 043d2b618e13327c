"""What follows from the provider's codes (its error dictionary)."""

import pytest

from messaging.gateway.twilio import Consequence, consequence


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (21211, Consequence.BAD_NUMBER),
        (21614, Consequence.BAD_NUMBER),
        (21610, Consequence.OPT_OUT),
        (21408, Consequence.CONFIGURATION),
        (21606, Consequence.CONFIGURATION),
        (21612, Consequence.CONFIGURATION),
        (21611, Consequence.LATER),
        (30001, Consequence.LATER),
        (20003, Consequence.HALT_SENDER),
        (30002, Consequence.HALT_SENDER),
        (30034, Consequence.HALT_SENDER),
        (30003, Consequence.ONE_LATER),
        (30004, Consequence.STAFF_TASK),
        (30005, Consequence.STAFF_TASK),
        (30006, Consequence.STAFF_TASK),
        (30007, Consequence.REVIEW_TEXT),
        (30008, Consequence.HELD),
        (30410, Consequence.HELD),
        (30036, Consequence.EXPIRED),
        (30610, Consequence.LATER),
        (35115, Consequence.FENCED),
        (99999, Consequence.STAFF_TASK),
        (None, Consequence.STAFF_TASK),
    ],
)
def test_a_code_has_its_consequence(code, expected):
    assert consequence(code) is expected
