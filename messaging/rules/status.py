"""The life of a message and of a reminder; how each counts is in `messaging.rules.ledger`.

An outbound message is one text on its way to one phone; a reminder is the plan that
may become one.  Both are moved only along the tables here, and never out of a
terminal state: evidence that comes later is kept beside it, it does not undo it.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class MessageState(StrEnum):
    """Where an outbound message stands; the value is what is stored."""

    QUEUED = "QUEUED"  # waits for its time; nothing has left
    CLAIMED = "CLAIMED"  # one worker holds it under a lease; nothing has left
    SUBMITTING = "SUBMITTING"  # the intent is committed; it may be at the provider
    RETRY_WAIT = "RETRY_WAIT"  # proven not sent; tried again later
    UNKNOWN = "UNKNOWN"  # may or may not exist at the provider
    ACCEPTED = "ACCEPTED"  # the provider gave its id
    HELD = "HELD"  # cannot be decided; a person does
    DELIVERED = "DELIVERED"  # the carrier says it arrived
    UNDELIVERED = "UNDELIVERED"  # the carrier says it did not arrive
    REJECTED = "REJECTED"  # the provider refused it, with a code
    SUPPRESSED = "SUPPRESSED"  # consent, pause or quarantine forbade it
    EXPIRED = "EXPIRED"  # its usefulness ended before it could leave
    CANCELLED = "CANCELLED"  # a person or a changed plan took it back


class ReminderState(StrEnum):
    """Where a planned occurrence stands; each carries a reason (`messaging.rules.reasons`)."""

    PLANNED = "PLANNED"
    RELEASED = "RELEASED"  # became an outbound message, or a hand-off for staff steps
    MERGED = "MERGED"  # goes out inside another one
    SKIPPED = "SKIPPED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


TERMINAL: frozenset[MessageState] = frozenset(
    {
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
        MessageState.REJECTED,
        MessageState.SUPPRESSED,
        MessageState.EXPIRED,
        MessageState.CANCELLED,
    }
)

# Ends at which the words are not on the phone, as far as anybody can say.
NOT_ARRIVED = TERMINAL - {MessageState.DELIVERED}

# Before the intent is committed nothing can have left, so a changed plan, a STOP or a
# passed window may still end the message; after it only evidence moves it on.
_UNSENT_ENDS = frozenset({MessageState.SUPPRESSED, MessageState.EXPIRED, MessageState.CANCELLED})

MOVES: Mapping[MessageState, frozenset[MessageState]] = {
    MessageState.QUEUED: frozenset({MessageState.CLAIMED}) | _UNSENT_ENDS,
    MessageState.CLAIMED: frozenset({MessageState.SUBMITTING, MessageState.QUEUED}) | _UNSENT_ENDS,
    MessageState.SUBMITTING: frozenset(
        {
            MessageState.ACCEPTED,
            MessageState.RETRY_WAIT,
            MessageState.REJECTED,
            MessageState.UNKNOWN,
            MessageState.HELD,  # a refusal on the last attempt: a person decides
        }
    ),
    MessageState.RETRY_WAIT: frozenset({MessageState.QUEUED, MessageState.HELD}) | _UNSENT_ENDS,
    MessageState.UNKNOWN: frozenset(
        {
            MessageState.ACCEPTED,
            MessageState.QUEUED,
            MessageState.HELD,
            MessageState.CANCELLED,  # proven absent, and not wanted any more
        }
    ),
    MessageState.ACCEPTED: frozenset(
        {
            MessageState.DELIVERED,
            MessageState.UNDELIVERED,
            MessageState.CANCELLED,  # taken back before its time
            MessageState.EXPIRED,  # it waited at the provider beyond its use
            MessageState.RETRY_WAIT,  # proven not to have arrived, and worth another try
            MessageState.HELD,  # nobody beyond the provider can say whether it arrived
        }
    ),
    # A signed callback may still prove that a held message did leave.
    MessageState.HELD: frozenset(
        {MessageState.QUEUED, MessageState.CANCELLED, MessageState.ACCEPTED}
    ),
    **{state: frozenset() for state in TERMINAL},
}

# A cancelled, merged or skipped occurrence that returns to the plan is re-opened.
REMINDER_MOVES: Mapping[ReminderState, frozenset[ReminderState]] = {
    ReminderState.PLANNED: frozenset(ReminderState) - {ReminderState.PLANNED},
    ReminderState.MERGED: frozenset(
        {ReminderState.PLANNED, ReminderState.SKIPPED, ReminderState.CANCELLED}
    ),
    ReminderState.SKIPPED: frozenset(
        {ReminderState.PLANNED, ReminderState.MERGED, ReminderState.CANCELLED}
    ),
    ReminderState.CANCELLED: frozenset(
        {ReminderState.PLANNED, ReminderState.MERGED, ReminderState.SKIPPED}
    ),
    ReminderState.RELEASED: frozenset(),
    ReminderState.EXPIRED: frozenset(),
}


def may_move(old: MessageState, new: MessageState) -> bool:
    """Whether a message may go from one state to the next."""
    return new in MOVES[old]


def reminder_may_move(old: ReminderState, new: ReminderState) -> bool:
    return new in REMINDER_MOVES[old]


class Priority(IntEnum):
    """Who goes first when many are due; smaller is sooner."""

    SAFETY = 0
    OPT_OUT = 1
    REPLY = 2
    VISIT = 3
    QUESTION = 4
    TEACHING = 5


# The provider's statuses in our words (`messaging.gateway.base.ProviderStatus`), as they
# follow each other.  The last four end a message: the first of them to arrive stands.
_RANKS: Mapping[str, int] = {
    "unknown": 0,
    "scheduled": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "delivered": 5,
    "undelivered": 5,
    "failed": 5,
    "canceled": 5,
}


def rank(status: str) -> int:
    """How far along a provider status is; 0 for a word we do not know."""
    return _RANKS.get(status, 0)


def rises(old: str, new: str) -> bool:
    """Whether a receipt moves the status on: equal or lower ranks never overwrite."""
    return rank(new) > rank(old)


def conflicts(standing: str, other: str) -> bool:
    """Whether two words are both ends of a message, and not the same one."""
    final = rank("delivered")
    return rank(standing) == rank(other) == final and standing != other


_ENDS: Mapping[str, MessageState] = {
    "delivered": MessageState.DELIVERED,
    "undelivered": MessageState.UNDELIVERED,
    "failed": MessageState.UNDELIVERED,
    "canceled": MessageState.CANCELLED,
}


def state_of(status: str) -> MessageState:
    """The state of a message that the provider has accepted, by its latest status."""
    return _ENDS.get(status, MessageState.ACCEPTED)
