"""A database that restarts under a worker costs a part of a tick, not the worker."""

import pytest
from django.db import OperationalError, connection, connections

from messaging.actions import ticking
from messaging.models import Heartbeat
from tests.factories import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.engines,
]


def cut_off() -> None:
    """End our own connection from the database's side, as a restart does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could restart")


def test_the_same_tick_goes_on_with_a_new_connection() -> None:
    cut_off()
    ticking.tick(now=NOW)
    assert Heartbeat.objects.filter(name="tick").exists()


def test_a_part_that_meets_it_does_not_cost_the_parts_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = []

    def meets_it(now: object) -> None:
        cut_off()
        with pytest.raises(OperationalError):
            Heartbeat.objects.count()
        raise OperationalError

    def after(now: object) -> None:
        done.append(Heartbeat.objects.count())

    monkeypatch.setattr(ticking, "PARTS", (meets_it, after))
    ticking.tick(now=NOW)
    assert done == [0]
