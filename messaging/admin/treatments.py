"""Treatments inside a patient's form; saved by actions alone."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from unfold.admin import StackedInline

from messaging.actions import treatments
from messaging.admin import moved, people
from messaging.admin.access import Verb
from messaging.admin.treatment_forms import TreatmentForm, TreatmentFormSet
from messaging.models import Patient, Treatment
from messaging.rules.windows import local_date


class TreatmentInline(StackedInline):
    """Treatments are ended or cancelled, never deleted: their texts are evidence."""

    model = Treatment
    form = TreatmentForm
    formset = TreatmentFormSet
    extra = 0
    can_delete = False
    compressed_fields = False
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "subtype"),
                    ("starts_on", "ends_on"),
                    ("doses", "every_days", "at"),
                    ("pills", "spine"),
                    ("doses_before", "state"),
                )
            },
        ),
    )

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    def _may(self, request: HttpRequest, verb: Verb, obj: Patient | None) -> bool:
        return people.may(request.user, verb, "treatment", obj.clinic_id if obj else None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.VIEW, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.ADD, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.CHANGE, obj)


def save_all(formset: Any, *, by: Any, now: datetime) -> list[str]:
    """Hand each entered or changed treatment to the action, with the order that stands by it.

    Gives what to look at in the days that were planned, in sentences.
    """
    formset.save(commit=False)
    said: list[str] = []
    for form in formset.forms:
        if form.has_changed():
            form.instance.patient = formset.instance
            said += _save(form, by=by, now=now)
    return said


def _save(form: Any, *, by: Any, now: datetime) -> list[str]:
    treatment, order = form.instance, form.cleaned_data
    saved = treatments.save(
        treatment,
        by=by,
        now=now,
        doses=_count(form, order),
        every_days=order.get("every_days"),
        at=order.get("at"),
    )
    clinic, today = saved.patient.clinic, local_date(now, saved.patient.time_zone)
    return moved.closed_doses(saved.doses.all(), clinic, today=today) if not saved.pills else []


def _count(form: Any, order: dict[str, Any]) -> int:
    """A new treatment plans its order; a standing one only when the order itself was typed."""
    typed = {"doses", "every_days", "at"} & set(form.changed_data)
    return (order.get("doses") or 0) if form.instance.pk is None or typed else 0
