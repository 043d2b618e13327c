"""Withhold a span from a word set, and lift it: a reviewer's page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content import actions
from content.admin.base import ReadOnlyAdmin, display, person
from content.models import Withholding, WordSet
from content.moment import now


class WithholdingForm(ModelForm[Withholding]):
    """Start and end count the document's characters; both may be moved within the sentence."""

    class Meta:
        model = Withholding
        fields = ("wordset", "document", "start", "end", "reason", "citation", "needs")
        help_texts = {
            "needs": "Leave empty to withhold it everywhere. "
            "With a line it still goes with topics that carry that safety line.",
            "citation": "What the reason rests on: a label, a guideline, a review.",
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        document, start, end = (given.get(name) for name in ("document", "start", "end"))
        if document is not None and start is not None and end is not None:
            try:
                actions.check_span(document, start=start, end=end)
            except actions.ApprovalError as error:
                raise ValidationError(str(error)) from error
        return given


@admin.register(Withholding)
class WithholdingAdmin(ReadOnlyAdmin):
    list_display = ("what", "wordset", "reason", "citation", "state_shown", "by", "at")
    list_filter = ("wordset", "document__slug", "lifted_at")
    list_select_related = ("wordset", "document")
    search_fields = ("reason", "citation", "document__title")
    form = WithholdingForm
    fieldsets = (
        (None, {"fields": (("wordset", "document"), "words", ("start", "end"))}),
        ("Why", {"fields": ("reason", "citation", ("needs", "flag"), ("by", "at"))}),
        ("Lifted", {"fields": (("lifted_by", "lifted_at"), "lifted_because", "lift_box")}),
    )
    add_fieldsets = (
        (None, {"fields": (("wordset", "document"), ("start", "end"))}),
        ("Why", {"fields": ("reason", "citation", "needs")}),
    )
    readonly_fields = ("words", "lift_box")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def reviews(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("content.change_approval"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.reviews(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("content.view_approval")) or self.reviews(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @display(description="words")
    def what(self, obj: Withholding) -> str:
        return " ".join(obj.text.split())[:100]

    @display(description="the words")
    def words(self, obj: Withholding) -> str:
        return " ".join(obj.text.split())

    @display(description="state", label={"withheld": "danger", "lifted": "info"})
    def state_shown(self, obj: Withholding) -> str:
        return "lifted" if obj.lifted_at else "withheld"

    @display(description="")
    def lift_box(self, obj: Withholding) -> SafeString:
        if obj.lifted_at:
            return SafeString("")
        return format_html(
            '<label>Why it may be sent again <input name="because" maxlength="300" '
            'style="border:1px solid;border-radius:.4rem;padding:.3rem"></label> '
            '<button formaction="{}" style="text-decoration:underline">Lift</button>',
            reverse("admin:content_withholding_lift", args=[obj.pk]),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.lift_view)
        lift = path("<int:pk>/lift/", view, name="content_withholding_lift")
        return [lift, *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The span of the chosen sentence; the word set where there is only one."""
        sets = list(WordSet.objects.values_list("pk", flat=True)[:2])
        only = {"wordset": sets[0]} if len(sets) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}

    def save_model(
        self, request: HttpRequest, obj: Withholding, form: ModelForm[Withholding], change: bool
    ) -> None:
        obj.pk = actions.withhold(
            wordset=obj.wordset,
            document=obj.document,
            start=obj.start,
            end=obj.end,
            reason=obj.reason,
            citation=obj.citation,
            needs=obj.needs,
            by=person(request),
            now=now(),
        ).pk

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST only; a refusal is told on the page it came from."""
        if not self.reviews(request):
            raise PermissionDenied
        row = get_object_or_404(Withholding.objects.select_related("document"), pk=pk)
        if request.method == "POST":
            because = request.POST.get("because", "")
            try:
                actions.lift(withholding=row, by=person(request), now=now(), because=because)
            except actions.ApprovalError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, "Lifted: where its passage is approved it may leave.")
        return HttpResponseRedirect(reverse("admin:content_withholding_change", args=[pk]))
