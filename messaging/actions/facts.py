"""Reads from the database what the agenda must know of a patient, as plain values."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from messaging.actions import consent
from messaging.models import (
    Dose,
    Enrolment,
    Patient,
    PatientState,
    Recipient,
    Relation,
    Reminder,
    Step,
    TreatmentState,
)
from messaging.rules import facts
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState
from messaging.rules.windows import local_date

DECIDED = (ReminderState.RELEASED, ReminderState.EXPIRED)
WENT = (ReminderState.RELEASED, ReminderState.MERGED)
FOR_GOOD = (Reason.OVER_CAP.value, Reason.ASKED_RECENTLY.value)
# Any other reason was given at release (no words, no agreement): that is for good, too.
THE_AGENDAS = tuple(reason.value for reason in Reason)


_STOP_REASONS = {
    PatientState.PAUSED: Reason.PAUSED,
    PatientState.HOSPICE: Reason.HOSPICE,
    PatientState.DIED: Reason.DEATH,
}


def of(patient: Patient, *, now: datetime) -> facts.Patient:
    """All that decides one patient's agenda, as it is now in the database."""
    clinic = patient.clinic
    recipients = patient.recipients.filter(active=True).select_related("phone", "patient")
    return facts.Patient(
        id=patient.pk,
        zone=patient.time_zone,
        enrolments=tuple(_enrolment(e, zone=patient.time_zone) for e in _enrolments(patient)),
        recipients=tuple(_recipient(r) for r in recipients),
        preferred_time=patient.preferred_time,
        weekly_day=patient.weekly_day,
        quiet_from=clinic.quiet_from,
        quiet_to=clinic.quiet_to,
        kidney=patient.kidney_trouble,
        dentist_seen_on=patient.dentist_seen_on,
        education_off=patient.education_off,
        stopped_on=_stopped_on(patient),
        stop_reason=_STOP_REASONS.get(PatientState(patient.state), ""),
        sent=tuple(_sent(r) for r in _decided(patient, now=now)),
    )


def step_of(row: Step) -> facts.Step:
    return facts.Step(
        id=row.pk,
        slug=row.slug,
        kind=facts.StepKind(row.kind),
        anchor=facts.Anchor(row.anchor),
        offset_days=row.offset_days,
        words=tuple(row.words),
        local_time=row.local_time,
        recurrence=facts.Recurrence(
            every_days=row.every_days,
            times=row.times,
            until_days=row.until_days,
            first=row.first,
        ),
        lateness=row.lateness,
        cap=facts.CapRule(row.cap),
        merge_key=row.merge_key,
        repeat_if_moved=row.repeat_if_moved,
        only_if=frozenset(row.only_if),
        symptom=row.symptom,
    )


def _enrolments(patient: Patient) -> list[Enrolment]:
    rows = patient.enrolments.select_related("protocol", "treatment")
    return list(rows.prefetch_related("protocol__steps", "treatment__doses").order_by("pk"))


def _enrolment(row: Enrolment, *, zone: str) -> facts.Enrolment:
    treatment = row.treatment
    known = facts.Enrolment(
        id=row.pk,
        protocol=row.protocol.slug,
        version=row.protocol.version,
        steps=tuple(step_of(step) for step in row.protocol.steps.all()),
        active=row.active,
        enrolled_on=local_date(row.enrolled_at, zone),
    )
    if treatment is None:
        return known
    return replace(
        known,
        kind=treatment.kind,
        subtype=treatment.subtype,
        starts_on=treatment.starts_on,
        ends_on=treatment.ends_on,
        doses=tuple(_dose(dose) for dose in treatment.doses.all()),
        doses_before=treatment.doses_before,
        spine=treatment.spine,
        active=row.active and treatment.state in (TreatmentState.ACTIVE, TreatmentState.ENDED),
    )


def _dose(row: Dose) -> facts.Dose:
    return facts.Dose(
        id=row.pk,
        number=row.number,
        on=row.given_on or row.on,
        at=row.at,
        state=facts.DoseState(row.state),
        moves=row.moves,
    )


def _recipient(row: Recipient) -> facts.Recipient:
    since = consent.joined_at(row.phone) if not row.phone.bad_reason else None
    return facts.Recipient(
        id=row.pk,
        phone=row.phone_id,
        zone=row.zone,
        joined_on=local_date(since, row.zone) if since else None,
        caregiver=row.relation == Relation.CAREGIVER,
        answers=row.answers,
    )


def _stopped_on(patient: Patient) -> date | None:
    if patient.state == PatientState.ACTIVE:
        return None
    return patient.stopped_on or local_date(patient.created_at, patient.time_zone)


def _decided(patient: Patient, *, now: datetime) -> list[Reminder]:
    """What has left, expired, gone out inside another text or been dropped for good.

    Also of others on her phones: the caps count by phone.
    """
    phones = patient.recipients.values("phone_id")
    merged = Q(state=ReminderState.MERGED, merged_into__state=ReminderState.RELEASED)
    for_good = Q(reason__in=FOR_GOOD) | ~Q(reason__in=THE_AGENDAS)
    dropped = Q(state=ReminderState.SKIPPED, due_at__lte=now) & for_good
    gone = Q(state__in=DECIDED) | merged | dropped
    rows = Reminder.objects.filter(gone, recipient__phone_id__in=phones)
    return list(rows.select_related("step", "recipient"))


def _sent(row: Reminder) -> facts.Sent:
    return facts.Sent(
        recipient=row.recipient_id,
        enrolment=row.enrolment_id,
        step=row.step.slug,
        occurrence=row.occurrence,
        local_date=row.local_date,
        counts=row.state == ReminderState.RELEASED and row.step.cap != facts.CapRule.EXEMPT,
        words=tuple(row.words) if row.state in WENT else (),
        phone=row.recipient.phone_id,
    )
