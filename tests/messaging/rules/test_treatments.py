from datetime import date, timedelta

import pytest

from messaging.rules.treatments import (
    SUBTYPES,
    BadTreatment,
    TreatmentKind,
    check_dates,
    check_subtype,
    is_bone_drug,
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
        pytest.param({"ends_on": date(2026, 1, 7)}, "before it starts", id="end before start"),
        pytest.param({"starts_on": date(1900, 1, 1)}, "1950 to 2100", id="the year 1900"),
        pytest.param({"starts_on": date(2200, 1, 1)}, "1950 to 2100", id="the year 2200"),
        pytest.param({"count": 401}, "1 to 400", id="too many"),
        pytest.param({"count": 0}, "1 to 400", id="none"),
        pytest.param({"every_days": 0}, "1 to 366", id="no days between"),
        pytest.param({"starts_on": date(2100, 12, 1), "count": 9}, "2100", id="past the end"),
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
        pytest.param([START, START], "two doses on", id="twice on one day"),
    ],
)
def test_doses_that_cannot_be(doses: list[date], mend: str) -> None:
    with pytest.raises(BadTreatment, match=mend):
        check_dates(starts_on=START, ends_on=START + timedelta(30), doses=doses)


def test_subtypes_are_a_closed_list() -> None:
    check_subtype(TreatmentKind.ABLATION, "rfa")
    check_subtype(TreatmentKind.DENOSUMAB, "")
    with pytest.raises(BadTreatment, match="rfa, cryo, other"):
        check_subtype(TreatmentKind.ABLATION, "laser")
    assert set(SUBTYPES) < set(TreatmentKind)


def test_bone_drugs_bring_the_dental_programme() -> None:
    assert [kind for kind in TreatmentKind if is_bone_drug(kind)] == ["bisphosphonate", "denosumab"]
