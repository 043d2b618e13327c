"""Hand-offs: what a person must do that is not an alert; closed by name."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from content import actions as content
from content.models import Topic
from messaging import clock
from messaging.actions import handoffs
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.admin.base import PageAdmin
from messaging.admin.filters import OpenFilter
from messaging.admin.refusals import carried_out
from messaging.models import HandOff, HandOffKind

MOST_ALIAS = 80


class AliasForm(forms.Form):
    """Words that should have found a topic: known from now on to the clinic's word set."""

    text = forms.CharField(max_length=MOST_ALIAS, label="Words")
    topic = forms.ModelChoiceField(queryset=Topic.objects.all(), empty_label="Choose a topic")
    language = forms.ChoiceField(choices=(("en", "English"), ("es", "Spanish")))


@admin.register(HandOff)
class HandOffAdmin(PageAdmin):
    clinic_paths = ("phone__clinic", "patient__clinic", "inbound__sender__clinic")
    page_template = "admin/messaging/handoff/page.html"
    list_display = ("kind_shown", "who", "why_short", "said", "times", "age")
    list_display_links = ("kind_shown",)
    list_filter = (OpenFilter, "kind", "phone__clinic")
    list_select_related = ("phone", "patient", "inbound")
    empty_words = "Nothing to do here. What the service is unsure of lands on this list."
    sortable_by = ()
    actions = None

    @admin.display(description="what")
    def kind_shown(self, obj: HandOff) -> str:
        return obj.get_kind_display()

    @admin.display(description="patient")
    def who(self, obj: HandOff) -> SafeString | str:
        name = obj.patient.name if obj.patient else "Unknown"
        return shown.who(name, obj.phone) if obj.phone else name

    @admin.display(description="why")
    def why_short(self, obj: HandOff) -> str:
        return shown.short(obj.why)

    @admin.display(description="text")
    def said(self, obj: HandOff) -> str:
        return shown.short(obj.inbound.body, 60) if obj.inbound else ""

    @admin.display(description="open for")
    def age(self, obj: HandOff) -> str:
        return shown.age(obj.opened_at, obj.closed_at or clock.now())

    def page(self, request: HttpRequest, obj: HandOff) -> dict[str, Any]:
        clinic = obj.phone.clinic if obj.phone else obj.patient.clinic if obj.patient else None
        zone = obj.patient.time_zone if obj.patient else clinic.time_zone if clinic else "UTC"
        return {
            "handoff": obj,
            "opened": shown.local(obj.opened_at, zone),
            "age": shown.age(obj.opened_at, obj.closed_at or clock.now()),
            "closed": shown.local(obj.closed_at, zone),
            "alias_form": self._alias_form(request, obj),
        }

    def _alias_form(self, request: HttpRequest, obj: HandOff) -> AliasForm | None:
        """Offered where a text found no answer, to those who may teach words."""
        told = obj.kind == HandOffKind.UNANSWERED and obj.inbound is not None
        clinic = self.clinic_of(obj)
        if not (told and obj.inbound and people.may(request.user, Verb.ADD, "alias", clinic)):
            return None
        words = obj.inbound.body[:MOST_ALIAS]
        language = obj.patient.language if obj.patient else "en"
        return AliasForm(initial={"text": words, "language": language})

    def get_urls(self) -> list[URLPattern]:
        stem = f"{self.opts.app_label}_{self.name}"
        close = self.admin_site.admin_view(self.close_view)
        alias = self.admin_site.admin_view(self.alias_view)
        return [
            path("<path:object_id>/close/", close, name=f"{stem}_close"),
            path("<path:object_id>/alias/", alias, name=f"{stem}_alias"),
            *super().get_urls(),
        ]

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        handoff, note = self.allowed(request, object_id), request.POST.get("note", "").strip()
        deed = partial(
            handoffs.close, handoff=handoff, by=people.me(request), note=note, now=clock.now()
        )
        carried_out(request, deed, done="Closed.")
        return redirect(self.url_of("change", handoff.pk))

    def alias_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The clinic's own word for a topic; other word sets do not see it."""
        handoff = self.allowed(request, object_id)
        form = AliasForm(request.POST)
        if (
            self._alias_form(request, handoff) is None
            or handoff.phone is None
            or not form.is_valid()
        ):
            carried_out(request, partial(_refuse, form), done="")
            return redirect(self.url_of("change", handoff.pk))
        deed = partial(
            content.add_alias,
            topic=form.cleaned_data["topic"],
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            wordset=handoff.phone.clinic.wordset,
        )
        carried_out(request, deed, done="Added. The next text with these words finds the topic.")
        return redirect(self.url_of("change", handoff.pk))


def _refuse(form: AliasForm) -> None:
    said = [sentence for errors in form.errors.values() for sentence in errors]
    raise forms.ValidationError(said or ["Words can be taught for an unanswered text only."])
