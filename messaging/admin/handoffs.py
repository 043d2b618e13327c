"""Hand-offs: what a person must do that is not an alert; closed by name."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from messaging import clock
from messaging.actions import handoffs
from messaging.admin import people, shown, unanswered
from messaging.admin.base import PageAdmin
from messaging.admin.filters import OpenFilter
from messaging.admin.refusals import carried_out
from messaging.admin.wordings import PATHS
from messaging.models import HandOff


@admin.register(HandOff)
class HandOffAdmin(PageAdmin):
    clinic_paths = PATHS
    page_template = "admin/messaging/handoff/page.html"
    list_display = ("kind_shown", "who", "why_short", "said", "times", "age")
    list_display_links = ("kind_shown",)
    list_filter = (OpenFilter, "kind", "phone__clinic")
    list_select_related = ("phone", "patient", "inbound")
    empty_words = "Nothing to do here. What the service is unsure of lands on this list."
    sortable_by = ()
    actions = None

    @admin.display(description="what")
    def kind_shown(self, obj: HandOff) -> str:
        return obj.get_kind_display()

    @admin.display(description="patient")
    def who(self, obj: HandOff) -> SafeString | str:
        name = obj.patient.name if obj.patient else "Unknown"
        return shown.who(name, obj.phone) if obj.phone else name

    @admin.display(description="why")
    def why_short(self, obj: HandOff) -> str:
        return shown.short(obj.why)

    @admin.display(description="text")
    def said(self, obj: HandOff) -> str:
        return shown.short(obj.inbound.body, 60) if obj.inbound else ""

    @admin.display(description="open for")
    def age(self, obj: HandOff) -> str:
        return shown.age(obj.opened_at, obj.closed_at or clock.now())

    def page(self, request: HttpRequest, obj: HandOff) -> dict[str, Any]:
        clinic = obj.phone.clinic if obj.phone else obj.patient.clinic if obj.patient else None
        zone = obj.patient.time_zone if obj.patient else clinic.time_zone if clinic else "UTC"
        return {
            "handoff": obj,
            "opened": shown.local(obj.opened_at, zone),
            "age": shown.age(obj.opened_at, obj.closed_at or clock.now()),
            "closed": shown.local(obj.closed_at, zone),
            "card": unanswered.card(request, obj) if obj.closed_at is None else None,
            **unanswered.choices(),
        }

    def get_urls(self) -> list[URLPattern]:
        stem = f"{self.opts.app_label}_{self.name}"
        close = self.admin_site.admin_view(self.close_view)
        listed = {
            "": ("unanswered", unanswered.list_view),
            "teach/": ("teach", unanswered.teach_view),
            "close/": ("no_topic", unanswered.close_view),
        }
        return [
            *(
                path(f"unanswered/{at}", self.admin_site.admin_view(view), name=f"{stem}_{name}")
                for at, (name, view) in listed.items()
            ),
            path("<path:object_id>/close/", close, name=f"{stem}_close"),
            *super().get_urls(),
        ]

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        handoff, note = self.allowed(request, object_id), request.POST.get("note", "").strip()
        deed = partial(
            handoffs.close, handoff=handoff, by=people.me(request), note=note, now=clock.now()
        )
        carried_out(request, deed, done="Closed.")
        return redirect(self.url_of("change", handoff.pk))
