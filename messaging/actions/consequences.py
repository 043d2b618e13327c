"""What a provider's error code changes for us: consent, the number, the sender, a task."""

from datetime import datetime

from messaging.actions import audit, consent, handoffs
from messaging.gateway.twilio_words import Consequence, consequence
from messaging.models import HandOffKind, Method, OutboundMessage, Phone, Sender
from messaging.rules.consent import ConsentState, EventKind
from messaging.rules.status import MessageState

RULE = "the provider's answer"
MOST_TRIES = 5
MOST_SCHEDULES = 2


def may_try_again(code: int | None, *, tries: int) -> bool:
    """Whether a refused text may be offered again later.

    Where the sender itself is refused nothing was made at the provider: the text waits
    until an operator has mended the account and lifted the pause.
    """
    found = consequence(code)
    if found is Consequence.LATER:
        return tries < MOST_TRIES
    if found is Consequence.FENCED:
        return tries < MOST_SCHEDULES
    if found is Consequence.HALT_SENDER:
        return True
    return found is Consequence.ONE_LATER and tries < 2


def is_fence(code: int | None) -> bool:
    """Whether the provider refused a schedule as too late: nothing was made."""
    return consequence(code) is Consequence.FENCED


def draw(message: OutboundMessage, *, code: int | None, now: datetime) -> None:
    """Act on a code that ended a text; every one leaves a trace that a person sees."""
    found = consequence(code)
    if found is Consequence.OPT_OUT:
        _opt_out(message.phone, now=now)
    elif found is Consequence.BAD_NUMBER:
        _bad_number(message, code=code, now=now)
    elif found in (Consequence.HALT_SENDER, Consequence.CONFIGURATION):
        _halt(message, code=code, now=now, whole=found is Consequence.HALT_SENDER)
    elif found is not Consequence.EXPIRED and message.state != MessageState.RETRY_WAIT:
        _task(message, found, code=code, now=now)


def draw_halt(message: OutboundMessage, *, code: int | None, now: datetime) -> None:
    """Pause the sender where the provider refused the sender itself, not the text."""
    if consequence(code) is Consequence.HALT_SENDER:
        _halt(message, code=code, now=now, whole=True)


def _opt_out(phone: Phone, *, now: datetime) -> None:
    """The provider holds an opt-out that we missed: bring our record in line."""
    if consent.state_of(phone) is not ConsentState.REVOKED:
        consent.note(
            phone=phone,
            kind=EventKind.REVOKED,
            method=Method.PROVIDER,
            by=RULE,
            now=now,
            reason="The provider refused a text: this number has opted out (21610).",
        )
        handoffs.open_(
            kind=HandOffKind.DOUBTFUL_CONSENT,
            phone=phone,
            now=now,
            why="The provider says this number opted out. Phone her; give her the card on paper.",
        )


def _bad_number(message: OutboundMessage, *, code: int | None, now: datetime) -> None:
    reason = f"the provider says it cannot be texted ({code})"
    Phone.objects.filter(pk=message.phone_id).update(bad_reason=reason)
    audit.record(
        "phone.bad", message.phone, by=RULE, now=now, clinic=message.phone.clinic, reason=reason
    )
    handoffs.open_(
        kind=HandOffKind.BAD_NUMBER,
        phone=message.phone,
        outbound=message,
        now=now,
        why="This number cannot be texted. Ask the patient for a mobile number.",
    )


def _halt(message: OutboundMessage, *, code: int | None, now: datetime, whole: bool) -> None:
    """Stop the sender before every text of the day is refused; an operator must look."""
    reason = f"the provider refused this sender ({code}): check the account and its settings"
    if whole:
        Sender.objects.filter(pk=message.sender_id).update(paused=True, paused_reason=reason)
        audit.record("sender.pause", message.sender, by=RULE, now=now, reason=reason)
    handoffs.open_(
        kind=HandOffKind.HELD,
        phone=message.phone,
        outbound=message,
        now=now,
        why=f"Not sent: {reason}.",
    )


def _task(message: OutboundMessage, found: Consequence, *, code: int | None, now: datetime) -> None:
    kind, what = _TASKS.get(found, (HandOffKind.BAD_NUMBER, "did not arrive: check the number"))
    handoffs.open_(
        kind=kind,
        phone=message.phone,
        outbound=message,
        now=now,
        why=f"A text {what} (code {code}). Phone the patient.",
    )


_TASKS = {
    Consequence.REVIEW_TEXT: (HandOffKind.HELD, "was stopped for its words: have them looked at"),
    Consequence.HELD: (HandOffKind.HELD, "may or may not have arrived, nobody can say"),
    Consequence.LATER: (HandOffKind.HELD, "was put off too often and is not tried again"),
}
