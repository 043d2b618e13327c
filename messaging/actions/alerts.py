"""Alerts: opened or joined before any reply, closed by a named person with an action."""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from messaging.actions import audit, planning, stays
from messaging.models import Alert, AlertEvent, InboundMessage, Patient, Phone, Question
from messaging.models.alerts import PRESSING, RANK
from messaging.rules.kinds import Level

log = logging.getLogger(__name__)
NOT_SAID = "Write what was done (for example: phoned her, sent to the ER)."
CLOSED_BEFORE = "This alert was closed before: reload the page to see by whom."
JOIN_WINDOW = timedelta(hours=24)


class CannotClose(Exception):
    """An alert closes once, by a person, with what was done; the text tells which is missing."""


@transaction.atomic
def open_(
    *,
    phone: Phone,
    level: Level,
    flag: str,
    rule: str,
    now: datetime,
    inbound: InboundMessage | None = None,
    question: Question | None = None,
    patient: Patient | None = None,
    cannot_be_texted: bool = False,
) -> Alert:
    """Open an alert, or join the open one of the same symptom (24 h); a higher level raises it."""
    twin = Alert.objects.joining(phone=phone, patient=patient, flag=flag, since=now - JOIN_WINDOW)
    if twin is not None:
        twin.cannot_be_texted = cannot_be_texted
        return _join(twin, level=level, inbound=inbound, now=now)
    alert = Alert.objects.create(
        phone=phone,
        patient=patient,
        level=level,
        flag=flag,
        rule=rule[:200],
        inbound=inbound,
        question=question,
        opened_at=now,
        cannot_be_texted=cannot_be_texted,
    )
    _event(alert, "opened", now=now, inbound=inbound)
    audit.record(
        "alert.open",
        alert,
        by="the service",
        now=now,
        clinic=phone.clinic,
        after={"level": level, "flag": flag},
    )
    _replan(alert, now=now)
    return alert


def _join(alert: Alert, *, level: Level, inbound: InboundMessage | None, now: datetime) -> Alert:
    if RANK[level] < RANK[alert.level]:
        alert.level, alert.seen_at, alert.seen_by = level, None, None
        _event(alert, "raised", now=now, inbound=inbound)
    else:
        _event(alert, "joined", now=now, inbound=inbound)
    alert.save(update_fields=["level", "rank", "seen_at", "seen_by", "cannot_be_texted"])
    _replan(alert, now=now)
    return alert


def _replan(alert: Alert, *, now: datetime) -> None:
    """Planned texts wait for a pressing alert, or no longer do.

    The alert stands even where a plan cannot be made: that is tried again by the tick.
    """
    if alert.level not in PRESSING:
        return
    at_the_phone = Patient.objects.filter(recipients__phone=alert.phone).distinct()
    for patient in [alert.patient] if alert.patient else at_the_phone:
        try:
            with transaction.atomic():
                planning.replan(patient, now=now)
        except Exception:  # said in the log; a worry is never lost for want of a plan
            log.exception("patient %s could not be planned", patient.pk)


def _event(
    alert: Alert,
    what: str,
    *,
    now: datetime,
    inbound: InboundMessage | None = None,
    by: Any = None,
    note: str = "",
) -> None:
    AlertEvent.objects.create(
        alert=alert, at=now, what=what, level=alert.level, inbound=inbound, by=by, note=note[:400]
    )


@transaction.atomic
def see(*, alert: Alert, by: Any, now: datetime) -> None:
    """A person has taken it in hand; the first one counts."""
    if Alert.objects.open().filter(pk=alert.pk, seen_at=None).update(seen_at=now, seen_by=by):
        alert.refresh_from_db()
        _event(alert, "seen", now=now, by=by)
        audit.record("alert.see", alert, by=by, now=now, clinic=alert.phone.clinic)


@transaction.atomic
def close(
    *, alert: Alert, by: Any, action: str, now: datetime, admitted_on: date | None = None
) -> None:
    """Close with what was done, and the day on which she was admitted, if she was.

    Raises CannotClose without what was done, or when closed already; ValidationError for a
    day that cannot be.
    """
    if not action.strip():
        raise CannotClose(NOT_SAID)
    done = (
        Alert.objects.open()
        .filter(pk=alert.pk)
        .update(closed_at=now, closed_by=by, action=action.strip()[:400])
    )
    if not done:
        raise CannotClose(CLOSED_BEFORE)
    alert.refresh_from_db()
    _event(alert, "closed", now=now, by=by, note=action)
    audit.record("alert.close", alert, by=by, now=now, clinic=alert.phone.clinic)
    if admitted_on is not None and alert.patient is not None:
        stays.admit(alert.patient, on=admitted_on, by=by, now=now)
    _replan(alert, now=now)


def pressing(phone: Phone, *, now: datetime) -> Alert | None:
    """The open EMERGENCY or URGENT alert (12 h) under which a phone's texts stand."""
    return Alert.objects.pressing(now).filter(phone=phone).order_by("rank").first()


def note_text(*, alert: Alert, inbound: InboundMessage, now: datetime) -> None:
    """A further text from the same phone joins the alert that stands open."""
    _event(alert, "joined", now=now, inbound=inbound)
