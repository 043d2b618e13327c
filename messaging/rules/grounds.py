"""What a line of the agenda rests on, as its row keeps it: plain values for the years to come."""

from collections.abc import Mapping

from messaging.rules.facts import Anchor, Dose, DoseState, Patient, Planned
from messaging.rules.reasons import Reason

# The key under which a row says which recorded event made its text needless, and by whom.
RECORDED = "recorded"
_BY_A_DOSE = frozenset({Reason.DOSE_RECORDED, Reason.DOSE_CANCELLED, Reason.DOSE_NOT_GIVEN})

Grounds = dict[str, str | int]


def doses(patient: Patient) -> dict[int, Dose]:
    """All doses of a patient, by their keys."""
    return {dose.id: dose for each in patient.enrolments for dose in each.doses}


def of(line: Planned, *, anchors: Mapping[int, Anchor], doses: Mapping[int, Dose]) -> Grounds:
    """The day it was meant for, the day that counts from, and the dose it is about.

    Keys: nominal, anchor, anchor_on; dose_number, dose_on and dose_state with a dose.
    Dates are ISO dates local to the patient.
    """
    known: Grounds = {}
    if line.nominal is not None:
        known["nominal"] = line.nominal.isoformat()
    if line.anchor_on is not None and line.step in anchors:
        known["anchor"] = anchors[line.step].value
        known["anchor_on"] = line.anchor_on.isoformat()
    dose = doses.get(line.dose) if line.dose is not None else None
    if dose is not None:
        known["dose_number"] = dose.number
        known["dose_on"] = dose.on.isoformat()
        known["dose_state"] = dose.state.value
    return known


def by_a_dose(line: Planned, *, doses: Mapping[int, Dose]) -> Dose | None:
    """The dose of which something recorded made the text needless."""
    if line.dose is None or line.reason not in _BY_A_DOSE:
        return None
    dose = doses.get(line.dose)
    return dose if dose and dose.state is not DoseState.PLANNED else None


def by_the_dentist(line: Planned) -> bool:
    """Whether a visit to the dentist that is recorded made the text needless."""
    return line.reason == Reason.DENTIST_SEEN


def of_dose(dose: Dose, *, by: str) -> str:
    """For example "dose 3 given 2026-03-01, recorded by Dana Reyes"."""
    said = f"dose {dose.number} {dose.state.value} {dose.on.isoformat()}"
    return f"{said}, recorded by {by}" if by else said


def of_dentist(patient: Patient, *, by: str) -> str:
    """For example "dentist seen 2026-03-01, by her answer Y"."""
    said = f"dentist seen {patient.dentist_seen_on}"
    return f"{said}, {by}" if by else said
