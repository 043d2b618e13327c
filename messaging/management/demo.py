"""Makes the demo clinic: words and protocols approved by an invented reviewer, people, history."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from content import actions as content
from content.models import Passage, Template, WordSet
from messaging import clock
from messaging.actions import enrolments, protocols, treatments
from messaging.actions.enrolments import NewPatient
from messaging.management.demo_people import PEOPLE, STAFF, Course, Person
from messaging.models import Clinic, Membership, OptIn, Patient, Relation, Sender, Treatment
from messaging.rules.windows import local_instant

SLUG = "harbor"
PASSWORD = "bonemets-demo"  # noqa: S105 - printed on screen; the demo listens on loopback only
ZONE = "America/Chicago"
OPENS = time(10, 5)


class NotInProduction(Exception):
    """The demo clinic has invented people and an invented reviewer: never among real ones."""


def exists() -> bool:
    return Clinic.objects.filter(slug=SLUG).exists()


def make() -> Clinic:
    """Everything but the history, in slices of one transaction each."""
    start = first_morning(clock.engine_now())
    clinic = house(now=start)
    for person in PEOPLE:
        enrol(clinic, person, today=clinic.today(start), now=_joined(person, start))
    return clinic


def house(*, now: datetime) -> Clinic:
    """A clinic without patients: words and protocols approved, and staff.

    Raises NotInProduction.
    """
    if settings.BONEMETS_MODE == "production":
        raise NotInProduction("The demo clinic cannot be made in production.")
    clinic = _clinic(now=now)
    _approve(clinic, now=now)
    _staff(clinic)
    return clinic


def first_morning(now: datetime) -> datetime:
    """10:05 on a weekday in the clinic's zone: today's if still ahead, else the next."""
    day = now.astimezone(ZoneInfo(ZONE)).date()
    while day.weekday() > 4 or local_instant(day, OPENS, ZONE) < now:
        day += timedelta(days=1)
    return local_instant(day, OPENS, ZONE)


@transaction.atomic
def _clinic(*, now: datetime) -> Clinic:
    content.load_library(now=now)
    wordset = content.make_wordset(slug=SLUG, name="Harbor Bone Clinic")
    clinic = Clinic.objects.create(
        slug=SLUG,
        name="Harbor Bone Clinic",
        text_name="Harbor Clinic",
        wordset=wordset,
        time_zone=ZONE,
        opt_in=OptIn.WRITTEN,
        day_phone="+15550100199",
        oncall_phone="+15550100198",
        hospice_phone="+15550100197",
        demo=True,
    )
    Sender.objects.create(clinic=clinic, number="+15550100100", pace=100)
    return clinic


@transaction.atomic
def _approve(clinic: Clinic, *, now: datetime) -> None:
    """An invented reviewer signs the shipped words and protocols; the screens say so."""
    content.approve(
        wordset=WordSet.objects.get(pk=clinic.wordset_id),
        passages=list(Passage.objects.newest()),
        templates=list(Template.objects.newest()),
        by=content.DEMO_REVIEWER,
        now=now,
        note="Demo only: nobody clinical has reviewed these words.",
    )
    loaded = protocols.load_shipped(now=now)
    protocols.approve(clinic=clinic, protocols=loaded, by=content.DEMO_REVIEWER, now=now)


@transaction.atomic
def _staff(clinic: Clinic) -> None:
    secret = make_password(PASSWORD)
    for username, role, name in STAFF:
        first, _, last = name.rpartition(" ")
        user = get_user_model().objects.create(
            username=username, password=secret, is_staff=True, first_name=first, last_name=last
        )
        Membership.objects.create(user=user, clinic=clinic, role=role)


def _joined(person: Person, start: datetime) -> datetime:
    return start + timedelta(days=person.joined)


@transaction.atomic
def enrol(clinic: Clinic, person: Person, *, today: date, now: datetime) -> Patient:
    """One invented person with her treatments, as a coordinator would have typed her."""
    by = get_user_model().objects.get(username="coordinator")
    patient = enrolments.enrol(
        clinic=clinic,
        new=NewPatient(
            name=person.name,
            number=person.number,
            language=person.language,
            time_zone=person.zone,
            weekly_day=person.weekly_day,
            kidney_trouble=person.kidney,
            drug_names_agreed=person.named_drugs,
            evidence="signed form on file (invented)",
            dentist_seen_on=today - timedelta(days=40) if person.dentist_seen else None,
        ),
        by=by,
        now=now,
    )
    for course in person.courses:
        _treat(patient, course, today=today, now=now)
    name_caregiver(patient, person.caregiver, by=by, now=now)
    return patient


def name_caregiver(patient: Patient, number: str, *, by: Any, now: datetime) -> None:
    """Reach a caregiver at a number; without one there is nobody."""
    if number:
        enrolments.give_phone(
            patient=patient,
            number=number,
            by=by,
            now=now,
            relation=Relation.CAREGIVER,
            permission="named by the patient in writing (invented)",
        )


def _treat(patient: Patient, course: Course, *, today: date, now: datetime) -> None:
    by = get_user_model().objects.get(username="coordinator")
    treatment = Treatment(
        patient=patient,
        kind=course.kind,
        subtype=course.subtype,
        doses_before=course.before,
        starts_on=_weekday(today + timedelta(days=course.starts)),
        spine=course.spine,
    )
    treatments.save(
        treatment, by=by, now=now, doses=course.doses, every_days=course.every, at=course.at
    )


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend: clinics treat on weekdays."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
