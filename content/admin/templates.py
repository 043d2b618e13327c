"""Templates as loaded, both languages with their length."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from content.admin import previews, sending
from content.admin.base import ReadOnlyAdmin, display
from content.models import Template


@admin.register(Template)
class TemplateAdmin(ReadOnlyAdmin):
    list_display = ("slug", "language", "discreet", "version", "kind", "length", "body")
    list_filter = ("kind", "language", "discreet")
    search_fields = ("slug", "body")
    fieldsets = (
        (None, {"fields": (("slug", "kind", "answer"), ("language", "discreet", "version"))}),
        ("In every language", {"fields": ("side_by_side", "gaps")}),
    )
    readonly_fields = ("side_by_side", "gaps")

    @display(description="length")
    def length(self, obj: Template) -> str:
        return sending.cost(sending.filled(obj.body))

    @display(description="placeholders")
    def gaps(self, obj: Template) -> str:
        return ", ".join(obj.placeholders)

    @display(description="")
    def side_by_side(self, obj: Template) -> SafeString:
        """The newest words of this slug; lengths are those with usual numbers filled in."""
        rows = Template.objects.newest().filter(slug=obj.slug, discreet=obj.discreet)
        return format_html_join(
            "",
            "<h3>{}</h3>{}<p><small>{}, grade {}</small></p>",
            (
                (
                    row.language,
                    previews.bubble(row.body),
                    sending.cost(sending.filled(row.body)),
                    sending.grade_words(sending.grade(sending.filled(row.body), row.language)),
                )
                for row in rows
            ),
        )
