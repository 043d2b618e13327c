"""After a stop of any kind: take up at once what the dead process held.

Only where the caller proves that no other process works on the same rows (the file
lock of the one-process mode); several workers wait for the leases instead.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import F

from messaging import clock
from messaging.actions import sweep
from messaging.models import OutboundMessage, Sender
from messaging.rules.status import MessageState


def recover() -> int:
    """CLAIMED goes back to QUEUED, SUBMITTING to UNKNOWN; gives how many were in doubt.

    Quarantine still counts from the intent, so that a request that is still on its way
    can arrive before anybody looks for it.
    """
    OutboundMessage.objects.filter(state=MessageState.CLAIMED).update(
        state=MessageState.QUEUED, claim="", lease_until=None, next_action_at=clock.engine_now()
    )
    Sender.objects.update(next_free_at=None)
    sweep.soon()
    lease = timedelta(seconds=settings.PIPELINE["lease_seconds"])
    quarantine = timedelta(seconds=settings.PIPELINE["quarantine_seconds"])
    return OutboundMessage.objects.filter(state=MessageState.SUBMITTING).update(
        state=MessageState.UNKNOWN,
        lease_until=None,
        next_action_at=F("next_action_at") - lease + quarantine,
        reason="the service stopped before the provider answered",
    )
