"""Does what the script of a rehearsal says, by the same actions that staff and patients use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from messaging.actions import enrolments, inbound, stays, treatments
from messaging.actions.enrolments import NewPatient
from messaging.gateway.base import Inbound
from messaging.gateway.memory import message_id
from messaging.management.demo import name_caregiver
from messaging.management.rehearsal_script import Act, Course, Person, What
from messaging.models import Clinic, Dose, Patient, PatientState, Treatment
from messaging.models.treatments import TreatmentState
from messaging.rules.facts import DoseState

BY = "rehearsal"


@dataclass
class Lived:
    """A person of the script as she stands in the database."""

    person: Person
    clinic: Clinic
    patient: Patient
    courses: list[Treatment]

    def dose(self, act: Act) -> Dose:
        doses = Dose.objects.select_related("treatment__patient__clinic")
        return doses.get(treatment=self.courses[act.course], number=act.dose)

    def says(self, body: str, *, now: datetime) -> None:
        """A text from her phone, stored and not yet read."""
        inbound.receive(
            Inbound(
                provider_id=message_id(),
                to=self.clinic.senders.get().number,
                from_=self.person.number,
                body=body,
            ),
            now=now,
        )


def join(clinic: Clinic, person: Person, *, by: Any, now: datetime) -> Lived:
    """Enrols her with all her treatments, as a coordinator would have typed them."""
    patient = enrolments.enrol(
        clinic=clinic,
        new=NewPatient(
            name=person.name,
            number=person.number,
            language=person.language,
            time_zone=person.zone,
            preferred_time=person.preferred,
            weekly_day=person.weekly_day,
            kidney_trouble=person.kidney,
            drug_names_agreed=person.named_drugs,
            evidence="signed form on file (invented)",
            dentist_seen_on=person.dentist_seen_on,
        ),
        by=by,
        now=now,
    )
    name_caregiver(patient, person.caregiver, by=by, now=now)
    return Lived(
        person, clinic, patient, [_treat(patient, each, by, now) for each in person.courses]
    )


def _treat(patient: Patient, course: Course, by: Any, now: datetime) -> Treatment:
    made = Treatment(
        patient=patient,
        kind=course.kind,
        subtype=course.subtype,
        starts_on=course.starts,
        doses_before=course.before,
        spine=course.spine,
        pills=course.pills,
    )
    return treatments.save(
        made, by=by, now=now, doses=course.doses, every_days=course.every, at=course.at
    )


def record(dose: Dose, *, missed: bool, now: datetime) -> None:
    """The morning after: it was given, or it was not."""
    if missed:
        treatments.miss(dose, by=BY, now=now)
    else:
        treatments.give(dose, by=BY, now=now)


def do(lived: Lived, act: Act, *, now: datetime) -> None:
    """One act of the script, but doses that were missed: those are recorded, see `record`."""
    _DOING[act.what](lived, act, now)


def _move(lived: Lived, act: Act, now: datetime) -> None:
    if act.to is not None:
        treatments.move(lived.dose(act), on=act.to, by=BY, now=now)


def _cancel(lived: Lived, act: Act, now: datetime) -> None:
    treatments.cancel(lived.dose(act), by=BY, now=now)


def _end(lived: Lived, act: Act, now: datetime) -> None:
    """Doses that would follow are off, and it ends today."""
    course = lived.courses[act.course]
    for dose in course.doses.filter(state=DoseState.PLANNED.value, on__gt=act.on):
        treatments.cancel(dose, by=BY, now=now)
    course.refresh_from_db()
    course.ends_on = act.on
    treatments.save(course, by=BY, now=now)


def _set_course(state: TreatmentState) -> Callable[[Lived, Act, datetime], None]:
    def change(lived: Lived, act: Act, now: datetime) -> None:
        course = lived.courses[act.course]
        course.refresh_from_db()
        course.state = state
        treatments.save(course, by=BY, now=now)

    return change


def _set_patient(state: PatientState) -> Callable[[Lived, Act, datetime], None]:
    def change(lived: Lived, act: Act, now: datetime) -> None:
        lived.patient.refresh_from_db()
        lived.patient.state = state
        enrolments.save_patient(lived.patient, by=BY, now=now)

    return change


def _text(body: str) -> Callable[[Lived, Act, datetime], None]:
    def say(lived: Lived, act: Act, now: datetime) -> None:
        lived.says(body, now=now)

    return say


def _admit(lived: Lived, act: Act, now: datetime) -> None:
    stays.admit(lived.patient, on=act.on, by=BY, now=now)


def _discharge(lived: Lived, act: Act, now: datetime) -> None:
    stay = stays.open_stay(lived.patient)
    if stay is not None:
        stays.discharge(stay, on=act.on, by=BY, now=now)


def _nothing(lived: Lived, act: Act, now: datetime) -> None:
    """Waits for the morning after."""


_DOING: Mapping[What, Callable[[Lived, Act, datetime], None]] = {
    What.STOP: _text("STOP"),
    What.START: _text("START"),
    What.LESS: _text("LESS"),
    What.PAUSE: _set_patient(PatientState.PAUSED),
    What.RESUME: _set_patient(PatientState.ACTIVE),
    What.HOSPICE: _set_patient(PatientState.HOSPICE),
    What.DIED: _set_patient(PatientState.DIED),
    What.ADMITTED: _admit,
    What.DISCHARGED: _discharge,
    What.MISSED: _nothing,
    What.MOVED: _move,
    What.CANCELLED: _cancel,
    What.ENDED: _end,
    What.HELD: _set_course(TreatmentState.PAUSED),
    What.RESUMED: _set_course(TreatmentState.ACTIVE),
}
