"""The log of texts sent: where each came from, what came of it, and why."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from content.text import gsm
from messaging import clock
from messaging.actions import staff
from messaging.admin import people, provenance, shown
from messaging.admin.base import PageAdmin
from messaging.admin.filters import DayFilter
from messaging.admin.refusals import carried_out
from messaging.models import Attempt, OutboundMessage
from messaging.rules import spoken
from messaging.rules.status import MessageState

FAILED = "FAILED"


class StateFilter(admin.SimpleListFilter):
    """By the words that staff read; states that read alike are one choice."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        firsts = {words: state for state, words in reversed(shown.STATE_WORDS.items())}
        known = [(state.value, words) for words, state in reversed(firsts.items())]
        return [(FAILED, "did not arrive"), *known]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == FAILED:
            return queryset.filter(state__in=(MessageState.UNDELIVERED, MessageState.REJECTED))
        if value not in set(MessageState):
            return queryset
        alike = shown.state_words(value)
        return queryset.filter(state__in=[s for s, w in shown.STATE_WORDS.items() if w == alike])


class FlagFilter(admin.SimpleListFilter):
    """Replies to texts that held a red flag."""

    title = "red flag"
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Replies to a red flag")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.exclude(in_reply_to=None).exclude(in_reply_to__flag="")
            if self.value()
            else queryset
        )


@admin.register(OutboundMessage)
class OutboundAdmin(PageAdmin):
    clinic_paths = ("sender__clinic",)
    page_template = "admin/messaging/message/sent.html"
    list_display = (
        "when",
        "patient",
        "body_start",
        "state_shown",
        "origin",
        "comes_from",
        "answers",
    )
    list_display_links = ("when",)
    list_filter = (
        DayFilter,
        StateFilter,
        "origin",
        "reminder__kind",
        FlagFilter,
        "sender__clinic",
        "sender",
    )
    list_select_related = (
        "phone__clinic",
        "recipient__patient",
        "in_reply_to",
        "template",
        "passage__document",
        "passage__section",
        "written_by",
    )
    empty_words = "No text here. Choose another day or fewer filters."
    sortable_by = ()
    actions = ("send_again", "leave_it")

    @admin.display(description="queued")
    def when(self, obj: OutboundMessage) -> SafeString:
        return shown.moment(obj.queued_at, shown.zone_of(obj.phone, obj.recipient))

    @admin.display(description="to")
    def patient(self, obj: OutboundMessage) -> SafeString | str:
        if obj.recipient is None:
            return obj.phone.masked
        url = reverse("admin:messaging_patient_change", args=[obj.recipient.patient_id])
        return shown.link(url, shown.who(obj.recipient.patient.name, obj.phone))

    @admin.display(description="text")
    def body_start(self, obj: OutboundMessage) -> str:
        return shown.short(obj.body) or "(the provider's own words)"

    @admin.display(description="state")
    def state_shown(self, obj: OutboundMessage) -> SafeString:
        return shown.chip(shown.stands(obj), shown.state_tone(obj.state))

    @admin.display(description="words")
    def comes_from(self, obj: OutboundMessage) -> str:
        return provenance.short(obj)

    @admin.display(description="in reply to")
    def answers(self, obj: OutboundMessage) -> SafeString | str:
        if obj.in_reply_to is None:
            return ""
        url = reverse("admin:messaging_inboundmessage_change", args=[obj.in_reply_to_id])
        return shown.link(url, shown.short(obj.in_reply_to.body, 30) or "a text")

    def page(self, request: HttpRequest, obj: OutboundMessage) -> dict[str, Any]:
        zone = shown.zone_of(obj.phone, obj.recipient)
        return {
            "message": obj,
            "state": shown.stands(obj),
            "tone": shown.state_tone(obj.state),
            "why": spoken.explain(obj.reason, obj.error_code)
            if obj.reason or obj.error_code
            else "",
            "measured": gsm.measure(obj.body),
            "provenance": provenance.rows(obj),
            "times": _times(obj, zone),
            "attempts": [_attempt(row, zone) for row in obj.attempts.prefetch_related("receipts")],
            "held": obj.state == MessageState.HELD,
        }

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decide_view)
        name = f"{self.opts.app_label}_{self.name}_decide"
        return [path("<path:object_id>/decide/", view, name=name), *super().get_urls()]

    def decide_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A held text: send it again, or leave it."""
        row = self.allowed(request, object_id)
        self._decide(request, row, send=request.POST.get("send") == "yes")
        return redirect(self.url_of("change", row.pk))

    @admin.action(description="Held texts: send again", permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboundMessage]) -> None:
        self._decide_all(request, queryset, send=True)

    @admin.action(description="Held texts: leave them", permissions=["change"])
    def leave_it(self, request: HttpRequest, queryset: QuerySet[OutboundMessage]) -> None:
        self._decide_all(request, queryset, send=False)

    def _decide_all(
        self, request: HttpRequest, rows: QuerySet[OutboundMessage], *, send: bool
    ) -> None:
        held = [row for row in rows if row.state == MessageState.HELD]
        mine = [row for row in held if self.has_change_permission(request, row)]
        for row in mine:
            self._decide(request, row, send=send)
        if not mine:
            messages.warning(request, "None of these is held: choose texts that are.")

    def _decide(self, request: HttpRequest, row: OutboundMessage, *, send: bool) -> None:
        deed = partial(
            staff.decide_held, message=row, send=send, by=people.me(request), now=clock.now()
        )
        carried_out(request, deed, done="It is sent again." if send else "It is left unsent.")


def _times(row: OutboundMessage, zone: str) -> list[tuple[str, str]]:
    known: list[tuple[str, datetime | None]] = [
        ("Queued", row.queued_at),
        ("To go at", row.due_at),
        ("Of use until", row.useful_until),
        ("Taken by the provider", row.accepted_at),
        ("Settled", row.finished_at),
    ]
    return [(name, shown.local(at, zone)) for name, at in known if at is not None]


def _attempt(row: Attempt, zone: str) -> dict[str, Any]:
    """One try at the provider with what it said of it, in order."""
    return {
        "row": row,
        "at": shown.local(row.intent_at, zone),
        "outcome": (row.outcome or "waiting for an answer").replace("_", " "),
        "why": spoken.code(row.error_code) or row.detail,
        "receipts": [
            {
                "at": shown.local(receipt.received_at, zone),
                "status": receipt.raw_status,
                "why": spoken.code(receipt.error_code),
                "applied": receipt.applied,
            }
            for receipt in row.receipts.all()
        ],
    }
