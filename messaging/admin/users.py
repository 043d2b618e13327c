"""Log-ins: made by whoever runs the service; what they may do comes from memberships."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from messaging import clock
from messaging.actions import clinics
from messaging.admin import people
from messaging.admin.access import Verb

# Rights are memberships: groups and single permissions would be a second, silent table.
admin.site.unregister(Group)
admin.site.unregister(User)


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User], ModelAdmin):
    """Open to the operator of all clinics, who sees no superuser and makes none."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    compressed_fields = False
    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": (("first_name", "last_name"), "email")}),
        ("Access", {"fields": (("is_active", "is_staff"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(is_superuser=False)

    def _runs_all(self, request: HttpRequest) -> bool:
        return people.reach(request.user, Verb.ADD, "membership") is None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._runs_all(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._runs_all(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._runs_all(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._runs_all(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Names stand under what people did: a log-in is switched off instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        clinics.save_login(obj, by=people.me(request), now=clock.now())
