from datetime import date, timedelta

import pytest

from messaging.rules.treatments import (
    END_BEFORE_START,
    ONE_AT_A_TIME,
    OPEN_TWIN,
    SUBTYPES,
    BadTreatment,
    Course,
    TreatmentKind,
    check_alone,
    check_dates,
    check_dose,
    check_given,
    check_kind,
    further,
    series,
)

START = date(2026, 1, 8)  # a Thursday


def test_four_weekly_doses() -> None:
    found = series(TreatmentKind.DENOSUMAB, starts_on=START, count=3)
    assert found == (START, START + timedelta(28), START + timedelta(56))


def test_twelve_weekly_doses() -> None:
    found = series(TreatmentKind.BISPHOSPHONATE, starts_on=START, count=2, every_days=84)
    assert found == (START, date(2026, 4, 2))


def test_fractions_fall_on_weekdays() -> None:
    found = series(TreatmentKind.EXTERNAL_RADIATION, starts_on=START, count=5)
    assert [day.isoformat() for day in found] == [
        "2026-01-08",
        "2026-01-09",
        "2026-01-12",
        "2026-01-13",
        "2026-01-14",
    ]


def test_a_procedure_is_one_day() -> None:
    assert series(TreatmentKind.ABLATION, starts_on=START) == (START,)
    with pytest.raises(BadTreatment, match="one procedure"):
        series(TreatmentKind.SURGERY, starts_on=START, count=2)


def test_no_dose_after_the_end() -> None:
    found = series(TreatmentKind.DENOSUMAB, starts_on=START, count=9, ends_on=date(2026, 2, 10))
    assert found == (START, date(2026, 2, 5))


def test_a_weak_bone_has_no_doses() -> None:
    assert series(TreatmentKind.WEAK_BONE, starts_on=START) == ()


@pytest.mark.parametrize(
    ("order", "mend"),
    [
        pytest.param({"ends_on": date(2026, 1, 7)}, END_BEFORE_START, id="end before start"),
        pytest.param(
            {"starts_on": date(1900, 1, 1)}, "start must lie between 1950", id="the year 1900"
        ),
        pytest.param({"starts_on": date(2200, 1, 1)}, "between 1950 and 2100", id="the year 2200"),
        pytest.param({"ends_on": date(2200, 1, 1)}, "end must lie between", id="ends in 2200"),
        pytest.param({"count": 500}, "1 to 400 doses, not 500", id="too many"),
        pytest.param({"count": 0}, "1 to 400", id="none"),
        pytest.param({"every_days": 0}, "1 to 366", id="no days between"),
        pytest.param(
            {"starts_on": date(2100, 12, 1), "count": 9}, "last dose must lie", id="past the end"
        ),
    ],
)
def test_an_order_that_cannot_be(order: dict[str, object], mend: str) -> None:
    with pytest.raises(BadTreatment, match=mend):
        series(TreatmentKind.DENOSUMAB, **{"starts_on": START, **order})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("doses", "mend"),
    [
        pytest.param([START - timedelta(1)], "before the treatment starts", id="too early"),
        pytest.param([START + timedelta(99)], "after the treatment ends", id="too late"),
        pytest.param([START, START], "another dose on this day", id="twice on one day"),
    ],
)
def test_doses_that_cannot_be(doses: list[date], mend: str) -> None:
    with pytest.raises(BadTreatment, match=mend):
        check_dates(starts_on=START, ends_on=START + timedelta(30), doses=doses)


@pytest.mark.parametrize(
    ("kind", "given", "mend"),
    [
        pytest.param("ablation", {"subtype": "laser"}, "rfa, cryo, other", id="no such subtype"),
        pytest.param("ablation", {}, "Choose which one of: rfa", id="a subtype is needed"),
        pytest.param("denosumab", {"subtype": "rfa"}, "these subtypes: none", id="has none"),
        pytest.param("denosumab", {"pills": True}, "Only hormone", id="never pills"),
    ],
)
def test_a_kind_that_cannot_be_so(kind: str, given: dict[str, object], mend: str) -> None:
    with pytest.raises(BadTreatment, match=mend) as error:
        check_kind(TreatmentKind(kind), **given)  # type: ignore[arg-type]
    assert error.value.field in ("subtype", "pills")


