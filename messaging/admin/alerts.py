"""Alerts: the most pressing first, taken in hand and closed by name with what was done."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from messaging import clock
from messaging.actions import alerts, stays
from messaging.admin import people, shown
from messaging.admin.alert_forms import ADMITTED, CloseForm, asks_if_admitted
from messaging.admin.base import PageAdmin
from messaging.admin.filters import OpenFilter
from messaging.admin.refusals import carried_out, refusal
from messaging.models import Alert, Question, QuestionState, TreatmentState
from messaging.rules import spoken
from messaging.rules.windows import local_date

LAST_SCORES = 4


@admin.register(Alert)
class AlertAdmin(PageAdmin):
    clinic_paths = ("phone__clinic",)
    page_template = "admin/messaging/alert/page.html"
    list_display = ("level_shown", "who", "about", "said", "age", "seen")
    list_filter = (OpenFilter, "level", "flag", "phone__clinic")
    list_select_related = ("phone__clinic", "patient", "inbound", "seen_by", "closed_by")
    empty_words = "No alert is open. A worrying text or answer opens one by itself."
    sortable_by = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        rows: QuerySet[Alert] = super().get_queryset(request)
        unseen_first = F("seen_at").asc(nulls_first=True)
        return rows.order_by("rank", unseen_first, "opened_at")

    def get_ordering(self, request: HttpRequest) -> Any:
        return ("rank", F("seen_at").asc(nulls_first=True), "opened_at")

    @admin.display(description="level")
    def level_shown(self, obj: Alert) -> SafeString:
        return shown.chip(spoken.level(obj.level), shown.level_tone(obj.level))

    @admin.display(description="patient")
    def who(self, obj: Alert) -> SafeString:
        return shown.who(obj.patient.name if obj.patient else "Unknown", obj.phone)

    @admin.display(description="about")
    def about(self, obj: Alert) -> str:
        return obj.sign

    @admin.display(description="text")
    def said(self, obj: Alert) -> str:
        return shown.short(obj.inbound.body) if obj.inbound else shown.short(obj.rule)

    @admin.display(description="open for")
    def age(self, obj: Alert) -> str:
        return shown.age(obj.opened_at, obj.closed_at or clock.now())

    @admin.display(description="in hand")
    def seen(self, obj: Alert) -> SafeString | str:
        if obj.closed_by is not None:
            return f"closed by {obj.closed_by.get_username()}"
        return obj.seen_by.get_username() if obj.seen_by else shown.chip("nobody yet", "warning")

    def page(self, request: HttpRequest, obj: Alert) -> dict[str, Any]:
        zone = obj.patient.time_zone if obj.patient else obj.phone.clinic.time_zone
        events = obj.events.select_related("by", "inbound")
        return {
            "alert": obj,
            "level": spoken.level(obj.level),
            "tone": shown.level_tone(obj.level),
            "opened": shown.local(obj.opened_at, zone),
            "age": shown.age(obj.opened_at, obj.closed_at or clock.now()),
            "events": [
                (event, spoken.level(event.level), shown.local(event.at, zone)) for event in events
            ],
            "treatments": _treatments(obj),
            "scores": _scores(obj, zone),
            "closed": shown.local(obj.closed_at, zone),
            "asks": asks_if_admitted(obj),
            "admitted_choices": ADMITTED,
            "in_hospital": obj.patient is not None and stays.open_stay(obj.patient),
            "today": local_date(clock.now(), zone),
        }

    def get_urls(self) -> list[URLPattern]:
        stem = f"{self.opts.app_label}_{self.name}"
        see = self.admin_site.admin_view(self.see_view)
        close = self.admin_site.admin_view(self.close_view)
        return [
            path("<path:object_id>/see/", see, name=f"{stem}_see"),
            path("<path:object_id>/close/", close, name=f"{stem}_close"),
            *super().get_urls(),
        ]

    def see_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        alert = self.allowed(request, object_id)
        deed = partial(alerts.see, alert=alert, by=people.me(request), now=clock.now())
        carried_out(request, deed, done="It is yours now. Close it with what you did.")
        return redirect(self.url_of("change", alert.pk))

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is missing is asked for on the page, with all that was typed."""
        alert = self.allowed(request, object_id)
        form = CloseForm(request.POST, asked=asks_if_admitted(alert))
        if alert.closed_at is not None:
            messages.error(request, alerts.CLOSED_BEFORE)
            return redirect(self.url_of("change", alert.pk))
        if form.is_valid() and self._close(request, alert, form):
            messages.success(request, "Closed, with what you did.")
            return redirect(self.url_of("change", alert.pk))
        return self.change_view(request, object_id, extra_context={"form": form})

    def _close(self, request: HttpRequest, alert: Alert, form: CloseForm) -> bool:
        deed = partial(alerts.close, alert=alert, by=people.me(request), now=clock.now())
        error = refusal(partial(deed, **form.done()))
        if error is not None:
            form.refuse(error)
        return error is None


def _treatments(alert: Alert) -> list[str]:
    if alert.patient is None:
        return []
    open_ones = alert.patient.treatments.filter(state=TreatmentState.ACTIVE)
    return [f"{shown.treated(t)}, since {shown.day(t.starts_on)}" for t in open_ones]


def _scores(alert: Alert, zone: str) -> list[tuple[str, str, str]]:
    """The last answers before anybody phones: when, what was asked, what was said."""
    if alert.patient is None:
        return []
    answered = Question.objects.filter(
        check_in__recipient__patient=alert.patient, state=QuestionState.ANSWERED
    )
    rows = answered.order_by("-closed_at", "-id")[:LAST_SCORES]
    return [
        (shown.local(q.closed_at, zone), spoken.asked(q.slug, q.symptom), q.value) for q in rows
    ]
