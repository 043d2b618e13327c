from datetime import date, timedelta

import pytest

from messaging.rules.facts import Dose, DoseState
from messaging.rules.moves import Shift, check, closed, fitting, shifts
from messaging.rules.treatments import BadTreatment, Course

DAY = timedelta(days=1)
START = date(2026, 3, 10)  # a Tuesday
DOSES = [
    Dose(id=1, number=1, on=START, state=DoseState.GIVEN),
    Dose(id=2, number=2, on=START + 28 * DAY),
    Dose(id=3, number=3, on=START + 56 * DAY),
    Dose(id=4, number=4, on=START + 70 * DAY, state=DoseState.CANCELLED),
    Dose(id=5, number=5, on=START + 84 * DAY),
]


def moved(by: int, *, dose: int = 2, later: bool = False) -> list[Shift]:
    first = next(d for d in DOSES if d.id == dose)
    return shifts(DOSES, moved=dose, on=first.on + by * DAY, later=later)


def test_one_moves_alone() -> None:
    (shift,) = moved(3)
    assert (shift.dose, shift.new - shift.old) == (2, 3 * DAY)


def test_all_later_ones_move_by_the_same_days_and_what_is_decided_stays() -> None:
    found = moved(7, later=True)
    assert {shift.dose for shift in found} == {2, 3, 5}
    assert {shift.new - shift.old for shift in found} == {7 * DAY}


@pytest.mark.parametrize(("by", "order"), [(28, [5, 3, 2]), (-7, [2, 3, 5])])
def test_they_are_stored_so_that_no_day_is_taken_twice(by: int, order: list[int]) -> None:
    assert [shift.dose for shift in moved(by, later=True)] == order


@pytest.mark.parametrize(
    ("made", "mend"),
    [
        pytest.param(moved(-29), "or the start", id="before the start"),
        pytest.param(moved(1, dose=5), "or the end", id="after the end"),
        pytest.param(moved(28), "another dose", id="onto the next one"),
    ],
)
def test_a_move_that_cannot_be(made: list[Shift], mend: str) -> None:
    with pytest.raises(BadTreatment, match=mend):
        check(Course(START, START + 84 * DAY), DOSES, made)


def test_the_day_of_one_that_was_called_off_is_free() -> None:
    check(Course(START), DOSES, moved(14, dose=3))


class TestFitting:
    def test_the_end_gives_way(self) -> None:
        found = fitting(Course(START, START + 84 * DAY), DOSES, moved(7, later=True))
        assert found == Course(START, START + 91 * DAY)

    def test_a_later_end_stays(self) -> None:
        course = Course(START, START + 200 * DAY)
        assert fitting(course, DOSES, moved(7, later=True)) == course

    def test_the_start_follows_its_first_dose(self) -> None:
        assert fitting(Course(START), DOSES, moved(5, dose=1)).starts_on == START + 5 * DAY

    def test_a_start_of_its_own_stays_till_a_dose_comes_before_it(self) -> None:
        course = Course(START - DAY)
        assert fitting(course, DOSES, moved(5, dose=1)) == course
        assert fitting(course, DOSES, moved(-5, dose=1)).starts_on == START - 5 * DAY


def test_closed_days_are_those_without_staff() -> None:
    week = [START + n * DAY for n in range(7)]
    assert closed(week, staffed=[0, 1, 2, 3, 4]) == [date(2026, 3, 14), date(2026, 3, 15)]