def test_every_kind_can_be_entered() -> None:
    for kind in TreatmentKind:
        subtype = next(iter(SUBTYPES.get(kind, ("",))))
        check_kind(kind, subtype=subtype, pills=kind is TreatmentKind.HORMONE)


JANUARY = Course(date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("other", "mend"),
    [
        pytest.param(Course(date(2025, 12, 1)), OPEN_TWIN, id="runs on"),
        pytest.param(Course(date(2026, 2, 1)), "", id="begins after"),
        pytest.param(Course(date(2025, 12, 1), date(2025, 12, 31)), "", id="over before"),
        pytest.param(Course(date(2025, 12, 1), date(2026, 1, 1)), "overlap", id="one day shared"),
        pytest.param(Course(date(2026, 1, 5), date(2026, 1, 9)), "overlap", id="inside"),
    ],
)
def test_one_series_of_a_kind_at_a_time(other: Course, mend: str) -> None:
    if not mend:
        check_alone(TreatmentKind.CHEMOTHERAPY, JANUARY, [other])
        return
    with pytest.raises(BadTreatment, match=mend):
        check_alone(TreatmentKind.CHEMOTHERAPY, JANUARY, [other])


@pytest.mark.parametrize("kind", sorted(set(TreatmentKind) - set(ONE_AT_A_TIME)))
def test_a_second_procedure_or_trial_may_overlap(kind: TreatmentKind) -> None:
    check_alone(kind, JANUARY, [JANUARY])


class TestOneDose:
    course = Course(START, START + timedelta(30))

    @pytest.mark.parametrize(
        ("on", "mend"),
        [
            pytest.param(date(1900, 1, 1), "between 1950 and 2100", id="1900"),
            pytest.param(START - timedelta(1), "or the start", id="before the start"),
            pytest.param(START + timedelta(31), "or the end", id="after the end"),
            pytest.param(START + timedelta(7), "another dose", id="taken"),
        ],
    )
    def test_a_day_that_cannot_be(self, on: date, mend: str) -> None:
        with pytest.raises(BadTreatment, match=mend) as error:
            check_dose(on, course=self.course, taken=[START + timedelta(7)])
        assert error.value.field == "on"

    @pytest.mark.parametrize("on", [None, date(1900, 1, 1), date(2200, 1, 1)])
    def test_a_given_dose_has_its_day(self, on: date | None) -> None:
        with pytest.raises(BadTreatment, match="on which day it was given") as error:
            check_given(on, course=self.course)
        assert error.value.field == "given_on"

    def test_it_may_be_given_after_the_last_planned_day(self) -> None:
        check_given(START + timedelta(40), course=self.course)


class TestPills:
    def test_the_days_are_those_on_which_a_supply_runs_out(self) -> None:
        found = series(TreatmentKind.HORMONE, starts_on=START, count=2, every_days=30, pills=True)
        assert found == (START + timedelta(30), START + timedelta(60))


class TestGoingOn:
    def test_it_goes_on_from_the_last_day_also_where_days_were_moved(self) -> None:
        moved = [START, START + timedelta(35)]
        found = further(TreatmentKind.DENOSUMAB, standing=moved, count=1, every_days=28)
        assert found == (START + timedelta(63),)

    def test_without_an_order_it_keeps_its_own_rhythm(self) -> None:
        twelve_weekly = [START, START + timedelta(84)]
        found = further(TreatmentKind.BISPHOSPHONATE, standing=twelve_weekly, count=1)
        assert found == (START + timedelta(168),)

    def test_fractions_go_on_on_weekdays(self) -> None:
        friday = date(2026, 1, 9)
        found = further(TreatmentKind.EXTERNAL_RADIATION, standing=[START, friday], count=2)
        assert found == (date(2026, 1, 12), date(2026, 1, 13))

    def test_not_beyond_the_end(self) -> None:
        end = START + timedelta(30)
        assert further(TreatmentKind.DENOSUMAB, standing=[START], count=3, ends_on=end) == (
            START + timedelta(28),
        )

    def test_not_without_end(self) -> None:
        with pytest.raises(BadTreatment, match="1 to 400"):
            further(TreatmentKind.DENOSUMAB, standing=[START], count=400)
