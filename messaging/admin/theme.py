"""The menu: what this person may open, with how much waits behind each line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from messaging.admin import tryout, unanswered

Item = dict[str, Any]

# Group, then (app.model or name of a page, what it is called here, icon).
MENU: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "The desk",
        (
            ("messaging.alert", "Alerts", "notification_important"),
            ("messaging.handoff", "To do", "task_alt"),
            (unanswered.LIST, "Texts without an answer", "contact_support"),
            ("messaging.patient", "Patients", "group"),
            ("messaging.reminder", "Coming texts", "calendar_month"),
        ),
    ),
    (
        "Message log",
        (
            ("messaging.outboundmessage", "Texts sent", "outbox"),
            ("messaging.inboundmessage", "Texts received", "inbox"),
            ("messaging.ledgerday", "Ledger", "balance"),
        ),
    ),
    (
        "Words",
        (
            (tryout.ADDRESS, "Try a text", "sms"),
            ("content.approval", "Review and approve", "fact_check"),
            ("content.document", "Documents", "menu_book"),
            ("content.passage", "Passages", "short_text"),
            ("content.template", "Templates", "chat"),
            ("content.topic", "Topics", "label"),
            ("content.preference", "Preferred documents", "bookmark"),
            ("content.withholding", "Withheld", "block"),
            ("content.recall", "Recalls", "undo"),
            ("content.wordset", "Word sets", "dictionary"),
        ),
    ),
    (
        "Set-up",
        (
            ("messaging.clinic", "Clinics", "local_hospital"),
            ("messaging.sender", "Senders", "smartphone"),
            ("messaging.protocol", "Protocols", "timeline"),
            ("messaging.protocolapproval", "Switched-on protocols", "toggle_on"),
            ("messaging.membership", "Roles", "badge"),
            ("auth.user", "Log-ins", "person"),
            ("messaging.entry", "Record of changes", "history"),
        ),
    ),
)
COUNTED = ("messaging.alert", "messaging.handoff")


@dataclass(frozen=True)
class Page:
    """A page that is no model's list: who may open it, and how much waits there."""

    may_open: Callable[[HttpRequest], bool]
    waiting: Callable[[HttpRequest], int] = lambda request: 0


PAGES = {
    unanswered.LIST: Page(unanswered.may_open, unanswered.waiting),
    tryout.ADDRESS: Page(tryout.may_open),
}


def stylesheet(request: HttpRequest) -> str:
    return static("messaging/admin.css")


def favicon(request: HttpRequest) -> str:
    return static("messaging/icon.svg")


def subheader(request: HttpRequest) -> str:
    return "Demo: no SMS leaves this computer" if is_demo() else "Texts for bone care"


def is_demo() -> bool:
    return str(settings.BONEMETS_MODE) == "demo"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the side bar; those without a line for this person are left out."""
    first = [{"title": "Home", "icon": "home", "link": reverse("admin:index")}]
    if is_demo():
        first.append({"title": "Phone (demo)", "icon": "phone_iphone", "link": "/phone/"})
    groups: list[dict[str, Any]] = [{"title": "", "items": first}]
    for title, rows in MENU:
        items = [item for row in rows if (item := _item(request, *row)) is not None]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def _item(request: HttpRequest, label: str, title: str, icon: str) -> Item | None:
    """None for what this person may not open."""
    if label in PAGES:
        listed = PAGES[label]
        found = (reverse(label), listed.waiting(request)) if listed.may_open(request) else None
    else:
        found = _list(request, label)
    if found is None:
        return None
    item: Item = {"title": title, "icon": icon, "link": found[0]}
    if here := _page_at(request):
        item["active"] = label == here
    return {**item, "badge": str(found[1]), "badge_variant": "danger"} if found[1] else item


def _page_at(request: HttpRequest) -> str:
    """The page of our own that is open: its address lies below a list, which is not open."""
    return next((label for label in PAGES if request.path.startswith(reverse(label))), "")


def _list(request: HttpRequest, label: str) -> tuple[str, int] | None:
    """Where a model's list is, and how many of its rows are open if that is counted."""
    pages = {model._meta.label_lower: page for model, page in admin.site._registry.items()}
    page = pages.get(label)
    if page is None or not page.has_view_permission(request):
        return None
    url = reverse(f"admin:{label.replace('.', '_')}_changelist")
    return url, _open(page.get_queryset(request)) if label in COUNTED else 0


def _open(rows: Any) -> int:
    found: int = rows.filter(closed_at__isnull=True).count()
    return found
