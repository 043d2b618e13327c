"""What became of one expected text: the part of the ledger it falls into, and its reason.

The ledger of a day adds up: expected = sent + held + skipped + failed + expired + unknown +
waiting.  A reminder that was released is counted by its own first text; a check-in by the
text of its first question; a staff step, which sends nothing, by the task that it put on a
person's list.  A released one with none of these has no fate, which is a fault to be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from messaging.rules import spoken
from messaging.rules.reasons import Reason
from messaging.rules.status import MessageState, ReminderState


class Part(StrEnum):
    """The seven parts of a day, those that still need somebody first."""

    WAITING = "waiting"
    HELD = "held"
    UNKNOWN = "unknown"
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    SENT = "sent"


WORDS: Final[Mapping[Part, str]] = {
    Part.WAITING: "waiting",
    Part.HELD: "held",
    Part.UNKNOWN: "not known",
    Part.FAILED: "did not arrive",
    Part.EXPIRED: "too late",
    Part.SKIPPED: "left out",
    Part.SENT: "sent",
}

# A day with one of these is not at its end: it is counted again.
OPEN_ENDS: Final = (Part.WAITING, Part.HELD, Part.UNKNOWN)

OF_TEXT: Final[Mapping[str, Part]] = {
    MessageState.ACCEPTED: Part.SENT,
    MessageState.DELIVERED: Part.SENT,
    MessageState.UNDELIVERED: Part.FAILED,
    MessageState.REJECTED: Part.FAILED,
    MessageState.HELD: Part.HELD,
    MessageState.SUBMITTING: Part.UNKNOWN,
    MessageState.UNKNOWN: Part.UNKNOWN,
    MessageState.SUPPRESSED: Part.SKIPPED,
    MessageState.CANCELLED: Part.SKIPPED,
    MessageState.EXPIRED: Part.EXPIRED,
    MessageState.QUEUED: Part.WAITING,
    MessageState.CLAIMED: Part.WAITING,
    MessageState.RETRY_WAIT: Part.WAITING,
}

# RELEASED is not here: what was released is counted by what came of it.
OF_REMINDER: Final[Mapping[str, Part]] = {
    ReminderState.PLANNED: Part.WAITING,
    ReminderState.MERGED: Part.SKIPPED,
    ReminderState.SKIPPED: Part.SKIPPED,
    ReminderState.CANCELLED: Part.SKIPPED,
    ReminderState.EXPIRED: Part.EXPIRED,
}

DELIVERED, ACCEPTED, HANDED_OVER = "delivered", "accepted", "handed over"
OVERDUE, NO_FATE, NO_REASON = "overdue", "without a fate", "no reason"
_CODE = "code:"

# The reason where the state says it all, or where none was stored.
_BY_STATE: Final[Mapping[str, str]] = {
    MessageState.DELIVERED: DELIVERED,
    MessageState.ACCEPTED: ACCEPTED,
    MessageState.QUEUED: "queued",
    MessageState.CLAIMED: "queued",
    MessageState.RETRY_WAIT: "tried again",
    MessageState.SUBMITTING: "being sent",
    MessageState.UNKNOWN: "no answer",
    MessageState.EXPIRED: "no longer useful",
    ReminderState.PLANNED: Reason.DUE.value,
    ReminderState.MERGED: Reason.MERGED.value,
}

_SENTENCES: Final[Mapping[str, str]] = {
    DELIVERED: "It arrived on the phone.",
    ACCEPTED: "The provider took it; the carrier has not said more.",
    HANDED_OVER: "Staff have it on their list.",
    OVERDUE: "Its time has passed, and the service has not yet written down that it is too late.",
    NO_FATE: "It was let go, but no text came of it: tell the operator.",
    NO_REASON: "No reason was stored: tell the operator.",
    "queued": "It waits for its turn.",
    "tried again": "It has not left; it is tried again soon.",
    "being sent": "It is on its way to the provider.",
    "no answer": "The provider gave no clear answer; it is looked for there.",
}


@dataclass(frozen=True)
class Text:
    """A text as it stands; `late`: it is of no use any more; `code` is the provider's."""

    state: str
    reason: str = ""
    code: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Seen:
    """A reminder with what came of it: its own first text, or a task for staff."""

    state: str
    reason: str = ""
    late: bool = False
    text: Text | None = None
    handed_over: bool = False


@dataclass(frozen=True)
class Fate:
    part: Part
    reason: str


def fate(row: Seen) -> Fate | None:
    """The part of a row and its reason; None where nothing tells what became of it."""
    if row.state == ReminderState.RELEASED:
        return _released(row)
    return _stands(OF_REMINDER.get(row.state), row.state, row.reason, late=row.late)


def _released(row: Seen) -> Fate | None:
    if row.text is None:
        return Fate(Part.SENT, HANDED_OVER) if row.handed_over else None
    text, part = row.text, OF_TEXT.get(row.text.state)
    if part is Part.SENT:
        return Fate(part, _BY_STATE[text.state])
    reason = f"{_CODE}{text.code}" if part is Part.FAILED and text.code else text.reason
    return _stands(part, text.state, reason, late=text.late)


def _stands(part: Part | None, state: str, reason: str, *, late: bool) -> Fate | None:
    """Nothing waits past its use: it counts as too late before that is written down."""
    if part is None:
        return None
    if part is Part.WAITING and late:
        return Fate(Part.EXPIRED, OVERDUE)
    return Fate(part, reason or _BY_STATE.get(state, NO_REASON))


def sentence(reason: str) -> str:
    """What staff read for a reason of the ledger."""
    code = reason.removeprefix(_CODE)
    if code != reason and code.isdigit():
        return spoken.code(int(code))
    return _SENTENCES.get(reason) or spoken.explain(reason)


def told(expected: int, counts: Mapping[Part, int]) -> str:
    """A day in a line: "41 expected: 38 sent, 2 left out, 1 too late"."""
    parts = [f"{counts[part]} {WORDS[part]}" for part in reversed(Part) if counts.get(part)]
    if not expected:
        return "nothing was expected"
    return f"{expected} expected: {', '.join(parts)}"
