"""The page's state as plain JSON values, with every time in the person's own zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from messaging.simulator import phone_desk, phone_talk, phone_words
from messaging.simulator.phone_desk import Coming, Task
from messaging.simulator.phone_people import Person
from messaging.simulator.phone_talk import Bubble


def of(person: Person, *, now: datetime) -> dict[str, Any]:
    """What the page shows of a person at an instant (service time, UTC)."""
    zone = person.zone
    tasks, more = phone_desk.tasks(person)
    return {
        "clock": {
            "day": full_day(now, zone),
            "time": wall_time(now, zone),
            "zone": f"{zone.key.replace('_', ' ')} ({now.astimezone(zone):%Z})",
            "iso": now.isoformat(),
        },
        "consent": {"state": person.consent.value, "words": phone_words.CONSENT[person.consent]},
        "bubbles": [_bubble(one, zone) for one in phone_talk.bubbles(person, now=now)],
        "coming": [_coming(one, zone) for one in phone_desk.coming(person, now=now)],
        "tasks": [_task(one) for one in tasks],
        "more_tasks": more,
        "links": [{"words": words, "link": link} for words, link in phone_desk.links(person)],
        "reading": phone_desk.last_reading(person),
    }


def wall_time(at: datetime, zone: ZoneInfo) -> str:
    """As a phone in the United States shows it: "9:05 AM"."""
    return f"{at.astimezone(zone):%I:%M %p}".lstrip("0")


def short_day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%a}, {local:%b} {local.day}"


def full_day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%A}, {local:%B} {local.day}, {local.year}"


def _bubble(one: Bubble, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": one.id,
        "mine": one.mine,
        "body": one.body,
        "day": short_day(one.at, zone),
        "time": wall_time(one.at, zone),
        "iso": one.at.isoformat(),
        "tick": one.tick.value,
        "words": one.words,
        "parts": one.parts,
        "by": one.by,
        "language": one.language,
        "earlier": one.earlier,
    }


def _coming(one: Coming, zone: ZoneInfo) -> dict[str, Any]:
    return {"when": f"{short_day(one.at, zone)}, {wall_time(one.at, zone)}", "what": one.what}


def _task(one: Task) -> dict[str, Any]:
    return {
        "level": one.level,
        "words": one.words,
        "link": one.link,
        "pressing": one.pressing,
        "quote": one.quote,
    }
