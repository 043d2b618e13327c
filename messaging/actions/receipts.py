"""Status callbacks: unordered, repeated, early or unknown; the raw event is always kept."""

from datetime import datetime

from django.db import IntegrityError, transaction

from messaging import clock
from messaging.actions import outcomes
from messaging.failpoints import reached
from messaging.gateway.base import OutcomeClass, Receipt
from messaging.models import Attempt, DeliveryReceipt, Phone


@transaction.atomic
def apply(*, token: str, receipt: Receipt, now: datetime) -> str:
    """Keep one callback and let the message's status rise by it.

    Gives a word for the log: "rose", "kept", "again" or "unknown".  The token in the
    address binds the provider's id to the attempt, even before the create call has
    answered.
    """
    attempt = Attempt.objects.filter(token=token).select_related("message__phone__clinic").first()
    kept = _keep(attempt, token=token, receipt=receipt)
    if kept is None:
        return "again"
    reached("receipts.kept")
    if attempt is None:
        return "unknown"
    Phone.objects.select_for_update(no_key=True).get(pk=attempt.message.phone_id)
    word = "rose" if _raise(attempt, receipt, now=now) else "kept"
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


def _raise(attempt: Attempt, receipt: Receipt, *, now: datetime) -> bool:
    if not _bound(attempt, provider_id=receipt.provider_id):
        return False
    return outcomes.bind(
        attempt.message,
        provider_id=receipt.provider_id,
        status=receipt.status,
        now=now,
        error_code=receipt.error_code,
    )


def _bound(attempt: Attempt, *, provider_id: str) -> bool:
    """True when this id is, or now becomes, the attempt's own.

    An id that belongs to another attempt is evidence of nothing here: it is kept, no more.
    """
    if Attempt.objects.filter(provider_id=provider_id).exclude(pk=attempt.pk).exists():
        return False
    free = Attempt.objects.filter(pk=attempt.pk, provider_id=None)
    free.update(
        provider_id=provider_id,
        outcome=OutcomeClass.ACCEPTED,
        open=False,
        closed_at=clock.engine_now(),
    )
    return Attempt.objects.filter(pk=attempt.pk, provider_id=provider_id).exists()
