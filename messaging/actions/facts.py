"""Reads from the database what the agenda must know of patients, as plain values.

Set-based: about a dozen queries for a chunk of patients, however many they are and however
long they have been here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Q

from messaging.actions import bygone, consent, sharing
from messaging.actions.bygone import Seat
from messaging.models import (
    Alert,
    Dose,
    Enrolment,
    HospitalStay,
    Patient,
    PatientState,
    Recipient,
    Relation,
    Step,
    TreatmentState,
)
from messaging.rules import facts
from messaging.rules.reasons import Reason
from messaging.rules.windows import local_date

CHUNK = 500

_STOP_REASONS = {
    PatientState.PAUSED.value: Reason.PAUSED.value,
    PatientState.HOSPICE.value: Reason.HOSPICE.value,
    PatientState.DIED.value: Reason.DEATH.value,
}
_STANDING = (TreatmentState.ACTIVE.value, TreatmentState.ENDED.value)
_STATES = {state.value: state for state in facts.DoseState}
Steps = tuple[facts.Step, ...]


def of(patient: Patient, *, now: datetime, anew: bool = False) -> facts.Patient:
    """All that decides one patient's agenda, as it is now in the database."""
    return next(of_many([patient.pk], now=now, anew=anew))


def of_many(pks: Iterable[int], *, now: datetime, anew: bool = False) -> Iterator[facts.Patient]:
    """The facts of each patient, in the order of the keys; a key that is nobody's is passed over.

    Reads a chunk at a time, so that any number streams in the memory of one.  The steps of
    a protocol version are read once and are the same objects for all.  `anew` forgets what
    was decided before, so that the agenda weighs the whole past again: after a change.
    """
    steps: dict[int, Steps] = {}
    keys = iter(pks)
    while chunk := list(islice(keys, CHUNK)):
        yield from _Chunk(chunk, now=now, anew=anew, steps=steps).read()


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


@dataclass
class _Chunk:
    """One chunk of patients while it is being read."""

    pks: list[int]
    now: datetime
    anew: bool
    steps: dict[int, Steps]
    zones: dict[int, str] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def read(self) -> Iterator[facts.Patient]:
        rows = {row["pk"]: row for row in Patient.objects.filter(pk__in=self.pks).values(*_HER)}
        self.zones = {pk: row["time_zone"] for pk, row in rows.items()}
        seats = self._seats()
        recipients = self._recipients(seats)
        enrolments = self._enrolments()
        alerts, stays = self._alerts(recipients), self._stays()
        sent = self._sent(seats, enrolments)
        placed = self._placed(seats, enrolments)
        desks = {row["clinic_id"]: _desk(row) for row in rows.values()}
        for pk in self.pks:
            if pk in rows:
                yield facts.Patient(
                    enrolments=tuple(enrolments[pk]),
                    recipients=tuple(recipients[pk]),
                    desk=desks[rows[pk]["clinic_id"]],
                    alert_open=pk in alerts,
                    stays=tuple(stays[pk]),
                    sent=tuple(sent[pk]),
                    placed={
                        key: day
                        for r in recipients[pk]
                        for key, day in placed.get(r.id, {}).items()
                    },
                    **_person(rows[pk]),
                )

    def _seats(self) -> list[dict[str, Any]]:
        """At which phones they are reached, and were before."""
        rows = Recipient.objects.filter(patient_id__in=self.pks).order_by("pk")
        return list(rows.values(*_SEAT))

    def _recipients(
        self, seats: Iterable[Mapping[str, Any]]
    ) -> Mapping[int, list[facts.Recipient]]:
        found = [seat for seat in seats if seat["active"]]
        joined = consent.joined({x["phone_id"] for x in found if not x["phone__bad_reason"]})
        shared = sharing.shared({seat["phone_id"] for seat in found})
        by_patient: dict[int, list[facts.Recipient]] = defaultdict(list)
        for seat in found:
            zone = seat["time_zone"] or self.zones[seat["patient_id"]]
            since = joined.get(seat["phone_id"])
            by_patient[seat["patient_id"]].append(
                facts.Recipient(
                    id=seat["pk"],
                    phone=seat["phone_id"],
                    zone=zone,
                    joined_on=local_date(since, zone) if since else None,
                    caregiver=seat["relation"] == Relation.CAREGIVER,
                    answers=seat["answers"],
                    discreet=seat["phone_id"] in shared or not seat["patient__drug_names_agreed"],
                )
            )
        return by_patient

    def _enrolments(self) -> Mapping[int, list[facts.Enrolment]]:
        rows = list(
            Enrolment.objects.filter(patient_id__in=self.pks).order_by("pk").values(*_PLACE)
        )
        self.moved = {row["pk"] for row in rows if row["moved_at"]}
        self._read_steps({row["protocol_id"] for row in rows} - self.steps.keys())
        doses = _doses([row["treatment_id"] for row in rows if row["treatment_id"]])
        by_patient: dict[int, list[facts.Enrolment]] = defaultdict(list)
        for row in rows:
            treated = _treated(row, doses) if row["treatment_id"] else {"active": row["active"]}
            by_patient[row["patient_id"]].append(
                facts.Enrolment(
                    id=row["pk"],
                    protocol=row["protocol__slug"],
                    version=row["protocol__version"],
                    steps=self.steps.get(row["protocol_id"], ()),
                    enrolled_on=local_date(row["enrolled_at"], self.zones[row["patient_id"]]),
                    decided_until=None if self.anew else row["decided_until"],
                    **treated,
                )
            )
        return by_patient

    def _read_steps(self, protocols: set[int]) -> None:
        if not protocols:
            return
        found: dict[int, list[facts.Step]] = defaultdict(list)
        for row in Step.objects.filter(protocol_id__in=protocols).order_by("position"):
            found[row.protocol_id].append(step_of(row))
        self.steps.update((protocol, tuple(found[protocol])) for protocol in protocols)

    def _alerts(self, recipients: Mapping[int, list[facts.Recipient]]) -> set[int]:
        """Those for whom an alert that presses is open, or one on their phone about nobody."""
        at: dict[int, set[int]] = defaultdict(set)
        for patient, places in recipients.items():
            for place in places:
                at[place.phone].add(patient)
        about = Q(patient_id__in=self.pks) | Q(patient=None, phone_id__in=at)
        found: set[int] = set()
        pressing = Alert.objects.pressing(self.now).filter(about)
        for patient, phone in pressing.values_list("patient_id", "phone_id"):
            found |= {patient} if patient else at[phone]
        return found

    def _stays(self) -> Mapping[int, list[facts.Stay]]:
        rows = HospitalStay.objects.filter(patient_id__in=self.pks).order_by("admitted_on", "pk")
        by_patient: dict[int, list[facts.Stay]] = defaultdict(list)
        for patient, came, left in rows.values_list("patient_id", "admitted_on", "discharged_on"):
            by_patient[patient].append(facts.Stay(came, left))
        return by_patient

    def _sent(
        self,
        seats: Iterable[Mapping[str, Any]],
        enrolments: Mapping[int, list[facts.Enrolment]],
    ) -> Mapping[int, list[facts.Sent]]:
        places = [Seat(seat["pk"], seat["patient_id"], seat["phone_id"]) for seat in seats]
        steps = {step.id: step for steps in self.steps.values() for step in steps}
        return bygone.of(
            places, enrolments=enrolments, steps=steps.values(), moved=self.moved, now=self.now
        )

    def _placed(
        self,
        seats: Iterable[Mapping[str, Any]],
        enrolments: Mapping[int, list[facts.Enrolment]],
    ) -> Mapping[int, dict[tuple[int, int, str, str], date]]:
        places = [place for each in enrolments.values() for place in each]
        steps = {step.id: step for steps in self.steps.values() for step in steps}
        bounds = bygone.bounds_of(places, steps=steps.values(), now=self.now)
        active = [seat["pk"] for seat in seats if seat["active"]]
        return bygone.placed(active, since=bounds.long_since)


