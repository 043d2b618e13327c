"""A chemotherapy day moves with all that follows it, and the bone shot of that day comes along."""

from datetime import date, timedelta
from typing import Any

import pytest

from messaging.actions import moving, ticking, treatments
from messaging.actions.moving import Wish
from messaging.models import Dose, Patient, Reminder, Treatment
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TUESDAY = date(2026, 3, 10)
THURSDAY = TUESDAY + 2 * DAY


@pytest.fixture
def june(db) -> Patient:
    return factories.patient()


@pytest.fixture
def chemo(june) -> Treatment:
    kind: dict[str, Any] = {"kind": TreatmentKind.CHEMOTHERAPY, "doses": 3, "every_days": 21}
    return factories.treatment(june, starts_on=TUESDAY, **kind)


@pytest.fixture
def shot(june) -> Dose:
    """On the same Tuesday; she is told of it two days before, of the chemotherapy one."""
    return factories.treatment(june, starts_on=TUESDAY, doses=2).doses.get(number=1)


def told(june: Patient, slug: str) -> list[str]:
    return [r.body for r in factories.outbox(june) if r.template and r.template.slug == slug]


def test_told_of_tuesday_then_moved_then_off(june, chemo, shot) -> None:
    """Given she has read of the shot on Tuesday, and not yet of the chemotherapy."""
    sunday = NOW + 5 * DAY
    ticking.tick(now=sunday)
    assert ["Tue Mar 10" in body for body in told(june, "T-SHOT")] == [True]
    assert told(june, "T-VISIT") == []

    # When a coordinator moves the chemotherapy with all later ones, and the shot that day.
    by = factories.person()
    first = chemo.doses.first()
    moving.move(first, Wish(on=THURSDAY, later=True, also=(shot,)), by=by, now=sunday)
    ticking.tick(now=sunday)

    # Then the days follow, and one text says the shot's new day.
    assert [dose.on for dose in chemo.doses.all()] == [THURSDAY + n * 21 * DAY for n in range(3)]
    (moved,) = told(june, "T-MOVED")
    assert "bone shot" in moved or "denosumab" in moved
    assert "Thu Mar 12" in moved
    assert "no longer Tue Mar 10" in moved
    again = Reminder.objects.planned().filter(step__slug="visit", dose__in=[first, shot])
    assert {row.local_date for row in again} == {THURSDAY - 2 * DAY, THURSDAY - DAY}

    # When the shot is called off, then she hears of it once, and nothing more of that day.
    shot.refresh_from_db()
    treatments.cancel(shot, by=by, now=sunday + DAY)
    ticking.tick(now=sunday + DAY)
    ticking.tick(now=sunday + 3 * DAY)
    (off,) = told(june, "T-OFF")
    assert "Thu Mar 12" in off
    assert len(told(june, "T-MOVED")) == 1
    assert len(told(june, "T-SHOT")) == 1
    assert ["Thu Mar 12" in body for body in told(june, "T-VISIT")] == [True]
