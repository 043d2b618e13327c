"""Asks a phone for its consent, or records the one given in writing."""

from datetime import datetime

from messaging.actions import composing, consent, outbound
from messaging.actions.audit import Actor
from messaging.models import Method, OptIn, Origin, Recipient
from messaging.rules.consent import ConsentState, EventKind
from messaging.rules.status import Priority


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
        _by_text(recipient, by=by, now=now)


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


def _by_text(recipient: Recipient, *, by: Actor, now: datetime) -> None:
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
        key=f"join:{phone.pk}",
        now=now,
        recipient=recipient,
    )
