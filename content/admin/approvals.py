"""The review list: what waits, what is approved, and the reviewer's three verbs."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.admin import TabularInline

from content import actions
from content.admin import previews, tasks
from content.admin.base import ReadOnlyAdmin, display, person
from content.models import Approval, ApprovalState, Decision, Withholding, WordSet
from content.moment import now


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
        ("For the reviewer", {"fields": ("look_at", "withheld")}),
        ("Decision", {"fields": ("submitted_by", ("decided_by", "decided_at"), "note")}),
    )
    readonly_fields = ("words", "look_at", "withheld")
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
        },
    )
    def state_shown(self, obj: Approval) -> str:
        return obj.get_state_display()

    @display(description="")
    def words(self, obj: Approval) -> SafeString:
        if obj.passage:
            bars = Withholding.objects.filter(wordset=obj.wordset).spans([obj.passage])
            shown = previews.phone(obj.passage, barred=bars[obj.passage.pk])
            return shown + previews.in_place(obj.passage)
        return previews.bubble(obj.template.body if obj.template else "")

    @display(description="what to look at")
    def look_at(self, obj: Approval) -> SafeString:
        return tasks.of_passage(obj.passage) if obj.passage else SafeString("")

    @display(description="withheld")
    def withheld(self, obj: Approval) -> SafeString:
        if obj.passage is None:
            return SafeString("")
        bars = Withholding.objects.filter(wordset=obj.wordset).within(obj.passage)
        return tasks.withheld(obj.passage, bars.select_related("wordset"))

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


def _template_language(approval: Approval) -> str:
    return approval.template.language if approval.template else ""
