"""Local wall time and quiet hours, right over clock changes in every time zone.

Instants are UTC; dates and times are local wall time of an IANA zone.  A wall time
that a clock change leaves out means the first instant after the gap; one that happens
twice means the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SECOND = timedelta(seconds=1)


class BadZone(ValueError):
    """A zone that does not exist; the message tells the mend."""


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of this name; raises `BadZone` for any other."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        shown = name[:40]
        raise BadZone(
            f'There is no time zone "{shown}". Choose one from the list, '
            "for example America/New_York."
        ) from None


def local_instant(on: date, at: time, zone: str) -> datetime:
    """The UTC instant of a local wall time; gaps move forward, the first of a fold is taken."""
    place = zone_named(zone)
    wall = datetime.combine(on, at.replace(tzinfo=None, fold=0), tzinfo=place)
    early, late = _as_utc(wall.replace(fold=1)), _as_utc(wall)
    if early >= late:
        return late
    return _end_of_gap(early, late, place)


def local_date(instant: datetime, zone: str) -> date:
    """The date on the wall calendar of the zone at an instant."""
    return local_wall(instant, zone).date()


def local_wall(instant: datetime, zone: str) -> datetime:
    """The instant as the zone's clock shows it; a naive datetime is refused."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone: give it in UTC.")
    return instant.astimezone(zone_named(zone))


def in_window(instant: datetime, zone: str, *, quiet_from: time, quiet_to: time) -> bool:
    """Whether planned texts may go at this instant.

    Quiet hours run from `quiet_from` (inclusive) to `quiet_to` (exclusive) local time and
    may span midnight; equal times mean no quiet hours.
    """
    at = local_wall(instant, zone).time()
    if quiet_from <= quiet_to:
        return not quiet_from <= at < quiet_to
    return quiet_to <= at < quiet_from


def next_opening(instant: datetime, zone: str, *, quiet_from: time, quiet_to: time) -> datetime:
    """The instant itself if planned texts may go then, else the next end of quiet hours (UTC)."""
    if in_window(instant, zone, quiet_from=quiet_from, quiet_to=quiet_to):
        return instant
    day = local_date(instant, zone)
    openings = (local_instant(day + timedelta(days=n), quiet_to, zone) for n in range(4))
    return next(opening for opening in openings if opening > instant)


def _as_utc(wall: datetime) -> datetime:
    return wall.astimezone(UTC)


def _end_of_gap(early: datetime, late: datetime, place: ZoneInfo) -> datetime:
    """The clock change between two instants, found by halving; to the second."""
    before = early.astimezone(place).utcoffset()
    while late - early > _SECOND:
        middle = early + timedelta(seconds=(late - early) // _SECOND // 2)
        if middle.astimezone(place).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late
