"""Enrols people: patient, phone, consent, treatments, protocols, agenda."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from messaging.actions import audit, dental, joining, planning
from messaging.actions.audit import Actor
from messaging.models import (
    Clinic,
    Enrolment,
    NamePrefix,
    Patient,
    PatientState,
    Phone,
    Protocol,
    ProtocolApproval,
    Recipient,
    Relation,
    Treatment,
)
from messaging.rules.phone import BadNumber, parse


@dataclass(frozen=True)
class NewPatient:
    """What a coordinator types to enrol somebody."""

    name: str
    number: str
    language: str = "en"
    time_zone: str = ""
    preferred_time: time = time(10, 0)
    weekly_day: int = 0
    drug_names_agreed: bool = False
    kidney_trouble: bool = False
    dentist_seen_on: date | None = None
    evidence: str = ""


@transaction.atomic
def enrol(*, clinic: Clinic, new: NewPatient, by: Actor, now: datetime) -> Patient:
    """Make a patient with her phone and consent, on the protocol for everyone.

    Raises ValidationError with a sentence for each field that cannot be.
    """
    patient = Patient(
        clinic=clinic,
        name=new.name.strip(),
        language=new.language,
        time_zone=new.time_zone or clinic.time_zone,
        preferred_time=new.preferred_time,
        weekly_day=new.weekly_day,
        drug_names_agreed=new.drug_names_agreed,
        kidney_trouble=new.kidney_trouble,
        dentist_seen_on=new.dentist_seen_on,
        created_at=now,
    )
    return save_patient(patient, number=new.number, by=by, now=now, evidence=new.evidence)


@transaction.atomic
def save_patient(
    patient: Patient, *, by: Actor, now: datetime, number: str = "", evidence: str = ""
) -> Patient:
    """Store a new or changed patient, re-plan, and say in the audit what changed."""
    is_new = patient.pk is None
    if is_new:
        patient.created_at = now
    patient.stopped_on = _stopped_on(patient, now=now)
    patient.dentist_known_by = _who_knows_of_dentist(patient, by=by)
    patient.full_clean()
    patient.save()
    dental.show(patient, now=now)
    NamePrefix.rewrite(patient)
    audit.record(
        "patient.enrol" if is_new else "patient.change",
        patient,
        by=by,
        now=now,
        clinic=patient.clinic,
        after=_plain(patient),
    )
    put_on_protocols(patient, by=by, now=now)
    if number:
        give_phone(patient=patient, number=number, by=by, now=now, evidence=evidence)
    else:
        planning.replan(patient, by=by, now=now)
    return patient


def _stopped_on(patient: Patient, *, now: datetime) -> date | None:
    """The local day from which her texts are off; None while she is active."""
    if patient.state == PatientState.ACTIVE:
        return None
    return patient.stopped_on or patient.clinic.today(now)


def _who_knows_of_dentist(patient: Patient, *, by: Actor) -> str:
    """Whoever enters or changes the day of the visit, until another one does."""
    if patient.dentist_seen_on is None:
        return ""
    before = Patient.objects.filter(pk=patient.pk).values_list("dentist_seen_on", flat=True)
    if patient.pk and patient.dentist_seen_on in before:
        return patient.dentist_known_by
    return f"recorded by {audit.name_in_full(by)}"[:150]


def _plain(patient: Patient) -> dict[str, Any]:
    """What the audit may hold of a patient: no name, no number."""
    return {
        "language": patient.language,
        "time_zone": patient.time_zone,
        "weekly_day": patient.weekly_day,
        "state": patient.state,
        "drug_names_agreed": patient.drug_names_agreed,
        "kidney_trouble": patient.kidney_trouble,
    }


@transaction.atomic
def give_phone(
    *,
    patient: Patient,
    number: str,
    by: Actor,
    now: datetime,
    relation: Relation = Relation.PATIENT,
    permission: str = "",
    evidence: str = "",
) -> Recipient:
    """Reach somebody at a number; asks for consent, or records it where it is in writing."""
    phone = phone_of(patient.clinic, number, now=now)
    is_patient = relation == Relation.PATIENT
    if is_patient:
        others = patient.recipients.filter(relation=Relation.PATIENT).exclude(phone=phone)
        others.update(active=False, answers=False)
    recipient, _ = Recipient.objects.update_or_create(
        phone=phone,
        patient=patient,
        defaults={
            "relation": relation,
            "answers": is_patient,
            "active": True,
            "permission": permission,
        },
    )
    audit.record(
        "phone.give",
        patient,
        by=by,
        now=now,
        clinic=patient.clinic,
        after={"phone": phone.pk, "relation": relation},
    )
    joining.ask(recipient, by=by, now=now, evidence=evidence)
    planning.replan(patient, by=by, now=now)
    return recipient


def phone_of(clinic: Clinic, number: str, *, now: datetime) -> Phone:
    """The row of a number at a clinic, made if new.  Raises ValidationError for bad numbers."""
    try:
        e164 = parse(number)
    except BadNumber as error:
        raise ValidationError({"number": str(error)}) from error
    known = Phone.objects.numbered(clinic, e164)
    return known or Phone.objects.create(clinic=clinic, number=e164, created_at=now)


def put_on_protocols(patient: Patient, *, by: Actor, now: datetime) -> None:
    """Enrol in every approved protocol that fits, each pinned to its version."""
    for treatment in [None, *patient.treatments.all()]:
        _put_on(patient, treatment, by=by, now=now)


def _put_on(patient: Patient, treatment: Treatment | None, *, by: Actor, now: datetime) -> None:
    if Enrolment.objects.filter(patient=patient, treatment=treatment).exists():
        return
    protocol = approved_protocol(patient.clinic, treatment.kind if treatment else "")
    if protocol is None:
        return
    made = Enrolment.objects.create(
        patient=patient,
        protocol=protocol,
        treatment=treatment,
        enrolled_at=now,
        enrolled_by=audit.person(by),
    )
    audit.record(
        "enrolment.start",
        made,
        by=by,
        now=now,
        clinic=patient.clinic,
        after={"protocol": protocol.slug, "version": protocol.version},
    )


def approved_protocol(clinic: Clinic, kind: str) -> Protocol | None:
    """The newest version that this clinic has approved for a treatment kind ("": everyone)."""
    approvals = ProtocolApproval.objects.filter(
        clinic=clinic, retired_at=None, protocol__treatment_kind=kind
    )
    newest = approvals.select_related("protocol").order_by("-protocol__version").first()
    return newest.protocol if newest else None
