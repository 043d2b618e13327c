from datetime import date, timedelta

import pytest

from messaging.rules.facts import Stay
from messaging.rules.stays import HOME_BEFORE_COMING, IN_ALREADY, check
from messaging.rules.treatments import BadTreatment

DAY = timedelta(days=1)
TODAY = date(2026, 3, 10)
LAST_WEEK = Stay(TODAY - 9 * DAY, TODAY - 5 * DAY)


@pytest.mark.parametrize(
    ("stay", "others", "mend", "field"),
    [
        pytest.param(Stay(TODAY + DAY), (), "still to come", "admitted_on", id="comes tomorrow"),
        pytest.param(
            Stay(TODAY, TODAY + DAY), (), "still to come", "discharged_on", id="goes tomorrow"
        ),
        pytest.param(
            Stay(date(1900, 1, 1)), (), "between 1950 and 2100", "admitted_on", id="the year 1900"
        ),
        pytest.param(
            Stay(TODAY, TODAY - DAY),
            (),
            HOME_BEFORE_COMING,
            "discharged_on",
            id="home before coming",
        ),
        pytest.param(Stay(TODAY), (Stay(TODAY - DAY),), IN_ALREADY, "admitted_on", id="in already"),
        pytest.param(
            Stay(TODAY - 7 * DAY, TODAY), (LAST_WEEK,), "correct that stay", "admitted_on", id="two"
        ),
    ],
)
def test_a_stay_that_cannot_be(stay: Stay, others: tuple[Stay, ...], mend: str, field: str) -> None:
    with pytest.raises(BadTreatment, match=mend) as error:
        check(stay, today=TODAY, others=others)
    assert error.value.field == field


@pytest.mark.parametrize(
    "stay",
    [
        pytest.param(Stay(TODAY), id="today, open"),
        pytest.param(Stay(TODAY, TODAY), id="home the same day"),
        pytest.param(Stay(TODAY - 5 * DAY), id="back on the day she went home"),
        pytest.param(Stay(TODAY - 12 * DAY, TODAY - 9 * DAY), id="till the day of the next"),
    ],
)
def test_a_stay_that_can_be(stay: Stay) -> None:
    check(stay, today=TODAY, others=[LAST_WEEK])
