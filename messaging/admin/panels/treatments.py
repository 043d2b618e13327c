"""Her treatments with every dose: given, moved, missed or called off right here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from messaging import clock
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.admin.panels.base import Place
from messaging.models import Dose, Patient, Treatment
from messaging.models.treatments import OVER
from messaging.rules.facts import DoseState
from messaging.rules.treatments import PROCEDURES, WITHOUT_DOSES
from messaging.rules.windows import local_date

slug = "treatments"
title = "Treatments and doses"
template = "admin/messaging/panels/treatments.html"
place = Place.BELOW
MOST_NEAR, MOST_LATER = 4, 40


@dataclass(frozen=True)
class _Seen:
    """What all rows are shown by: her day, the clinic's weekdays, and what is planned when."""

    today: date
    staffed: Sequence[int]
    planned: Mapping[date, Sequence[Dose]]


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    hers = list(patient.treatments.prefetch_related("doses", "enrolments__protocol"))
    seen = _Seen(
        today=local_date(clock.now(), patient.time_zone),
        staffed=patient.clinic.staffed_days,
        planned=_planned(hers),
    )
    return {
        "patient": patient,
        "treatments": [_treatment(treatment, seen) for treatment in hers],
        "today": seen.today,
        "may_change": people.may(request.user, Verb.CHANGE, "dose", patient.clinic_id),
    }


def _planned(treatments: Sequence[Treatment]) -> dict[date, list[Dose]]:
    """Visits to come by their day; the day on which pills run out is none."""
    found: dict[date, list[Dose]] = {}
    for treatment in treatments:
        for dose in treatment.doses.all() if not treatment.pills else ():
            if dose.state == DoseState.PLANNED:
                found.setdefault(dose.on, []).append(dose)
    return found


def _treatment(treatment: Treatment, seen: _Seen) -> dict[str, Any]:
    doses = list(treatment.doses.all())
    standing = [dose for dose in doses if dose.state != DoseState.CANCELLED]
    planned = [dose for dose in doses if dose.state == DoseState.PLANNED]
    rows = [_dose(dose, seen, first=dose == standing[0]) for dose in planned]
    return {
        "row": treatment,
        "name": shown.treated(treatment),
        "about": f"add-{treatment.pk}",
        "protocols": [enrolment.protocol for enrolment in treatment.enrolments.all()],
        "near": rows[:MOST_NEAR],
        "later": rows[MOST_NEAR : MOST_NEAR + MOST_LATER],
        "rest": planned[MOST_NEAR + MOST_LATER :],
        "done": [_done(dose) for dose in doses if dose.state != DoseState.PLANNED],
        "count": len(standing),
        "may_grow": _may_grow(treatment, len(standing)),
    }


def _may_grow(treatment: Treatment, standing: int) -> bool:
    once = treatment.kind in PROCEDURES and standing > 0
    return treatment.state not in OVER and treatment.kind not in WITHOUT_DOSES and not once


def _dose(dose: Dose, seen: _Seen, *, first: bool) -> dict[str, Any]:
    """A dose of a day to come cannot have been given yet."""
    return {
        "row": dose,
        "about": f"dose-{dose.pk}",
        "may_be_given": dose.on <= seen.today,
        "late": dose.on < seen.today,
        "closed": dose.on.weekday() not in seen.staffed and not dose.treatment.pills,
        "beside": _beside(dose, seen.planned.get(dose.on, ())),
        "bounds": first or dose.treatment.ends_on is not None,
    }


def _beside(dose: Dose, that_day: Sequence[Dose]) -> list[tuple[str, str]]:
    """What else she comes for on the day of a dose."""
    others = (other for other in that_day if other.treatment_id != dose.treatment_id)
    return [(str(other.pk), shown.treated(other.treatment)) for other in others]


def _done(dose: Dose) -> dict[str, Any]:
    given = dose.given_on if dose.given_on != dose.on else None
    return {"row": dose, "about": f"dose-{dose.pk}", "given": given}
