"""Topics and the words that patients use for them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from content import actions
from content.models import Alias, Topic


class AliasInline(TabularInline):
    """Shipped names are shown, a clinic's own can be added and taken away."""

    model = Alias
    fields = ("text", "language", "kind", "wordset")
    extra = 1
    tab = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(ModelAdmin):
    list_display = ("slug", "title_en", "title_es", "footer")
    list_filter = ("footer",)
    search_fields = ("slug", "titles", "aliases__text")
    fields = (("slug", "footer"), ("title_en", "title_es"), "shown_by_menu")
    readonly_fields = ("slug", "footer", "title_en", "title_es", "shown_by_menu")
    inlines = (AliasInline,)

    @admin.display(description="English")
    def title_en(self, obj: Topic) -> str:
        return str(obj.titles.get("en", ""))

    @admin.display(description="Spanish")
    def title_es(self, obj: Topic) -> str:
        return str(obj.titles.get("es", ""))

    @admin.display(description="keyword shown by MENU")
    def shown_by_menu(self, obj: Topic) -> str:
        return ", ".join(f"{word} ({language})" for language, word in obj.menu.items())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Topic, form: ModelForm[Topic], change: bool
    ) -> None:
        """Topics come from the library; this page only changes their names."""

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Topic],
        formset: BaseInlineFormSet[Alias, Topic, ModelForm[Alias]],
        change: bool,
    ) -> None:
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for alias in formset.save(commit=False):
            actions.add_alias(
                topic=form.instance,
                text=alias.text,
                language=alias.language,
                kind=alias.kind,
                wordset=alias.wordset,
            )
        for alias in formset.deleted_objects:
            actions.remove_alias(alias=alias)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        found: QuerySet[Topic] = super().get_queryset(request)
        return found.order_by("position")
