"""A message as the provider's list shows it, turned into our values."""

from datetime import datetime

from twilio.rest.api.v2010.account.message import MessageInstance

from messaging.gateway.base import Inbound, Listed, Receipt
from messaging.gateway.twilio_forms import is_message_sid, readable
from messaging.gateway.twilio_words import status


def created(record: MessageInstance) -> datetime:
    """UTC, whole seconds.  TypeError for a record without id or date: the list is unreadable."""
    if not is_message_sid(record.sid) or not isinstance(record.date_created, datetime):
        raise TypeError("A message in the provider's list has no id or no date.")
    return record.date_created


def is_outbound(record: MessageInstance) -> bool:
    return str(record.direction or "").startswith("outbound")


def is_inbound(record: MessageInstance) -> bool:
    return str(record.direction) == "inbound"


def as_listed(record: MessageInstance) -> Listed:
    return Listed(
        provider_id=str(record.sid),
        to=record.to or "",
        body=record.body or "",
        status=status(str(record.status or "")),
        created_at=created(record),
        outbound=is_outbound(record),
        error_code=record.error_code,
    )


def as_inbound(record: MessageInstance) -> Inbound:
    return Inbound(
        provider_id=str(record.sid),
        to=record.to or "",
        from_=record.from_ or "",
        body=readable(record.body or ""),
        media_count=int(record.num_media or 0),
        messaging_service=record.messaging_service_sid or "",
        sent_at=created(record),
    )


def as_receipt(record: MessageInstance) -> Receipt:
    word = str(record.status or "")
    return Receipt(str(record.sid), status(word), word, record.error_code)
