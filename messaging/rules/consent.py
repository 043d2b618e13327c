"""Consent of a phone: who may be texted, and which words take it back.

Any words a reasonable person reads as "no more texts" revoke consent
(47 CFR 64.1200(a)(10), in force 11 April 2025); a lone keyword always does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.text import fold
from content.text.model import Shares
from content.text.reader import OPT_OUT
from messaging.rules import commands, leaving

READ_AS_LEAVING = 0.65  # the trained reader's share from which it counts without our rules
_FEWEST = 3  # words: of fewer only the command words are asked

PROVIDER_WORDS = commands.PROVIDER_WORDS


class EventKind(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    REVOKED = "revoked"
    RESTORED = "restored"
    PAUSED = "paused"


class ConsentState(StrEnum):
    """Where a phone stands; only GIVEN may be texted."""

    NEVER_ASKED = "never_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    REVOKED = "revoked"
    PAUSED = "paused"


@dataclass(frozen=True)
class Event:
    """One consent event; `at` is an aware instant."""

    kind: EventKind
    at: datetime


_SAYS = {
    EventKind.GIVEN: ConsentState.GIVEN,
    EventKind.REFUSED: ConsentState.REFUSED,
}


def state(events: Iterable[Event]) -> ConsentState:
    """Fold events in order of time.

    A revocation or a pause lies over what was said before; `restored` lifts it, so
    that a phone that never joined does not join by START.  A new `given` lifts it
    too; asking again never takes consent away and never lifts a revocation.
    """
    said, barrier = ConsentState.NEVER_ASKED, None
    for event in sorted(events, key=lambda e: e.at):
        said, barrier = _said(said, event.kind), _barrier(barrier, event.kind)
    return barrier or said


def may_text(state: ConsentState) -> bool:
    """True where planned texts and replies may go to the phone."""
    return state is ConsentState.GIVEN


def opt_out(text: str, shares: Shares) -> bool:
    """Does this text ask for no more texts?  In doubt about the wording: yes.

    `shares` as the trained reader gives them for the text.  Fast enough for the webhook's
    transaction, and the decision that `intents.read` gives as `Reading.opt_out`.
    """
    if commands.command(text) == commands.STOP or leaving.asks_to_stop(text):
        return True
    if len(fold.words(text)) < _FEWEST or leaving.asks_to_stay(text):
        return False
    return shares.get(OPT_OUT, 0.0) >= READ_AS_LEAVING


def _said(said: ConsentState, kind: EventKind) -> ConsentState:
    if kind is EventKind.ASKED:
        return said if said is ConsentState.GIVEN else ConsentState.ASKED
    return _SAYS.get(kind, said)


def _barrier(barrier: ConsentState | None, kind: EventKind) -> ConsentState | None:
    if kind in (EventKind.GIVEN, EventKind.RESTORED):
        return None
    if kind is EventKind.REVOKED:
        return ConsentState.REVOKED
    if kind is EventKind.PAUSED:
        return barrier or ConsentState.PAUSED
    return barrier
