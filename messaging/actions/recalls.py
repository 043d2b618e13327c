"""Who was sent words that are recalled, and whether each phone may be texted about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from messaging.actions import consent
from messaging.gateway.base import OutcomeClass
from messaging.gateway.twilio_words import MAY_HAVE_ARRIVED
from messaging.models import (
    Attempt,
    Clinic,
    Correction,
    OutboundMessage,
    PatientState,
    Recipient,
)
from messaging.rules.consent import may_text
from messaging.rules.status import MessageState
from messaging.rules.windows import local_date

GOT_OR_MAY_HAVE = (
    MessageState.SUBMITTING,
    MessageState.ACCEPTED,
    MessageState.DELIVERED,
    MessageState.UNKNOWN,
    MessageState.HELD,
)


@dataclass(frozen=True)
class Case:
    """One phone that was sent recalled words; `message` is the last text that held them.

    `people` are the patients reached there.  `barrier` says why the phone is not texted,
    in the words of the door out; empty: it may be.  Nothing is `due` to the dead.
    """

    message: OutboundMessage
    recipient: Recipient | None
    people: tuple[Recipient, ...]
    barrier: str
    done: Correction | None

    @property
    def clinic(self) -> Clinic:
        return self.message.phone.clinic

    @property
    def zone(self) -> str:
        return self.recipient.zone if self.recipient else self.clinic.time_zone

    @property
    def language(self) -> str:
        """Hers; on a shared phone that of the words she was sent."""
        return self.recipient.patient.language if self.recipient else self.message.language

    @property
    def told_on(self) -> date:
        """The day on her own calendar on which the words came."""
        return local_date(self.message.accepted_at or self.message.queued_at, self.zone)

    @property
    def due(self) -> bool:
        states = {person.patient.state for person in self.people}
        return self.done is None and states != {PatientState.DIED}


def got(recall_id: int, *, which: Q) -> QuerySet[OutboundMessage]:
    """The texts that hold recalled words and arrived, or may have: doubt counts as arrived.

    Of the clinics with the recall's word set; `which` narrows them further.  Once a recall
    is lifted, later texts with these words are no longer meant.
    """
    doubtful = Attempt.objects.filter(
        message=OuterRef("pk"), outcome__in=("", OutcomeClass.UNKNOWN)
    )
    cut_off = Q(error_code=None) | Q(error_code__in=MAY_HAVE_ARRIVED)
    span, recall = "passage__recalled", "passage__recalled__recall"
    return OutboundMessage.objects.filter(
        which,
        Q(state__in=GOT_OR_MAY_HAVE)
        | Q(Exists(doubtful))
        | Q(cut_off, state=MessageState.UNDELIVERED),
        Q(**{f"{recall}__lifted_at": None}) | Q(queued_at__lt=F(f"{recall}__lifted_at")),
        **{
            recall: recall_id,
            "phone__clinic__wordset": F(f"{recall}__wordset"),
            "span_start__lt": F(f"{span}__end"),
            "span_end__gt": F(f"{span}__start"),
        },
    )


def waiting(recall_id: int, *, which: Q) -> int:
    """How many phones nothing was done for yet: those whose case is `due`, in one query."""
    here = Recipient.objects.filter(phone=OuterRef("phone"), active=True)
    living = here.exclude(patient__state=PatientState.DIED)
    done = Correction.objects.filter(recall=recall_id, phone=OuterRef("phone"))
    nobody_left = Q(recipient=None) & Q(Exists(here)) & ~Q(Exists(living))
    last = got(recall_id, which=which).order_by().values("phone").annotate(last=Max("pk"))
    rows = OutboundMessage.objects.filter(~Q(Exists(done)), pk__in=last.values("last"))
    return rows.exclude(recipient__patient__state=PatientState.DIED).exclude(nobody_left).count()


def cases(recall_id: int, *, which: Q) -> list[Case]:
    """One for each phone, the latest text first; four queries, however many there are.

    Bodies are not read: what was said stands in the recall.
    """
    latest = got(recall_id, which=which).order_by().values("phone").annotate(last=Max("pk"))
    rows = (
        OutboundMessage.objects.filter(pk__in=latest.values("last"))
        .select_related("phone__clinic", "recipient__patient")
        .defer("body")
        .order_by("-pk")
        .prefetch_related(
            "phone__consent_events",
            Prefetch("phone__recipients", _reached()),
            Prefetch("phone__corrections", _done(recall_id)),
        )
    )
    return [_case(row) for row in rows]


def _reached() -> QuerySet[Recipient]:
    return Recipient.objects.filter(active=True).select_related("patient").order_by("pk")


def _done(recall_id: int) -> QuerySet[Correction]:
    rows = Correction.objects.filter(recall=recall_id)
    return rows.select_related("outbound", "handoff").defer("outbound__body")


def _case(message: OutboundMessage) -> Case:
    reached = tuple(message.phone.recipients.all())
    recipient = message.recipient or (reached[0] if len(reached) == 1 else None)
    people = (recipient,) if recipient else reached
    return Case(
        message=message,
        recipient=recipient,
        people=people,
        barrier=_barrier(message, people),
        done=next(iter(message.phone.corrections.all()), None),
    )


def _barrier(message: OutboundMessage, people: Iterable[Recipient]) -> str:
    reached = [person for person in people if person.active]
    if message.phone.bad_reason:
        return f"number: {message.phone.bad_reason}"
    if not reached:
        return "she is no longer reached at this number"
    states = {person.patient.state for person in reached}
    if PatientState.ACTIVE not in states:
        return f"patient: {min(states)}"
    state = consent.folded(message.phone.consent_events.all())
    return "" if may_text(state) else f"consent: {state.value.replace('_', ' ')}"
