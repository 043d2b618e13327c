"""What stands beside the phone: what is coming for her, and what the clinic's people see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.urls import reverse

from content import lookup
from messaging.models import Alert, HandOff, InboundMessage, Reminder
from messaging.rules import spoken
from messaging.rules.facts import StepKind
from messaging.simulator.phone_people import Person

COMING = 5
TASKS = 6
LONGEST_WORDS = 60


@dataclass(frozen=True)
class Coming:
    """A planned text; `at` is UTC."""

    at: datetime
    what: str


@dataclass(frozen=True)
class Task:
    """An open alert or hand-off, with the admin's page for it; `quote` is what she wrote."""

    level: str
    words: str
    link: str
    pressing: bool
    quote: str = ""


def coming(person: Person, *, now: datetime, most: int = COMING) -> list[Coming]:
    """The next texts that are planned for this person, soonest first."""
    if person.recipient is None:
        return []
    rows = Reminder.objects.upcoming(now).filter(recipient=person.recipient)
    rows = rows.exclude(kind=StepKind.STAFF)[:most]
    titles = _titles(person)
    return [Coming(row.due_at, spoken.content(row.words, titles=titles)) for row in rows]


def _titles(person: Person) -> dict[str, str]:
    topics = lookup.library(person.clinic.wordset).topics
    return {topic.slug: topic.titles.get("en", topic.slug) for topic in topics}


def tasks(person: Person) -> tuple[list[Task], int]:
    """Open alerts of this phone, most pressing first, then open hand-offs; and how many more."""
    if person.phone is None:
        return [], 0
    alerts = Alert.objects.open().filter(phone=person.phone).select_related("inbound")
    handoffs = HandOff.objects.open().filter(phone=person.phone).order_by("-last_at")
    found = [_alert(row) for row in alerts]
    found += [_handoff(row) for row in handoffs.select_related("inbound")]
    return found[:TASKS], max(0, len(found) - TASKS)


def _alert(row: Alert) -> Task:
    level = spoken.level(row.level).capitalize()
    return Task(level, row.sign, _change(row), True, _quote(row.inbound))


def _handoff(row: HandOff) -> Task:
    return Task("To do", str(row.get_kind_display()), _change(row), False, _quote(row.inbound))


def _quote(row: InboundMessage | None) -> str:
    body = " ".join(row.body.split()) if row else ""
    return body if len(body) <= LONGEST_WORDS else f"{body[: LONGEST_WORDS - 1]}…"


def _change(row: Model) -> str:
    return reverse(f"admin:messaging_{row._meta.model_name}_change", args=[row.pk])


def links(person: Person) -> list[tuple[str, str]]:
    """Where the clinic's people look her up: a label and an address each."""
    found = []
    if person.recipient is not None:
        page = reverse("admin:messaging_patient_change", args=[person.recipient.patient_id])
        found.append(("Patient page", page))
    if person.phone is not None:
        log = reverse("admin:messaging_outboundmessage_changelist")
        found.append(("Message log", f"{log}?phone__id__exact={person.phone.pk}"))
    return [*found, ("Alerts", reverse("admin:messaging_alert_changelist"))]


def last_reading(person: Person) -> str:
    """How the service took the latest text from this phone; empty when there is none."""
    if person.phone is None:
        return ""
    row = InboundMessage.objects.filter(phone=person.phone).order_by("-id").first()
    if row is None or not row.kind:
        return ""
    topic = _titles(person).get(row.topic, row.topic.replace("-", " "))
    return spoken.read_as(row.kind, topic=topic, flag=row.flag)
