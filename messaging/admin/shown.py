"""How times, numbers, states and words are shown to staff."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString

from content import lookup
from messaging.models import Clinic, InboundMessage, OutboundMessage, Phone, Recipient, Treatment
from messaging.rules import spoken
from messaging.rules.kinds import Level
from messaging.rules.status import MessageState, ReminderState

MOST_IN_A_LIST = 90

STATE_LABELS = {
    MessageState.DELIVERED: "success",
    MessageState.ACCEPTED: "info",
    MessageState.HELD: "danger",
    MessageState.UNDELIVERED: "danger",
    MessageState.REJECTED: "danger",
    MessageState.UNKNOWN: "warning",
    MessageState.RETRY_WAIT: "warning",
}
STATE_WORDS = {
    MessageState.QUEUED: "waiting",
    MessageState.CLAIMED: "waiting",
    MessageState.SUBMITTING: "being sent",
    MessageState.RETRY_WAIT: "tried again soon",
    MessageState.UNKNOWN: "not known yet",
    MessageState.ACCEPTED: "sent",
    MessageState.HELD: "held: decide",
    MessageState.DELIVERED: "delivered",
    MessageState.UNDELIVERED: "not delivered",
    MessageState.REJECTED: "refused",
    MessageState.SUPPRESSED: "stopped",
    MessageState.EXPIRED: "too late",
    MessageState.CANCELLED: "taken back",
}
REMINDER_WORDS = {
    ReminderState.PLANNED: "planned",
    ReminderState.RELEASED: "gone out",
    ReminderState.MERGED: "inside another text",
    ReminderState.SKIPPED: "left out",
    ReminderState.CANCELLED: "taken back",
    ReminderState.EXPIRED: "too late",
}
LEVEL_LABELS = {
    Level.EMERGENCY: "danger",
    Level.URGENT: "danger",
    Level.SAME_DAY: "warning",
    Level.REVIEW: "info",
}


def state_words(state: str) -> str:
    return STATE_WORDS[MessageState(state)]


def stands(row: OutboundMessage) -> str:
    """How a text stands, in words: one that the provider keeps for its time has not left."""
    waits = row.state == MessageState.ACCEPTED and row.provider_status == "scheduled"
    return "waiting at the provider" if waits else state_words(row.state)


def state_tone(state: str) -> str:
    """success, info, warning, danger, or empty for the rest."""
    return STATE_LABELS.get(MessageState(state), "")


def level_tone(level: str) -> str:
    return LEVEL_LABELS[Level(level)]


def local(instant: datetime | None, zone: str) -> str:
    """An instant on the wall clock of a zone, with the zone's letters: Mon 23 Nov, 10:05 EST."""
    if instant is None:
        return ""
    wall = instant.astimezone(ZoneInfo(zone))
    return f"{wall:%a} {wall.day} {wall:%b}, {wall:%H:%M %Z}"


def moment(instant: datetime, zone: str) -> SafeString:
    """The same for a narrow column: a line breaks between day and time alone."""
    on, _, at = local(instant, zone).partition(", ")
    return format_html("{} {}", keep(f"{on},"), keep(at))


def who(name: str, phone: Phone) -> SafeString:
    """A name and the end of a number, which no line breaks apart."""
    return format_html("<span>{} {}</span>", name, keep(phone.masked))


def day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b %Y}"


def age(since: datetime, now: datetime) -> str:
    """How long ago, in one unit: 40 s, 12 min, 5 h, 3 days."""
    past = max(now - since, timedelta())
    if past < timedelta(minutes=2):
        return f"{int(past.total_seconds())} s"
    if past < timedelta(hours=2):
        return f"{int(past.total_seconds() // 60)} min"
    if past < timedelta(days=2):
        return f"{int(past.total_seconds() // 3600)} h"
    return f"{past.days} days"


def short(body: str, most: int = MOST_IN_A_LIST) -> str:
    """The start of a body, on one line."""
    line = " ".join(body.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def zone_of(phone: Phone, recipient: Recipient | None = None) -> str:
    """Whose clock a text is told by: the reader's, else the clinic's."""
    return recipient.zone if recipient is not None else phone.clinic.time_zone


def planned(words: Sequence[str], clinic: Clinic) -> str:
    """What a planned text holds; topics by the titles of the clinic's word set."""
    about = any(word.startswith("topic:") for word in words)
    return spoken.content(words, titles=topics(clinic) if about else {})


def read_as(message: InboundMessage, clinic: Clinic) -> str:
    """How a text was taken, its warning sign left to a place of its own."""
    topic = topics(clinic).get(message.topic, message.topic) if message.topic else ""
    return spoken.read_as(message.kind, topic=topic)


def topics(clinic: Clinic) -> dict[str, str]:
    known = lookup.library(clinic.wordset_id).topics
    return {topic.slug: topic.titles.get("en", topic.slug) for topic in known}


def treated(treatment: Treatment) -> str:
    return spoken.treated(treatment.kind, treatment.subtype)


def keep(words: str) -> SafeString:
    """Words that no line breaks apart."""
    return format_html('<span class="bm-keep">{}</span>', words)


def chip(words: str, tone: str = "") -> SafeString:
    marked = f"bm-chip bm-{tone}" if tone else "bm-chip"
    return format_html('<span class="{}">{}</span>', marked, words)


def link(url: str, words: str) -> SafeString:
    return format_html('<a class="bm-link" href="{}">{}</a>', url, words)
