"""The first page: what needs a person now, and whether the service is alive."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from content.models import Recall
from messaging import clock
from messaging.actions import recalls
from messaging.admin import gaps, people, shown, standing, tryout, yesterday
from messaging.admin.access import Verb
from messaging.admin.filters import clinic_zone
from messaging.admin.theme import is_demo
from messaging.models import (
    Alert,
    HandOff,
    Heartbeat,
    InboundMessage,
    InboundState,
    OutboundMessage,
    Reminder,
)
from messaging.rules import spoken
from messaging.rules.status import MessageState, ReminderState

SILENCE = timedelta(minutes=2)
MOST_ALERTS, MOST_COMING, MOST_RECALLS = 6, 8, 20


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    user = request.user
    return {
        **context,
        "title": "Home",
        "demo": is_demo(),
        "silent_for": _silence(clock.engine_now()),
        "notices": standing.notices(user, now=now, engine_now=clock.engine_now()),
        "alerts": _alerts(user, now),
        "alert_count": _mine(user, Alert, "phone__clinic").filter(closed_at=None).count(),
        "cards": _cards(user),
        "recalls": _recalls(user),
        "coming": _coming(user, now),
        "ledger": yesterday.told(user, now),
        "gaps": gaps.gaps(user, now),
        "may_try": tryout.may_open(request),
        "may_enrol": people.may(user, Verb.ADD, "patient"),
        "sees_patients": people.may(user, Verb.VIEW, "patient"),
        "no_role": not user.is_superuser and not people.held_by(user),
        "clock": shown.local(now, str(clinic_zone())),
    }


def _mine(user: Any, model: Any, *paths: str) -> QuerySet[Any]:
    name = model._meta.model_name
    rows: QuerySet[Any] = model.objects.filter(people.within(user, name, *paths))
    return rows


def _silence(engine_now: datetime) -> str:
    """How long nothing has ticked; empty while all is well."""
    last = Heartbeat.objects.filter(name="tick").values_list("at", flat=True).first()
    if last is None:
        return "never"
    return shown.age(last, engine_now) if engine_now - last > SILENCE else ""


def _alerts(user: Any, now: datetime) -> list[dict[str, Any]]:
    rows = _mine(user, Alert, "phone__clinic").filter(closed_at=None)
    found = rows.select_related("patient", "phone", "inbound", "seen_by").order_by(
        "rank", "seen_at", "opened_at"
    )
    return [
        {
            "url": reverse("admin:messaging_alert_change", args=[row.pk]),
            "level": spoken.level(row.level),
            "tone": shown.level_tone(row.level),
            "who": row.patient.name if row.patient else "Unknown",
            "number": row.phone.masked,
            "flag": row.sign,
            "said": shown.short(row.inbound.body, 70) if row.inbound else shown.short(row.rule, 70),
            "age": shown.age(row.opened_at, now),
            "seen_by": row.seen_by.get_username() if row.seen_by else "",
        }
        for row in found[:MOST_ALERTS]
    ]


@dataclass(frozen=True)
class Card:
    """A count that asks for a person, and the list that it links to."""

    title: str
    model: Any
    paths: tuple[str, ...]
    which: dict[str, Any]
    query: str
    tone: str


_DID_NOT_ARRIVE = (MessageState.UNDELIVERED, MessageState.REJECTED)
_TO_DO = ("phone__clinic", "patient__clinic", "inbound__sender__clinic")
_SENT = ("sender__clinic",)
CARDS = (
    Card("To do", HandOff, _TO_DO, {"closed_at": None}, "", "warning"),
    Card(
        "Held texts", OutboundMessage, _SENT, {"state": MessageState.HELD}, "?state=HELD", "danger"
    ),
    Card(
        "Texts not read yet",
        InboundMessage,
        _SENT,
        {"state": InboundState.UNREAD},
        "?state__exact=unread",
        "warning",
    ),
    Card(
        "Did not arrive",
        OutboundMessage,
        _SENT,
        {"state__in": _DID_NOT_ARRIVE},
        "?state=FAILED",
        "",
    ),
)


def _cards(user: Any) -> list[dict[str, Any]]:
    seen = [card for card in CARDS if people.may(user, Verb.VIEW, card.model._meta.model_name)]
    return [_card(user, card) for card in seen]


def _card(user: Any, card: Card) -> dict[str, Any]:
    url = reverse(f"admin:messaging_{card.model._meta.model_name}_changelist")
    count = _mine(user, card.model, *card.paths).filter(**card.which).count()
    return {
        "title": card.title,
        "count": count,
        "url": f"{url}{card.query}",
        "tone": card.tone if count else "",
    }


def _recalls(user: Any) -> list[dict[str, Any]]:
    """Words taken back that patients got, and whom nobody has told yet."""
    mine = people.within(user, "recall", "wordset__clinics")
    rows = Recall.objects.standing().filter(mine).distinct().select_related("passage__topic")
    theirs = people.within(user, "correction", "phone__clinic")
    waiting = [(row, recalls.waiting(row.pk, which=theirs)) for row in rows[:MOST_RECALLS]]
    return [
        {
            "url": reverse("admin:content_recall_change", args=[row.pk]),
            "topic": row.passage.topic.titles.get("en", row.passage.topic_id),
            "count": count,
        }
        for row, count in waiting
        if count
    ]


def _coming(user: Any, now: datetime) -> dict[str, Any]:
    """What goes out on the rest of today, on the clinic's day."""
    rows = _mine(user, Reminder, "enrolment__patient__clinic").filter(
        state=ReminderState.PLANNED, due_at__gt=now
    )
    tomorrow = now.astimezone(clinic_zone()).date() + timedelta(days=1)
    ends = datetime.combine(tomorrow, time(), tzinfo=clinic_zone())
    found = rows.filter(due_at__lt=ends).select_related(
        "recipient__patient", "enrolment__patient__clinic"
    )
    lines = [
        {
            "when": shown.local(row.due_at, row.recipient.zone),
            "who": row.enrolment.patient.name,
            "url": reverse("admin:messaging_patient_change", args=[row.enrolment.patient_id]),
            "kind": row.kind.replace("_", " "),
            "words": shown.planned(row.words, row.enrolment.patient.clinic),
        }
        for row in found.order_by("due_at")[:MOST_COMING]
    ]
    return {"lines": lines, "count": found.count(), "later": rows.filter(due_at__gte=ends).count()}
