"""What the words' pages share."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from unfold import decorators
from unfold.admin import ModelAdmin

Shown = TypeVar("Shown", bound=Callable[..., object])


def display(**said: Any) -> Callable[[Shown], Shown]:
    """The theme's `display`, which carries no types, with a type."""
    return cast("Callable[[Shown], Shown]", decorators.display(**said))


class ReadOnlyAdmin(ModelAdmin):
    """Rows that come from a file or from an action: looked at here, never edited.

    What `above` answers is shown by `change_form_outer_before_template`.
    """

    class Media:
        css = {"all": ("content/words.css",)}

    def above(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        shown = isinstance(obj, Model) and self.has_view_permission(request, obj)
        above = self.above(request, obj) if shown else {}
        answer: HttpResponse = super().change_view(
            request, object_id, form_url, {**above, **(extra_context or {})}
        )
        return answer

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def person(request: HttpRequest) -> str:
    """The name under which a decision is kept."""
    return request.user.get_username()
