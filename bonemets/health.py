"""Is it alive, and does it do its work?  Two pages for whoever watches the service.

They name no patient and need no log-in.  Ages are engine time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from messaging import clock
from messaging.actions import breaker, sending, sweep
from messaging.models import Heartbeat, InboundMessage, InboundState

TICK_SILENCE = timedelta(seconds=90)
UNREAD_AGE = timedelta(seconds=60)


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the web server answers at all."""
    return JsonResponse({"ok": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when texts are read and sent; else 503 with a sentence for each thing that is wrong."""
    try:
        problems = list(complaints(clock.engine_now()))
    except DatabaseError:
        problems = [
            "The database does not answer: see that it runs and that DATABASE_URL is right."
        ]
    return JsonResponse({"ok": not problems, "problems": problems}, status=503 if problems else 200)


def complaints(now: datetime) -> Iterator[str]:
    """A sentence for each thing that needs the operator; `now` is engine time."""
    yield from _silences(now)
    yield from _pauses()
    deaf = sweep.deaf(engine_now=now).count()
    if deaf:
        yield f"The provider's list cannot be read for {deaf} of our numbers: texts may be missed."
    if Heartbeat.objects.filter(name="skew", at__gt=now - TICK_SILENCE).exists():
        yield "A worker's clock is over a minute away from the database's: set its time."


def _pauses() -> Iterator[str]:
    standing = sending.paused()
    if standing is not None:
        yield f"Sending is paused. {standing.paused_why} See `manage.py sending`."
    tripped = breaker.tripped().count()
    if tripped:
        yield f"{tripped} senders sent too many texts and are paused: see why, under Senders."


def _silences(now: datetime) -> Iterator[str]:
    last = Heartbeat.objects.filter(name="tick").values_list("at", flat=True).first()
    if last is None:
        yield "Nothing has ticked yet: start a worker."
    elif now - last > TICK_SILENCE:
        silent = int((now - last).total_seconds())
        yield f"The last tick was {silent} s ago: see that the worker runs."
    waiting = InboundMessage.objects.filter(
        state=InboundState.UNREAD, arrived_at__lt=now - UNREAD_AGE
    ).count()
    if waiting:
        yield f"{waiting} inbound texts have waited over a minute: see that the worker runs."
