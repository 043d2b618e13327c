"""What the words' pages share."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from unfold import decorators
from unfold.admin import ModelAdmin

Shown = TypeVar("Shown", bound=Callable[..., object])


def display(**said: Any) -> Callable[[Shown], Shown]:
    """The theme's `display`, which carries no types, with a type."""
    return cast("Callable[[Shown], Shown]", decorators.display(**said))


class ReadOnlyAdmin(ModelAdmin):
    """Rows that come from a file or from an action: looked at here, never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def person(request: HttpRequest) -> str:
    """The name under which a decision is kept."""
    return request.user.get_username()