_HER = (
    "pk", "time_zone", "preferred_time", "weekly_day", "kidney_trouble", "dentist_seen_on",
    "education_off", "state", "stopped_on", "created_at", "clinic_id", "clinic__quiet_from",
    "clinic__quiet_to", "clinic__time_zone", "clinic__staffed_days", "clinic__opens_at",
    "clinic__closes_at",
)  # fmt: skip
_SEAT = (
    "pk", "patient_id", "phone_id", "phone__bad_reason", "time_zone", "relation", "answers",
    "active", "patient__drug_names_agreed",
)  # fmt: skip
_PLACE = (
    "pk", "patient_id", "protocol_id", "protocol__slug", "protocol__version", "active",
    "enrolled_at", "decided_until", "moved_at", "treatment_id", "treatment__kind",
    "treatment__subtype", "treatment__starts_on", "treatment__ends_on", "treatment__doses_before",
    "treatment__spine", "treatment__pills", "treatment__state",
)  # fmt: skip


def _person(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["pk"],
        "zone": row["time_zone"],
        "preferred_time": row["preferred_time"],
        "weekly_day": row["weekly_day"],
        "quiet_from": row["clinic__quiet_from"],
        "quiet_to": row["clinic__quiet_to"],
        "kidney": row["kidney_trouble"],
        "dentist_seen_on": row["dentist_seen_on"],
        "education_off": row["education_off"],
        "stopped_on": _stopped_on(row),
        "stop_reason": _STOP_REASONS.get(row["state"], ""),
    }


def _stopped_on(row: Mapping[str, Any]) -> date | None:
    if row["state"] == PatientState.ACTIVE:
        return None
    return row["stopped_on"] or local_date(row["created_at"], row["time_zone"])


def _desk(row: Mapping[str, Any]) -> facts.Desk:
    return facts.Desk(
        zone=row["clinic__time_zone"],
        days=frozenset(row["clinic__staffed_days"]),
        opens=row["clinic__opens_at"],
        closes=row["clinic__closes_at"],
    )


def _treated(row: Mapping[str, Any], doses: Mapping[int, list[facts.Dose]]) -> dict[str, Any]:
    return {
        "kind": row["treatment__kind"],
        "subtype": row["treatment__subtype"],
        "starts_on": row["treatment__starts_on"],
        "ends_on": row["treatment__ends_on"],
        "doses": tuple(doses.get(row["treatment_id"], ())),
        "doses_before": row["treatment__doses_before"],
        "spine": row["treatment__spine"],
        "pills": row["treatment__pills"],
        "active": row["active"] and row["treatment__state"] in _STANDING,
    }


def _doses(treatments: list[int]) -> Mapping[int, list[facts.Dose]]:
    rows = Dose.objects.filter(treatment_id__in=treatments).order_by("on", "number")
    by_treatment: dict[int, list[facts.Dose]] = defaultdict(list)
    for treatment, pk, number, on, given_on, at, state, moves in rows.values_list(
        "treatment_id", "pk", "number", "on", "given_on", "at", "state", "moves"
    ):
        dose = facts.Dose(pk, number, given_on or on, at, _STATES[state], moves)
        by_treatment[treatment].append(dose)
    return by_treatment
