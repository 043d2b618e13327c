"""Forms inside a page: what is refused comes back as it was typed, with what is to be mended."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from messaging import clock
from messaging.admin import people
from messaging.admin.base import PageAdmin
from messaging.admin.refusals import by_field, refusal
from messaging.models import Patient

NO_DAY = "Give the day as a date, for example 2027-01-31."
NO_TIME = "Give the time as hours and minutes, for example 14:30."


def day_field(*, required: bool = True) -> forms.DateField:
    said = {"invalid": NO_DAY, "required": NO_DAY}
    return forms.DateField(required=required, input_formats=["%Y-%m-%d"], error_messages=said)


def time_field() -> forms.TimeField:
    said = {"invalid": NO_TIME}
    return forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"], error_messages=said)


class ActForm(forms.Form):
    """What was typed for one act; `do` calls the action and gives what to say of it."""

    done = "Saved."

    @property
    def looks(self) -> bool:
        """Whether it only asks what would change."""
        return False

    def do(self, *, by: Any, now: datetime) -> list[str]:
        raise NotImplementedError


@dataclass(frozen=True)
class Typed:
    """What stands in one form of the page: `about` names it, `said` is by field.

    `seen` is what would change, where somebody asked to look first.
    """

    about: str
    values: QueryDict
    said: dict[str, list[str]] = field(default_factory=dict)
    seen: tuple[str, ...] = ()

    @property
    def also(self) -> list[str]:
        return self.values.getlist("also")

    @property
    def all_said(self) -> list[str]:
        return [sentence for found in self.said.values() for sentence in found]


class ActAdmin(PageAdmin):
    """A page that carries out the forms of its panels."""

    def carry(
        self, request: HttpRequest, patient: Patient, form: ActForm, *, about: str, panel: str
    ) -> HttpResponse:
        """Do what was typed and come back to the panel; else the page as it was left."""
        if not form.is_valid():
            said = {name: [str(one) for one in found] for name, found in form.errors.items()}
            return self._again(request, patient, Typed(about, request.POST, said))
        found: list[str] = []
        by, now = people.me(request), clock.now()
        error = refusal(lambda: found.extend(form.do(by=by, now=now)))
        if error is not None:
            return self._again(request, patient, Typed(about, request.POST, by_field(error)))
        if form.looks:
            return self._again(request, patient, Typed(about, request.POST, seen=tuple(found)))
        messages.success(request, " ".join([form.done, *found]))
        return self.back(patient, panel)

    def _again(self, request: HttpRequest, patient: Patient, typed: Typed) -> HttpResponse:
        return self.change_view(request, str(patient.pk), extra_context={"kept": typed})

    def back(self, patient: Patient, panel: str) -> HttpResponse:
        return HttpResponseRedirect(f"{self.url_of('change', patient.pk)}#{panel}")
