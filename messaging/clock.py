"""The two clocks (law 10 of `docs/house.md`).

Service time is real time plus an offset in one row (zero in production).  Engine
time is the database's clock on PostgreSQL, where several machines share it, and
this machine's on SQLite.  Read once per action and passed down; never cached.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

READ = "SELECT offset_seconds FROM messaging_serviceclock WHERE id = 1"
MAKE = "INSERT INTO messaging_serviceclock (id, offset_seconds) VALUES (1, 0)"
RAISE = "UPDATE messaging_serviceclock SET offset_seconds = %s WHERE id = 1 AND offset_seconds < %s"


class ClockError(Exception):
    """The service clock was asked to do what it must not; the text says why."""


def engine_now() -> datetime:
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant.astimezone(UTC)


def skew() -> float:
    """Seconds by which this machine's clock runs ahead of the database's; 0 where both are one."""
    return (datetime.now(UTC) - engine_now()).total_seconds()


def _offset() -> float:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return float(row[0]) if row else 0.0


def now() -> datetime:
    """Service time, UTC."""
    return engine_now() + timedelta(seconds=_offset())


def advance_to(instant: datetime) -> bool:
    """Step service time forward to an instant; False if it is already there or past.

    Raises ClockError in production, where the service clock is the real one.
    """
    if settings.BONEMETS_MODE == "production":
        raise ClockError("The service clock can be moved in the demo only.")
    offset = (instant - engine_now()).total_seconds()
    with connection.cursor() as cursor:
        cursor.execute(READ)
        if cursor.fetchone() is None:
            cursor.execute(MAKE)
        cursor.execute(RAISE, [offset, offset])
        return bool(cursor.rowcount == 1)
