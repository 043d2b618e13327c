"""What the caps starve, how many weeks are full, which weekly day is kinder."""

from datetime import timedelta

import pytest

from messaging.rules import outlook
from messaging.rules.facts import Patient, Planned, PlanState, StepKind
from messaging.rules.reasons import Reason
from tests.messaging.rules.any_line import MONDAY, over_cap, planned


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param([over_cap(0), planned(28)], [], id="one alone is the caps at work"),
        pytest.param([over_cap(0), over_cap(28)], [(0, 28)], id="two in a row"),
        pytest.param(
            [over_cap(0), over_cap(28), planned(56), over_cap(84)], [(0, 28)], id="then a place"
        ),
        pytest.param([over_cap(0), planned(28), over_cap(56)], [], id="never in a row"),
        pytest.param(
            [over_cap(0), planned(28, state=PlanState.MERGED), over_cap(56)], [], id="merged: asked"
        ),
        pytest.param(
            [
                over_cap(0),
                planned(28, state=PlanState.SKIPPED, reason=Reason.DENTIST_SEEN),
                over_cap(56),
            ],
            [(0, 56)],
            id="left out for another reason between",
        ),
        pytest.param([over_cap(0, step=3), over_cap(28, step=4)], [], id="two different steps"),
        pytest.param(
            [over_cap(0, recipient=1), over_cap(28, recipient=9)], [], id="two different people"
        ),
        pytest.param(
            [over_cap(0, kind=StepKind.STAFF), over_cap(28, kind=StepKind.STAFF)], [], id="tasks"
        ),
    ],
)
def test_what_finds_no_place_twice_in_a_row(
    lines: list[Planned], found: list[tuple[int, ...]]
) -> None:
    gaps = outlook.starved(reversed(lines))
    assert [tuple((day - MONDAY).days for day in gap.days) for gap in gaps] == found


def test_it_says_when_there_is_a_place_again() -> None:
    (gap,) = outlook.starved([over_cap(0), over_cap(28), planned(56)])
    (never,) = outlook.starved([over_cap(0), over_cap(28)])
    assert gap.again_on == MONDAY + timedelta(days=56)
    assert never.again_on is None


@pytest.mark.parametrize(
    ("lines", "full"),
    [
        pytest.param([planned(n) for n in range(3)], [], id="three contacts"),
        pytest.param([planned(n) for n in range(4)], [MONDAY], id="four"),
        pytest.param([planned(n + 5) for n in range(4)], [], id="over two weeks"),
        pytest.param([*(planned(n) for n in range(3)), over_cap(4)], [], id="left out"),
        pytest.param(
            [*(planned(n) for n in range(3)), planned(4, counts=False)], [], id="not counted"
        ),
        pytest.param(
            [planned(0), planned(1), planned(2, recipient=2), planned(3, recipient=2)],
            [MONDAY],
            id="two people at one phone",
        ),
        pytest.param(
            [planned(0), planned(1), planned(2, recipient=3), planned(3, recipient=3)],
            [],
            id="two phones",
        ),
    ],
)
def test_a_week_is_full_by_its_contacts_on_a_phone(
    lines: list[Planned], full: list[object]
) -> None:
    assert outlook.full_weeks(lines, phones={1: 10, 2: 10, 3: 30}) == full


def weighed(left_out: dict[int, int], own: int) -> int | None:
    """The kinder day, where each weekly day leaves out so many of a question in a row."""

    def plan(patient: Patient) -> tuple[Planned, ...]:
        return tuple(over_cap(28 * n) for n in range(left_out.get(patient.weekly_day, 9)))

    her = Patient(id=1, zone="UTC", enrolments=(), recipients=(), weekly_day=own)
    return outlook.kinder_weekday(her, plan, stands=plan(her))


@pytest.mark.parametrize(
    ("left_out", "own", "kinder"),
    [
        pytest.param({0: 3, 4: 0}, 0, 4, id="the one that leaves out none"),
        pytest.param({0: 3, 2: 2, 5: 2}, 0, 2, id="of equals the next one"),
        pytest.param({5: 3, 1: 2, 6: 2}, 5, 6, id="counted on from her own"),
        pytest.param({0: 2, 1: 2}, 0, None, id="none is better"),
        pytest.param({0: 0}, 0, None, id="hers leaves out none"),
    ],
)
def test_the_kinder_weekday_leaves_the_fewest_out(
    left_out: dict[int, int], own: int, kinder: int | None
) -> None:
    assert weighed(left_out, own) == kinder
