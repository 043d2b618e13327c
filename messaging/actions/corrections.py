"""Tells whoever was sent recalled words that they are taken back: by a text, or by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from messaging.actions import audit, composing, handoffs, outbound, recalls
from messaging.actions.composing import Composed
from messaging.actions.recalls import Case
from messaging.models import (
    Clinic,
    Correction,
    HandOff,
    HandOffKind,
    Origin,
    OutboundMessage,
    Phone,
)
from messaging.rules import dates
from messaging.rules.status import Priority
from messaging.rules.windows import next_opening

SLUG = "T-CORRECTION"
# Phones a transaction: webhooks wait for no more than these.
MOST_AT_ONCE = 100
# A pause of the sender over a weekend must not cost the text; after that a person phones.
USEFUL = timedelta(days=3)


@dataclass(frozen=True)
class Corrected:
    """How many phones get a text, how many a person phones, how many are left to do."""

    texted: int
    to_phone: int
    left: int


def draft(clinic: Clinic, *, language: str, told_on: date, now: datetime) -> Composed:
    """The correction as it would go.  Raises NoWords where the clinic has approved none."""
    day = {"day": dates.day(told_on, language)}
    return composing.template(clinic, slug=SLUG, language=language, now=now, extra=day)


@transaction.atomic
def send(
    *, recall_id: int, clinic: Clinic, by: Any, now: datetime, most: int = MOST_AT_ONCE
) -> Corrected:
    """Correct up to `most` phones of one clinic; call it again while any are left.

    Each phone is corrected once, whoever presses and however often.  Raises NoWords, with
    nothing done, where the clinic has approved no correction.  A lifted recall corrects
    nobody.
    """
    standing = Q(phone__clinic=clinic, passage__recalled__recall__lifted_at=None)
    due = [case for case in recalls.cases(recall_id, which=standing) if case.due]
    chosen = _still_due(recall_id, due[:most])
    made = [_correct(case, recall_id=recall_id, by=by, now=now) for case in chosen]
    texted = sum(1 for row in made if row.outbound_id is not None)
    done = Corrected(texted=texted, to_phone=len(made) - texted, left=len(due[most:]))
    if made:
        audit.record(
            "recall.correct",
            made[0].recall,
            by=by,
            now=now,
            clinic=clinic,
            after={"texted": done.texted, "to_phone": done.to_phone},
        )
    return done


def _still_due(recall_id: int, cases: Sequence[Case]) -> list[Case]:
    """Under the phones' locks, in id order: without those that somebody has just corrected."""
    phones = sorted(case.message.phone_id for case in cases)
    list(Phone.objects.select_for_update(no_key=True).filter(pk__in=phones).order_by("pk"))
    done = Correction.objects.filter(recall=recall_id, phone__in=phones)
    gone = set(done.values_list("phone", flat=True))
    return [case for case in cases if case.message.phone_id not in gone]


def _correct(case: Case, *, recall_id: int, by: Any, now: datetime) -> Correction:
    phone = case.message.phone
    made = Correction(recall_id=recall_id, phone=phone, by=by, at=now)
    if case.barrier:
        made.handoff = _hand_over(case, made.recall.reason, now=now)
    else:
        made.outbound = _queue(case, recall_id=recall_id, now=now)
    made.save()
    return made


def _queue(case: Case, *, recall_id: int, now: datetime) -> OutboundMessage:
    """Ahead of what is planned, behind those who wait for an answer; not at night.

    Words that must not be relied on should not stand for long, but they are no emergency: a
    phone that rings at three is a fright, and nobody is at the desk to be asked.
    """
    clinic = case.clinic
    return outbound.queue(
        phone=case.message.phone,
        words=draft(clinic, language=case.language, told_on=case.told_on, now=now),
        origin=Origin.RECALL,
        priority=Priority.VISIT,
        key=f"recall:{recall_id}:{case.message.phone_id}",
        now=now,
        due_at=next_opening(now, case.zone, quiet_from=clinic.quiet_from, quiet_to=clinic.quiet_to),
        useful_until=now + USEFUL,
        recipient=case.recipient,
    )


def _hand_over(case: Case, reason: str, *, now: datetime) -> HandOff:
    day = dates.day(case.told_on, "en")
    return handoffs.open_(
        kind=HandOffKind.RECALLED,
        phone=case.message.phone,
        patient=case.recipient.patient if case.recipient else None,
        outbound=case.message,
        now=now,
        why=f"Was sent words on {day} that are taken back, and may not be texted: phone her. "
        f"Why: {reason}",
    )


def hand_over_failed(*, now: datetime) -> None:
    """A correction that did not arrive is left to a person."""
    for row in Correction.objects.failed().values_list("pk", flat=True):
        _hand_over_failed(row, now=now)


@transaction.atomic
def _hand_over_failed(pk: int, *, now: datetime) -> None:
    rows = Correction.objects.failed().select_for_update(of=("self",)).filter(pk=pk)
    row = rows.select_related("recall", "phone", "outbound__recipient__patient").first()
    if row is None or row.outbound is None:
        return
    recipient = row.outbound.recipient
    row.handoff = handoffs.open_(
        kind=HandOffKind.RECALLED,
        phone=row.phone,
        patient=recipient.patient if recipient else None,
        outbound=row.outbound,
        now=now,
        why="Was sent words that are taken back, and the correction did not arrive: phone her. "
        f"Why: {row.recall.reason}",
    )
    row.save(update_fields=["handoff"])
