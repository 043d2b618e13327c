"""The demo clinic's last days, lived through the real pipeline at past service times.

The texts go to a provider in memory, so that nothing of the past is sent again; the
invented people answer their check-ins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from messaging import gateway
from messaging.actions import alerts, inbound, receipts, stepping, ticking, treatments
from messaging.gateway.base import Inbound, ProviderStatus, Receipt
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.management.demo_people import PEOPLE
from messaging.models import (
    Alert,
    Clinic,
    Dose,
    Membership,
    OutboundMessage,
    Question,
    QuestionState,
)
from messaging.rules.facts import DoseState
from messaging.rules.status import MessageState

DAYS = 7
SCORES = {person.number: person.score for person in PEOPLE}


def live_through(clinic: Clinic, *, until: datetime, days: int = DAYS) -> int:
    """Run the clinic's last days up to an instant; gives how many texts went out."""
    now = until - timedelta(days=days)
    with _provider_in_memory() as provider:
        while True:
            upcoming = stepping.next_due(now=now)
            if upcoming is None or upcoming >= until:
                break
            now = max(upcoming, now)
            _one_step(clinic, now=now)
        _close_most(clinic, now=until)
        return len(provider.sent)


@contextmanager
def _provider_in_memory() -> Iterator[MemoryGateway]:
    provider = MemoryGateway()
    gateway.use(provider)
    try:
        yield provider
    finally:
        gateway.reset()


def _one_step(clinic: Clinic, *, now: datetime) -> None:
    _record_doses(clinic, now=now)
    ticking.tick(now=now)
    deliver(now=now)
    for question in list(_open_questions(clinic)):
        _answer(question, clinic, now=now + timedelta(minutes=4))
    ticking.tick(now=now + timedelta(minutes=5))
    deliver(now=now + timedelta(minutes=5))


def _record_doses(clinic: Clinic, *, now: datetime) -> None:
    """Doses of days gone by were given."""
    past = Dose.objects.filter(
        treatment__patient__clinic=clinic,
        state=DoseState.PLANNED.value,
        on__lt=clinic.today(now),
    )
    for dose in past.select_related("treatment__patient__clinic"):
        treatments.give(dose, by="demo", now=now)


def deliver(*, now: datetime) -> None:
    """The provider's reports that all texts have arrived."""
    for row in OutboundMessage.objects.filter(state=MessageState.ACCEPTED):
        attempt = row.attempts.order_by("number").last()
        if attempt is not None:
            receipts.apply(
                token=attempt.token,
                now=now,
                receipt=Receipt(row.provider_id, ProviderStatus.DELIVERED, "delivered"),
            )


def _open_questions(clinic: Clinic) -> Iterator[Question]:
    asked = Question.objects.filter(
        state=QuestionState.OPEN, check_in__recipient__phone__clinic=clinic
    )
    yield from asked.select_related("check_in__recipient__phone")


def _answer(question: Question, clinic: Clinic, *, now: datetime) -> None:
    number = question.check_in.recipient.phone.number
    said = {"Q-PAIN": str(SCORES.get(number, 3)), "Q-SEV": "B", "T-DENTIST": "Y", "T-STILLYOU": "Y"}
    inbound.receive(
        Inbound(
            provider_id=message_id(),
            to=clinic.senders.get().number,
            from_=number,
            body=said.get(question.slug, "N"),
        ),
        now=now,
    )


def _close_most(clinic: Clinic, *, now: datetime) -> None:
    """Yesterday's alerts were seen to; the newest is left for today."""
    by = Membership.objects.get(clinic=clinic, role="coordinator").user
    for alert in list(Alert.objects.open().order_by("-opened_at")[1:]):
        alerts.close(alert=alert, by=by, now=now, action="Phoned her; the team knows (invented).")
