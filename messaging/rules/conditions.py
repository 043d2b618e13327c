"""Why a line does not go at all, whatever else is planned."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from messaging.rules import waiting
from messaging.rules.facts import Anchor, DoseState, Patient, StepKind
from messaging.rules.lines import Line
from messaging.rules.reasons import Reason

# A check-up within half a year before the text makes asking for one needless.
CHECK_UP_HOLDS = timedelta(days=183)
TOPIC = "topic:"


class Condition(StrEnum):
    """What a step's `only_if` may name; all that it names must hold."""

    SPINE = "spine"
    KIDNEY = "kidney"
    PILLS = "pills"
    NOT_PILLS = "not_pills"
    SEVERAL_VISITS = "several_visits"
    STARTED_BEFORE = "started_before"
    DENTIST_NOT_SEEN = "dentist_not_seen"
    DOSE_GIVEN = "dose_given"
    DOSE_NOT_RECORDED = "dose_not_recorded"


_REASONS = frozenset(Reason)
_END_ALL = {Reason.DEATH, Reason.HOSPICE}
_WAITED = {Reason.OPEN_ALERT, Reason.HOSPITAL_STAY}


def verdict(patient: Patient, line: Line, *, earliest: date | None, now: datetime) -> Reason | None:
    """The reason why a line is skipped, or None.

    `earliest` is the first local date on which this recipient may get anything of this
    enrolment; None means that the phone has not joined.
    """
    return (
        _stopped(patient, line, earliest=earliest)
        or _not_agreed(line)
        or _treatment(line)
        or _dose(line)
        or _enrolled(line, earliest=earliest)
        or _only_if(patient, line, earliest=earliest, now=now)
        or _away(patient, line)
        or _late(line, now=now, earliest=earliest)
    )


def _stopped(patient: Patient, line: Line, *, earliest: date | None) -> Reason | None:
    stopped = patient.stopped_on is not None and line.on >= patient.stopped_on
    known = patient.stop_reason in _REASONS
    why = Reason(patient.stop_reason) if known else Reason.STOPPED
    if line.step.kind is StepKind.STAFF:
        # Staff still hear of a missed dose when the patient wants no texts.
        return why if stopped and why in _END_ALL else None
    if earliest is None:
        return Reason.NOT_JOINED
    if stopped:
        return why
    quiet = line.step.kind in (StepKind.EDUCATION, StepKind.HYGIENE)
    return Reason.EDUCATION_OFF if quiet and patient.education_off else None


def _not_agreed(line: Line) -> Reason | None:
    """Teaching names drugs and illness: it is not pushed where she has not agreed to that."""
    taught = any(word.startswith(TOPIC) for word in line.words)
    return Reason.NOT_AGREED if taught and line.recipient.discreet else None


def _treatment(line: Line) -> Reason | None:
    if not line.enrolment.active:
        return Reason.TREATMENT_PAUSED
    ends_on, anchor = line.enrolment.ends_on, line.step.anchor
    if ends_on is None:
        return None
    if anchor in (Anchor.START, Anchor.JOINED) and line.on > ends_on:
        return Reason.TREATMENT_ENDED
    if anchor is Anchor.DOSE and line.anchor_on > ends_on:
        return Reason.TREATMENT_ENDED
    return None


def _dose(line: Line) -> Reason | None:
    if line.dose is None:
        return None
    if line.dose.state is DoseState.CANCELLED:
        return Reason.DOSE_CANCELLED
    if line.dose.state is DoseState.MISSED and line.step.kind is not StepKind.STAFF:
        return Reason.DOSE_NOT_GIVEN
    if line.dose.state is DoseState.GIVEN and line.step.offset_days < 0:
        return Reason.DOSE_RECORDED
    return None


def _enrolled(line: Line, *, earliest: date | None) -> Reason | None:
    """Nothing that counts from a day before enrolment is sent after the fact."""
    if earliest is None or line.nominal >= earliest or line.anchor_on >= earliest:
        return None
    started = line.step.anchor is Anchor.START
    return Reason.STARTED_BEFORE_ENROLMENT if started else Reason.BEFORE_ENROLMENT


def _only_if(
    patient: Patient, line: Line, *, earliest: date | None, now: datetime
) -> Reason | None:
    for name in line.step.conditions:
        why = _unmet(Condition(name), patient, line, earliest=earliest, now=now)
        if why is not None:
            return why
    return None


def _unmet(
    condition: Condition, patient: Patient, line: Line, *, earliest: date | None, now: datetime
) -> Reason | None:
    match condition:
        case Condition.DENTIST_NOT_SEEN:
            return Reason.DENTIST_SEEN if _dentist_seen(patient, line.on) else None
        case Condition.DOSE_NOT_RECORDED:
            planned = line.dose and line.dose.state is DoseState.PLANNED
            return None if planned else Reason.DOSE_RECORDED
        case Condition.DOSE_GIVEN:
            return None if _given_or_hoped(line, now=now) else Reason.DOSE_NOT_GIVEN
        case _:
            holds = _holds(condition, patient, line, earliest=earliest)
            return None if holds else Reason.CONDITION


def _given_or_hoped(line: Line, *, now: datetime) -> bool:
    """Until the text is due the dose may still be recorded; from then on it must be."""
    state = line.dose.state if line.dose else None
    return state is DoseState.GIVEN or (state is DoseState.PLANNED and line.due_at > now)


def _holds(condition: Condition, patient: Patient, line: Line, *, earliest: date | None) -> bool:
    """What is so about the patient or the treatment, whatever is recorded later."""
    match condition:
        case Condition.SPINE:
            return line.enrolment.spine
        case Condition.KIDNEY:
            return patient.kidney
        case Condition.PILLS:
            return line.enrolment.pills
        case Condition.NOT_PILLS:
            return not line.enrolment.pills
        case Condition.SEVERAL_VISITS:
            return _visits(line) > 1
        case _:
            starts = line.enrolment.starts_on
            return starts is not None and earliest is not None and starts < earliest


def _away(patient: Patient, line: Line) -> Reason | None:
    if patient.stays and waiting.held_for(patient, line):
        return Reason.HOSPITAL_STAY
    return None


def _visits(line: Line) -> int:
    return sum(dose.state is not DoseState.CANCELLED for dose in line.enrolment.doses)


def _dentist_seen(patient: Patient, on: date) -> bool:
    seen = patient.dentist_seen_on
    return seen is not None and on - seen <= CHECK_UP_HOLDS


def _late(line: Line, *, now: datetime, earliest: date | None) -> Reason | None:
    over = line.reason is Reason.TOO_LATE
    if not over and max(line.due_at, now) < line.useful_until:
        return None
    if line.reason in _WAITED:
        return line.reason
    before = earliest is not None and line.nominal < earliest
    return Reason.BEFORE_ENROLMENT if before else Reason.TOO_LATE
