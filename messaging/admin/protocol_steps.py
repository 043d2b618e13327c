"""Writing a clinic's own version: a copy, its steps one form each, their order."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from content import lookup
from messaging import clock
from messaging.actions import composing, protocol_editing
from messaging.admin import people, protocol_pages
from messaging.admin.access import Verb
from messaging.admin.base import PageAdmin
from messaging.admin.protocol_forms import StepForm
from messaging.admin.refusals import carried_out
from messaging.models import Clinic, Protocol, Step
from messaging.rules import step_words


class ProtocolWriting(PageAdmin):
    """Each change is an action; what it refuses is shown next to the field."""

    def writing_urls(self) -> list[URLPattern]:
        view, stem = self.admin_site.admin_view, f"{self.opts.app_label}_{self.name}"
        return [
            path("<int:object_id>/own/", view(self.own_view), name=f"{stem}_own"),
            path("<int:object_id>/discard/", view(self.discard_view), name=f"{stem}_discard"),
            path("<int:object_id>/steps/", view(self.order_view), name=f"{stem}_order"),
            path("<int:object_id>/steps/new/", view(self.step_view), name=f"{stem}_add_step"),
            path("<int:object_id>/steps/<int:step>/", view(self.step_view), name=f"{stem}_step"),
        ]

    def own_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """POST: a copy for one of the person's clinics."""
        base = self.found(request, str(object_id))
        clinic = self._clinic_to_write_for(request)
        made: list[Protocol] = []

        def deed() -> None:
            made.append(
                protocol_editing.make_own(
                    clinic=clinic,
                    base=base,
                    why=request.POST.get("why", ""),
                    by=people.me(request),
                    now=clock.now(),
                )
            )

        carried_out(request, deed, done="Copied. Change its steps, then have it approved.")
        return redirect(self.url_of("change", made[0].pk if made else base.pk))

    def _clinic_to_write_for(self, request: HttpRequest) -> Clinic:
        if request.method != "POST":
            raise PermissionDenied
        key = _key(request.POST.get("clinic", ""))
        clinic: Clinic | None = self.writable(request).filter(pk=key).first()
        if clinic is None:
            raise PermissionDenied
        return clinic

    def writable(self, request: HttpRequest) -> Any:
        """The clinics for which this person may write a version."""
        return Clinic.objects.filter(people.within(request.user, self.name, "pk", verb=Verb.ADD))

    def discard_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        draft = self.allowed(request, str(object_id))
        back = draft.based_on_id or draft.pk
        deed = partial(
            protocol_editing.discard, protocol=draft, by=people.me(request), now=clock.now()
        )
        done = carried_out(request, deed, done="Discarded.")
        return redirect(self.url_of("change", back if done else draft.pk))

    def order_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """POST `up`, `down` or `remove`, each with the key of a step."""
        draft = self.allowed(request, str(object_id))
        verb = next((name for name in ("up", "down", "remove") if name in request.POST), "")
        step = self._step(draft, request.POST.get(verb, ""))
        by, now = people.me(request), clock.now()
        deed, done = partial(protocol_editing.shift_step, up=verb == "up"), "Moved."
        if verb == "remove":
            deed, done = partial(protocol_editing.remove_step), "Taken out."
        carried_out(request, partial(deed, step=step, by=by, now=now), done=done)
        return redirect(f"{self.url_of('change', draft.pk)}#steps")

    def step_view(
        self, request: HttpRequest, object_id: int, step: int | None = None
    ) -> HttpResponse:
        """One step to change, or a new one."""
        draft = self._draft(request, object_id)
        row = self._step(draft, str(step)) if step is not None else None
        form = _form(request, draft, row)
        if request.method == "POST" and form.is_valid() and _saved(request, draft, row, form):
            return redirect(f"{self.url_of('change', draft.pk)}#steps")
        context = {
            **self.admin_site.each_context(request),
            "title": "Change a step" if row else "A new step",
            "opts": self.opts,
            "narrow": True,
            "protocol": draft,
            "row": row,
            "told": protocol_pages.one_line(row) if row else "",
            "form": form,
        }
        return TemplateResponse(request, "admin/messaging/protocol/step.html", context)

    def _draft(self, request: HttpRequest, object_id: int) -> Protocol:
        """A version that this person may write on, and that may still be written on."""
        found: Protocol = self.found(request, str(object_id))
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        if not protocol_editing.is_draft(found):
            raise Http404("This version is read only.")
        return found

    def _step(self, draft: Protocol, key: str) -> Step:
        step = draft.steps.filter(pk=_key(key)).first()
        if step is None:
            raise Http404("There is no such step.")
        return step


def _key(typed: str) -> int:
    """A row's key as it was posted; 0, which no row has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else 0


def _form(request: HttpRequest, draft: Protocol, row: Step | None) -> StepForm:
    if draft.clinic is None:
        raise Http404("This version is read only.")
    return StepForm(
        request.POST if request.method == "POST" else None,
        step=row,
        words=protocol_editing.choices(draft.clinic),
        symptoms=step_words.symptoms(lookup.every_template()),
        library=composing.library(draft.clinic, now=clock.now()),
    )


def _saved(request: HttpRequest, draft: Protocol, row: Step | None, form: StepForm) -> bool:
    deed = partial(
        protocol_editing.save_step,
        protocol=draft,
        table=form.table(),
        step=row,
        by=people.me(request),
        now=clock.now(),
    )
    try:
        deed()
    except ValidationError as error:
        said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        form.refuse(said)
        return False
    return True
