"""What the last status of an accepted text makes of it, by its code and its class."""

from datetime import datetime, timedelta
from typing import Any, Final

from messaging import clock
from messaging.actions import consequences, holding
from messaging.gateway.base import ProviderStatus
from messaging.gateway.twilio_words import Consequence, consequence
from messaging.models import OutboundMessage
from messaging.rules.status import MessageState, Priority, state_of

BACKOFF: Final = (5, 30, 120, 600, 1800)
LATER: Final = timedelta(minutes=30)  # a phone that is off is seldom on again at once


def back_off(number: int) -> int:
    """Seconds before the next attempt, after this many."""
    return BACKOFF[min(number, len(BACKOFF)) - 1]


def once_only(message: OutboundMessage) -> bool:
    """The one answer to leaving: begun within five minutes, and never sent a second time."""
    return message.exempt and message.priority == Priority.OPT_OUT


def changes(
    message: OutboundMessage, *, status: ProviderStatus, code: int | None, now: datetime
) -> dict[str, Any]:
    """The columns to set as the provider's status becomes `status`."""
    state = state_of(status)
    if state is MessageState.ACCEPTED:
        reason = "" if status is not ProviderStatus.SCHEDULED else message.reason
        return {"state": state, "reason": reason}
    if state is MessageState.UNDELIVERED:
        return _undelivered(message, code=code, now=now)
    reason = message.take_back if state is MessageState.CANCELLED else ""
    return _end(state, now, reason=reason)


def _undelivered(message: OutboundMessage, *, code: int | None, now: datetime) -> dict[str, Any]:
    found = consequence(code)
    if not message.tries:  # the provider's own answer: nothing of ours to try again or decide
        return _end(MessageState.UNDELIVERED, now)
    if found is Consequence.EXPIRED:
        return _end(MessageState.EXPIRED, now, reason="no longer useful")
    if found is Consequence.HELD:
        return {
            "state": MessageState.HELD,
            "reason": f"nobody beyond the provider can say whether it arrived ({code})",
            "next_action_at": clock.engine_now() + holding.AGAIN,
        }
    if _may_go_again(message, code=code, now=now):
        return _again(message, found, code=code)
    return _end(MessageState.UNDELIVERED, now)


def _may_go_again(message: OutboundMessage, *, code: int | None, now: datetime) -> bool:
    """Proven not to have arrived, still useful, and of a sort that is worth another try."""
    if once_only(message) or message.take_back or now >= message.useful_until:
        return False
    return consequences.may_try_again(code, tries=message.tries)


def _again(message: OutboundMessage, found: Consequence, *, code: int | None) -> dict[str, Any]:
    step = timedelta(seconds=back_off(message.tries))
    return {
        "state": MessageState.RETRY_WAIT,
        "reason": f"did not arrive ({code}): tried again",
        "next_action_at": clock.engine_now() + (LATER if found is Consequence.ONE_LATER else step),
    }


def _end(state: MessageState, now: datetime, *, reason: str = "") -> dict[str, Any]:
    return {"state": state, "reason": reason, "finished_at": now, "next_action_at": None}
