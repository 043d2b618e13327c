"""Status callbacks: unordered, repeated, early or unknown; the raw event is always kept."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from messaging import clock
from messaging.actions import outcomes
from messaging.failpoints import reached
from messaging.gateway.base import Receipt
from messaging.models import Attempt, DeliveryReceipt, Phone

log = logging.getLogger(__name__)


@transaction.atomic
def apply(*, token: str, receipt: Receipt, now: datetime) -> str:
    """Keep one callback and let the message's status rise by it.

    Gives a word for the log: "rose", "kept", "conflict" (another end than the one that
    stands), "again" or "unknown" (quarantined: no attempt of ours has this token).  The
    token in the address binds the provider's id to the attempt, even before the create
    call has answered.
    """
    attempt = Attempt.objects.filter(token=token).select_related("message__phone__clinic").first()
    kept = _keep(attempt, token=token, receipt=receipt)
    if kept is None:
        return "again"
    if attempt is None:
        log.warning("receipt %s: no attempt of ours has its token; it is kept", kept.pk)
        return "unknown"
    reached("receipts.kept")
    Phone.objects.select_for_update(no_key=True).get(pk=attempt.message.phone_id)
    word = outcomes.prove(attempt, evidence=receipt, now=now)
    DeliveryReceipt.objects.filter(pk=kept.pk).update(applied=word)
    reached("receipts.applied")
    return word


def _keep(attempt: Attempt | None, *, token: str, receipt: Receipt) -> DeliveryReceipt | None:
    try:
        with transaction.atomic():
            return DeliveryReceipt.objects.create(
                attempt=attempt,
                token=token[:32],
                provider_id=receipt.provider_id,
                status=receipt.status,
                raw_status=receipt.raw_status,
                error_code=receipt.error_code,
                received_at=clock.engine_now(),
                applied="" if attempt else "unknown",
            )
    except IntegrityError:
        return None
