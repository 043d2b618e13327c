"""Visit texts: what, which day, what time; and the texts when a visit moves or is off."""

from datetime import date, datetime, time

from messaging.actions import composing, outbound
from messaging.models import Dose, Origin, OutboundMessage, Patient, Recipient, Reminder
from messaging.rules import dates
from messaging.rules.facts import StepKind
from messaging.rules.status import MessageState, Priority

STAFF_WORDS = {
    "missed_dose": "A dose is past its day and not recorded as given. Check, and record it.",
    "dental_gate": "A bone drug is about to start and no dentist visit is recorded.",
}


def values(reminder: Reminder, *, now: datetime) -> dict[str, str]:
    """What a planned text may say of its dose; empty for texts about no dose."""
    patient = reminder.recipient.patient
    known = {"first": patient.first_name}
    dose = reminder.dose
    if dose is None:
        return known
    return {**known, **_about(dose, on=dose.on, at=dose.at, now=now)}


def _about(dose: Dose, *, on: date, at: time | None, now: datetime) -> dict[str, str]:
    treatment, patient = dose.treatment, dose.treatment.patient
    kind, language = treatment.kind, patient.language
    return {
        "what": named(patient, f"{kind}-{treatment.subtype}", kind, now=now),
        "day": dates.day(on, language),
        "time": dates.clock(at, language),
    }


def named(patient: Patient, *names: str, now: datetime) -> str:
    """The first approved name of these ("SURGERY-CAST", then "SURGERY"); discreet if she asked.

    Raises composing.NoWords where none of them is approved.
    """
    for name in names[:-1]:
        try:
            return _name(patient, name, now=now)
        except composing.NoWords:
            continue
    return _name(patient, names[-1], now=now)


def _name(patient: Patient, name: str, *, now: datetime) -> str:
    return composing.plain(
        patient.clinic,
        slug=f"WHAT-{name.upper()}",
        language=patient.language,
        discreet=not patient.drug_names_agreed,
        now=now,
    )


def tell_moved(*, dose: Dose, old: tuple[date, time | None], now: datetime) -> int:
    """T-MOVED to all who were already told of the old day.  Gives how many."""
    if not _take_back(dose, now=now):
        return 0
    before = _about(dose, on=old[0], at=old[1], now=now)
    after = _about(dose, on=dose.on, at=dose.at, now=now)
    extra = {**before, "newday": after["day"], "time": after["time"]}
    return _tell(dose, "T-MOVED", extra, key=f"moved:{dose.pk}:{dose.moves}", now=now)


def tell_off(*, dose: Dose, now: datetime) -> int:
    """T-OFF to all who were already told of a visit that is now off."""
    if not _take_back(dose, now=now):
        return 0
    extra = _about(dose, on=dose.on, at=dose.at, now=now)
    return _tell(dose, "T-OFF", extra, key=f"off:{dose.pk}:{dose.moves}", now=now)


def _tell(dose: Dose, slug: str, extra: dict[str, str], *, key: str, now: datetime) -> int:
    told = _told(dose)
    for recipient in told:
        words = composing.template(
            recipient.phone.clinic,
            slug=slug,
            language=recipient.patient.language,
            now=now,
            discreet=not recipient.patient.drug_names_agreed,
            extra=extra,
        )
        outbound.queue(
            phone=recipient.phone,
            words=words,
            origin=Origin.SYSTEM,
            priority=Priority.VISIT,
            key=f"{key}:{recipient.pk}",
            now=now,
            recipient=recipient,
        )
    return len(told)


def _take_back(dose: Dose, *, now: datetime) -> bool:
    """End visit texts that have not left yet: they name the old day.  True: others have."""
    outbound.cancel_unsent(
        reminder__dose=dose,
        reminder__kind=StepKind.REMINDER.value,
        by="the visit changed",
        now=now,
        reason="the visit changed before this text left",
        state=MessageState.CANCELLED,
    )
    return bool(_told(dose))


def _told(dose: Dose) -> list[Recipient]:
    """Those whose visit text about this dose has left, or may have."""
    unsent = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.RETRY_WAIT)
    never = (MessageState.SUPPRESSED, MessageState.EXPIRED, MessageState.CANCELLED)
    went = OutboundMessage.objects.filter(
        reminder__dose=dose, reminder__kind=StepKind.REMINDER.value
    ).exclude(state__in=(*unsent, *never, MessageState.REJECTED))
    return list(
        Recipient.objects.filter(pk__in=went.values("recipient")).select_related(
            "phone__clinic", "patient__clinic"
        )
    )
