"""Makes a clinic and its people through the same actions that the service uses.

Every name and number is invented; numbers are reserved for fiction.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from content import actions as content
from content.models import Passage, Template, Topic, WordSet
from content.text.mapping import Row
from messaging.actions import enrolments, inbound, protocols, treatments
from messaging.actions.enrolments import NewPatient
from messaging.gateway.base import Inbound
from messaging.gateway.memory import message_id
from messaging.models import (
    Clinic,
    InboundMessage,
    OptIn,
    OutboundMessage,
    Patient,
    Protocol,
    Sender,
    Treatment,
)
from messaging.rules.treatments import TreatmentKind

# A Tuesday, 10:05 in the clinic's zone (America/Chicago).
NOW = datetime(2026, 3, 3, 16, 5, tzinfo=UTC)
TODAY = date(2026, 3, 3)
NUMBER = "+15550100100"
_numbers = count(300)


def words(*, now: datetime = NOW) -> WordSet:
    """The shipped words, all approved for one word set."""
    if not Topic.objects.exists():
        content.load_library(now=now)
    known = WordSet.objects.filter(slug="tests").first()
    return known or approved_words(slug="tests", now=now)


def approved_words(*, slug: str, now: datetime = NOW) -> WordSet:
    """A word set of its own, for which all shipped words are approved."""
    wordset = content.make_wordset(slug=slug, name=slug.capitalize())
    content.approve(
        wordset=wordset,
        passages=list(Passage.objects.newest()),
        templates=list(Template.objects.newest()),
        by=content.DEMO_REVIEWER,
        now=now,
    )
    return wordset


def import_leaflet(text: str, *, topic: str = "onj") -> content.Imported:
    """Another document of the clinic's own with one paragraph on a topic, not yet approved."""
    return content.import_document(
        file=content.read_file(
            f"# Leaflet\n\n## All of it\n\n{text}\n".encode(), name="leaflet.md"
        ),
        details=content.Details("leaflet", "Harbor", "ours", "Harbor leaflet"),
        rows=[Row(topic, {"": "All of it"})],
        by="Marcus Webb",
        now=NOW,
    )


def leaflet(text: str) -> None:
    """The same, read and approved."""
    passages = import_leaflet(text).document.passages.all()
    content.approve(wordset=words(), passages=passages, by="Dr. Lena Fischer", now=NOW)


def clinic(*, slug: str = "harbor", now: datetime = NOW, **fields: Any) -> Clinic:
    """A clinic with a sender and all shipped protocols approved."""
    known = Clinic.objects.filter(slug=slug).first()
    if known is not None:
        return known
    made = Clinic.objects.create(
        slug=slug,
        **{
            "name": "Harbor Bone Clinic",
            "text_name": "Harbor Clinic",
            "wordset": words(now=now),
            "time_zone": "America/Chicago",
            "opt_in": OptIn.WRITTEN,
            "day_phone": "+15550100199",
            "oncall_phone": "+15550100198",
            "hospice_phone": "+15550100197",
            "demo": True,
            **fields,
        },
    )
    number = NUMBER if slug == "harbor" else f"+1555010{next(_numbers):04}"
    Sender.objects.create(clinic=made, number=number, pace=1000)
    if not Protocol.objects.exists():
        protocols.load_shipped(now=now)
    protocols.approve(
        clinic=made, protocols=list(Protocol.objects.filter(clinic=None)), by="tests", now=now
    )
    return made


def person(username: str = "dana", **fields: Any) -> Any:
    """A member of staff."""
    users = get_user_model().objects
    return users.filter(username=username).first() or users.create_user(
        username, password="a long password", is_staff=True, **fields
    )


def patient(*, now: datetime = NOW, at: Clinic | None = None, **fields: Any) -> Patient:
    """An enrolled patient who agreed in writing, drug names included."""
    new = {
        "name": "June Whitfield",
        "number": f"+1555010{next(_numbers):04}",
        "drug_names_agreed": True,
        "evidence": "signed form",
        **fields,
    }
    return enrolments.enrol(
        clinic=at or clinic(now=now), new=NewPatient(**new), by=person(), now=now
    )


def treatment(
    of: Patient,
    *,
    kind: TreatmentKind = TreatmentKind.DENOSUMAB,
    starts_on: date = TODAY + timedelta(days=20),
    doses: int = 3,
    every_days: int | None = 28,
    at: time = time(14, 0),
    now: datetime = NOW,
    **fields: Any,
) -> Treatment:
    made = Treatment(patient=of, kind=kind, starts_on=starts_on, **fields)
    return treatments.save(made, by=person(), now=now, doses=doses, every_days=every_days, at=at)


def number_of(who: Patient) -> str:
    return who.recipients.filter(relation="patient", active=True).get().phone.number


def texts(who: Patient | str, body: str, *, now: datetime = NOW, **fields: Any) -> InboundMessage:
    """A text comes in from a patient's phone (or any number), and is read."""
    came = arrives(who, body, now=now, **fields)
    inbound.read_waiting(now=now)
    came.refresh_from_db()
    return came


def arrives(who: Patient | str, body: str, *, now: datetime = NOW, **fields: Any) -> InboundMessage:
    """A text comes in and is stored, not yet read."""
    number = who if isinstance(who, str) else number_of(who)
    provider_id = message_id()
    inbound.receive(
        Inbound(
            **{"provider_id": provider_id, "to": NUMBER, "from_": number, "body": body, **fields}
        ),
        now=now,
    )
    return InboundMessage.objects.get(provider_id=provider_id)


def replies(to: InboundMessage) -> list[str]:
    """What was queued in answer to a text, in order."""
    return [row.body for row in to.replies.order_by("id")]


def slugs(who: Patient) -> list[str]:
    """The templates of all texts to a patient, oldest first; passages are left out."""
    return [row.template.slug for row in outbox(who) if row.template]


def outbox(who: Patient) -> list[OutboundMessage]:
    """All texts to a patient's phones, oldest first."""
    rows = OutboundMessage.objects.filter(phone__recipients__patient=who)
    return list(rows.order_by("queued_at", "id"))
