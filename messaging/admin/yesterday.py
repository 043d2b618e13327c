"""Yesterday in a line for the first page: how many texts were expected, and what became of them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from messaging.actions import ledger
from messaging.admin import ledger as pages
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.models import Clinic, LedgerDay, Patient

MODEL = "ledgerday"


def told(user: Any, now: datetime) -> dict[str, Any] | None:
    """A line a clinic, what was too late lately, and days that need the operator.

    None for whoever may not see the ledger.
    """
    if not people.may(user, Verb.VIEW, MODEL):
        return None
    mine = people.within(user, MODEL, "clinic")
    since = now.date() - max(pages.LATE_DAYS, ledger.REACH)
    days = list(LedgerDay.objects.filter(mine, on__gte=since).select_related("clinic"))
    late_since = now.date() - pages.LATE_DAYS
    return {
        "lines": [_line(clinic, days, now=now) for clinic in _clinics(user)],
        "late": sum(day.expired for day in days if day.on >= late_since),
        "sees_rows": people.may(user, Verb.VIEW, pages.ROWS),
        "faulty": [_link(day) for day in days if day.faults],
    }


def _clinics(user: Any) -> list[Clinic]:
    used = Exists(Patient.objects.filter(clinic=OuterRef("pk")))
    return list(Clinic.objects.filter(used, people.within(user, MODEL, "pk")))


def _line(clinic: Clinic, days: list[LedgerDay], *, now: datetime) -> dict[str, Any]:
    on = clinic.today(now) - timedelta(days=1)
    day = next((day for day in days if day.clinic_id == clinic.pk and day.on == on), None)
    known = {"clinic": clinic.name, "on": shown.day(on)}
    return {**known, **_link(day), "told": day.told, "mark": pages.mark(day)} if day else known


def _link(day: LedgerDay) -> dict[str, str]:
    url = reverse("admin:messaging_ledgerday_change", args=[day.pk])
    return {"url": url, "on": shown.day(day.on), "clinic": day.clinic.name}
