"""What is done on the patient page: each a POST that calls actions and comes back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path

from messaging import clock
from messaging.actions import consent, enrolments, planning, staff
from messaging.admin import people
from messaging.admin.panels import PANELS, Place
from messaging.admin.panels.phones import NOTED
from messaging.admin.refusals import carried_out
from messaging.admin.rows import row_of
from messaging.admin.treatment_acts import TreatmentActs
from messaging.models import Method, Patient, Recipient, Relation
from messaging.rules.consent import EventKind


class PatientActs(TreatmentActs):
    """The buttons and boxes of the panels."""

    def act_urls(self) -> list[URLPattern]:
        acts: dict[str, Callable[..., HttpResponse]] = {
            "write": self.write_view,
            "phone": self.phone_view,
            "consent": self.consent_view,
            "dose": self.dose_view,
            "dose_add": self.dose_add_view,
            "admit": self.admit_view,
            "stay": self.stay_view,
        }
        stem = f"{self.opts.app_label}_{self.name}"
        return [
            path(f"<path:object_id>/{act}/", self.admin_site.admin_view(view), name=f"{stem}_{act}")
            for act, view in acts.items()
        ]

    def page(self, request: HttpRequest, obj: Patient) -> dict[str, Any]:
        read = [
            (panel, {"panel": panel, "values": panel.context(obj, request)}) for panel in PANELS
        ]
        placed = [(p, [values for panel, values in read if panel.place is p]) for p in Place]
        return {"title": "Patient", "panels": PANELS, "placed": placed}

    def write_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A text in the writer's own name; one that is refused stays in the box."""
        patient, body = self.allowed(request, object_id), request.POST.get("body", "")
        now = clock.now()
        deed = partial(staff.write, patient=patient, body=body, by=people.me(request), now=now)
        if carried_out(request, deed, done="The text is on its way."):
            return self.back(patient, "conversation")
        return self.change_view(request, object_id, extra_context={"typed": body})

    def phone_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient, typed = self.allowed(request, object_id), request.POST
        deed = partial(_give_phone, patient, typed, by=people.me(request), now=clock.now())
        carried_out(request, deed, done="The number is saved.")
        return self.back(patient, "phones")

    def consent_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient, typed = self.allowed(request, object_id), request.POST
        recipient = row_of(patient.recipients, typed.get("recipient"))
        deed = partial(_note_consent, recipient, typed, by=people.me(request), now=clock.now())
        carried_out(request, deed, done="Noted.")
        return self.back(patient, "phones")


def _give_phone(patient: Patient, typed: QueryDict, *, by: Any, now: datetime) -> None:
    relation = typed.get("relation", "")
    if relation not in Relation.values:
        raise ValidationError("Say whose number this is: the patient's or a caregiver's.")
    permission = typed.get("permission", "").strip()[:200]
    if relation == Relation.CAREGIVER and not permission:
        raise ValidationError("Write who gave permission to text the caregiver, and when.")
    enrolments.give_phone(
        patient=patient,
        number=typed.get("number", ""),
        by=by,
        now=now,
        relation=Relation(relation),
        permission=permission,
        evidence=typed.get("evidence", "").strip()[:200],
    )


def _note_consent(recipient: Recipient, typed: QueryDict, *, by: Any, now: datetime) -> None:
    reason, kind = typed.get("reason", "").strip(), typed.get("kind", "")
    if kind not in {noted.value for noted, _ in NOTED}:
        raise ValidationError("Choose what was said about texts.")
    if not reason:
        raise ValidationError("Write what this rests on: who said it, when, where it is kept.")
    written = typed.get("method") == Method.WRITTEN
    consent.note(
        phone=recipient.phone,
        kind=EventKind(kind),
        method=Method.WRITTEN if written else Method.VOICE,
        by=by,
        now=now,
        language=recipient.patient.language,
        reason=reason,
    )
    for patient in Patient.objects.filter(recipients__phone=recipient.phone).distinct():
        planning.replan(patient, now=now)
