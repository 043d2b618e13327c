"""Clinics, the numbers they send from, and who works there."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from messaging import clock
from messaging.actions import clinics
from messaging.admin import people, shown
from messaging.admin.access import Verb
from messaging.admin.base import ActingAdmin
from messaging.admin.clinic_forms import ClinicForm, SenderForm
from messaging.admin.refusals import RefusableForm
from messaging.models import Clinic, Membership, Role, Sender
from messaging.rules.dates import WEEKDAYS

READ_HOURS = ("opens_at", "closes_at", "staffed")


@admin.register(Clinic)
class ClinicAdmin(ActingAdmin):
    clinic_paths = ("pk",)
    form = ClinicForm
    list_display = ("name", "text_name", "time_zone", "opt_in", "wordset", "demo")
    list_select_related = ("wordset",)
    search_fields = ("name", "slug")
    readonly_fields = ("demo", "staffed")
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("text_name", "wordset"), ("time_zone", "opt_in"))}),
        (
            "Numbers in texts",
            {
                "fields": (
                    ("day_phone", "oncall_phone", "hospice_phone"),
                    ("emergency", "crisis"),
                )
            },
        ),
        (
            "Hours",
            {"fields": (("opens_at", "closes_at", "staffed_days"), ("quiet_from", "quiet_to"))},
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only read gets the staffed days as words."""
        sets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) or obj is None:
            return sets
        (_, hours) = sets[-1]
        return [*sets[:-1], ("Hours", {"fields": (READ_HOURS, *hours["fields"][1:])})]

    @admin.display(description="staffed on")
    def staffed(self, obj: Clinic) -> str:
        return ", ".join(name for day, name in enumerate(WEEKDAYS) if day in obj.staffed_days)

    def save_model(self, request: HttpRequest, obj: Clinic, form: Any, change: bool) -> None:
        clinics.save(obj, by=people.me(request), now=clock.now())


@admin.register(Sender)
class SenderAdmin(ActingAdmin):
    form = SenderForm
    list_display = ("number", "clinic", "keywords", "pace", "manner", "doubt", "standing")
    list_select_related = ("clinic",)
    fields = (
        ("clinic", "number"),
        ("service_id", "keywords"),
        ("pace", "paused"),
        "paused_reason",
    )

    @admin.display(description="planned texts go")
    def manner(self, obj: Sender) -> str:
        ahead = settings.SCHEDULE_AHEAD and obj.service_id
        return "20 minutes ahead, kept by the provider" if ahead else "at their time"

    @admin.display(description="a text in doubt")
    def doubt(self, obj: Sender) -> str:
        """Whether this deployment can prove that a text was not made."""
        if settings.LIST_SHOWS_TEXTS:
            return "is looked for in the provider's list"
        return "waits for a receipt, or for a person: the list shows no texts"

    @admin.display(description="standing")
    def standing(self, obj: Sender) -> SafeString:
        return shown.chip("paused", "danger") if obj.paused else shown.chip("sends", "success")

    def save_model(self, request: HttpRequest, obj: Sender, form: Any, change: bool) -> None:
        changed = form.changed_data
        clinics.save_sender(obj, by=people.me(request), now=clock.now(), changed=changed)


@admin.register(Membership)
class MembershipAdmin(ActingAdmin):
    """Roles are given and taken, not edited; nobody gives the operator's but an operator."""

    form = RefusableForm
    list_display = ("user", "role", "clinic")
    list_filter = ("role", "clinic")
    list_select_related = ("user", "clinic")
    actions = None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("who", "clinic", "role") if obj else ("user", "clinic", "role")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("who",)

    @admin.display(description="person")
    def who(self, obj: Membership) -> str:
        return obj.user.get_full_name() or obj.user.get_username()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role" and not self._runs_it(request):
            kwargs["choices"] = [c for c in Role.choices if c[0] != Role.OPERATOR]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Whoever runs one clinic sees its people and those who have no role yet."""
        limited = not self._runs_it(request)
        if db_field.name == "user" and limited:
            reached = people.reach(request.user, Verb.ADD, self.name) or ()
            mine = Q(memberships__clinic__in=reached) | Q(memberships=None)
            kwargs["queryset"] = User.objects.filter(mine, is_active=True).distinct()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "clinic" and limited:
            field.required = True
        return field

    def _runs_it(self, request: HttpRequest) -> bool:
        return people.reach(request.user, Verb.ADD, self.name) is None

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        clinics.give_role(obj, by=people.me(request), now=clock.now())

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        clinics.take_role(obj, by=people.me(request), now=clock.now())
