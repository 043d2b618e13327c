"""Lives a patient's days through the real pipeline, from one due instant to the next."""

from collections.abc import Callable
from datetime import datetime, timedelta

from messaging.actions import inbound, stepping, ticking, treatments
from messaging.models import Dose, Patient, Question, QuestionState
from messaging.rules.facts import DoseState
from tests import factories

Said = Callable[[Question], str | None]


def always_well(question: Question) -> str:
    """She answers every question, and all is well."""
    said = {"Q-PAIN": "2", "Q-SEV": "A", "T-DENTIST": "Y", "T-STILLYOU": "Y"}
    return said.get(question.slug, "N")


def live(patient: Patient, *, since: datetime, until: datetime, says: Said = always_well) -> int:
    """Step service time till `until`; doses are given on their day.  Gives the steps taken."""
    now, steps = since, 0
    ticking.tick(now=now)
    while (upcoming := stepping.next_due(now=now)) is not None and upcoming < until:
        now, steps = max(upcoming, now + timedelta(seconds=1)), steps + 1
        _give_doses(patient, now=now)
        ticking.tick(now=now)
        _answer(patient, says, now=now + timedelta(minutes=3))
    return steps


def _give_doses(patient: Patient, *, now: datetime) -> None:
    today = patient.clinic.today(now)
    past = Dose.objects.filter(
        treatment__patient=patient, state=DoseState.PLANNED.value, on__lt=today
    )
    for dose in past:
        treatments.give(dose, by="the clinic", now=now)


def _answer(patient: Patient, says: Said, *, now: datetime) -> None:
    """Answer what is open, one question after the other."""
    for _ in range(4):
        question = Question.objects.filter(
            state=QuestionState.OPEN, check_in__recipient__patient=patient
        ).first()
        body = says(question) if question else None
        if body is None:
            return
        factories.arrives(patient, body, now=now)
        inbound.read_waiting(now=now)
        ticking.tick(now=now)
