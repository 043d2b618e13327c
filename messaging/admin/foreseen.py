""" "Show what would be sent": a form's own save is carried out, looked at, and taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from messaging import clock
from messaging.actions import previews
from messaging.actions.previews import Foreseen
from messaging.admin import previews as laid_out
from messaging.admin.base import ActingAdmin
from messaging.models import Patient
from messaging.rules.coming import Preview, difference

BUTTON = "_preview"
_FORESEEN, _BEFORE = "_foreseen", "_before"
NEAR = 30


class ForeseeingAdmin(ActingAdmin):
    """Save and preview take one path through the patient's form, and both end in `store`.

    The first pass validates and stores, for a preview in a block that is rolled back.  What
    is refused there shows the form with its sentences, as on saving.  Otherwise the form is
    made once more from what was typed: the first pass has numbered rows that do not exist.
    """

    def store(self, request: HttpRequest, obj: Patient, form: Any, change: bool) -> None:
        """Calls the action that saves the patient; her treatments follow by themselves."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Patient, form: Any, change: bool) -> None:
        if BUTTON not in request.POST:
            if change:
                setattr(request, _BEFORE, _unwarned(_stored(obj)))
            self.store(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if BUTTON not in request.POST:
            super().save_related(request, form, formsets, change)
            return

        def save_all() -> Patient:
            patient: Patient = form.instance
            self.store(request, patient, form, change)
            super(ForeseeingAdmin, self).save_related(request, form, formsets, change)
            return patient

        before = _stored(form.instance) if change else None
        found = previews.without_saving(save_all, now=clock.now(), before=before)
        setattr(request, _FORESEEN, found)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        found: Foreseen | None = getattr(request, _FORESEEN, None)
        if found is None:
            return answer
        shown = {**(extra_context or {}), "foreseen": _laid_out(found)}
        return super().changeform_view(request, object_id, form_url, shown)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.shown_only = hasattr(request, _FORESEEN)
        return form

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kw: Any) -> HttpResponse:
        if BUTTON in request.POST:
            return HttpResponse()  # the form follows, made anew
        near = _unwarned(_stored(obj)).figures(NEAR).texts
        said = f"{near} text{'s' * (near != 1)} will go in the next {NEAR} days."
        return self._saved(request, obj, said)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if BUTTON in request.POST:
            return HttpResponse()
        before: Preview = getattr(request, _BEFORE)
        return self._saved(request, obj, difference(before, _unwarned(_stored(obj))).summary)

    def _saved(self, request: HttpRequest, obj: Patient, what_follows: str) -> HttpResponse:
        messages.success(request, f"The {self.opts.verbose_name} is saved. {what_follows}")
        return redirect(self.url_of("change", obj.pk))


def _stored(patient: Patient) -> Patient:
    """As the database has her: what is typed into a form changes the form's own copy."""
    return Patient.objects.select_related("clinic").get(pk=patient.pk)


def _unwarned(patient: Patient) -> Preview:
    return previews.coming(patient, now=clock.now(), warned=False)


def _laid_out(found: Foreseen) -> dict[str, Any]:
    differs = found.difference
    return {
        "coming": laid_out.context(found.preview),
        "at_once": found.at_once,
        "summary": differs.summary if differs is not None else "",
        "changes": laid_out.changes(differs) if differs is not None else [],
    }
