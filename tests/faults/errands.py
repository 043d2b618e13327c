"""Short errands of a forked child on the service's own database."""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from messaging import clock
from messaging.actions import outbound, staff
from messaging.actions.composing import Composed
from messaging.models import (
    HandOff,
    InboundMessage,
    InboundState,
    Origin,
    OutboundMessage,
    Patient,
    Recipient,
    Sender,
)
from messaging.rules.status import MessageState, Priority
from messaging.rules.treatments import TreatmentKind
from tests import factories

log = logging.getLogger(__name__)
PATIENCE = 120.0


def write(answer: str, found: Any) -> None:
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
    write(answer, [settings.TWILIO["account_sid"], settings.TWILIO["auth_token"]])


def feed(*, texts: list[list[str]], seconds: float, start: str = "") -> None:
    """A coordinator writes these (number, words), evenly over `seconds`, whatever fails.

    A write whose end is unknown is done again under the same instant, which is its key; so is
    one that two pages send with the same `start`.
    """
    people, by = stubborn(_people), stubborn(factories.person)
    first = datetime.fromisoformat(start) if start else stubborn(clock.now)
    for place, number, body in _evenly(texts, seconds=seconds):
        now = first + timedelta(microseconds=place)
        stubborn(partial(staff.write, patient=people[number], body=body, by=by, now=now))


def plan(*, texts: list[list[str]], seconds: float, ahead: float, service: str) -> None:
    """Planned texts, each due `ahead` seconds after it was written; over `seconds`, evenly."""
    people, by = stubborn(_people), stubborn(factories.person)
    stubborn(partial(Sender.objects.update, service_id=service))
    for place, number, body in _evenly(texts, seconds=seconds):
        stubborn(partial(_plan, people[number], body, by=by, key=f"plan:{place}", ahead=ahead))


def _evenly(texts: list[list[str]], *, seconds: float) -> Iterator[tuple[int, str, str]]:
    """Place, number and words, each at its time."""
    began, pause = time.monotonic(), seconds / max(1, len(texts))
    for place, (number, body) in enumerate(texts):
        yield place, number, body
        time.sleep(max(0.0, began + pause * (place + 1) - time.monotonic()))


def _plan(patient: Patient, body: str, *, by: Any, key: str, ahead: float) -> None:
    now = clock.now()
    outbound.queue(
        phone=patient.recipients.get().phone,
        words=Composed(body, "en"),
        origin=Origin.RECALL,
        priority=Priority.TEACHING,
        key=key,
        now=now,
        due_at=now + timedelta(seconds=ahead),
        written_by=by,
    )


def _people() -> dict[str, Patient]:
    """The patients by number."""
    rows = Recipient.objects.filter(relation="patient").select_related("phone", "patient__clinic")
    return {row.phone.number: row.patient for row in rows}


def stubborn(work: Callable[[], Any]) -> Any:
    """Again and again while the database is down; somebody at a page would do the same."""
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except DatabaseError:
            log.warning("the database does not answer: pressing again")
            connection.close()
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)


def enrol(*, answer: str, number: str) -> None:
    """One more patient, with radiation from tomorrow: something is planned for each day."""
    now = clock.now()
    with transaction.atomic():
        patient = factories.patient(number=number, now=now)
        starts = now.date() + timedelta(days=2)
        kind = TreatmentKind.EXTERNAL_RADIATION
        factories.treatment(patient, kind=kind, starts_on=starts, every_days=1, now=now)
    write(answer, patient.pk)


def step_on(*, answer: str, days: int) -> None:
    """Service time goes on to noon at the clinic, so many days from now."""
    noon = (clock.now() + timedelta(days=days)).replace(hour=18, minute=0)
    write(answer, clock.advance_to(noon))


def instant(*, answer: str) -> None:
    """Service time."""
    write(answer, clock.now().isoformat())


def left(*, answer: str) -> None:
    """How many rows are in each state that is no end, and how many texts are unread."""
    states = OutboundMessage.objects.unfinished().values_list("state", flat=True)
    unread = InboundMessage.objects.filter(state=InboundState.UNREAD).count()
    write(answer, {**Counter(states), "unread": unread})


def rows(*, answer: str) -> None:
    """Every text out, as the judge reads it."""
    told = set(HandOff.objects.values_list("outbound", flat=True))
    found = OutboundMessage.objects.select_related("phone").order_by("id")
    write(answer, [_row(row, told=row.pk in told) for row in found])


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
