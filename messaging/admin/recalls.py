"""Recalls: a reviewer takes words back; the clinic sees who got them, and corrects it."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from content import actions as content
from content.models import Approval, Passage, Recall, WordSet
from messaging import clock
from messaging.actions import corrections, recalls
from messaging.admin import people, recalled, shown
from messaging.admin.access import Verb
from messaging.admin.base import PageAdmin
from messaging.admin.refusals import REFUSALS, carried_out, sentences
from messaging.models import Clinic

CORRECTION = "correction"
ROWS_A_PAGE = 50


@admin.register(Recall)
class RecallAdmin(PageAdmin):
    """A word set may serve several clinics: each sees its own patients, and corrects them."""

    clinic_paths = ("wordset__clinics",)
    page_template = "admin/messaging/recall/page.html"
    page_width = "wide"
    list_display = ("when", "what", "reason", "wordset", "by", "state")
    list_display_links = ("when",)
    list_filter = ("wordset", "passage__document__slug")
    list_select_related = ("wordset", "passage__topic", "passage__document")
    empty_words = (
        "Nothing is recalled. A clinical reviewer recalls words on the page of their approval."
    )
    sortable_by = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recall]:
        rows: QuerySet[Recall] = super().get_queryset(request)
        return rows.distinct().defer("passage__document__text")

    def permitted(self, request: HttpRequest, verb: Verb, obj: Any = None) -> bool:
        """At one of the clinics that share the word set, if it is about a recall."""
        reach = people.reach(request.user, verb, self.name)
        if reach is None or not isinstance(obj, Recall):
            return reach is None or bool(reach)
        return bool(obj.wordset.clinics.filter(pk__in=reach).exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="recalled")
    def when(self, obj: Recall) -> str:
        return shown.day(obj.at.date())

    @admin.display(description="words")
    def what(self, obj: Recall) -> str:
        return recalled.title(obj)

    @admin.display(description="state")
    def state(self, obj: Recall) -> SafeString:
        return shown.chip("lifted", "info") if obj.lifted_at else shown.chip("recalled", "danger")

    def get_urls(self) -> list[URLPattern]:
        stem = f"{self.opts.app_label}_{self.name}"
        view = self.admin_site.admin_view
        return [
            path("new/<int:approval>/", view(self.new_view), name=f"{stem}_new"),
            path("<path:object_id>/lift/", view(self.lift_view), name=f"{stem}_lift"),
            path(
                "<path:object_id>/correct/<int:clinic>/",
                view(self.correct_view),
                name=f"{stem}_correct",
            ),
            *super().get_urls(),
        ]

    def new_view(self, request: HttpRequest, approval: int) -> HttpResponse:
        """The words, what the recall will do, and a box for the reason."""
        wordset, passage = self._words(request, approval)
        if request.method == "POST":
            deed = partial(
                content.recall,
                wordset=wordset,
                passage=passage,
                reason=request.POST.get("reason", ""),
                by=people.me(request).get_username(),
                now=clock.now(),
            )
            if carried_out(request, deed, done="Recalled: no text holds these words any more."):
                made = Recall.objects.standing().get(wordset=wordset, passage=passage)
                return redirect(self.url_of("change", made.pk))
        return self._shown(request, "new", "Recall words", recalled.before(wordset, passage))

    def _words(self, request: HttpRequest, approval: int) -> tuple[WordSet, Passage]:
        """What an approval is about, if this person reviews at a clinic that uses it."""
        if not self.permitted(request, Verb.ADD):
            raise PermissionDenied
        mine = people.within(request.user, self.name, "wordset__clinics", verb=Verb.ADD)
        rows = Approval.objects.filter(mine, pk=approval)
        row = rows.select_related("wordset", "passage__document", "passage__topic").first()
        if row is None or row.passage is None:
            raise Http404("There is no such page.")
        return row.wordset, row.passage

    def page(self, request: HttpRequest, obj: Recall) -> dict[str, Any]:
        sees = people.may(request.user, Verb.VIEW, CORRECTION)
        mine = people.within(request.user, CORRECTION, "phone__clinic")
        cases = recalls.cases(obj.pk, which=mine) if sees else []
        rows = Paginator(cases, ROWS_A_PAGE).get_page(request.GET.get("page"))
        return {
            "title": "Recall",
            **recalled.facts(obj),
            "sees": sees,
            "count": len(cases),
            "clinics": [
                recalled.at_clinic(clinic, here, now=clock.now())
                | {"may_send": self._may_send(request, clinic)}
                for clinic, here in recalled.by_clinic(cases)
            ],
            "lines": [recalled.line(case) for case in rows],
            "rows": rows,
        }

    def _may_send(self, request: HttpRequest, clinic: Clinic) -> bool:
        return people.may(request.user, Verb.ADD, CORRECTION, clinic.pk)

    def correct_view(self, request: HttpRequest, object_id: str, clinic: int) -> HttpResponse:
        """First what would go to how many, then, confirmed by a POST, the deed."""
        row = self.found(request, object_id)
        at = self._clinic(request, row, clinic)
        if request.method == "POST":
            self._correct(request, row, at)
            return redirect(self.url_of("change", row.pk))
        cases = recalls.cases(row.pk, which=Q(phone__clinic=at))
        here = recalled.at_clinic(at, cases, now=clock.now())
        context = {**recalled.facts(row), "here": here}
        return self._shown(request, "confirm", "Send the correction", context)

    def _clinic(self, request: HttpRequest, row: Recall, pk: int) -> Clinic:
        seen = people.within(request.user, CORRECTION, "pk")
        found = Clinic.objects.filter(seen, pk=pk, wordset=row.wordset_id).first()
        if found is None:
            raise Http404("There is no such page.")
        if not self._may_send(request, found):
            raise PermissionDenied
        return found

    def _correct(self, request: HttpRequest, row: Recall, clinic: Clinic) -> None:
        """In steps of one transaction each: texts that come in need not wait for all of them."""
        texted, to_phone, left = 0, 0, 1
        try:
            while left:
                done = corrections.send(
                    recall_id=row.pk, clinic=clinic, by=people.me(request), now=clock.now()
                )
                texted, to_phone, left = texted + done.texted, to_phone + done.to_phone, done.left
        except REFUSALS as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
        if texted or to_phone:
            messages.success(request, recalled.told(texted, to_phone))
        elif not left:
            messages.info(request, "Everybody was told before: nothing was left to send.")

    def lift_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.allowed(request, object_id)
        deed = partial(
            content.lift_recall,
            recall=row,
            by=people.me(request).get_username(),
            now=clock.now(),
            because=request.POST.get("because", ""),
        )
        carried_out(request, deed, done="Lifted: approve the words anew before they may leave.")
        return redirect(self.url_of("change", row.pk))

    def _shown(
        self, request: HttpRequest, page: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        known = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        template = f"admin/messaging/recall/{page}.html"
        return TemplateResponse(request, template, {**known, "narrow": True, **context})
