"""The ledger: each morning a clinic's day is counted, and every expected text has its fate.

A row belongs to the day of its `local_date`: the recipient's own date for the text, which
one can read off the row.  For somebody in another time zone than the clinic that day may
end some hours after the clinic's; what waits until then is counted again.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from messaging.actions import fates
from messaging.models import Clinic, LedgerDay, Patient, Reminder
from messaging.models.ledger import HAS_OPEN_ENDS
from messaging.rules import ledger as rule
from messaging.rules.ledger import ACCEPTED, NO_FATE, OVERDUE, Part
from messaging.rules.windows import local_instant

log = logging.getLogger(__name__)
MORNING = time(6)  # on the clinic's clock: a day is counted from the next morning on
AGAIN_AFTER = timedelta(hours=1)
DAY = timedelta(days=1)
REACH = timedelta(days=35)  # how far back a closed day is looked at for late changes
DAYS_AT_ONCE = 60
COUNTS_TRIED = 2
Reasons = Mapping[Part, Mapping[str, int]]


class DoesNotAddUp(Exception):
    """More fates than rows: nothing is stored, and the count is tried again."""


@dataclass(frozen=True)
class Counted:
    """A clinic's day: how many rows there are, and how many of each part for which reason.

    `expected` is counted by itself, so that the sum of the parts is a check.  Rows that no
    rule gives a fate are in `reasons` as unknown, "without a fate".
    """

    expected: int
    reasons: Reasons
    without_a_fate: int

    def part(self, part: Part) -> int:
        return sum(self.reasons.get(part, {}).values())

    @property
    def told(self) -> str:
        """The day in a line."""
        return rule.told(self.expected, {part: self.part(part) for part in Part})

    @property
    def overdue(self) -> int:
        """Rows that still wait although their time has passed: nothing works through them."""
        return self.reasons.get(Part.EXPIRED, {}).get(OVERDUE, 0)


def rows_of(clinic: Clinic, on: date) -> QuerySet[Reminder]:
    return Reminder.objects.filter(enrolment__patient__clinic=clinic, local_date=on)


def count(clinic: Clinic, *, on: date, now: datetime) -> Counted:
    """The day as its rows tell it now.  Raises DoesNotAddUp.

    Rows may change between the two counts, so one that does not add up is made once more.
    """
    for _ in range(COUNTS_TRIED):
        found = _count(clinic, on=on, now=now)
        if not found.without_a_fate:
            break
    if found.without_a_fate < 0:
        raise DoesNotAddUp(f"{clinic.slug}, {on}: {-found.without_a_fate} more fates than rows.")
    return found


def _count(clinic: Clinic, *, on: date, now: datetime) -> Counted:
    expected = rows_of(clinic, on).count()
    reasons: defaultdict[Part, Counter[str]] = defaultdict(Counter)
    for _, fate, number in fates.groups(rows_of(clinic, on), now=now):
        if fate is not None:
            reasons[fate.part][fate.reason] += number
    missing = expected - sum(counts.total() for counts in reasons.values())
    if missing > 0:
        reasons[Part.UNKNOWN][NO_FATE] = missing
    return Counted(expected, reasons, missing)


def close_days(*, now: datetime) -> bool:
    """Count what has ended and is not counted yet, and again what still changes.

    From 06:00 on the clinic's clock for the day before, and after an outage for every day
    that was missed.  True: there may be more.  Safe in any number of processes.
    """
    more = False
    for clinic, enrolled, days in _behind(now=now):
        stored = _close_all(clinic, days[:DAYS_AT_ONCE], now=now)
        more |= bool(stored) and len(days) > DAYS_AT_ONCE
        _close_all(clinic, _changed(clinic, since=enrolled, before=days[0]), now=now)
    since = now.date() - REACH
    unsettled = LedgerDay.objects.filter(
        HAS_OPEN_ENDS, on__gte=since, made_at__lte=now - AGAIN_AFTER
    )
    for day in unsettled.select_related("clinic"):
        _close_all(day.clinic, [day.on], now=now)
    return more


def next_morning(*, now: datetime) -> datetime | None:
    """When the next day of a clinic with patients is counted (UTC)."""
    used = Clinic.objects.filter(Exists(Patient.objects.filter(clinic=OuterRef("pk"))))
    zones = used.order_by().values_list("time_zone", flat=True).distinct()
    return min((_morning_after(now, zone) for zone in zones), default=None)


def last_ended(clinic: Clinic, *, now: datetime) -> date:
    """The last of the clinic's days that is ready to be counted."""
    local = now.astimezone(ZoneInfo(clinic.time_zone))
    return local.date() - timedelta(days=1 if local.time() >= MORNING else 2)


