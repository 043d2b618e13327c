"""Visit texts: what, which day, what time; and the texts when a visit moves or is off."""

from datetime import date, datetime, time

from django.db.models import QuerySet

from messaging.actions import composing, dental, handoffs, outbound, sharing
from messaging.models import (
    Dose,
    HandOffKind,
    Origin,
    OutboundMessage,
    Patient,
    Recipient,
    Reminder,
)
from messaging.rules import worded
from messaging.rules.facts import DoseState, StepKind
from messaging.rules.status import MessageState, Priority
from messaging.rules.windows import local_date
from messaging.rules.worded import Reader, Visit

NAMES_THE_DAY = "{day}"
KEYS = {"T-MOVED": "moved", "T-OFF": "off"}
MISSED = "A dose is past its day and not recorded as given. Check, and record it."


def staff_words(reminder: Reminder, slug: str, *, now: datetime) -> str:
    """What a step that is a person's task says on her list."""
    return MISSED if slug == HandOffKind.MISSED_DOSE else dental.at(reminder, now=now)


def values(reminder: Reminder, *, now: datetime) -> dict[str, str]:
    """What a planned text may say of its dose; empty for texts about no dose."""
    patient = reminder.recipient.patient
    known = {"first": patient.first_name}
    dose = reminder.dose
    if dose is None:
        return known
    discreet = sharing.discreet(reminder.recipient)
    return {**known, **_about(dose, on=dose.on, at=dose.at, discreet=discreet, now=now)}


def _about(
    dose: Dose, *, on: date, at: time | None, discreet: bool, now: datetime
) -> dict[str, str]:
    treatment, patient = dose.treatment, dose.treatment.patient
    visit = Visit(kind=treatment.kind, subtype=treatment.subtype, on=on, at=at)
    return worded.about(visit, _reader(patient, discreet), composing.words(patient.clinic, now=now))


def named(patient: Patient, *names: str, discreet: bool, now: datetime) -> str:
    """The first approved name of these; see `worded.named`.  Raises composing.NoWords."""
    words = composing.words(patient.clinic, now=now)
    return worded.named(_reader(patient, discreet), words, *names)


def _reader(patient: Patient, discreet: bool) -> Reader:
    return Reader(language=patient.language, discreet=discreet)


def tell(before: Dose, dose: Dose, *, now: datetime) -> int:
    """Whoever read the old day of a visit hears of the change.  Gives how many texts go.

    Without approved words a person phones.  Days that are past, and the day on which pills
    run out, are no visit to be told of: a new reminder says the new day.
    """
    change = _change(before, dose, today=local_date(now, dose.treatment.patient.time_zone))
    if change is None:
        return 0
    _take_back(dose, now=now)
    if change == "" or dose.treatment.pills or not told(dose).exists():
        return 0
    try:
        return _send(change, before, dose, now=now)
    except composing.NoWords as error:
        return _leave_to_a_person(dose, str(error), now=now)


def _change(before: Dose, dose: Dose, *, today: date) -> str | None:
    """The words that tell of a change; "" where there is nothing to tell, None for no change."""
    was = before.state == DoseState.PLANNED.value
    if was and dose.state in (DoseState.CANCELLED.value, DoseState.MISSED.value):
        return "T-OFF" if before.on >= today else ""
    if was and dose.state == DoseState.PLANNED.value and dose.moves != before.moves:
        return "T-MOVED" if dose.on >= today else ""
    return None


def _send(slug: str, before: Dose, dose: Dose, *, now: datetime) -> int:
    who = list(told(dose))
    for recipient in who:
        words = composing.template(
            recipient.phone.clinic,
            slug=slug,
            language=recipient.patient.language,
            now=now,
            discreet=sharing.discreet(recipient),
            extra=_old_and_new(before, dose, discreet=sharing.discreet(recipient), now=now),
        )
        outbound.queue(
            phone=recipient.phone,
            words=words,
            origin=Origin.SYSTEM,
            priority=Priority.VISIT,
            key=f"{KEYS[slug]}:{dose.pk}:{dose.moves}:{recipient.pk}",
            now=now,
            recipient=recipient,
        )
    return len(who)


def _old_and_new(before: Dose, dose: Dose, *, discreet: bool, now: datetime) -> dict[str, str]:
    old = _about(dose, on=before.on, at=before.at, discreet=discreet, now=now)
    new = _about(dose, on=dose.on, at=dose.at, discreet=discreet, now=now)
    return {**old, "newday": new["day"], "time": new["time"]}


def _leave_to_a_person(dose: Dose, error: str, *, now: datetime) -> int:
    patient = dose.treatment.patient
    recipient = patient.recipients.filter(active=True).select_related("phone").first()
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        patient=patient,
        phone=recipient.phone if recipient else None,
        now=now,
        why=f"A visit changed after she was told of it: please phone her. {error}",
    )
    return 0


def _take_back(dose: Dose, *, now: datetime) -> None:
    """End texts that have not left yet: they name the old day."""
    outbound.cancel_unsent(
        reminder__dose=dose,
        reminder__kind=StepKind.REMINDER.value,
        by="the visit changed",
        now=now,
        reason="the visit changed before this text left",
        state=MessageState.CANCELLED,
    )


def told(dose: Dose) -> QuerySet[Recipient]:
    """Those whose text naming this dose's day has left, or may have."""
    unsent = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.RETRY_WAIT)
    never = (MessageState.SUPPRESSED, MessageState.EXPIRED, MessageState.CANCELLED)
    went = OutboundMessage.objects.filter(
        reminder__dose=dose, template__body__contains=NAMES_THE_DAY
    ).exclude(state__in=(*unsent, *never, MessageState.REJECTED))
    # One that still waits at the provider is taken back; if it is too late, a person is told.
    went = went.exclude(provider_status="scheduled", state=MessageState.ACCEPTED)
    rows = Recipient.objects.filter(pk__in=went.values("recipient"))
    return rows.select_related("phone__clinic", "patient__clinic")
