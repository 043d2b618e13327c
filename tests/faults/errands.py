"""Short errands of a forked child on the service's own database."""

import json
import logging
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from messaging import clock
from messaging.actions import staff
from messaging.models import HandOff, InboundMessage, InboundState, OutboundMessage, Patient, Phone
from messaging.rules.status import MessageState
from tests import factories

log = logging.getLogger(__name__)
PATIENCE = 120.0


def _write(answer: str, found: Any) -> None:
    """Whole or not at all: the harness waits for the file to appear."""
    path = Path(answer)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(found), encoding="utf-8")
    draft.replace(path)


def prepare(*, answer: str, numbers: list[str]) -> None:
    """A clinic with one patient a number; says the account that texts are sent from."""
    call_command("migrate", verbosity=0)
    now = clock.now()
    with transaction.atomic():
        for number in numbers:
            factories.patient(number=number, now=now)
        factories.person()
    _write(answer, [settings.TWILIO["account_sid"], settings.TWILIO["auth_token"]])


def feed(*, texts: list[list[str]], seconds: float) -> None:
    """A coordinator writes these (number, words), evenly over `seconds`, whatever fails.

    A write whose end is unknown is done again under the same instant, which is its key.
    """
    people, by, start = _people(), factories.person(), clock.now()
    began, pause = time.monotonic(), seconds / max(1, len(texts))
    for place, (number, body) in enumerate(texts):
        now = start + timedelta(microseconds=place)
        _persist(patient=people[number], body=body, by=by, now=now)
        time.sleep(max(0.0, began + pause * (place + 1) - time.monotonic()))


def _people() -> dict[str, Patient]:
    """The patients by number."""
    phones = Phone.objects.filter(recipients__relation="patient").prefetch_related("recipients")
    return {phone.number: phone.recipients.all()[0].patient for phone in phones}


def _persist(*, patient: Patient, body: str, by: Any, now: datetime) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            staff.write(patient=patient, body=body, by=by, now=now)
            return
        except DatabaseError:
            log.warning("the coordinator presses again")
            connection.close()
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)


def left(*, answer: str) -> None:
    """How many rows are in each state that is no end, and how many texts are unread."""
    states = OutboundMessage.objects.unfinished().values_list("state", flat=True)
    unread = InboundMessage.objects.filter(state=InboundState.UNREAD).count()
    _write(answer, {**Counter(states), "unread": unread})


def rows(*, answer: str) -> None:
    """Every text out, as the judge reads it."""
    told = set(HandOff.objects.values_list("outbound", flat=True))
    found = OutboundMessage.objects.select_related("phone").order_by("id")
    _write(answer, [_row(row, told=row.pk in told) for row in found])


def _row(row: OutboundMessage, *, told: bool) -> dict[str, Any]:
    overdue = clock.engine_now() - row.next_action_at if row.next_action_at else timedelta(0)
    return {
        "id": row.pk,
        "origin": row.origin,
        "state": MessageState(row.state).value,
        "reason": row.reason,
        "number": row.phone.number,
        "body": row.body,
        "provider_id": row.provider_id,
        "tries": row.tries,
        "told": told,
        "overdue": overdue.total_seconds(),
    }
