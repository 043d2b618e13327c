"""Her treatments with every dose: given, moved or called off right here."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from messaging import clock
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.admin.panels.base import Place
from messaging.models import Dose, Patient, Treatment
from messaging.rules.facts import DoseState
from messaging.rules.windows import local_date

slug = "treatments"
title = "Treatments and doses"
template = "admin/messaging/panels/treatments.html"
place = Place.BELOW
MOST_SHOWN = 6


def context(patient: Patient, request: HttpRequest) -> dict[str, Any]:
    today = local_date(clock.now(), patient.time_zone)
    hers = patient.treatments.prefetch_related("doses", "enrolments__protocol")
    return {
        "patient": patient,
        "treatments": [_treatment(treatment, today) for treatment in hers],
        "may_change": people.may(request.user, Verb.CHANGE, "dose", patient.clinic_id),
    }


def _treatment(treatment: Treatment, today: date) -> dict[str, Any]:
    doses = list(treatment.doses.all())
    planned = [dose for dose in doses if dose.state == DoseState.PLANNED]
    done = [dose for dose in doses if dose.state != DoseState.PLANNED]
    return {
        "row": treatment,
        "name": shown.treated(treatment),
        "protocols": [enrolment.protocol for enrolment in treatment.enrolments.all()],
        "near": [_dose(dose, today) for dose in planned[:MOST_SHOWN]],
        "later": planned[MOST_SHOWN:],
        "done": done,
        "count": len(doses),
    }


def _dose(dose: Dose, today: date) -> dict[str, Any]:
    """A dose of a day to come cannot have been given yet."""
    return {"row": dose, "may_be_given": dose.on <= today, "late": dose.on < today}
