"""The record of who did what: read by those who answer for it, changed by nobody."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from messaging.admin import shown
from messaging.admin.base import ScopedAdmin
from messaging.admin.filters import DayFilter, clinic_zone
from messaging.models import Entry


class EntryDayFilter(DayFilter):
    column = "at"


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    list_display = ("when", "by_name", "action", "about", "what_changed", "reason")
    list_filter = (EntryDayFilter, "action", "object_type", "clinic")
    list_select_related = ("clinic",)
    search_fields = ("by_name", "action", "object_id")
    sortable_by = ()
    actions = None

    @admin.display(description="when")
    def when(self, obj: Entry) -> str:
        return shown.local(obj.at, obj.clinic.time_zone if obj.clinic else str(clinic_zone()))

    @admin.display(description="about")
    def about(self, obj: Entry) -> str:
        return f"{obj.object_type} {obj.object_id}"

    @admin.display(description="what")
    def what_changed(self, obj: Entry) -> str:
        said = [json.dumps(part, ensure_ascii=False) for part in (obj.before, obj.after) if part]
        return shown.short(" → ".join(said), 120)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
