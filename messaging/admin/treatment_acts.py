"""What is done to doses and stays on the patient page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from messaging.actions import stays
from messaging.admin.acts import ActAdmin, ActForm, day_field
from messaging.admin.dose_forms import AddForm, DoseForm
from messaging.admin.rows import row_of
from messaging.models import Dose, HospitalStay, Patient

NOTED = "Noted. The texts to come follow."


class AdmitForm(ActForm):
    """She came into hospital."""

    done = NOTED
    admitted_on = day_field()

    def __init__(self, patient: Patient, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient

    def do(self, *, by: Any, now: datetime) -> list[str]:
        stays.admit(self.patient, on=self.cleaned_data["admitted_on"], by=by, now=now)
        return []


class StayForm(ActForm):
    """Home on a day, or other days than those on file."""

    done = NOTED
    admitted_on = day_field()
    discharged_on = day_field(required=False)

    def __init__(self, stay: HospitalStay, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay = stay

    def do(self, *, by: Any, now: datetime) -> list[str]:
        stays.correct(self.stay, **self.cleaned_data, by=by, now=now)
        return []


class TreatmentActs(ActAdmin):
    """The buttons and boxes of the panels on treatments and hospital."""

    def dose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One act on one dose; a move may be looked at first."""
        patient = self.allowed(request, object_id)
        hers = Dose.objects.filter(treatment__patient=patient)
        dose = row_of(hers.select_related("treatment__patient__clinic"), request.POST.get("dose"))
        form = DoseForm(dose, request.POST)
        return self.carry(request, patient, form, about=f"dose-{dose.pk}", panel="treatments")

    def dose_add_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient = self.allowed(request, object_id)
        hers = patient.treatments.select_related("patient__clinic")
        treatment = row_of(hers, request.POST.get("treatment"))
        form, about = AddForm(treatment, request.POST), f"add-{treatment.pk}"
        return self.carry(request, patient, form, about=about, panel="treatments")

    def admit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient = self.allowed(request, object_id)
        form = AdmitForm(patient, request.POST)
        return self.carry(request, patient, form, about="stay-new", panel="hospital")

    def stay_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        patient = self.allowed(request, object_id)
        stay = row_of(patient.stays.select_related("patient__clinic"), request.POST.get("stay"))
        form = StayForm(stay, request.POST)
        return self.carry(request, patient, form, about=f"stay-{stay.pk}", panel="hospital")
