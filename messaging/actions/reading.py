"""Reads a stored text: the phone's state first, then the words."""

from dataclasses import dataclass
from datetime import datetime

from content.text.match import Index
from content.text.words import Library
from messaging.actions import composing, consent, judging, replies
from messaging.models import InboundMessage, Patient, Question, Recipient, Relation
from messaging.rules import intents, triage
from messaging.rules.consent import ConsentState
from messaging.rules.kinds import Asked, Kind, Reading

_indexes: dict[int, tuple[Library, Index]] = {}


@dataclass(frozen=True)
class Situation:
    """What is known of a phone when its text is read.

    `question` is the one that an answer would belong to: open, or closed unanswered
    within 72 hours.
    """

    consent: ConsentState
    recipient: Recipient | None
    patients: tuple[Patient, ...]
    question: Question | None
    language: str

    @property
    def joined(self) -> bool:
        return self.consent is ConsentState.GIVEN

    @property
    def may_reply(self) -> bool:
        return self.joined

    @property
    def from_caregiver(self) -> bool:
        return self.recipient is not None and self.recipient.relation == Relation.CAREGIVER


def situation(row: InboundMessage, *, now: datetime) -> Situation:
    recipient = replies.recipient_of(row)
    patients = replies.patients_of(row)
    return Situation(
        consent=consent.state_of(row.phone),
        recipient=recipient,
        patients=tuple(patients),
        question=_question(row, now=now),
        language=patients[0].language if patients else "en",
    )


def _question(row: InboundMessage, *, now: datetime) -> Question | None:
    asked = Question.objects.select_related(
        "check_in__recipient__phone__clinic",
        "check_in__recipient__patient__clinic",
        "check_in__reminder",
    )
    late = now - judging.LATE_WINDOW
    return asked.open_at(row.phone_id) or asked.late_for(row.phone_id, late)


def index_for(library: Library, key: int) -> Index:
    """The search index of a word set, made anew only when its words changed."""
    known = _indexes.get(key)
    if known is None or known[0] is not library:
        known = (library, Index.of(library))
        _indexes[key] = known
    return known[1]


def read(row: InboundMessage, known: Situation, *, now: datetime) -> Reading:
    clinic = row.phone.clinic
    asked = triage.form(known.question.slug) if known.question else None
    found = intents.read(
        row.body,
        index=index_for(composing.library(clinic, now=now), clinic.wordset_id),
        language=known.language,
        asked=Asked(asked) if asked else None,
        joined=known.joined,
    )
    return found if row.body.strip() or not row.media_count else Reading(Kind.THANKS)
