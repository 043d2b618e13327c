"""Twilio's words and codes, and ours for them.

Adding a word or a code is one line here.  Sources: Twilio's Messages resource
(status values) and its error dictionary (codes).
"""

from enum import StrEnum
from typing import Final

from messaging.gateway.base import ProviderStatus

STATUSES: Final[dict[str, ProviderStatus]] = {
    "accepted": ProviderStatus.QUEUED,  # a messaging service has yet to pick the number
    "scheduled": ProviderStatus.SCHEDULED,  # kept there until its time; no callback says so
    "queued": ProviderStatus.QUEUED,
    "sending": ProviderStatus.SENDING,
    "sent": ProviderStatus.SENT,  # the carrier has it; many carriers never say more
    "delivered": ProviderStatus.DELIVERED,
    "read": ProviderStatus.DELIVERED,  # not for SMS; what was read was delivered
    "undelivered": ProviderStatus.UNDELIVERED,
    "partially_delivered": ProviderStatus.UNDELIVERED,  # a text with a part missing misleads
    "failed": ProviderStatus.FAILED,
    "canceled": ProviderStatus.CANCELED,
}


class Consequence(StrEnum):
    """What follows for us from a code of the provider."""

    BAD_NUMBER = "bad_number"  # mark the number, ask the clinic for another
    OPT_OUT = "opt_out"  # the provider holds an opt-out: bring our consent in line
    CONFIGURATION = "configuration"  # an operator must change a setting
    LATER = "later"  # try again while still useful
    ONE_LATER = "one_later"  # try once more, not oftener
    HALT_SENDER = "halt_sender"  # nothing more from this sender; page the operator
    STAFF_TASK = "staff_task"  # stop, and a person looks at this number
    REVIEW_TEXT = "review_text"  # stop, and a person looks at the words
    HELD = "held"  # nobody can say whether it arrived; no automatic resend
    EXPIRED = "expired"  # it waited at the provider beyond its use
    FENCED = "fenced"  # a scheduled create came too late and was refused


_CONSEQUENCES: Final[dict[int, Consequence]] = {
    20003: Consequence.HALT_SENDER,  # wrong or revoked credentials
    20429: Consequence.LATER,  # too many requests; never processed
    21211: Consequence.BAD_NUMBER,  # not a valid number
    21214: Consequence.BAD_NUMBER,  # cannot be reached
    21217: Consequence.BAD_NUMBER,
    21265: Consequence.BAD_NUMBER,  # a short code cannot be texted
    21408: Consequence.CONFIGURATION,  # no permission for this country
    21602: Consequence.REVIEW_TEXT,  # no body
    21603: Consequence.CONFIGURATION,  # no sender given
    21604: Consequence.BAD_NUMBER,  # no number given
    21606: Consequence.CONFIGURATION,  # the sender is not ours or cannot text
    21608: Consequence.CONFIGURATION,  # a trial account texts verified numbers only
    21610: Consequence.OPT_OUT,  # answered STOP to this sender
    21611: Consequence.LATER,  # the sender's queue is full
    21612: Consequence.CONFIGURATION,  # no route between these two numbers
    21614: Consequence.BAD_NUMBER,  # not a mobile number
    21617: Consequence.REVIEW_TEXT,  # over 1600 characters
    21619: Consequence.REVIEW_TEXT,  # no body and no picture
    21701: Consequence.CONFIGURATION,  # the messaging service does not exist
    21703: Consequence.CONFIGURATION,  # the messaging service has no number
    30001: Consequence.LATER,  # queue overflow
    30002: Consequence.HALT_SENDER,  # account suspended
    30003: Consequence.ONE_LATER,  # phone off or out of reach
    30004: Consequence.STAFF_TASK,  # blocked
    30005: Consequence.STAFF_TASK,  # unknown or given up number
    30006: Consequence.STAFF_TASK,  # landline or a carrier that cannot be reached
    30007: Consequence.REVIEW_TEXT,  # filtered by a carrier
    30008: Consequence.HELD,  # unknown error beyond the provider
    30034: Consequence.HALT_SENDER,  # number not registered for 10DLC
    30036: Consequence.EXPIRED,  # validity period ran out
    30410: Consequence.HELD,  # carrier did not answer; not retried to avoid a second text
    30450: Consequence.STAFF_TASK,  # taken for traffic pumping
    30610: Consequence.LATER,  # quiet hours at the provider
    35114: Consequence.FENCED,  # an older word for 35115
    35115: Consequence.FENCED,  # less than 300 s before the time asked for
}


# Ends after which the text may be on the phone all the same.
MAY_HAVE_ARRIVED: Final = frozenset(
    code for code, follows in _CONSEQUENCES.items() if follows is Consequence.HELD
)


def status(word: str) -> ProviderStatus:
    """Unknown words are UNKNOWN, never an error: the provider may add some."""
    return STATUSES.get(word.strip().lower(), ProviderStatus.UNKNOWN)


def consequence(code: int | None) -> Consequence:
    """A code that is missing or not in the table goes to a person."""
    return _CONSEQUENCES.get(code or 0, Consequence.STAFF_TASK)
