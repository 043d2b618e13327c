"""Short words for what the tests of the actions do again and again."""

from datetime import datetime, timedelta
from typing import Any

from content import actions as content
from content.models import Passage, Recall, Template, WordSet
from messaging import clock
from messaging.actions import composing, dispatch, outbound, visits
from messaging.gateway.base import Outcome, OutcomeClass, ProviderStatus
from messaging.gateway.memory import message_id
from messaging.models import Dose, HandOff, Origin, OutboundMessage, Patient, Phone
from messaging.rules.status import TERMINAL, MessageState, Priority
from tests import factories
from tests.factories import NOW

UNKNOWN = Outcome(OutcomeClass.UNKNOWN, detail="ReadTimeout")


def phone_of(who: Patient) -> Phone:
    return who.recipients.get(relation="patient", active=True).phone


def queue(who: Patient, *, key: str = "one", slug: str = "CARD", **given: Any) -> OutboundMessage:
    """A planned text to a patient, due now."""
    phone = phone_of(who)
    fields: dict[str, Any] = {
        "phone": phone,
        "words": composing.template(phone.clinic, slug=slug, language="en", now=NOW),
        "origin": Origin.REMINDER,
        "priority": Priority.TEACHING,
        "recipient": phone.recipients.first(),
        "key": key,
        "now": NOW,
        **given,
    }
    return outbound.queue(**fields)


def send(row: OutboundMessage, *, now: datetime = NOW) -> OutboundMessage:
    """One turn of the dispatcher; gives the row as it is then."""
    dispatch.run(now=now)
    row.refresh_from_db()
    return row


def sent(who: Patient, **given: Any) -> OutboundMessage:
    """A text that the provider has accepted."""
    return send(queue(who, **given))


def told_of(dose: Dose, *, step: str = "visit") -> OutboundMessage:
    """The text of a step about this dose has left."""
    who = dose.treatment.patient
    reminder = dose.reminders.get(step__slug=step)
    _, slug = reminder.words[0].split(":")
    known = visits.values(reminder, now=NOW)
    words = composing.template(who.clinic, slug=slug, language="en", now=NOW, extra=known)
    return sent(who, key=f"{step}:{dose.pk}", reminder=reminder, words=words)


def wait_over(row: OutboundMessage) -> None:
    """Let the lease, quarantine or back-off of a row have ended (engine time)."""
    past = clock.engine_now() - timedelta(seconds=1)
    OutboundMessage.objects.filter(pk=row.pk).update(next_action_at=past)


def refused(code: int, *, http_status: int = 400) -> Outcome:
    return Outcome(OutcomeClass.REJECTED, http_status=http_status, error_code=code)


def made_but_unanswered() -> Outcome:
    """The provider took it, and its answer was lost."""
    return Outcome(OutcomeClass.UNKNOWN, provider_id=message_id(), status=ProviderStatus.QUEUED)


def token(row: OutboundMessage) -> str:
    return row.attempts.order_by("number").reverse()[0].token


def handoffs(who: Patient) -> list[HandOff]:
    return list(HandOff.objects.open().filter(phone__recipients__patient=who).order_by("id"))


def kinds(who: Patient) -> list[str]:
    return [row.kind for row in handoffs(who)]


def withdraw_all_words() -> None:
    """A reviewer has taken every approval back."""
    content.retire(
        wordset=WordSet.objects.get(),
        templates=Template.objects.all(),
        passages=Passage.objects.all(),
        by=content.DEMO_REVIEWER,
        now=NOW,
    )


def texts_of(who: Patient) -> list[str]:
    return factories.slugs(who)


def answer(who: Patient, topic: str = "onj", *, key: str = "", **given: Any) -> OutboundMessage:
    """The approved words on a topic, queued for a patient as the answer to a question."""
    clinic, language = who.clinic, who.language
    words = composing.passage(clinic, topic=topic, language=language, now=NOW)
    return queue(
        who,
        key=key or f"answer:{who.pk}:{topic}",
        words=words,
        origin=Origin.REPLY,
        priority=Priority.REPLY,
        **given,
    )


def left_as(row: OutboundMessage, state: MessageState, **fields: Any) -> OutboundMessage:
    """The row as if it had come to this state (some are at an end, others go on)."""
    end = state in TERMINAL
    changes = {"next_action_at": None if end else clock.engine_now(), **fields}
    OutboundMessage.objects.filter(pk=row.pk).update(state=state, **changes)
    row.refresh_from_db()
    return row


def recall(row: OutboundMessage, *, now: datetime = NOW) -> Recall:
    """A reviewer takes back the passage that a text holds."""
    passage = row.passage
    assert passage is not None
    return content.recall(
        wordset=row.phone.clinic.wordset,
        passage=passage,
        reason="The label has changed",
        by="Dr. Lena Fischer",
        now=now,
    )


def words_of(recall: Recall) -> composing.Composed:
    """What was sent of a recalled passage while it still was approved."""
    passage = recall.passage
    span = (passage.start, passage.end)
    return composing.Composed(body=passage.body, language="en", passage_id=passage.pk, span=span)
