"""The log of texts received: how each was read, and what went back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from messaging.admin import shown, tryout
from messaging.admin.base import PageAdmin
from messaging.admin.filters import ReceivedDayFilter
from messaging.models import InboundMessage, InboundState, Patient
from messaging.rules import spoken

TONES: dict[str, str] = {InboundState.UNREAD: "warning", InboundState.DEAD: "danger"}


@admin.register(InboundMessage)
class InboundAdmin(PageAdmin):
    clinic_paths = ("sender__clinic",)
    page_template = "admin/messaging/message/received.html"
    list_display = (
        "when",
        "sender_shown",
        "body_start",
        "state_shown",
        "read_as",
        "flag_shown",
        "replied",
    )
    list_display_links = ("when",)
    list_filter = (
        ReceivedDayFilter,
        "state",
        "kind",
        "flag",
        "topic",
        "sender__clinic",
        "sender",
    )
    list_select_related = ("phone__clinic",)
    empty_words = "No text here. Choose another day or fewer filters."
    sortable_by = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super().get_queryset(request).prefetch_related("replies", "phone__recipients__patient")
        )

    @admin.display(description="received")
    def when(self, obj: InboundMessage) -> SafeString:
        return shown.moment(obj.received_at, obj.phone.clinic.time_zone)

    @admin.display(description="from")
    def sender_shown(self, obj: InboundMessage) -> SafeString:
        people = [recipient.patient for recipient in obj.phone.recipients.all()]
        if len(people) != 1:
            return shown.who("shared phone" if people else "unknown", obj.phone)
        url = reverse("admin:messaging_patient_change", args=[people[0].pk])
        return shown.link(url, shown.who(people[0].name, obj.phone))

    @admin.display(description="text")
    def body_start(self, obj: InboundMessage) -> str:
        pictures = f" ({obj.media_count} pictures)" if obj.media_count else ""
        return (shown.short(obj.body) or "(no words)") + pictures

    @admin.display(description="state")
    def state_shown(self, obj: InboundMessage) -> SafeString:
        return shown.chip(obj.get_state_display(), TONES.get(obj.state, ""))

    @admin.display(description="read as")
    def read_as(self, obj: InboundMessage) -> str:
        return shown.read_as(obj, obj.phone.clinic)

    @admin.display(description="red flag")
    def flag_shown(self, obj: InboundMessage) -> SafeString | str:
        return shown.chip(spoken.sign(obj.flag), "danger") if obj.flag else ""

    @admin.display(description="reply")
    def replied(self, obj: InboundMessage) -> SafeString | str:
        reply = next(iter(obj.replies.all()), None)
        if reply is None:
            return ""
        url = reverse("admin:messaging_outboundmessage_change", args=[reply.pk])
        return shown.link(url, shown.state_words(reply.state))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(tryout.try_view)
        return [
            path("try/", view, name=f"{self.opts.app_label}_{self.name}_try"),
            *super().get_urls(),
        ]

    def page(self, request: HttpRequest, obj: InboundMessage) -> dict[str, Any]:
        replies = obj.replies.select_related("template", "passage__document").order_by("id")
        return {
            "message": obj,
            "when": shown.local(obj.received_at, obj.phone.clinic.time_zone),
            "read_as": self.read_as(obj),
            "flag": spoken.sign(obj.flag),
            "patients": Patient.objects.filter(recipients__phone=obj.phone).distinct(),
            "replies": [
                (row, shown.state_words(row.state), shown.state_tone(row.state)) for row in replies
            ],
            "alerts": obj.alerts.all(),
            "handoffs": obj.handoffs.all(),
        }
