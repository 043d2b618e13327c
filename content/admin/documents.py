"""Documents with their sections beside the text, and the passages cut from them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.admin import TabularInline

from content.admin import previews, tasks
from content.admin.base import ReadOnlyAdmin, display
from content.models import Document, Passage, Recall, Withholding


class PassageInline(TabularInline):
    model = Passage
    fk_name = "document"
    fields = ("topic", "position", "section", "start", "end", "flags", "replaced_by")
    readonly_fields = fields
    show_change_link = True
    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("title", "language", "version", "publisher", "sections_found", "use_until")
    list_filter = ("language", "slug", "shipped")
    search_fields = ("title", "slug", "publisher")
    inlines = (PassageInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title", "language", "version"),
                    ("publisher", "licence", "source_line"),
                    ("reviewed_on", "use_until"),
                    ("imported_by", "imported_at"),
                    "sha256",
                )
            },
        ),
        ("For the reviewer", {"fields": ("look_at",)}),
        ("Sections and text", {"fields": ("sections_beside_text",)}),
    )
    readonly_fields = ("sections_beside_text", "look_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        found: QuerySet[Document] = super().get_queryset(request)
        return found.annotate(section_count=Count("sections"))

    @display(description="sections")
    def sections_found(self, obj: Document) -> int:
        return int(getattr(obj, "section_count", 0))

    @display(description="what to look at")
    def look_at(self, obj: Document) -> SafeString:
        return tasks.of_document(obj)

    @display(description="")
    def sections_beside_text(self, obj: Document) -> SafeString:
        return previews.beside(obj)


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    list_display = ("topic", "position", "document", "parts", "school_grade", "look_at")
    list_filter = ("document__language", "document__slug", "topic")
    list_select_related = ("topic", "document", "section")
    search_fields = ("topic__slug", "document__title")
    fieldsets = (
        (None, {"fields": (("topic", "position"), ("document", "section"))}),
        (
            "For the reviewer",
            {"fields": ("reasons", "withheld", "recalls", "sentence_by_sentence")},
        ),
        ("On the phone", {"fields": ("on_the_phone", "school_grade")}),
        ("In its section", {"fields": ("in_its_section", ("start", "end"), "replaced_by")}),
    )
    readonly_fields = (
        *("on_the_phone", "in_its_section", "school_grade"),
        *("reasons", "withheld", "recalls", "recall_it", "sentence_by_sentence"),
    )

    @display(description="length")
    def parts(self, obj: Passage) -> str:
        return previews.cost(obj.body)

    @display(description="for the reviewer")
    def look_at(self, obj: Passage) -> str:
        """The flags that the map gave this passage."""
        return ", ".join(str(flag) for flag in obj.flags)

    @display(description="what to look at")
    def reasons(self, obj: Passage) -> SafeString:
        return tasks.of_passage(obj)

    @display(description="withheld")
    def withheld(self, obj: Passage) -> SafeString:
        """Of every word set: another one's clinic may know better."""
        bars = Withholding.objects.within(obj).select_related("wordset")
        return tasks.withheld(obj, bars)

    @display(description="recalled")
    def recalls(self, obj: Passage) -> SafeString:
        return tasks.recalls(Recall.objects.touching(obj.pk).select_related("wordset"))

    @display(description="")
    def recall_it(self, obj: Passage) -> SafeString:
        return tasks.recall_links(tasks.recallable(obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if obj and request.user.has_perm("content.add_recall") and tasks.recallable(obj):
            return [*sets, ("Take the words back", {"fields": ("recall_it",)})]
        return sets

    @display(description="withhold a sentence")
    def sentence_by_sentence(self, obj: Passage) -> SafeString:
        return tasks.choices(obj)

    @display(description="grade")
    def school_grade(self, obj: Passage) -> str:
        return previews.grade(obj.body, obj.document.language)

    @display(description="")
    def on_the_phone(self, obj: Passage) -> SafeString:
        withheld = Withholding.objects.within(obj).values_list("start", "end")
        recalled = obj.recalled.filter(recall__lifted_at=None).values_list("start", "end")
        return previews.phone(obj, barred=[*withheld, *recalled])

    @display(description="")
    def in_its_section(self, obj: Passage) -> SafeString:
        return previews.in_place(obj)
