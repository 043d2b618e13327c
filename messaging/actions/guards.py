"""The last look before a text leaves: consent, usefulness, quiet hours, room, approval."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from content import lookup
from messaging import clock
from messaging.actions import audit, consent, handoffs
from messaging.models import Clinic, HandOffKind, Origin, OutboundMessage, PatientState, Reminder
from messaging.rules.consent import may_text
from messaging.rules.facts import CapRule, StepKind
from messaging.rules.status import MessageState, ReminderState
from messaging.rules.windows import in_window, local_date, local_instant, next_opening


@dataclass(frozen=True)
class Verdict:
    """Why a text does not leave now; `again_at` puts it back in the queue (service time).

    `unanswered`: she has asked, and would hear nothing.
    """

    state: MessageState
    reason: str
    again_at: datetime | None = None
    unanswered: bool = False


# What nobody waits for at night, and what must not reach whoever is no longer cared for.
PLANNED = (Origin.REMINDER, Origin.RECALL)
CAN_WAIT = (StepKind.EDUCATION.value, StepKind.HYGIENE.value)


def check(message: OutboundMessage, *, now: datetime) -> Verdict | None:
    """None: it may leave.  Read under the phone's lock, so that a STOP cannot slip between."""
    if message.take_back:
        return Verdict(MessageState.CANCELLED, message.take_back)
    if now < message.due_at:
        return Verdict(MessageState.QUEUED, "not yet its time", again_at=message.due_at)
    if now >= message.useful_until:
        return Verdict(MessageState.EXPIRED, "no longer useful")
    if message.phone.bad_reason:
        return Verdict(MessageState.SUPPRESSED, f"number: {message.phone.bad_reason}")
    return (
        _by_recipient(message)
        or _by_consent(message)
        or _by_approval(message, now=now)
        or _by_window(message, now=now)
        or _by_room(message, now=now)
    )


def _by_recipient(message: OutboundMessage) -> Verdict | None:
    """Facts that changed after it was queued: another number, care that has ended."""
    recipient = message.recipient
    if recipient is None or message.exempt:
        return None
    if not recipient.active:
        return Verdict(MessageState.SUPPRESSED, "she is no longer reached at this number")
    stopped = recipient.patient.state != PatientState.ACTIVE
    if stopped and message.origin in PLANNED:
        return Verdict(MessageState.SUPPRESSED, f"patient: {recipient.patient.state}")
    return None


def _by_consent(message: OutboundMessage) -> Verdict | None:
    if message.exempt:
        return None
    state = consent.state_of(message.phone)
    asked_for = message.origin in (Origin.REPLY, Origin.SYSTEM)
    if may_text(state) or (asked_for and state not in consent.BARRED):
        return None
    return Verdict(MessageState.SUPPRESSED, f"consent: {state.value.replace('_', ' ')}")


def _by_approval(message: OutboundMessage, *, now: datetime) -> Verdict | None:
    """Nothing unapproved, withheld, retired or out of date leaves, whenever it was queued."""
    clinic = message.phone.clinic
    templates = [i for i in (message.template_id, message.footer_id) if i]
    start, end = message.span_start, message.span_end
    why = lookup.may_leave(
        clinic.wordset,
        passage_id=message.passage_id,
        template_ids=templates,
        span=(start, end) if start is not None and end is not None else None,
        today=clinic.today(now),
    )
    asked = message.in_reply_to_id is not None
    return Verdict(MessageState.SUPPRESSED, why, unanswered=asked) if why else None


def _by_window(message: OutboundMessage, *, now: datetime) -> Verdict | None:
    """Planned texts keep the quiet hours of whoever reads them; replies go at once."""
    if message.origin not in PLANNED:
        return None
    clinic, recipient = message.phone.clinic, message.recipient
    zone = recipient.zone if recipient else clinic.time_zone
    hours = _quiet_hours(clinic)
    if in_window(now, zone, **hours):
        return None
    opening = next_opening(now, zone, **hours)
    if opening >= message.useful_until:
        return Verdict(MessageState.EXPIRED, "no longer useful when quiet hours end")
    return Verdict(MessageState.QUEUED, "quiet hours", again_at=opening)


def _by_room(message: OutboundMessage, *, now: datetime) -> Verdict | None:
    """Teaching that was kept back over midnight goes on a day with nothing else for her.

    The agenda has counted each day's own; what a paused sender let pile up is no part of that.
    """
    late, recipient = message.reminder, message.recipient
    if late is None or recipient is None or late.kind not in CAN_WAIT:
        return None
    today = local_date(now, recipient.zone)
    if late.local_date >= today or not _has_another(late, on=today, zone=recipient.zone):
        return None
    midnight = local_instant(today + timedelta(days=1), time(), recipient.zone)
    morning = next_opening(midnight, recipient.zone, **_quiet_hours(message.phone.clinic))
    if morning >= message.useful_until:
        return Verdict(MessageState.EXPIRED, "no room under the caps while it was of use")
    return Verdict(MessageState.QUEUED, "another text goes today", again_at=morning)


def _quiet_hours(clinic: Clinic) -> dict[str, time]:
    return {"quiet_from": clinic.quiet_from, "quiet_to": clinic.quiet_to}


def _has_another(late: Reminder, *, on: date, zone: str) -> bool:
    """Whether something that the caps count goes to her phone on this day, or went."""
    others = Reminder.objects.filter(recipient__phone=late.recipient.phone_id)
    others = others.exclude(pk=late.pk).exclude(step__cap=CapRule.EXEMPT.value)
    kept = others.filter(local_date=on, state__in=(ReminderState.PLANNED, ReminderState.RELEASED))
    since = local_instant(on, time(), zone)
    return kept.exists() or others.filter(outbound__accepted_at__gte=since).exists()


def stand_down(message: OutboundMessage, verdict: Verdict, *, now: datetime) -> None:
    """Write the verdict on a claimed row: put back for later, or ended with its reason."""
    row = OutboundMessage.objects.filter(
        pk=message.pk, state=MessageState.CLAIMED, claim=message.claim
    )
    if verdict.again_at is not None:
        row.update(
            state=verdict.state,
            reason=verdict.reason,
            due_at=verdict.again_at,
            claim="",
            lease_until=None,
            next_action_at=clock.engine_now(),
        )
        return
    row.update(
        state=verdict.state, reason=verdict.reason[:200], finished_at=now, next_action_at=None
    )
    audit.record(
        "outbound.stop",
        message,
        by="last look before sending",
        now=now,
        clinic=message.phone.clinic,
        after={"state": verdict.state},
        reason=verdict.reason,
    )
    if verdict.unanswered:
        _leave_to_a_person(message, verdict, now=now)


def _leave_to_a_person(message: OutboundMessage, verdict: Verdict, *, now: datetime) -> None:
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        phone=message.phone,
        inbound=message.in_reply_to,
        outbound=message,
        now=now,
        why=f"The answer to this text was stopped before it left. {verdict.reason}",
    )
