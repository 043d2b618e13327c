"""Protocols: every step to read, a clinic's own versions, and who switched which one on."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString

from messaging.actions import protocol_editing, protocol_moving
from messaging.admin import people, protocol_pages, shown
from messaging.admin.base import ActingAdmin
from messaging.admin.protocol_preview import ProtocolPreview
from messaging.admin.protocol_steps import ProtocolWriting
from messaging.models import Clinic, Protocol, ProtocolApproval


@admin.register(Protocol)
class ProtocolAdmin(ProtocolWriting, ProtocolPreview):
    common_rows = True
    page_template = "admin/messaging/protocol/page.html"
    page_width = "wide"
    list_display = ("title", "version", "treatment", "whose", "switched_on_at")
    list_filter = ("treatment_kind",)
    list_select_related = ("clinic",)
    search_fields = ("title", "slug")
    sortable_by = ()
    actions = None

    def get_urls(self) -> list[URLPattern]:
        return [*self.writing_urls(), *self.preview_urls(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Protocol]:
        return super().get_queryset(request).prefetch_related("approvals__clinic")

    @admin.display(description="treatment")
    def treatment(self, obj: Protocol) -> str:
        return obj.treatment_kind.replace("-", " ") or "everyone"

    @admin.display(description="whose")
    def whose(self, obj: Protocol) -> str:
        return str(obj.clinic) if obj.clinic else "shipped"

    @admin.display(description="switched on at")
    def switched_on_at(self, obj: Protocol) -> str:
        on = [str(a.clinic) for a in obj.approvals.all() if a.retired_at is None]
        return ", ".join(on) or "nowhere: a reviewer must approve it"

    def page(self, request: HttpRequest, obj: Protocol) -> dict[str, Any]:
        clinics = self._clinics(request, obj)
        known = protocol_pages.versions(obj, clinics)
        old = _chosen(request, obj, known)
        return {
            "title": "Protocol",
            "protocol": obj,
            "draft": protocol_editing.is_draft(obj),
            "steps": protocol_pages.steps(obj, clinics[0] if len(clinics) == 1 else None),
            "places": [protocol_pages.at_clinic(obj, clinic) for clinic in clinics],
            "newer": protocol_pages.newer_shipped(obj),
            "versions": [row for row in known if row.pk != obj.pk],
            "old": old,
            "differences": protocol_pages.difference(old, obj) if old else [],
            "writable": self._may_copy(request, obj),
        }

    def _clinics(self, request: HttpRequest, obj: Protocol) -> list[Clinic]:
        """The person's clinics that may have this version."""
        mine = Clinic.objects.filter(people.within(request.user, self.name, "pk"))
        return list(mine.filter(pk=obj.clinic_id) if obj.clinic_id else mine)

    def _may_copy(self, request: HttpRequest, obj: Protocol) -> list[Clinic]:
        """The clinics for which a copy of it may be made now."""
        mine = self.writable(request)
        return list(mine.filter(pk=obj.clinic_id) if obj.clinic_id else mine)


def _chosen(request: HttpRequest, obj: Protocol, known: list[Protocol]) -> Protocol | None:
    """?since=N is a version of the list; without it the one that this was made of."""
    asked = request.GET.get("since", "")
    found = (row for row in known if str(row.version) == asked and row.pk != obj.pk)
    return next(found, None) or protocol_pages.before(obj, known)


@admin.register(ProtocolApproval)
class ProtocolApprovalAdmin(ActingAdmin):
    """What was switched on and off, by whom; a choice here leads to what it would change."""

    list_display = ("protocol", "clinic", "approved_by", "approved_at", "retired_at")
    list_filter = ("clinic",)
    list_select_related = ("protocol", "clinic")
    empty_words = "No protocol is switched on. A clinical reviewer approves one on its page."
    fields = ("clinic", "protocol")
    readonly_fields = ("approved_by", "approved_at", "retired_at", "patients", "more")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, *self.readonly_fields) if obj else self.fields

    @admin.display(description="patients on this version")
    def patients(self, obj: ProtocolApproval) -> str:
        counts = protocol_moving.enrolled(obj.clinic, obj.protocol.slug)
        here = counts.pop(obj.protocol_id, 0)
        return f"{here}, and {sum(counts.values())} on others"

    @admin.display(description="")
    def more(self, obj: ProtocolApproval) -> SafeString:
        return shown.link(_at(obj), "What changes for whom; move patients; switch it off")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "protocol":
            mine = people.within(request.user, "protocol", "clinic") | Q(clinic=None)
            kwargs["queryset"] = Protocol.objects.filter(mine)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: ProtocolApproval, form: Any, change: bool
    ) -> None:
        """Nothing is approved unseen: the page that follows tells what would change."""

    def response_add(self, request: HttpRequest, obj: Any, *_: Any, **__: Any) -> HttpResponse:
        return redirect(_at(obj))


def _at(row: ProtocolApproval) -> str:
    return reverse("admin:messaging_protocol_at", args=[row.protocol_id, row.clinic_id])
