"""When a line is due, and until when it is still useful.

The day and the hour are the patient's; quiet hours are those of the phone that gets it.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from messaging.rules import facts
from messaging.rules.facts import Anchor, Patient, Recipient, Step, StepKind
from messaging.rules.lines import Line, changed
from messaging.rules.windows import local_date, local_instant, next_opening

# `docs/care.md` section 4: check-ins in the morning, the fever question on its own.
CHECK_IN_TIME = time(10, 30)
FEVER_TIME = time(17, 0)
FEVER_QUESTION = "question:Q-TEMP"


def local_time(patient: Patient, step: Step) -> time:
    """The patient's wall time at which a step is due, before quiet hours move it."""
    if step.local_time is not None:
        return step.local_time
    if step.kind is not StepKind.CHECK_IN:
        return patient.preferred_time
    return FEVER_TIME if FEVER_QUESTION in step.words else CHECK_IN_TIME


def slot(patient: Patient, recipient: Recipient, step: Step, *, on: date) -> tuple[datetime, date]:
    """The UTC instant for a day of the patient's calendar, and the recipient's date then.

    It is never in the phone's quiet hours; a staff line has none, and the patient's date.
    """
    at = local_time(patient, step)
    if step.kind is StepKind.STAFF:
        return _slot(on, at, patient.zone, patient.zone, time(), time())
    return _slot(on, at, patient.zone, recipient.zone, patient.quiet_from, patient.quiet_to)


@lru_cache(maxsize=65536)
def _slot(
    on: date, at: time, zone: str, phone_zone: str, quiet_from: time, quiet_to: time
) -> tuple[datetime, date]:
    """Kept, as a clinic's patients share days, hours and zones."""
    instant = next_opening(
        local_instant(on, at, zone), phone_zone, quiet_from=quiet_from, quiet_to=quiet_to
    )
    return instant, local_date(instant, phone_zone)


def useful_until(
    patient: Patient, step: Step, *, due_at: datetime, anchor_on: date, dose: facts.Dose | None
) -> datetime:
    """Due + lateness; what comes ahead of a day ends with it, a visit's text at the visit."""
    end = due_at + step.lateness
    if step.offset_days >= 0 or step.anchor in (Anchor.JOINED, Anchor.END):
        return end
    at = dose.at if dose and dose.at else patient.quiet_to
    return min(end, local_instant(dose.on if dose else anchor_on, at, patient.zone))


def moved(patient: Patient, line: Line, *, days: int) -> Line:
    """The line as many days later, at the same wall time; its usefulness ends when it did."""
    if days == 0:
        return line
    on = line.on + timedelta(days=days)
    due_at, day = slot(patient, line.recipient, line.step, on=on)
    return changed(line, on=on, due_at=due_at, day=day)


def week_later(patient: Patient, line: Line) -> Line:
    """The line put off to the check-in a week after its own day, with its usefulness."""
    later = moved(patient, line, days=7 - (line.day - line.home).days)
    until = line.useful_until + timedelta(days=7)
    return changed(later, useful_until=until, postponed=True, home=later.day)
