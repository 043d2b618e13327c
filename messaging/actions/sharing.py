"""Phones that two patients share: no text names a drug or illness, and each says for whom it is."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from messaging.actions import composing
from messaging.actions.composing import Composed
from messaging.models import PatientState, Recipient

SLUG = "TAG"


def discreet(recipient: Recipient) -> bool:
    """Whether words that name a drug or illness are kept from her phone.

    On a shared one they are, whatever she agreed to: the other did not.
    """
    return not recipient.patient.drug_names_agreed or bool(_others(recipient))


def shared(phones: Collection[int]) -> set[int]:
    """The phones at which more than one living patient is reached."""
    there = Recipient.objects.filter(phone__in=phones, active=True)
    alive = there.exclude(patient__state=PatientState.DIED).order_by()
    people = alive.values("phone").annotate(people=Count("patient", distinct=True))
    return set(people.filter(people__gt=1).values_list("phone", flat=True))


def addressed(words: Composed, recipient: Recipient | None, *, now: datetime) -> Composed:
    """The text as it is, or after "For M:" where the phone is shared.

    The approved words of the tag are kept with the row as its second template.  Raises
    NoWords where they are not approved: a text that may be read as the other's does not go.
    """
    letter = tag(recipient) if recipient is not None else ""
    if recipient is None or not letter:
        return words
    said = composing.template(
        recipient.phone.clinic,
        slug=SLUG,
        language=recipient.patient.language,
        now=now,
        extra={"tag": letter},
    )
    return replace(words, body=f"{said.body} {words.body}", footer_id=said.template_id)


def tag(recipient: Recipient) -> str:
    """What says for whom a text is, on a phone that two patients share; empty elsewhere."""
    others = _others(recipient)
    return _tag(recipient, others) if others else ""


def _others(recipient: Recipient) -> list[Recipient]:
    """Who else is reached there as somebody else's texts."""
    there = Recipient.objects.filter(phone=recipient.phone_id, active=True)
    alive = there.exclude(patient__state=PatientState.DIED)
    return list(alive.exclude(patient=recipient.patient_id).select_related("patient"))


def _tag(recipient: Recipient, others: list[Recipient]) -> str:
    """Her letter; her first name where another has the same."""
    own = _letter(recipient)
    alike = any(_letter(other) == own for other in others)
    return recipient.patient.first_name if alike else own


def _letter(recipient: Recipient) -> str:
    return (recipient.tag or recipient.patient.first_name[:1]).upper()
