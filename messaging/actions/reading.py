"""Reads a stored text: the phone's state first, then the words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from content import lookup
from content.text.match import Index
from content.text.words import Library
from messaging.actions import composing, consent, judging, replies
from messaging.models import (
    Clinic,
    InboundMessage,
    InboundState,
    Patient,
    Question,
    Recipient,
    Relation,
)
from messaging.rules import intents, joined, triage
from messaging.rules.consent import ConsentState
from messaging.rules.joined import Said
from messaging.rules.kinds import Asked, Kind, Reading

JOINED_WINDOW = timedelta(minutes=5)
MOST_JOINED = 12
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
    # A text that was long on its way cannot answer what was asked after it was sent.
    known = asked.filter(asked_at__lte=row.received_at)
    late = now - judging.LATE_WINDOW
    return known.open_at(row.phone_id) or known.late_for(row.phone_id, late)


def index_for(library: Library, key: int) -> Index:
    """The search index of a word set, made anew only when its words changed."""
    known = _indexes.get(key)
    if known is None or known[0] is not library:
        known = (library, Index.of(library, lookup.reader()))
        _indexes[key] = known
    return known[1]


def prepare(clinic: Clinic, *, now: datetime) -> None:
    """Load what reading needs.  It takes a second the first time: not while rows are locked."""
    index_for(composing.library(clinic, now=now), clinic.wordset_id)


def read(row: InboundMessage, known: Situation, *, now: datetime) -> Reading:
    """The text alone; where it holds no red flag, also together with those just before it."""
    clinic = row.phone.clinic
    form = triage.form(known.question.slug) if known.question else None
    asked = Asked(form) if form else None
    found = intents.read(
        row.body,
        index=index_for(composing.library(clinic, now=now), clinic.wordset_id),
        language=known.language,
        asked=asked,
        joined=known.joined,
    )
    if row.media_count and not row.body.strip():
        return Reading(Kind.THANKS)
    if found.red_flag or not row.body.strip():
        return found
    before = _around(row)
    return joined.with_earlier(found, row.body, before, reader=lookup.reader(), asked=asked)


def _around(row: InboundMessage) -> list[Said]:
    """What this phone wrote within 5 minutes of it, oldest first, and was no red flag.

    Mostly what came just before; a text that was found late may have followers.
    """
    window = (row.received_at - JOINED_WINDOW, row.received_at + JOINED_WINDOW)
    rows = InboundMessage.objects.filter(phone=row.phone, received_at__range=window)
    unflagged = rows.filter(state=InboundState.READ, flag="").exclude(pk=row.pk)
    newest = unflagged.order_by("-received_at", "-pk")[:MOST_JOINED]
    return [Said(other.body, other.kind) for other in reversed(newest)]
