"""What every page of this admin shares: rights by membership, rows by clinic, no 500s."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin

from messaging.admin import people
from messaging.admin.access import Verb
from messaging.admin.refusals import REFUSALS

_REFUSED = "_refused"


class ScopedAdmin(ModelAdmin):
    """Rights come from memberships; a row of another clinic does not exist (404).

    `clinic_paths` lead from a row to its clinic; a row without any (a shipped protocol)
    is common to all where `common_rows` says so.
    """

    clinic_paths: tuple[str, ...] = ("clinic",)
    common_rows = False
    # What an empty list says: the next step.
    empty_words = "Nothing here yet."
    # What the button of a list says; empty: "Add" and the name of a row.
    add_words = ""
    list_filter_submit = True
    list_per_page = 50

    @property
    def name(self) -> str:
        return str(self.opts.model_name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        mine = people.within(request.user, self.name, *self.clinic_paths)
        if self.common_rows and mine:
            for path in self.clinic_paths:
                mine |= type(mine)(**{f"{path}__isnull": True})
        return rows.filter(mine)

    def clinic_of(self, obj: Model) -> int | None:
        """The clinic of a row, along the first path that leads to one."""
        for path in self.clinic_paths:
            found: Any = obj
            for step in path.split("__"):
                found = getattr(found, step, None)
            if found is not None:
                return int(getattr(found, "pk", found))
        return None

    def permitted(self, request: HttpRequest, verb: Verb, obj: Any = None) -> bool:
        clinic = self.clinic_of(obj) if isinstance(obj, Model) and obj.pk else None
        return people.may(request.user, verb, self.name, clinic)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.permitted(request, Verb.VIEW, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.permitted(request, Verb.ADD)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.permitted(request, Verb.CHANGE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.permitted(request, Verb.DELETE, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.permitted(request, Verb.VIEW)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of clinics only those are offered at which the person may do this."""
        if db_field.name == "clinic":
            adds = people.within(request.user, self.name, "pk", verb=Verb.ADD)
            changes = people.within(request.user, self.name, "pk", verb=Verb.CHANGE)
            kwargs["queryset"] = db_field.related_model.objects.filter(adds | changes)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.refused = getattr(request, _REFUSED, None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What an action refuses is shown in the form, after all was rolled back."""
        answer: HttpResponse
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            setattr(request, _REFUSED, error)
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        return answer

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain choices: what else may be opened stands in the menu."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One way to save."""
        context |= {"show_save_and_continue": False, "show_save_and_add_another": False}
        answer: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return answer

    def _get_obj_does_not_exist_redirect(self, *_: Any) -> HttpResponse:
        raise Http404("There is no such page.")

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """The row, if it is of the person's clinics; else Http404."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404("There is no such page.")
        return obj

    def allowed(self, request: HttpRequest, object_id: str, verb: Verb = Verb.CHANGE) -> Any:
        """The row, for a POST that this person may make; else Http404 or PermissionDenied."""
        obj = self.found(request, object_id)
        if request.method != "POST" or not self.permitted(request, verb, obj):
            raise PermissionDenied
        return obj

    def url_of(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.name}_{page}", args=args)

    # The house keeps its own record, which holds no names: see messaging.models.audit.
    def log_addition(self, *_: Any) -> None:
        return None

    def log_change(self, *_: Any) -> None:
        return None

    def log_deletions(self, *_: Any) -> None:
        return None

    def history_view(self, request: HttpRequest, object_id: str, *_: Any) -> HttpResponse:
        self.found(request, object_id)
        entries = reverse("admin:messaging_entry_changelist")
        return HttpResponseRedirect(f"{entries}?object_type={self.name}&object_id={object_id}")


class ActingAdmin(ScopedAdmin):
    """Adds and changes go through actions; afterwards one looks at what was saved."""

    compressed_fields = False

    def response_add(self, request: HttpRequest, obj: Any, *_: Any, **__: Any) -> HttpResponse:
        messages.success(request, f"The {self.opts.verbose_name} is saved.")
        return redirect(self.url_of("change", obj.pk))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, f"The {self.opts.verbose_name} is saved.")
        return redirect(self.url_of("change", obj.pk))


class PageAdmin(ScopedAdmin):
    """A row is a page to read, with buttons, not a form."""

    page_template = ""
    page_width = "narrow"

    def page(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the page's template shows of a row."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        obj = self.found(request, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            # No name stands in a title: titles are kept by browsers.
            "title": f"{self.opts.verbose_name} {obj.pk}".capitalize(),
            "opts": self.opts,
            "original": obj,
            "may_change": self.has_change_permission(request, obj),
            "narrow": self.page_width == "narrow",
            **self.page(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.page_template, context)
