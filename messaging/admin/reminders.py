"""Coming texts: what is planned, for every patient, on her own clock."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from messaging.admin import shown
from messaging.admin.base import ScopedAdmin
from messaging.admin.filters import ComingDayFilter
from messaging.models import Reminder
from messaging.rules import reasons
from messaging.rules.facts import StepKind
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.value, kind.value.replace("_", " ")) for kind in StepKind]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Reminder)
class ReminderAdmin(ScopedAdmin):
    clinic_paths = ("enrolment__patient__clinic",)
    list_display = ("when", "patient", "to", "kind_words", "made_of", "treatment", "why")
    list_display_links = ("when",)
    list_filter = (ComingDayFilter, KindFilter, "enrolment__treatment__kind", "recipient__relation")
    list_select_related = (
        "recipient__phone",
        "recipient__patient",
        "enrolment__patient__clinic",
        "enrolment__treatment",
    )
    empty_words = (
        "Nothing is planned here. "
        "Texts are planned ten days ahead from the treatments of enrolled patients."
    )
    ordering = ("due_at", "id")
    sortable_by = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reminder]:
        rows: QuerySet[Reminder] = super().get_queryset(request)
        return rows.filter(state=ReminderState.PLANNED)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A planned text is read among the others of its patient."""
        patient = self.found(request, object_id).enrolment.patient_id
        return redirect(f"{reverse('admin:messaging_patient_change', args=[patient])}#coming")

    @admin.display(description="when (her clock)")
    def when(self, obj: Reminder) -> SafeString:
        return shown.moment(obj.due_at, obj.recipient.zone)

    @admin.display(description="patient")
    def patient(self, obj: Reminder) -> SafeString:
        return shown.link(self.url_of("change", obj.pk), obj.enrolment.patient.name)

    @admin.display(description="to")
    def to(self, obj: Reminder) -> SafeString:
        return shown.who(obj.recipient.get_relation_display(), obj.recipient.phone)

    @admin.display(description="kind")
    def kind_words(self, obj: Reminder) -> str:
        return obj.kind.replace("_", " ")

    @admin.display(description="words")
    def made_of(self, obj: Reminder) -> str:
        return shown.planned(obj.words, obj.enrolment.patient.clinic)

    @admin.display(description="treatment")
    def treatment(self, obj: Reminder) -> str:
        return shown.treated(obj.enrolment.treatment) if obj.enrolment.treatment else "everyone"

    @admin.display(description="note")
    def why(self, obj: Reminder) -> str:
        return "" if obj.reason in ("", Reason.DUE) else reasons.sentence(obj.reason)
