"""The ledger: one line a day and clinic, and behind each line its rows with their reasons."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from messaging import clock
from messaging.actions import fates, ledger
from messaging.admin import fated, people, shown
from messaging.admin.access import Verb
from messaging.admin.base import PageAdmin
from messaging.models import Clinic, LedgerDay, Reminder
from messaging.models.ledger import HAS_OPEN_ENDS
from messaging.models.treatments import KINDS
from messaging.rules import ledger as rule
from messaging.rules.ledger import Part

ROWS = "reminder"  # whoever may see planned texts may see those of the ledger
ROWS_OF_A_GROUP, ROWS_A_PAGE = 5, 50
EVERYONE = "everyone"
LATE = "admin:messaging_ledgerday_late"
LATE_DAYS = timedelta(days=14)
_OPENED = Case(When(HAS_OPEN_ENDS, then=True), default=False)


class OpenEndsFilter(admin.SimpleListFilter):
    title = "open ends"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Days with open ends"), ("no", "Days at their end")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(HAS_OPEN_ENDS if self.value() == "yes" else ~HAS_OPEN_ENDS)


def _column(part: Part) -> Any:
    """A column of the list: a figure, marked where somebody must look."""

    @admin.display(description=rule.WORDS[part])
    def column(obj: LedgerDay) -> SafeString | str:
        count = obj.count_of(part)
        if part in (Part.SENT, Part.SKIPPED) or not count:
            return str(count or "")
        return shown.chip(str(count), fated.TONES[part])

    return column


@admin.register(LedgerDay)
class LedgerDayAdmin(PageAdmin):
    """Nobody writes here: a day is counted by the service."""

    page_template = "admin/messaging/ledger/day.html"
    page_width = "wide"
    list_display = ("day", "clinic", "whole", "expected", *map(_column, Part))
    list_display_links = ("day",)
    list_filter = (OpenEndsFilter, "clinic")
    list_select_related = ("clinic",)
    empty_words = (
        "No day is counted yet. "
        "From six in the morning on, the day before is counted for each clinic with patients."
    )
    sortable_by = ()
    actions = None

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return (_OPENED.desc(), "-on", "clinic__name")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._of_use(request, self.list_display)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self._of_use(request, self.list_filter)

    def _of_use(self, request: HttpRequest, offered: Iterable[Any]) -> list[Any]:
        """Whoever works at one clinic is not told which on every line."""
        mine = people.within(request.user, self.name, "pk")
        several = Clinic.objects.filter(mine)[1:].exists()
        return [one for one in offered if several or one != "clinic"]

    @admin.display(description="day")
    def day(self, obj: LedgerDay) -> SafeString:
        return shown.keep(shown.day(obj.on))

    @admin.display(description="adds up")
    def whole(self, obj: LedgerDay) -> SafeString:
        return mark(obj)

    def get_urls(self) -> list[URLPattern]:
        late = self.admin_site.admin_view(self.late_view)
        return [path("late/", late, name=LATE.removeprefix("admin:")), *super().get_urls()]

    def page(self, request: HttpRequest, obj: LedgerDay) -> dict[str, Any]:
        """The day as it was counted; its rows, for whoever may see them, as they stand now."""
        sees = people.may(request.user, Verb.VIEW, ROWS, obj.clinic_id)
        return {
            "title": "A day of the ledger",
            "day": obj,
            "on": shown.day(obj.on),
            "mark": mark(obj),
            "counted_at": shown.local(obj.made_at, obj.clinic.time_zone),
            "parts": [(part, rule.WORDS[part], obj.count_of(part)) for part in Part],
            "stored": _stored(obj),
            "sees": sees,
            **(_rows(request, obj) if sees else {}),
        }

    def late_view(self, request: HttpRequest) -> HttpResponse:
        """What did not go in time, of the last two weeks: after an outage, all of it."""
        if not people.may(request.user, Verb.VIEW, ROWS):
            raise PermissionDenied
        now = clock.now()
        mine = people.within(request.user, ROWS, "enrolment__patient__clinic")
        since = now.date() - LATE_DAYS
        rows = Reminder.objects.filter(mine, local_date__gte=since, local_date__lte=now.date())
        late = [g for g in fated.groups(rows, now=now) if g.fate.part is Part.EXPIRED]
        context = {
            **self.admin_site.each_context(request),
            "title": "Did not go in time",
            "opts": self.opts,
            "count": sum(group.count for group in late),
            **_page(request, _chosen(rows, late)),
        }
        return TemplateResponse(request, "admin/messaging/ledger/late.html", context)


def mark(day: LedgerDay) -> SafeString:
    """Whether a day adds up with a fate for each row, and whether it is at its end."""
    if day.faults:
        return shown.chip("does not add up", "danger")
    return (
        shown.chip("adds up, open", "info") if day.open_ends else shown.chip("adds up", "success")
    )


def _stored(day: LedgerDay) -> list[tuple[str, str, str, int]]:
    """Part, tone, sentence and count, as the day was counted."""
    return [
        (rule.WORDS[part], fated.tone(rule.Fate(part, reason)), rule.sentence(reason), count)
        for part in Part
        for reason, count in sorted(day.reasons.get(part, {}).items(), key=lambda item: -item[1])
    ]


def _rows(request: HttpRequest, day: LedgerDay) -> dict[str, Any]:
    now, asked = clock.now(), request.GET
    rows = _of_treatment(ledger.rows_of(day.clinic, day.on), asked.get("treatment", ""))
    groups = fated.groups(rows, now=now)
    chosen = [group for group in groups if _is_asked(group, asked)]
    alone = chosen[0] if len(chosen) == 1 else None
    return {
        "groups": groups,
        "chosen": [] if alone else [(group, _first(rows, group)) for group in chosen],
        "alone": alone,
        "rows_now": sum(group.count for group in groups),
        "asked": {name: asked.get(name, "") for name in ("part", "reason", "treatment")},
        "filtered": any(asked.get(name) for name in ("part", "reason", "treatment")),
        "all_parts": [(part.value, rule.WORDS[part]) for part in Part],
        "all_reasons": {group.fate.reason: group.sentence for group in groups},
        "all_kinds": [(EVERYONE, "no treatment (everyone)"), *KINDS],
        **(_page(request, _chosen(rows, [alone])) if alone else {}),
    }


def _of_treatment(rows: QuerySet[Reminder], kind: str) -> QuerySet[Reminder]:
    if kind == EVERYONE:
        return rows.filter(enrolment__treatment=None)
    return rows.filter(enrolment__treatment__kind=kind) if kind else rows


def _is_asked(group: fated.Group, asked: Any) -> bool:
    part, reason = asked.get("part"), asked.get("reason")
    return (not part or part == group.fate.part) and (not reason or reason == group.fate.reason)


def _chosen(rows: QuerySet[Reminder], groups: list[fated.Group]) -> QuerySet[Any]:
    which = Q(pk__in=())
    for group in groups:
        which |= group.which
    found = fates.annotated(rows, now=clock.now()).filter(which)
    return fated.related(found).order_by("-local_date", "due_at", "pk")


def _first(rows: QuerySet[Reminder], group: fated.Group) -> list[dict[str, Any]]:
    return [fated.line(row) for row in _chosen(rows, [group])[:ROWS_OF_A_GROUP]]


def _page(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    found = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return {"lines": [fated.line(row) for row in found], "page": found, "kept": kept.urlencode()}
