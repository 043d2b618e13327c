"""For the first page: what keeps texts from leaving, or from reaching us, and who mends it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from messaging.actions import breaker, circuit, overdue, restored, sending, sweep
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.models import Sender

# Everybody at the desk, and the operator.
SEES = "ledgerday"


def notices(user: Any, *, now: datetime, engine_now: datetime) -> list[dict[str, str]]:
    """Each with a title, a sentence, and a page where that helps.  `now` is service time."""
    if not people.may(user, Verb.VIEW, SEES):
        return []
    mine = people.within(user, SEES, "clinic")
    return [
        *_paused(now),
        *(_tripped(sender, user) for sender in breaker.tripped().filter(mine)),
        *_broken(engine_now),
        *(_deaf(one, engine_now) for one in sweep.deaf(engine_now=engine_now).filter(mine)),
        *(_stuck(words) for words in overdue.notices(now=now, engine_now=engine_now)),
    ]


def _paused(now: datetime) -> Iterator[dict[str, str]]:
    row = sending.paused()
    if row is None or row.paused_at is None:
        return
    still = " ".join(restored.unsettled(row)) if row.known_until else ""
    words = f"{row.paused_why} {still} Texts that come in are read, and dangers are answered. The "
    yield {
        "title": f"No texts leave since {shown.age(row.paused_at, now)}.",
        "words": f"{words}operator lets the rest go: manage.py sending --resume --by NAME.",
        "url": "",
    }


def _tripped(sender: Sender, user: Any) -> dict[str, str]:
    may_open = people.may(user, Verb.CHANGE, "sender")
    return {
        "title": f"Texts from {sender.number} wait.",
        "words": f"{sender.paused_reason}. Dangers are still answered. See why, then switch the "
        "number on again under Senders.",
        "url": reverse("admin:messaging_sender_change", args=[sender.pk]) if may_open else "",
    }


def _broken(engine_now: datetime) -> Iterator[dict[str, str]]:
    if circuit.broken(engine_now=engine_now):
        yield {
            "title": "The provider gives no clear answers.",
            "words": "Texts are tried one at a time until one gets through; dangers are still "
            "answered. What may or may not have gone out is being looked for. Tell the operator.",
            "url": "",
        }


def _deaf(sender: Sender, engine_now: datetime) -> dict[str, str]:
    since = shown.age(sender.sweep.failing_since or engine_now, engine_now)
    return {
        "title": "A text may have been missed.",
        "words": f"For {since} we could not ask the provider which texts came to "
        f"{sender.number}. Tell the operator.",
        "url": "",
    }


def _stuck(words: str) -> dict[str, str]:
    return {"title": "The engine needs a look.", "words": words, "url": ""}
