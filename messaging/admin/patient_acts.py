"""What is done on the patient page: each a POST that calls actions and comes back."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path

from messaging import clock
from messaging.actions import consent, enrolments, planning, staff, treatments
from messaging.admin import people
from messaging.admin.base import PageAdmin
from messaging.admin.panels import PANELS, Place
from messaging.admin.panels.phones import NOTED
from messaging.admin.refusals import carried_out
from messaging.models import Dose, Method, Patient, Recipient, Relation
from messaging.rules.consent import EventKind


class PatientActs(PageAdmin):
    """The buttons and boxes of the panels."""

    def act_urls(self) -> list[URLPattern]:
        acts: dict[str, Callable[..., HttpResponse]] = {
            "write": self.write_view,
            "phone": self.phone_view,
            "consent": self.consent_view,
            "dose": self.dose_view,
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
            return self._back(patient, "conversation")
        return self.change_view(request, object_id, extra_context={"typed": body})

    def phone_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient, typed = self.allowed(request, object_id), request.POST
        deed = partial(_give_phone, patient, typed, by=people.me(request), now=clock.now())
        carried_out(request, deed, done="The number is saved.")
        return self._back(patient, "phones")

    def consent_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient, typed = self.allowed(request, object_id), request.POST
        recipient = _of(patient.recipients, typed.get("recipient", ""))
        deed = partial(_note_consent, recipient, typed, by=people.me(request), now=clock.now())
        carried_out(request, deed, done="Noted.")
        return self._back(patient, "phones")

    def dose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient, typed = self.allowed(request, object_id), request.POST
        dose = _of(Dose.objects.filter(treatment__patient=patient), typed.get("dose", ""))
        deed = partial(_change_dose, dose, typed, by=people.me(request), now=clock.now())
        carried_out(request, deed, done="Saved. The texts to come follow the new dates.")
        return self._back(patient, "treatments")

    def _back(self, patient: Patient, panel: str) -> HttpResponse:
        return HttpResponseRedirect(f"{self.url_of('change', patient.pk)}#{panel}")


def _of(rows: Any, typed: str) -> Any:
    """The patient's own row of this number; 404 for any other."""
    found: Model | None = rows.filter(pk=int(typed)).first() if typed.isdecimal() else None
    if found is None:
        raise Http404("There is no such row.")
    return found


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
    planning.replan(patient, now=now)


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


def _change_dose(dose: Dose, typed: QueryDict, *, by: Any, now: datetime) -> None:
    verb = typed.get("verb", "")
    if verb == "give":
        treatments.give(dose, by=by, now=now)
    elif verb == "cancel":
        treatments.cancel(dose, by=by, now=now)
    elif verb == "move":
        treatments.move(dose, on=_day(typed), at=_time(typed), by=by, now=now)
    else:
        raise ValidationError("Choose: given, moved or called off.")


def _day(typed: QueryDict) -> date:
    try:
        return date.fromisoformat(typed.get("on", ""))
    except ValueError:
        raise ValidationError("Give the new day as a date, for example 2027-01-31.") from None


def _time(typed: QueryDict) -> time | None:
    written = typed.get("at", "")
    try:
        return time.fromisoformat(written) if written else None
    except ValueError:
        raise ValidationError("Give the time as hours and minutes, for example 14:30.") from None
