"""What must be decided for a patient, counted day by day and without the agenda.

Slow and plain on purpose: an independent reading of `docs/care.md` sections 4 and 5.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from messaging.rules.facts import (
    Anchor,
    Dose,
    DoseState,
    Enrolment,
    Patient,
    Recipient,
    Step,
    StepKind,
)

Key = tuple[int, int, str, str]  # recipient, enrolment, step, occurrence
Expected = dict[Key, date]


def expected(patient: Patient, *, until: date) -> Expected:
    """Each occurrence with the day it is meant for; only for recipients who joined."""
    return {
        (recipient.id, enrolment.id, step.slug, name): on
        for recipient in patient.recipients
        if recipient.joined_on
        for enrolment in patient.enrolments
        for step in enrolment.steps
        if _meant(patient, recipient, step)
        for name, on in _days(patient, recipient, enrolment, step, until)
    }


def _meant(patient: Patient, recipient: Recipient, step: Step) -> bool:
    own = [r for r in patient.recipients if not r.caregiver]
    if step.kind is StepKind.STAFF:
        return recipient == own[0]
    if step.kind is StepKind.CHECK_IN:
        return recipient == own[0]
    if not recipient.caregiver:
        return True
    visit = step.anchor in (Anchor.DOSE, Anchor.FIRST_VISIT, Anchor.PROCEDURE)
    return step.words == ("template:CARD",) or (step.kind is StepKind.REMINDER and visit)


def _days(
    patient: Patient, recipient: Recipient, enrolment: Enrolment, step: Step, until: date
) -> Iterator[tuple[str, date]]:
    earliest = max(d for d in (recipient.joined_on, enrolment.enrolled_on) if d)
    for name, anchor in _anchors(patient, enrolment, step, earliest):
        day, n, last = anchor + timedelta(days=step.offset_days), 0, _last(enrolment, step, anchor)
        every = step.recurrence.every_days
        if (
            step.anchor is Anchor.JOINED
            and step.kind is StepKind.CHECK_IN
            and (every or 1) % 7 == 0
        ):
            while day.weekday() != patient.weekly_day:
                day += timedelta(days=1)
        if every and last and day > last:
            continue
        while day <= until and (last is None or not every or day <= last):
            if n == 0 or day >= earliest:
                yield _name(step, enrolment, name, n, day), day
            n += 1
            if not every or n == step.recurrence.times:
                break
            day += timedelta(days=every)


def _weekly(step: Step) -> bool:
    """An upkeep question that comes round in whole weeks keeps the patient's weekly day."""
    every = step.recurrence.every_days
    asks = step.kind is StepKind.CHECK_IN and step.anchor is Anchor.JOINED
    return asks and every is not None and every % 7 == 0


def _last(enrolment: Enrolment, step: Step, anchor: date) -> date | None:
    ends = []
    if step.recurrence.until_days:
        ends.append(anchor + timedelta(days=step.recurrence.until_days))
    if step.anchor in (Anchor.JOINED, Anchor.START) and enrolment.ends_on:
        ends.append(enrolment.ends_on)
    if step.anchor is Anchor.FIRST_VISIT:
        ends.append(_standing(enrolment)[-1].on - timedelta(days=1))
    return min(ends, default=None)


def _standing(enrolment: Enrolment) -> list[Dose]:
    doses = [d for d in enrolment.doses if d.state is not DoseState.CANCELLED]
    return sorted(doses, key=lambda dose: (dose.on, dose.id))


def _anchors(
    patient: Patient, enrolment: Enrolment, step: Step, earliest: date
) -> list[tuple[str, date]]:
    standing, anchor = _standing(enrolment), step.anchor
    called_off = enrolment.doses and not standing
    single = {
        Anchor.JOINED: earliest,
        Anchor.START: enrolment.starts_on,
        Anchor.END: enrolment.ends_on,
        Anchor.FIRST_VISIT: standing[0].on if standing else None,
        Anchor.LAST_VISIT: standing[-1].on if standing else None,
        Anchor.PROCEDURE: standing[0].on if standing else enrolment.starts_on,
    }
    if called_off:
        single[Anchor.PROCEDURE] = None
    single[Anchor.DISCHARGE] = _went_home(patient, single[Anchor.PROCEDURE])
    if anchor is not Anchor.DOSE:
        on = single[anchor]
        return [(anchor.value, on)] if on else []
    found, number = [], enrolment.doses_before
    for dose in sorted(enrolment.doses, key=lambda each: (each.on, each.id)):
        if step.recurrence.first is None or number < step.recurrence.first:
            found.append((f"dose:{dose.id}", dose.on))
        number += dose.state in (DoseState.PLANNED, DoseState.GIVEN)
    return found


def _went_home(patient: Patient, operation: date | None) -> date | None:
    for stay in patient.stays:
        if operation is None or stay.admitted_on > operation + timedelta(days=1):
            continue
        if stay.discharged_on is None or stay.discharged_on >= operation:
            return stay.discharged_on
    return operation


def _name(step: Step, enrolment: Enrolment, anchor: str, n: int, day: date) -> str:
    name = f"{anchor}+{n}" if n else anchor
    dose = None
    if step.anchor is Anchor.FIRST_VISIT and step.kind is StepKind.REMINDER:
        standing = _standing(enrolment)
        dose = next((d for d in standing if d.on > day), standing[0])
    elif step.anchor in (Anchor.FIRST_VISIT, Anchor.PROCEDURE, Anchor.DISCHARGE):
        dose = next(iter(_standing(enrolment)), None)
    elif step.anchor is Anchor.LAST_VISIT:
        dose = _standing(enrolment)[-1]
    elif step.anchor is Anchor.DOSE:
        dose = next(d for d in enrolment.doses if f"dose:{d.id}" == anchor)
    moved = step.repeat_if_moved and dose is not None and dose.moves
    return f"{name}:moved:{dose.moves}" if moved else name
