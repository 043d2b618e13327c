"""Word sets, and the documents that a clinic prefers."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from content import actions
from content.admin.base import display, person
from content.models import ApprovalState, Document, Preference, WordSet
from content.moment import now


@admin.register(WordSet)
class WordSetAdmin(ModelAdmin):
    list_display = ("name", "slug", "approved_count", "waiting_count")
    fields = ("name", "slug")
    search_fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WordSet]:
        found: QuerySet[WordSet] = super().get_queryset(request)
        approved = Q(approvals__state=ApprovalState.APPROVED)
        waiting = Q(approvals__state__in=(ApprovalState.DRAFT, ApprovalState.IN_REVIEW))
        return found.annotate(
            approved=Count("approvals", filter=approved),
            waiting=Count("approvals", filter=waiting),
        )

    @display(description="approved")
    def approved_count(self, obj: WordSet) -> int:
        return int(getattr(obj, "approved", 0))

    @display(description="waiting for review")
    def waiting_count(self, obj: WordSet) -> int:
        return int(getattr(obj, "waiting", 0))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: WordSet, form: ModelForm[WordSet], change: bool
    ) -> None:
        obj.pk = actions.make_wordset(slug=obj.slug, name=obj.name).pk


class PreferenceForm(ModelForm[Preference]):
    class Meta:
        model = Preference
        fields = ("wordset", "topic", "document_slug")

    def clean_document_slug(self) -> str:
        slug = str(self.cleaned_data["document_slug"])
        if not Document.objects.filter(slug=slug).exists():
            known = ", ".join(sorted(set(Document.objects.values_list("slug", flat=True))))
            raise ValidationError(f'There is no document "{slug}". Known are: {known}.')
        return slug


@admin.register(Preference)
class PreferenceAdmin(ModelAdmin):
    list_display = ("topic", "document_slug", "wordset", "chosen_by", "chosen_at")
    list_filter = ("wordset",)
    form = PreferenceForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("wordset", "topic") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Preference, form: ModelForm[Preference], change: bool
    ) -> None:
        obj.pk = actions.prefer(
            wordset=obj.wordset,
            topic=obj.topic,
            document_slug=obj.document_slug,
            by=person(request),
            now=now(),
        ).pk
