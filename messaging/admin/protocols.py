"""Protocols as they run: every step to read, and who switched which version on."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from messaging import clock
from messaging.actions import protocols
from messaging.admin import people
from messaging.admin.base import ActingAdmin, PageAdmin
from messaging.admin.refusals import RefusableForm
from messaging.models import Protocol, ProtocolApproval, Step


@admin.register(Protocol)
class ProtocolAdmin(PageAdmin):
    common_rows = True
    page_template = "admin/messaging/protocol/page.html"
    page_width = "wide"
    list_display = ("title", "version", "treatment", "whose", "switched_on_at")
    list_filter = ("treatment_kind",)
    list_select_related = ("clinic",)
    search_fields = ("title", "slug")
    actions = None

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
        mine = people.within(request.user, "protocolapproval", "clinic")
        return {
            "protocol": obj,
            "steps": [_step(step) for step in obj.steps.all()],
            "approvals": obj.approvals.filter(mine).select_related("clinic"),
        }


def _step(step: Step) -> dict[str, Any]:
    return {
        "row": step,
        "when": _when(step),
        "words": [word.replace(":", " ", 1) for word in step.words],
        "again": _again(step),
        "only_if": ", ".join(name.replace("_", " ") for name in step.only_if),
    }


def _again(step: Step) -> str:
    limits = ("every_days", "times", "until_days", "first")
    given = [(name, getattr(step, name)) for name in limits]
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in given if value)


def _when(step: Step) -> str:
    """ "2 days before dose, 10:00": the anchor's day, then her wall time."""
    days = abs(step.offset_days)
    side = "before" if step.offset_days < 0 else "after"
    anchor = step.get_anchor_display()
    day = f"{days} day{'s' * (days != 1)} {side} {anchor}" if days else f"on the day: {anchor}"
    return f"{day}, {step.local_time:%H:%M}" if step.local_time else f"{day}, her best time"


@admin.register(ProtocolApproval)
class ProtocolApprovalAdmin(ActingAdmin):
    """Switching a version on is an act by name; it is never edited."""

    form = RefusableForm
    list_display = ("protocol", "clinic", "approved_by", "approved_at", "retired_at")
    list_filter = ("clinic",)
    list_select_related = ("protocol", "clinic")
    fields = ("clinic", "protocol")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "protocol":
            mine = people.within(request.user, "protocol", "clinic") | Q(clinic=None)
            kwargs["queryset"] = Protocol.objects.filter(mine)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: ProtocolApproval, form: Any, change: bool
    ) -> None:
        protocols.approve(
            clinic=obj.clinic, protocols=[obj.protocol], by=people.me(request), now=clock.now()
        )
        standing = ProtocolApproval.objects.filter(clinic=obj.clinic, protocol=obj.protocol)
        obj.pk = standing.get(retired_at=None).pk
