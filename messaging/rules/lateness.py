"""Texts that are read long after they were sent: what still helps, and what is said of it.

After four hours an excerpt answers a question that nobody holds any more, and may wake
her: a person takes it over.  What she wrote of a danger keeps its weight at any age.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from messaging.rules.kinds import Kind

OLD = timedelta(hours=4)
WORTH_SAYING = timedelta(minutes=15)
# Facts about her, and the law's own answer: as good hours later.
AT_ANY_AGE = (Kind.CHECK_IN_ANSWER, Kind.OPT_IN)


def is_old(sent: datetime, *, now: datetime) -> bool:
    """Too old for an answer by the service itself (both service time)."""
    return now - sent > OLD


def takes_over(kind: Kind, command: str, *, sent: datetime, now: datetime) -> bool:
    """Whether a person answers in place of the service."""
    asks_for_help = kind is Kind.HELP and command == "HELP"
    return is_old(sent, now=now) and kind not in AT_ANY_AGE and not asks_for_help


def said(sent: datetime, *, now: datetime, zone: str) -> str:
    """As in "sent 2026-03-03 08:05, read 6 h later"; empty while it tells nobody anything."""
    late = now - sent
    if late < WORTH_SAYING:
        return ""
    minutes = int(late.total_seconds() // 60)
    length = f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
    return f"sent {sent.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}, read {length} later"
