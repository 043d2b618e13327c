"""The gap sweep: texts that the provider has and whose webhook never reached us.

Every five minutes, and after each start, the provider's list is read for each of our
numbers, from a day before the last good reading, and what is missing is stored exactly
as its webhook would have been (`docs/pipelines.md` section 4).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import OperationalError
from django.db.models import Max, QuerySet

from messaging import clock
from messaging.actions import inbound
from messaging.gateway import connect
from messaging.gateway.base import Inbound
from messaging.models import InboundMessage, Sender, Sweep

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=5)
AGAIN = timedelta(seconds=60)
BACK = timedelta(hours=24)
DEAF_AFTER = timedelta(minutes=15)
CHUNK = 500


def sweep(*, now: datetime) -> int:
    """Read the lists that are due; gives how many texts had been missed.

    One worker reads a list at a time.  A list that cannot be read ends the round: the
    provider may be down, and waiting for each number in turn would hold up all else.
    """
    engine = clock.engine_now()
    for sender in Sender.objects.filter(sweep=None):
        _begin(sender, engine_now=engine)
    found = 0
    for due in Sweep.objects.filter(next_at__lte=engine).select_related("sender"):
        if _claim(due, engine_now=engine):
            stored = _sweep(due, now=now, engine_now=clock.engine_now())
            if stored is None:
                break
            found += stored
    return found


def soon() -> None:
    """After a start: whatever came while we were down is looked for at once."""
    Sweep.objects.update(next_at=clock.engine_now())


def deaf(*, engine_now: datetime) -> QuerySet[Sender]:
    """The senders whose list could not be read for a while."""
    since = engine_now - DEAF_AFTER
    return Sender.objects.filter(sweep__failing_since__lte=since).select_related("sweep")


def _begin(sender: Sender, *, engine_now: datetime) -> None:
    """From a day before the last text that is here; a number that is new, from now on."""
    newest = InboundMessage.objects.filter(sender=sender).aggregate(at=Max("arrived_at"))["at"]
    begins = newest - BACK if newest else engine_now
    Sweep.objects.get_or_create(
        sender=sender, defaults={"begins_at": begins, "next_at": engine_now}
    )


def _claim(due: Sweep, *, engine_now: datetime) -> bool:
    mine = Sweep.objects.filter(pk=due.pk, next_at=due.next_at)
    return bool(mine.update(next_at=engine_now + EVERY))


def _sweep(due: Sweep, *, now: datetime, engine_now: datetime) -> int | None:
    """How many texts were missing; None when the list could not be read or stored whole."""
    texts = connect().received(to=due.sender.number, since=_since(due))
    stored = None if texts is None else _store(texts, now=now)
    if stored is None:
        _failed(due, engine_now=engine_now)
        return None
    Sweep.objects.filter(pk=due.pk).update(heard_until=engine_now, failing_since=None)
    if stored:
        log.warning("%s texts to sender %s had not reached us", stored, due.sender_id)
    return stored


def _since(due: Sweep) -> datetime:
    return max(due.begins_at, due.heard_until - BACK) if due.heard_until else due.begins_at


def _store(texts: Sequence[Inbound], *, now: datetime) -> int | None:
    """Those that are not here, by the provider's date; None when one of them would not be stored.

    One that cannot be stored does not stop the others.  Raises OperationalError.
    """
    stored, whole = 0, True
    for text in sorted(_missing(texts), key=_in_order):
        try:
            stored += inbound.receive(text, now=now)
        except OperationalError:
            raise
        except Exception:  # the others must not be lost with it
            log.exception("text %s of the provider's list could not be stored", text.provider_id)
            whole = False
    return stored if whole else None


def _in_order(text: Inbound) -> tuple[float, str]:
    return (text.sent_at.timestamp() if text.sent_at else 0.0, text.provider_id)


def _missing(texts: Sequence[Inbound]) -> list[Inbound]:
    ids = [text.provider_id for text in texts]
    known: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        here = InboundMessage.objects.filter(provider_id__in=ids[start : start + CHUNK])
        known.update(here.values_list("provider_id", flat=True))
    return [text for text in texts if text.provider_id not in known]


def _failed(due: Sweep, *, engine_now: datetime) -> None:
    """Tried again in a minute; `deaf` says it aloud when that does not help."""
    Sweep.objects.filter(pk=due.pk).update(next_at=engine_now + AGAIN)
    Sweep.objects.filter(pk=due.pk, failing_since=None).update(failing_since=engine_now)