@transaction.atomic
def store(clinic: Clinic, *, on: date, counted: Counted, now: datetime) -> LedgerDay:
    """Write a day down, over the count before; the database refuses one that is not whole."""
    day, _ = LedgerDay.objects.update_or_create(
        clinic=clinic,
        on=on,
        defaults={
            "expected": counted.expected,
            **{part.value: counted.part(part) for part in Part},
            "reasons": {part.value: dict(found) for part, found in counted.reasons.items()},
            "made_at": now,
        },
    )
    return day


def _close_all(clinic: Clinic, days: list[date], *, now: datetime) -> int:
    """Each on its own feet: a day that cannot be counted is said, and tried again."""
    stored = 0
    for on in days:
        try:
            _close(clinic, on, now=now)
            stored += 1
        except Exception:
            log.exception("clinic %s: the ledger of %s could not be counted", clinic.pk, on)
    return stored


def _close(clinic: Clinic, on: date, *, now: datetime) -> None:
    counted = count(clinic, on=on, now=now)
    if counted.without_a_fate:
        log.error("clinic %s, %s: %s without a fate", clinic.pk, on, counted.without_a_fate)
    if counted.overdue:
        log.error("clinic %s, %s: %s wait past their use", clinic.pk, on, counted.overdue)
    store(clinic, on=on, counted=counted, now=now)


def _behind(*, now: datetime) -> Iterator[tuple[Clinic, date, list[date]]]:
    """Clinics with days that ended after the last one counted: these days, oldest first.

    The first day of all, given too, is that on which the clinic's first patient was enrolled.
    """
    counted = LedgerDay.objects.filter(clinic=OuterRef("pk")).order_by("-on")
    enrolled = Patient.objects.filter(clinic=OuterRef("pk")).order_by("pk")
    clinics = Clinic.objects.annotate(
        counted=Subquery(counted.values("on")[:1]),
        since=Subquery(enrolled.values("created_at")[:1]),
    )
    for clinic in clinics.filter(since__isnull=False):
        first = clinic.today(clinic.since)
        days = _days(clinic.counted + DAY if clinic.counted else first, last_ended(clinic, now=now))
        if days:
            yield clinic, first, days


def _changed(clinic: Clinic, *, since: date, before: date) -> list[date]:
    """Each morning: what may have changed in the days that were counted earlier.

    Days with open ends or without a carrier's last word, and days of the last weeks that
    gained or lost rows, or could not be counted at all.
    """
    since = max(since, before - REACH)
    rows = Reminder.objects.filter(enrolment__patient__clinic=clinic, local_date__lt=before)
    by_day = rows.filter(local_date__gte=since).order_by().values_list("local_date")
    there = dict(by_day.annotate(count=Count("pk")))
    days = LedgerDay.objects.filter(Q(on__gte=since) | HAS_OPEN_ENDS, clinic=clinic, on__lt=before)
    settled = {day.on for day in days if not _may_change(day, there.get(day.on, 0))}
    return sorted({*_days(since, before - DAY), *(day.on for day in days)} - settled)


def _may_change(day: LedgerDay, rows: int) -> bool:
    lacks_a_word = ACCEPTED in day.reasons.get(Part.SENT, {})
    return bool(day.open_ends or day.faults) or day.expected != rows or lacks_a_word


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _morning_after(now: datetime, zone: str) -> datetime:
    today = now.astimezone(ZoneInfo(zone)).date()
    morning = local_instant(today, MORNING, zone)
    return morning if morning > now else local_instant(today + timedelta(days=1), MORNING, zone)
