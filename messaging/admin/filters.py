"""Filters of the lists: by day in service time, and what cannot be read off a column."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from messaging import clock
from messaging.models import Clinic

Span = tuple[date, date]


def clinic_zone() -> ZoneInfo:
    """The zone in which lists over all patients count their days."""
    return ZoneInfo(Clinic.objects.values_list("time_zone", flat=True).first() or "UTC")


class DayFilter(SimpleListFilter):
    """A day or a span of days up to today; also any day by its date (?day=2027-01-31)."""

    title = "day"
    parameter_name = "day"
    column = "queued_at"
    offers: tuple[tuple[str, str], ...] = (
        ("today", "Today"),
        ("yesterday", "Yesterday"),
        ("week", "The last 7 days"),
        ("month", "The last 30 days"),
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return self.offers

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        zone = clinic_zone()
        span = span_of(self.value() or "", clock.now().astimezone(zone).date())
        if span is None:
            return queryset
        first = datetime.combine(span[0], time(), tzinfo=zone)
        after = datetime.combine(span[1] + timedelta(days=1), time(), tzinfo=zone)
        return queryset.filter(**{f"{self.column}__gte": first, f"{self.column}__lt": after})


def span_of(value: str, today: date) -> Span | None:
    """The days that a filter's value stands for; None for none or rubbish."""
    days = {
        "today": (0, 0),
        "yesterday": (-1, -1),
        "tomorrow": (1, 1),
        "week": (-6, 0),
        "month": (-29, 0),
        "next": (0, 6),
    }
    if value in days:
        first, last = days[value]
        return today + timedelta(days=first), today + timedelta(days=last)
    try:
        exact = date.fromisoformat(value)
    except ValueError:
        return None
    return exact, exact


class ReceivedDayFilter(DayFilter):
    column = "received_at"


class ComingDayFilter(DayFilter):
    column = "due_at"
    offers = (("today", "Today"), ("tomorrow", "Tomorrow"), ("next", "The next 7 days"))


class OpenFilter(SimpleListFilter):
    """Open rows unless asked otherwise: what is done is out of the way."""

    title = "what is done"
    parameter_name = "done"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return (("yes", "Closed"), ("all", "Open and closed"))

    def choices(self, changelist: Any) -> Any:
        """The first choice is not "all" but the open ones."""
        offered = list(super().choices(changelist))
        return [{**offered[0], "display": "Open"}, *offered[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(closed_at__isnull=self.value() != "yes")
