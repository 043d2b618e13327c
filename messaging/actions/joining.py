"""Asks a phone for its consent, or records the one given in writing."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from messaging.actions import composing, consent, handoffs, outbound
from messaging.actions.audit import Actor
from messaging.actions.composing import NoWords
from messaging.models import (
    HandOff,
    HandOffKind,
    Method,
    OptIn,
    Origin,
    PatientState,
    Phone,
    Recipient,
)
from messaging.rules.consent import ConsentState, EventKind
from messaging.rules.status import Priority
from messaging.rules.windows import next_opening

log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
# An invitation that an outage kept back so long is no reminder any more: a person phones.
TOO_LATE = timedelta(days=3)
SILENT = "She was asked twice by text to join and has not answered. Please phone her."
NOT_ASKED_AGAIN = "She was asked by text to join and has not answered. Please phone her."


def ask(recipient: Recipient, *, by: Actor, now: datetime, evidence: str) -> None:
    """Written consent counts at once; otherwise T-JOIN goes out and YES is waited for.

    A phone that was asked before, or has left, is not asked again: that is a person's to do.
    """
    phone = recipient.phone
    if consent.state_of(phone) is not ConsentState.NEVER_ASKED:
        return
    if phone.clinic.opt_in == OptIn.WRITTEN:
        _in_writing(recipient, by=by, now=now, evidence=evidence)
    else:
        _by_text(recipient, by=by, now=now, key=f"join:{phone.pk}")


def _in_writing(recipient: Recipient, *, by: Actor, now: datetime, evidence: str) -> None:
    consent.note(
        phone=recipient.phone,
        kind=EventKind.GIVEN,
        method=Method.WRITTEN,
        by=by,
        now=now,
        language=recipient.patient.language,
        reason=evidence or "written consent on file",
    )


def _by_text(recipient: Recipient, *, by: Actor, now: datetime, key: str) -> None:
    phone, language = recipient.phone, recipient.patient.language
    words = composing.template(phone.clinic, slug="T-JOIN", language=language, now=now)
    consent.note(
        phone=phone,
        kind=EventKind.ASKED,
        method=Method.TEXT,
        by=by,
        now=now,
        wording=f"T-JOIN:{words.template_id}",
        language=language,
    )
    outbound.queue(
        phone=phone,
        words=words,
        origin=Origin.SYSTEM,
        priority=Priority.VISIT,
        key=key,
        now=now,
        recipient=recipient,
    )


def chase(*, now: datetime) -> None:
    """An unanswered invitation goes once more the next day; a day after that a person phones."""
    for phone in _unanswered().filter(asked_at__lte=now - A_DAY):
        if _due(phone) > now:
            continue
        try:
            _chase(phone, now=now)
        except NoWords:
            log.warning("phone %s: its invitation is no longer approved", phone.pk)


def next_due(*, now: datetime) -> datetime | None:
    """The next instant at which an invitation is chased."""
    found = (_due(phone) for phone in _unanswered())
    return min((instant for instant in found if instant > now), default=None)


def _unanswered() -> QuerySet[Any]:
    """Phones of people in care that were asked and have said nothing, not yet on a person's list.

    Of their `asked_times` the last was at `asked_at`.
    """
    answered = Phone.objects.filter(
        consent_events__kind__in=[kind for kind in EventKind if kind is not EventKind.ASKED]
    )
    listed = HandOff.objects.filter(kind=HandOffKind.SILENT, phone__isnull=False)
    asked = Phone.objects.filter(
        consent_events__kind=EventKind.ASKED,
        consent_events__method=Method.TEXT,
        bad_reason="",
    )
    waiting = asked.exclude(pk__in=answered.values("pk")).exclude(pk__in=listed.values("phone"))
    waiting = waiting.filter(pk__in=_cared_for().values("phone"))
    times = {"asked_at": Max("consent_events__at"), "asked_times": Count("consent_events")}
    return waiting.select_related("clinic").annotate(**times).order_by("pk")


def _due(phone: Any) -> datetime:
    """A day after she was asked, outside of quiet hours where she is."""
    recipient = _hers(phone)
    clinic, zone = phone.clinic, recipient.zone if recipient else phone.clinic.time_zone
    return next_opening(
        phone.asked_at + A_DAY, zone, quiet_from=clinic.quiet_from, quiet_to=clinic.quiet_to
    )


def _hers(phone: Phone) -> Recipient | None:
    """Whom the invitation was for; nobody where her care has ended."""
    reached = _cared_for().filter(phone=phone)
    return reached.select_related("patient", "phone__clinic").order_by("pk").first()


def _cared_for() -> QuerySet[Recipient]:
    return Recipient.objects.filter(active=True, patient__state=PatientState.ACTIVE)


@transaction.atomic
def _chase(phone: Phone, *, now: datetime) -> None:
    """Under the phone's lock: two ticks at once ask once."""
    Phone.objects.select_for_update(of=("self",), no_key=True).get(pk=phone.pk)
    still = _unanswered().filter(pk=phone.pk).first()
    recipient = _hers(phone)
    if still is None or recipient is None or _due(still) > now:
        return
    if still.asked_times == 1 and now - still.asked_at <= TOO_LATE:
        key = f"join:{phone.pk}:again"
        _by_text(recipient, by="no answer to the invitation", now=now, key=key)
        return
    handoffs.open_(
        kind=HandOffKind.SILENT,
        phone=phone,
        patient=recipient.patient,
        now=now,
        why=SILENT if still.asked_times > 1 else NOT_ASKED_AGAIN,
    )
