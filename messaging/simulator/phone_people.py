"""Who can be at the phone: everybody in the demo clinics, or a stranger with any number."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from messaging.actions import outbound
from messaging.models import Clinic, ConsentEvent, Phone, Recipient, Relation, Sender
from messaging.rules import consent
from messaging.rules.consent import ConsentState, EventKind
from messaging.rules.phone import BadNumber, parse
from messaging.simulator.phone_words import spoken

STRANGER = "A stranger"
_PK = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Person:
    """Somebody at a phone.

    `phone` and `recipient` are None for a number that the clinic has never heard of.
    """

    name: str
    number: str
    clinic: Clinic
    consent: ConsentState = ConsentState.NEVER_ASKED
    phone: Phone | None = None
    recipient: Recipient | None = None

    @property
    def ours(self) -> str:
        """The clinic's number that she texts with."""
        if self.phone is not None:
            return outbound.sender_of(self.phone).number
        return Sender.objects.filter(clinic=self.clinic).order_by("id")[0].number

    @property
    def ours_shown(self) -> str:
        return spoken(self.ours)

    @property
    def number_shown(self) -> str:
        return spoken(self.number)

    @property
    def address(self) -> str:
        """The query that leads back to this person."""
        key = {"who": self.recipient.pk} if self.recipient else {"number": self.number}
        return f"?{urlencode(key)}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.recipient.zone if self.recipient else self.clinic.time_zone)

    @property
    def language(self) -> str:
        return self.recipient.patient.language if self.recipient else "en"

    @property
    def language_name(self) -> str:
        return self.recipient.patient.get_language_display() if self.recipient else ""

    @property
    def treatments(self) -> str:
        """What she is treated with, or whose caregiver this is."""
        if self.recipient is None:
            return ""
        if self.recipient.relation == Relation.CAREGIVER:
            return f"caregiver of {self.recipient.patient.first_name}"
        kinds = [str(treatment) for treatment in self.recipient.patient.treatments.all()]
        return ", ".join(dict.fromkeys(kinds)) or "no treatment yet"


def everybody() -> list[Person]:
    """All who are reached at a phone of a demo clinic, in the order they were enrolled."""
    rows = _recipients().prefetch_related("patient__treatments")
    states = _states(phone__clinic__demo=True)
    return [_person(row, states[row.phone_id]) for row in rows.order_by("phone__clinic", "pk")]


def chosen(asked: Mapping[str, str]) -> Person | None:
    """The person of an address: `who` names a recipient, `number` any phone; else the first.

    None when there is no demo clinic yet.  Raises BadNumber, and Http404 for somebody
    who is not in a demo clinic.
    """
    if asked.get("number"):
        return _at_number(parse(asked["number"]))
    row = _named(asked["who"]) if asked.get("who") else _recipients().order_by("pk").first()
    return _person(row, _state(row.phone)) if row else None


def _named(who: str) -> Recipient:
    row = _recipients().filter(pk=int(who)).first() if _PK.fullmatch(who) else None
    if row is None:
        raise Http404("Nobody in the demo clinics has this number.")
    return row


def _at_number(number: str) -> Person | None:
    """A number that belongs to a patient is hers, whoever types it."""
    sender = Sender.objects.filter(clinic__demo=True).select_related("clinic").first()
    if sender is None:
        return None
    if Sender.objects.filter(number=number).exists():
        raise BadNumber("This is the clinic's own number. Type another one, as +1 555 010 0199.")
    row = _recipients().filter(phone__number_index=Phone.index_of(number)).first()
    if row is not None:
        return _person(row, _state(row.phone))
    phone = Phone.objects.numbered(sender.clinic, number)
    state = _state(phone) if phone else ConsentState.NEVER_ASKED
    return Person(STRANGER, number, sender.clinic, consent=state, phone=phone)


def _recipients() -> QuerySet[Recipient]:
    rows = Recipient.objects.filter(active=True, phone__clinic__demo=True)
    return rows.select_related("phone__clinic", "patient")


def _person(row: Recipient, state: ConsentState) -> Person:
    caregiver = row.relation == Relation.CAREGIVER
    return Person(
        name=f"{row.patient.first_name}'s caregiver" if caregiver else row.patient.first_name,
        number=row.phone.number,
        clinic=row.phone.clinic,
        consent=state,
        phone=row.phone,
        recipient=row,
    )


def _state(phone: Phone) -> ConsentState:
    return _states(phone=phone)[phone.pk]


def _states(**which: object) -> Mapping[int, ConsentState]:
    """Where each phone stands, in one query; a phone without events was never asked."""
    events: dict[int, list[consent.Event]] = defaultdict(list)
    rows = ConsentEvent.objects.filter(**which).order_by("at", "id")
    for phone, kind, at in rows.values_list("phone_id", "kind", "at"):
        events[phone].append(consent.Event(EventKind(kind), at))
    folded = {phone: consent.state(found) for phone, found in events.items()}
    return defaultdict(lambda: ConsentState.NEVER_ASKED, folded)
