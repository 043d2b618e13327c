"""The review list: what waits, what is approved, and the reviewer's three verbs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from unfold.admin import TabularInline

from content import actions
from content.admin import previews, queue, reviewing, tasks
from content.admin.base import ReadOnlyAdmin, display, person
from content.models import (
    Approval,
    ApprovalState,
    Decision,
    Recall,
    Withholding,
    WordSet,
)
from content.moment import now

VERBS: dict[str, tuple[Callable[..., int], str]] = {
    "submit": (actions.submit, "put in review"),
    "approve": (actions.approve, "approved"),
    "retire": (actions.retire, "retired"),
}


class DecisionInline(TabularInline):
    model = Decision
    fields = ("state", "by", "at", "note")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    list_display = ("what", "on_the_phone", "language", "wordset", "state_shown", "decided")
    list_filter = (
        queue.StageFilter,
        "wordset",
        queue.DocumentFilter,
        queue.KindFilter,
        queue.LanguageFilter,
    )
    list_select_related = ("wordset", "template", "passage__topic", "passage__section")
    list_per_page = 25
    ordering = ("id",)  # marks no column as sorted; the order is `get_ordering`'s
    list_before_template = "admin/content/approval/waiting.html"
    change_form_outer_before_template = "admin/content/approval/review.html"
    search_fields = ("passage__topic__slug", "template__slug", "template__body")
    fieldsets = (
        (None, {"fields": (("wordset", "state", "use_until"), ("passage", "template"))}),
        ("In its section", {"fields": ("words",)}),
        ("For the reviewer", {"fields": ("look_at", "withheld", "recalls")}),
        ("Decision", {"fields": ("submitted_by", ("decided_by", "decided_at"), "note")}),
    )
    readonly_fields = ("words", "look_at", "withheld", "recalls", "recall_it")
    inlines = (DecisionInline,)
    actions = ("submit_for_review", "approve_words", "retire_words")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decide_view)
        decide = path("<int:pk>/decide/", view, name="content_approval_decide")
        return [decide, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Approval]:
        """A document's text is read once, not with each of its passages."""
        ranked = queue.ranked(Approval.objects.all())
        return ranked.order_by(*queue.ORDER).prefetch_related("passage__document")

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return queue.ORDER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        counts = queue.counts(self.get_queryset(request))
        answer: HttpResponse = super().changelist_view(request, {**counts, **(extra_context or {})})
        return answer

    def above(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        may = self.has_review_permission(request)
        return {
            **reviewing.shown(obj),
            "may_review": may,
            "may_cut": reviewing.may_cut(obj) and request.user.has_perm("content.change_passage"),
            "refused": reviewing.refused(obj, by=person(request)) if may else "",
        }

    @display(description="words")
    def what(self, obj: Approval) -> str:
        if obj.passage:
            return f"{obj.passage.topic} {obj.passage.position + 1}, {obj.passage.document}"
        return str(obj.template)

    @display(description="language")
    def language(self, obj: Approval) -> str:
        return obj.passage.document.language if obj.passage else _template_language(obj)

    @display(
        description="state",
        ordering="state",
        label={
            ApprovalState.APPROVED.label: "success",
            ApprovalState.IN_REVIEW.label: "warning",
            ApprovalState.RETIRED.label: "danger",
            queue.RECALLED: "danger",
        },
    )
    def state_shown(self, obj: Approval) -> str:
        recalled = getattr(obj, queue.RECALLED, False)
        return queue.RECALLED if recalled else obj.get_state_display()

    @display(description="on the phone")
    def on_the_phone(self, obj: Approval) -> SafeString:
        return reviewing.first_text(obj)

    @display(description="decided")
    def decided(self, obj: Approval) -> str:
        return f"{obj.decided_by}, {obj.decided_at:%Y-%m-%d}" if obj.decided_at else ""

    @display(description="")
    def words(self, obj: Approval) -> SafeString:
        return previews.in_place(obj.passage) if obj.passage else SafeString("")

    @display(description="what to look at")
    def look_at(self, obj: Approval) -> SafeString:
        return tasks.of_passage(obj.passage) if obj.passage else SafeString("")

    @display(description="withheld")
    def withheld(self, obj: Approval) -> SafeString:
        if obj.passage is None:
            return SafeString("")
        standing = Withholding.objects.filter(wordset=obj.wordset).within(obj.passage)
        return tasks.withheld(obj.passage, standing.select_related("wordset"))

    @display(description="recalled")
    def recalls(self, obj: Approval) -> SafeString:
        if obj.passage_id is None:
            return SafeString("")
        rows = Recall.objects.filter(wordset=obj.wordset).touching(obj.passage_id)
        return tasks.recalls(rows.select_related("wordset"))

    @display(description="")
    def recall_it(self, obj: Approval) -> SafeString:
        return tasks.recall_links(_recallable(obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The way to a recall is shown to whoever may take it, for words that may have gone."""
        sets = super().get_fieldsets(request, obj)
        if obj and request.user.has_perm("content.add_recall") and _recallable(obj):
            return [*sets, ("Take the words back", {"fields": ("recall_it",)})]
        return sets

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("content.change_approval")

    @admin.action(description="Put in review", permissions=["review"])
    def submit_for_review(self, request: HttpRequest, queryset: QuerySet[Approval]) -> None:
        self._decide(request, queryset, "submit")

    @admin.action(description="Approve", permissions=["review"])
    def approve_words(self, request: HttpRequest, queryset: QuerySet[Approval]) -> None:
        self._decide(request, queryset, "approve")

    @admin.action(description="Retire: these words no longer leave", permissions=["review"])
    def retire_words(self, request: HttpRequest, queryset: QuerySet[Approval]) -> None:
        self._decide(request, queryset, "retire")

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST only: one decision, from the page of an approval or a page of several."""
        if request.method != "POST" or not self.has_review_permission(request):
            raise PermissionDenied
        approval = get_object_or_404(Approval.objects.select_related("passage", "template"), pk=pk)
        verb = VERBS.get(request.POST.get("verb", ""))
        if verb is None:
            raise Http404("There is no such decision.")
        note = request.POST.get("note", "").strip()[:500]
        self._carry_out(request, [approval], *verb, note=note)
        return HttpResponseRedirect(
            _own(request.POST.get("next", ""))
            or reverse("admin:content_approval_change", args=[pk])
        )

    def _decide(self, request: HttpRequest, queryset: QuerySet[Approval], verb: str) -> None:
        self._carry_out(request, queryset.select_related("passage", "template"), *VERBS[verb])

    def _carry_out(
        self,
        request: HttpRequest,
        approvals: Iterable[Approval],
        verb: Callable[..., int],
        past: str,
        *,
        note: str = "",
    ) -> None:
        chosen = list(approvals)
        for wordset in WordSet.objects.filter(pk__in={a.wordset_id for a in chosen}):
            mine = [a for a in chosen if a.wordset_id == wordset.pk]
            try:
                count = verb(
                    wordset=wordset,
                    passages=[a.passage for a in mine if a.passage],
                    templates=[a.template for a in mine if a.template],
                    by=person(request),
                    now=now(),
                    note=note,
                )
            except actions.ApprovalError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, f"{wordset}: {count} {past}.")


def _own(url: str) -> str:
    """An address of this admin; empty for any other."""
    own = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if own else ""


def _recallable(approval: Approval) -> list[Approval]:
    return tasks.recallable(approval.passage, pk=approval.pk) if approval.passage else []


def _template_language(approval: Approval) -> str:
    return approval.template.language if approval.template else ""
