"""Keeps Reminder rows in step with the agenda (law 6: one pure function decides)."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from messaging.actions import facts as reading
from messaging.models import Patient, Reminder
from messaging.rules import agenda
from messaging.rules.facts import Planned, PlanState
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState

log = logging.getLogger(__name__)
HORIZON = timedelta(days=10)
ALWAYS = timedelta(days=3)
Key = tuple[int, int, int, str]

RETURNS = (ReminderState.CANCELLED, ReminderState.SKIPPED, ReminderState.MERGED)


@transaction.atomic
def replan(patient: Patient, *, now: datetime, horizon: timedelta = HORIZON) -> tuple[Planned, ...]:
    """Make the rows of the coming days what the facts ask for; gives the agenda's lines."""
    patient = (
        Patient.objects.select_for_update(of=("self",), no_key=True)
        .select_related("clinic")
        .get(pk=patient.pk)
    )
    until = now + horizon
    lines = agenda.plan(reading.of(patient, now=now), now=now, until=until)
    rows = {_key_of(row): row for row in Reminder.objects.of_patient(patient.pk)}
    wanted = {_key(line): line for line in lines}
    _create(line for key, line in wanted.items() if key not in rows)
    for key, row in rows.items():
        if key in wanted:
            _bring_in_line(row, wanted[key], now=now)
        elif row.state == ReminderState.PLANNED and row.due_at < until:
            _cancel(row, now=now)
    _link_merged(patient, lines)
    Patient.objects.filter(pk=patient.pk).update(planned_until=until)
    return lines


def plan_ahead(*, now: datetime, limit: int = 50) -> bool:
    """Plan patients whose rows reach less than three days ahead.  True: there may be more."""
    short = Patient.objects.planned_before(now + ALWAYS).order_by("pk")[:limit]
    found = list(short.select_related("clinic"))
    for patient in found:
        try:
            replan(patient, now=now)
        except Exception:  # one patient's facts must not stop the others' plans
            log.exception("patient %s could not be planned", patient.pk)
    return len(found) == limit


def _key(line: Planned) -> Key:
    return (line.recipient, line.enrolment, line.step, line.occurrence)


def _key_of(row: Reminder) -> Key:
    return (row.recipient_id, row.enrolment_id, row.step_id, row.occurrence)


def _fields(line: Planned) -> dict[str, object]:
    return {
        "dose_id": line.dose,
        "kind": line.kind.value,
        "words": list(line.words),
        "local_date": line.local_date,
        "due_at": line.due_at,
        "useful_until": line.useful_until,
        "state": ReminderState(line.state.value).value,
        "reason": "" if line.state is PlanState.PLANNED and not line.reason else str(line.reason),
    }


def _create(lines: Iterable[Planned]) -> None:
    Reminder.objects.bulk_create(
        Reminder(
            recipient_id=line.recipient,
            enrolment_id=line.enrolment,
            step_id=line.step,
            occurrence=line.occurrence,
            **_fields(line),
        )
        for line in lines
    )


def _bring_in_line(row: Reminder, line: Planned, *, now: datetime) -> None:
    """An unsent row takes the line's time and state; one that returns is re-opened."""
    if row.state not in (ReminderState.PLANNED, *RETURNS):
        return
    if row.state in RETURNS and row.useful_until <= now:
        return  # decided then, with the reason that held then: the past is not rewritten
    fields = _fields(line)
    if row.state == ReminderState.PLANNED and line.reason == Reason.TOO_LATE:
        fields["state"] = ReminderState.EXPIRED.value
    if all(getattr(row, name) == value for name, value in fields.items()):
        return
    Reminder.objects.filter(pk=row.pk, state=row.state).update(
        **fields, merged_into=None, decided_at=None if line.state is PlanState.PLANNED else now
    )


def _cancel(row: Reminder, *, now: datetime) -> None:
    """The agenda no longer has it: its time has passed (an outage), or the facts changed."""
    late = row.useful_until <= now
    Reminder.objects.filter(pk=row.pk, state=ReminderState.PLANNED).update(
        state=ReminderState.EXPIRED if late else ReminderState.CANCELLED,
        reason="no longer useful" if late else "no longer in the plan",
        decided_at=now,
    )


def _link_merged(patient: Patient, lines: Iterable[Planned]) -> None:
    merged = [line for line in lines if line.into is not None]
    if not merged:
        return
    rows = Reminder.objects.of_patient(patient.pk).select_related("step")
    hosts = {(r.recipient_id, r.enrolment_id, r.step.slug, r.occurrence): r.pk for r in rows}
    for line in merged:
        host = hosts.get((line.recipient, *line.into)) if line.into else None
        Reminder.objects.filter(
            recipient=line.recipient,
            enrolment=line.enrolment,
            step=line.step,
            occurrence=line.occurrence,
            state=ReminderState.MERGED,
        ).update(merged_into=host)
