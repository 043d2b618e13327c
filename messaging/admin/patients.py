"""Patients: the list that finds, one page to enrol, and the page of panels."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from messaging import clock
from messaging.actions import consent, enrolments, previews
from messaging.admin import people, shown, treatments
from messaging.admin import previews as laid_out
from messaging.admin.base import ActingAdmin, PageAdmin
from messaging.admin.foreseen import BUTTON, ForeseeingAdmin
from messaging.admin.patient_acts import PatientActs
from messaging.admin.patient_forms import EnrolForm, PatientForm
from messaging.admin.treatments import TreatmentInline
from messaging.models import Alert, Clinic, HandOff, Patient, Reminder, TreatmentState
from messaging.models.encryption import EncryptedTextField
from messaging.rules.status import ReminderState

CONSENT_LABELS = {
    "given": "success",
    "asked": "info",
    "never asked": "warning",
    "no phone": "warning",
    "paused": "warning",
    "revoked": "danger",
    "refused": "danger",
}


@admin.register(Patient)
class PatientAdmin(PatientActs, ForeseeingAdmin, PageAdmin):
    page_template = "admin/messaging/patient/page.html"
    page_width = "wide"
    add_words = "Enrol a patient"
    change_form_outer_before_template = "admin/messaging/patient/form_head.html"
    list_display = ("name", "language", "treated_with", "next_text", "consent_state", "worries")
    list_filter = ("clinic", "language", "state", "treatments__kind")
    empty_words = (
        "No patient here. "
        "Enrol the first one with the button above, or search for a name or a whole number."
    )
    # Names are found by their keyed index, not by this column: it only shows the box.
    search_fields = ("pk",)
    search_help_text = "Starts of names, or a whole phone number."
    sortable_by = ()
    ordering = ("-pk",)
    list_select_related = ("clinic",)
    inlines = (TreatmentInline,)
    formfield_overrides = {EncryptedTextField: {"widget": UnfoldAdminTextInputWidget}}
    add_fieldsets = (
        (
            None,
            {"fields": (("name", "language"), ("number", "clinic"), "evidence")},
        ),
        (
            "For her texts",
            {
                "fields": (
                    ("preferred_time", "weekly_day", "time_zone"),
                    ("dentist_seen_on", "kidney_trouble", "drug_names_agreed"),
                )
            },
        ),
    )
    fieldsets = (
        (
            None,
            {"fields": (("name", "language"), ("state", "stopped_on"))},
        ),
        (
            "For her texts",
            {
                "fields": (
                    ("preferred_time", "weekly_day", "time_zone"),
                    ("dentist_seen_on", "kidney_trouble", "drug_names_agreed"),
                    "education_off",
                )
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return ActingAdmin.has_add_permission(self, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        planned = Reminder.objects.filter(
            enrolment__patient=OuterRef("pk"), state=ReminderState.PLANNED
        )
        nearest = planned.order_by().values("enrolment__patient").annotate(at=Min("due_at"))
        rows: QuerySet[Patient] = super().get_queryset(request)
        return rows.annotate(next_at=Subquery(nearest.values("at")), **_counts()).prefetch_related(
            "treatments", "recipients__phone__consent_events"
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the starts of name words, or by a whole number in any spelling."""
        if not search_term.strip():
            return queryset, False
        known = Patient.objects.numbered(search_term)
        by_number = known.exists() or not any(c.isalpha() for c in search_term)
        found = known if by_number else Patient.objects.named(search_term)
        return queryset.filter(pk__in=found.values("pk")), False

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, form=PatientForm if obj else EnrolForm, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        first = Clinic.objects.filter(pk__in=self._clinics(request)).first()
        return {
            "clinic": first.pk if first else None,
            **super().get_changeform_initial_data(request),
        }

    def _clinics(self, request: HttpRequest) -> list[int]:
        field = self.model._meta.get_field("clinic")
        offered = self.formfield_for_foreignkey(field, request).queryset
        return list(offered.values_list("pk", flat=True))

    def store(self, request: HttpRequest, obj: Patient, form: Any, change: bool) -> None:
        typed = {} if change else {k: form.cleaned_data[k] for k in ("number", "evidence")}
        enrolments.save_patient(obj, by=people.me(request), now=clock.now(), **typed)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        found = treatments.save_all(formset, by=people.me(request), now=clock.now())
        for said in [] if BUTTON in request.POST else found:  # a preview warns of it itself
            messages.warning(request, said)

    def edit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form behind "Edit"; its title holds no name."""
        if not self.has_change_permission(request, self.found(request, object_id)):
            raise PermissionDenied
        extra = {"title": "Edit patient and treatments", "subtitle": None}
        answer: HttpResponse = self.changeform_view(request, object_id, "", extra)
        return answer

    def coming_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All texts of the days ahead; its title holds no name."""
        patient = self.found(request, object_id)
        if not self.has_view_permission(request, patient):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Coming texts",
            "opts": self.opts,
            "original": patient,
            "may_change": self.has_change_permission(request, patient),
            "coming": laid_out.context(previews.coming(patient, now=clock.now())),
        }
        return TemplateResponse(request, "admin/messaging/coming/page.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"title": "Enrol a patient", "subtitle": None}
        answer: HttpResponse = super().add_view(request, form_url, extra)
        return answer

    def get_urls(self) -> list[URLPattern]:
        stem = f"{self.opts.app_label}_{self.name}"
        edit = self.admin_site.admin_view(self.edit_view)
        coming = self.admin_site.admin_view(self.coming_view)
        return [
            path("<path:object_id>/edit/", edit, name=f"{stem}_edit"),
            path("<path:object_id>/coming/", coming, name=f"{stem}_coming"),
            *self.act_urls(),
            *super().get_urls(),
        ]

    @admin.display(description="treatments")
    def treated_with(self, obj: Patient) -> str:
        active = [t for t in obj.treatments.all() if t.state == TreatmentState.ACTIVE]
        return ", ".join(shown.treated(t) for t in active) or "none yet: edit to add one"

    @admin.display(description="next text")
    def next_text(self, obj: Patient) -> str:
        return shown.local(getattr(obj, "next_at", None), obj.time_zone)

    @admin.display(description="consent")
    def consent_state(self, obj: Patient) -> SafeString:
        words = consent_of(obj).replace("_", " ")
        return shown.chip(words, CONSENT_LABELS[words])

    @admin.display(description="open")
    def worries(self, obj: Patient) -> SafeString | str:
        alerts, handoffs = getattr(obj, "alerts_open", 0), getattr(obj, "handoffs_open", 0)
        words = [f"{alerts} alert{'s' * (alerts != 1)}"] if alerts else []
        words += [f"{handoffs} to do"] if handoffs else []
        return shown.chip(", ".join(words), "danger" if alerts else "warning") if words else ""


def _counts() -> dict[str, Any]:
    return {
        "alerts_open": Subquery(_open_of(Alert)),
        "handoffs_open": Subquery(_open_of(HandOff)),
    }


def _open_of(model: Any) -> Any:
    rows = model.objects.filter(patient=OuterRef("pk"), closed_at=None).order_by()
    return rows.values("patient").annotate(n=Count("pk")).values("n")


def consent_of(patient: Patient) -> str:
    """Where the phone that she reads stands; read from what is prefetched."""
    active = [r for r in patient.recipients.all() if r.active]
    first = next((r for r in active if r.answers), active[0] if active else None)
    if first is None:
        return "no phone"
    events = first.phone.consent_events.all()
    return consent.folded(events).value
