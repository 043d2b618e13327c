"""Two clocks: service time runs ahead in the demo; engine time is the machine's or database's."""

from datetime import UTC, datetime, timedelta

import pytest

from messaging import clock
from messaging.models import ServiceClock

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

SLACK = timedelta(seconds=5)


def test_without_an_offset_both_clocks_agree():
    assert abs(clock.now() - clock.engine_now()) < SLACK


def test_engine_time_is_utc_and_about_now():
    assert clock.engine_now().tzinfo is UTC
    assert abs(clock.engine_now() - datetime.now(UTC)) < SLACK


def test_service_time_steps_to_an_instant():
    ahead = clock.engine_now() + timedelta(days=40)
    assert clock.advance_to(ahead)
    assert abs(clock.now() - ahead) < SLACK


def test_engine_time_does_not_step_with_it():
    clock.advance_to(clock.engine_now() + timedelta(days=40))
    assert abs(clock.engine_now() - datetime.now(UTC)) < SLACK


def test_it_never_goes_back():
    ahead = clock.engine_now() + timedelta(days=40)
    clock.advance_to(ahead)
    assert clock.advance_to(ahead - timedelta(days=1)) is False
    assert abs(clock.now() - ahead) < SLACK


def test_there_is_one_row():
    for days in (1, 2, 3):
        clock.advance_to(clock.engine_now() + timedelta(days=days))
    assert ServiceClock.objects.count() == 1


def test_in_production_it_cannot_be_moved(settings):
    settings.BONEMETS_MODE = "production"
    with pytest.raises(clock.ClockError, match="demo only"):
        clock.advance_to(datetime(2030, 1, 1, tzinfo=UTC))
