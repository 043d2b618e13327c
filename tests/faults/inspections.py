"""Errands about texts that came in, restores and races: what the service holds, in plain JSON."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q

from messaging import clock
from messaging.actions import restored, sending, sweep
from messaging.models import Alert, HandOff, InboundMessage, Origin, Sweep
from tests import factories
from tests.faults.errands import write


def stored(*, answer: str) -> None:
    """How many texts are here."""
    write(answer, InboundMessage.objects.count())


def swept(*, answer: str) -> None:
    """How many lists have been read."""
    write(answer, Sweep.objects.exclude(heard_until=None).count())


def sweep_now(*, answer: str) -> None:
    """The provider's list is due, whenever it was read last."""
    sweep.soon()
    write(answer, True)


def hours_ago(*, answer: str, hours: float) -> None:
    """What was read of the list was read so many hours earlier."""
    back = timedelta(hours=hours)
    Sweep.objects.update(begins_at=F("begins_at") - back, heard_until=F("heard_until") - back)
    write(answer, True)


def came(*, answer: str) -> None:
    """Every text that came in, with how often it was answered and whether a person was told."""
    told = set(HandOff.objects.values_list("phone", flat=True))
    told |= set(Alert.objects.values_list("inbound__phone", flat=True))
    ours = Count("replies", filter=~Q(replies__origin=Origin.PROVIDER))
    rows = InboundMessage.objects.annotate(answered=ours).order_by("id")
    write(answer, [_row(row, told=row.phone_id in told) for row in rows])


def _row(row: Any, *, told: bool) -> dict[str, Any]:
    return {
        "provider_id": row.provider_id,
        "state": row.state,
        "kind": row.kind,
        "answers": row.answered,
        "told": told,
    }


def standing(*, answer: str) -> None:
    """Whether sending is paused, and what is still to be found out after a restore."""
    row = sending.standing()
    write(answer, {"paused": row.paused_at is not None, "left": restored.unsettled(row)})


def resume(*, answer: str) -> None:
    """A person has looked, and lets it send again."""
    write(answer, restored.resume(by=factories.person(), now=clock.now()))
