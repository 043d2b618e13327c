"""What tests of the phone share: its addresses, and texts at the provider and in our log."""

from datetime import datetime
from typing import Any

from django.test import Client

from messaging.models import InboundState, Patient, Phone
from messaging.simulator.faults import Fault
from messaging.simulator.messages import Message
from messaging.simulator.provider import Provider
from tests import factories
from tests.factories import NOW, NUMBER


def address(who: Patient, page: str = "") -> str:
    return f"/phone/{page}?who={who.recipients.get().pk}"


def state(client: Client, who: Patient) -> dict[str, Any]:
    found: dict[str, Any] = client.get(address(who, "state")).json()
    return found


def bubbles(client: Client, who: Patient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = state(client, who)["bubbles"]
    return found


def brought(provider: Provider, who: Patient, body: str, **fault: Any) -> Message:
    """The provider takes a text of ours for her."""
    form = {"To": factories.number_of(who), "From": NUMBER, "Body": body}
    return provider.create(form, fault=Fault(**fault))


def read(who: Patient, body: str, *, now: datetime = NOW, sid: str = "") -> None:
    """A text of hers is in our log and has been read; `sid` is the provider's."""
    came = factories.arrives(who, body, now=now)
    came.state, came.provider_id = InboundState.READ, sid or came.provider_id
    came.save()


def phone_of(who: Patient) -> Phone:
    return who.recipients.get().phone
