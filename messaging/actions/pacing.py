"""Which due texts go now: most pressing first, one a phone, within each sender's pace."""

from datetime import datetime, timedelta

from django.db.models import Q

from messaging.actions import circuit, fencing, sending
from messaging.models import OutboundMessage, Sender
from messaging.rules.status import MessageState, Priority

IN_FLIGHT = (MessageState.CLAIMED, MessageState.SUBMITTING)
WINDOW = timedelta(seconds=1)


def choose(*, now: datetime, engine_now: datetime, limit: int) -> list[int]:
    """Ids of at most `limit` texts to claim now."""
    busy = OutboundMessage.objects.filter(state__in=IN_FLIGHT).values("phone_id")
    ready = OutboundMessage.objects.filter(
        Q(due_at__lte=now) | fencing.may_go_ahead(now),
        state=MessageState.QUEUED,
        next_action_at__lte=engine_now,
    )
    due = ready.exclude(phone_id__in=busy)
    rows = due.filter(sending.may_leave()).order_by("priority", "due_at", "id")
    found = rows.values_list("id", "phone_id", "sender_id", "segments", "priority")[: limit * 10]
    first = _one_a_phone(list(found))[:limit]
    return _within_pace(_tried(first, engine_now=engine_now), engine_now=engine_now)


Row = tuple[int, int, int, int, int]


def _tried(rows: list[Row], *, engine_now: datetime) -> list[Row]:
    """Fewer while the provider gives no clear answers; what answers a danger goes at any time."""
    if not rows:
        return []
    urgent = [row for row in rows if row[4] == Priority.SAFETY]
    others = [row for row in rows if row[4] != Priority.SAFETY]
    return urgent + others[: circuit.allows(len(rows), engine_now=engine_now)]


def _one_a_phone(rows: list[Row]) -> list[Row]:
    first: dict[int, Row] = {}
    for row in rows:
        first.setdefault(row[1], row)
    return list(first.values())


def _within_pace(rows: list[Row], *, engine_now: datetime) -> list[int]:
    by_sender: dict[int, list[Row]] = {}
    for row in rows:
        by_sender.setdefault(row[2], []).append(row)
    taken: list[int] = []
    for sender_id, wanted in by_sender.items():
        taken += _take(sender_id, wanted, engine_now=engine_now)
    return taken


def _take(sender_id: int, rows: list[Row], *, engine_now: datetime) -> list[int]:
    """Book seconds on the sender's row by compare-and-set; a lost race takes nothing."""
    sender = Sender.objects.get(pk=sender_id)
    free = max(sender.next_free_at or engine_now, engine_now)
    taken: list[int] = []
    for row in rows:
        if free - engine_now >= WINDOW:
            break
        free += timedelta(seconds=row[3] / max(sender.pace, 0.01))
        taken.append(row[0])
    same = Sender.objects.filter(pk=sender_id, next_free_at=sender.next_free_at)
    return taken if taken and same.update(next_free_at=free) else []
