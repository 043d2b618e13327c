"""The review list: what waits, what is approved, and the reviewer's three verbs."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.admin import TabularInline

from content import actions, bars
from content.admin import previews, tasks
from content.admin.base import ReadOnlyAdmin, display, person
from content.models import (
    Approval,
    ApprovalState,
    Decision,
    Recall,
    RecalledSpan,
    Withholding,
    WordSet,
)
from content.moment import now

RECALLED = "recalled"


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
    list_display = ("what", "language", "wordset", "state_shown", "decided_by", "decided_at")
    list_filter = (
        "state",
        "wordset",
        "passage__document__slug",
        "passage__document__language",
        "template__kind",
        "template__language",
    )
    list_select_related = (
        "wordset",
        "template",
        "passage__topic",
        "passage__document",
        "passage__section",
    )
    search_fields = ("passage__topic__slug", "template__slug", "template__body")
    fieldsets = (
        (None, {"fields": (("wordset", "state", "use_until"), ("passage", "template"))}),
        ("The words", {"fields": ("words",)}),
        ("For the reviewer", {"fields": ("look_at", "withheld", "recalls")}),
        ("Decision", {"fields": ("submitted_by", ("decided_by", "decided_at"), "note")}),
    )
    readonly_fields = ("words", "look_at", "withheld", "recalls", "recall_it")
    inlines = (DecisionInline,)
    actions = ("submit_for_review", "approve_words", "retire_words")

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
            RECALLED: "danger",
        },
    )
    def state_shown(self, obj: Approval) -> str:
        return RECALLED if getattr(obj, RECALLED, False) else obj.get_state_display()

    @display(description="")
    def words(self, obj: Approval) -> SafeString:
        if obj.passage:
            barred = bars.spans(obj.wordset_id, [obj.passage])
            shown = previews.phone(obj.passage, barred=barred[obj.passage.pk])
            return shown + previews.in_place(obj.passage)
        return previews.bubble(obj.template.body if obj.template else "")

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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Approval]:
        """With a mark on those whose words are recalled whole."""
        spans = RecalledSpan.objects.filter(
            recall__lifted_at=None,
            recall__wordset=OuterRef("wordset"),
            passage=OuterRef("passage"),
            start__lte=OuterRef("passage__start"),
            end__gte=OuterRef("passage__end"),
        )
        found: QuerySet[Approval] = super().get_queryset(request)
        return found.annotate(**{RECALLED: Exists(spans)})

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("content.change_approval")

    @admin.action(description="Put in review", permissions=["review"])
    def submit_for_review(self, request: HttpRequest, queryset: QuerySet[Approval]) -> None:
        self._decide(request, queryset, actions.submit, "put in review")

    @admin.action(description="Approve", permissions=["review"])
    def approve_words(self, request: HttpRequest, queryset: QuerySet[Approval]) -> None:
        self._decide(request, queryset, actions.approve, "approved")

    @admin.action(description="Retire: these words no longer leave", permissions=["review"])
    def retire_words(self, request: HttpRequest, queryset: QuerySet[Approval]) -> None:
        self._decide(request, queryset, actions.retire, "retired")

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[Approval],
        verb: Callable[..., int],
        /,
        past: str,
    ) -> None:
        chosen = list(queryset.select_related("passage", "template"))
        for wordset in WordSet.objects.filter(pk__in={a.wordset_id for a in chosen}):
            mine = [a for a in chosen if a.wordset_id == wordset.pk]
            try:
                count = verb(
                    wordset=wordset,
                    passages=[a.passage for a in mine if a.passage],
                    templates=[a.template for a in mine if a.template],
                    by=person(request),
                    now=now(),
                )
            except actions.ApprovalError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, f"{wordset}: {count} {past}.")


def _recallable(approval: Approval) -> list[Approval]:
    return tasks.recallable(approval.passage, pk=approval.pk) if approval.passage else []


def _template_language(approval: Approval) -> str:
    return approval.template.language if approval.template else ""
