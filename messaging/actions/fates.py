"""Reads what became of reminders: each with its own first text, or the task it made.

The past is read as it was stored (state, reason, facts, protocol version); nothing is
asked of the agenda, which explains the future alone.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from messaging.models import HandOff, HandOffKind, OutboundMessage, Question, Reminder
from messaging.rules.facts import StepKind
from messaging.rules.ledger import Fate, Seen, Text, fate
from messaging.rules.status import ReminderState

_TEXT = ("text_state", "text_reason", "text_code", "text_late")
SEEN = ("state", "reason", "late", *_TEXT, "handed_over")


def annotated(rows: QuerySet[Reminder], *, now: datetime) -> QuerySet[Any]:
    """The rows with `text` (the id of what they are counted by) and all that `seen` needs."""
    found = rows.annotate(text=_only_released(_first_text()), late=_is(useful_until__lte=now))
    text = OutboundMessage.objects.filter(pk=OuterRef("text"))
    return found.annotate(
        text_state=Subquery(text.values("state")[:1]),
        text_reason=Subquery(text.values("reason")[:1]),
        text_code=Subquery(text.values("error_code")[:1]),
        text_late=Exists(text.filter(useful_until__lte=now)),
        handed_over=_is(Q(state=ReminderState.RELEASED, kind=StepKind.STAFF.value) & _task()),
    )


def groups(rows: QuerySet[Reminder], *, now: datetime) -> Iterator[tuple[Q, Fate | None, int]]:
    """How many rows stand alike, what their fate is, and the filter that finds them again."""
    counted = annotated(rows, now=now).order_by().values(*SEEN).annotate(count=Count("pk"))
    for row in counted.iterator():
        count = row.pop("count")
        yield _alike(row), fate(seen(row)), count


def seen(row: dict[str, Any]) -> Seen:
    """The plain value that the rule decides on, from a row's columns (`SEEN`)."""
    text = None
    if row["text_state"] is not None:
        text = Text(row["text_state"], row["text_reason"], row["text_code"], row["text_late"])
    return Seen(row["state"], row["reason"], row["late"], text, row["handed_over"])


def of(row: Any) -> Fate | None:
    """The fate of one annotated row."""
    return fate(seen({name: getattr(row, name) for name in SEEN}))


def _alike(row: dict[str, Any]) -> Q:
    found = Q()
    for name, value in row.items():
        found &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return found


def _is(*args: Any, **kwargs: Any) -> Any:
    return ExpressionWrapper(Q(*args, **kwargs), output_field=BooleanField())


def _only_released(found: Any) -> Case:
    released = When(state=ReminderState.RELEASED, then=found)
    return Case(released, default=Value(None), output_field=BigIntegerField())


def _first_text() -> Coalesce:
    """Its own first text; where its first question had no approved words, the next one's."""
    own = OutboundMessage.objects.filter(reminder=OuterRef("pk")).order_by("pk")
    asked = Question.objects.filter(check_in__reminder=OuterRef("pk"), outbound__isnull=False)
    return Coalesce(
        Subquery(own.values("pk")[:1]),
        Subquery(asked.order_by("position", "pk").values("outbound")[:1]),
    )


def _task() -> Q:
    """Its own task, or the one of the same patient that stood open and that it joined."""
    joined = Q(
        patient=OuterRef("recipient__patient"),
        kind__in=(HandOffKind.DENTAL_GATE, HandOffKind.MISSED_DOSE),
        opened_at__lte=OuterRef("decided_at"),
        last_at__gte=OuterRef("decided_at"),
    )
    return Q(Exists(HandOff.objects.filter(Q(reminder=OuterRef("pk")) | joined)))
