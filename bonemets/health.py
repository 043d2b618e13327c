"""Is it alive, and does it do its work?  Two pages for whoever watches the service.

They name no patient and need no log-in.  Ages are engine time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from messaging import clock
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
    """A sentence for each part that has fallen silent; `now` is engine time."""
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
