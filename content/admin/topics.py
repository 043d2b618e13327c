"""Topics and the words that patients use for them: shown, added and taken away in place."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from content import actions
from content.admin import names
from content.admin.base import ReadOnlyAdmin, display, person
from content.models import Alias, AliasKind, RemovedAlias, Topic, WordSet
from content.moment import now
from content.text.words import LANGUAGES

MOST_REMOVED = 10


class NameForm(forms.Form):
    """A name, brand or example question for one word set."""

    text = forms.CharField(max_length=300, label="Words")
    kind = forms.ChoiceField(choices=AliasKind.choices, label="What it is")
    language = forms.ChoiceField(
        choices=(*LANGUAGES.items(), ("", "any (brands)")), initial="en", required=False
    )
    wordset = forms.ModelChoiceField(
        queryset=WordSet.objects.none(), label="For the patients of", empty_label=None
    )

    def __init__(self, *args: Any, wordsets: QuerySet[WordSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wordset"].queryset = wordsets  # type: ignore[attr-defined]


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    """`wordsets` and `objection` are what an app that knows clinics and commands refines."""

    list_display = ("title_en", "title_es", "names_en", "names_es", "brands", "questions", "own")
    list_display_links = ("title_en",)
    list_filter = ("footer",)
    search_fields = ("slug", "titles")
    sortable_by = ()
    page_template = "admin/content/topic/page.html"

    def wordsets(self, request: HttpRequest, verb: str = "view") -> QuerySet[WordSet]:
        """Those whose own names this person may see, add to or take from."""
        may = request.user.has_perm(f"content.{verb}_alias")
        return WordSet.objects.all() if may else WordSet.objects.none()

    def objection(self, text: str) -> str:
        """Why these words may not be a name here, as a sentence; "" where they may."""
        return ""

    @display(description="English")
    def title_en(self, obj: Topic) -> str:
        return str(obj.titles.get("en", obj.slug))

    @display(description="Spanish")
    def title_es(self, obj: Topic) -> str:
        return str(obj.titles.get("es", ""))

    @display(description="names (English)")
    def names_en(self, obj: Topic) -> int:
        return int(getattr(obj, "count_en", 0))

    @display(description="names (Spanish)")
    def names_es(self, obj: Topic) -> int:
        return int(getattr(obj, "count_es", 0))

    @display(description="brands")
    def brands(self, obj: Topic) -> int:
        return int(getattr(obj, "count_brands", 0))

    @display(description="example questions")
    def questions(self, obj: Topic) -> int:
        return int(getattr(obj, "count_questions", 0))

    @display(description="our own")
    def own(self, obj: Topic) -> int:
        return int(getattr(obj, "count_own", 0))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        found: QuerySet[Topic] = super().get_queryset(request)
        seen = self._seen(request, prefix="aliases__")
        named = seen & ~Q(aliases__kind=AliasKind.QUESTION)
        return found.order_by("position").annotate(
            count_en=Count("aliases", filter=named & Q(aliases__language="en")),
            count_es=Count("aliases", filter=named & Q(aliases__language="es")),
            count_brands=Count("aliases", filter=named & Q(aliases__language="")),
            count_questions=Count("aliases", filter=seen & Q(aliases__kind=AliasKind.QUESTION)),
            count_own=Count("aliases", filter=seen & Q(aliases__wordset__isnull=False)),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Topic], search_term: str
    ) -> tuple[QuerySet[Topic], bool]:
        """Also by a name, of those that this person sees."""
        found, twice = super().get_search_results(request, queryset, search_term)
        if search_term.strip():
            named = Alias.objects.filter(self._seen(request), text__icontains=search_term.strip())
            found |= queryset.filter(pk__in=named.values("topic"))
        return found, twice

    def _seen(self, request: HttpRequest, *, prefix: str = "") -> Q:
        mine = Q(**{f"{prefix}wordset__in": self.wordsets(request)})
        return mine | Q(**{f"{prefix}wordset": None})

    def get_urls(self) -> list[URLPattern]:
        add = self.admin_site.admin_view(self.add_name_view)
        remove = self.admin_site.admin_view(self.remove_name_view)
        return [
            path("<slug:slug>/names/add/", add, name="content_topic_name"),
            path("<slug:slug>/names/<int:pk>/remove/", remove, name="content_topic_remove"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        topic = get_object_or_404(Topic, pk=object_id)
        if not self.has_view_permission(request, topic):
            raise PermissionDenied
        return self._page(request, topic)

    def _page(
        self, request: HttpRequest, topic: Topic, typed: NameForm | None = None
    ) -> HttpResponse:
        known = list(topic.aliases.filter(self._seen(request)).select_related("wordset"))
        mine, may_add = self.wordsets(request), self.wordsets(request, "add")
        context = {
            **self.admin_site.each_context(request),
            "title": str(topic),
            "opts": self.opts,
            "topic": topic,
            "title_es": topic.titles.get("es", ""),
            "menu": [(LANGUAGES.get(code, code), word) for code, word in topic.menu.items()],
            "answers": names.answers(topic, mine, today=now().date()),
            "names": names.columns(known, questions=False),
            "questions": names.columns(known, questions=True),
            "form": (typed or NameForm(wordsets=may_add)) if may_add else None,
            "removable": set(self.wordsets(request, "delete").values_list("pk", flat=True)),
            "removed": RemovedAlias.objects.filter(topic=topic, wordset__in=mine)[:MOST_REMOVED],
        }
        return TemplateResponse(request, self.page_template, context)

    def add_name_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """POST only; what is refused stays in the form."""
        topic, may_add = get_object_or_404(Topic, pk=slug), self.wordsets(request, "add")
        if request.method != "POST" or not may_add:
            raise PermissionDenied
        form = NameForm(request.POST, wordsets=may_add)
        deed = partial(self._add, topic, form, by=person(request))
        if not self._carried_out(request, deed, done="Added: the next text can find it."):
            return self._page(request, topic, form)
        return redirect(reverse("admin:content_topic_change", args=[topic.pk]))

    def _add(self, topic: Topic, form: NameForm, *, by: str) -> None:
        if not form.is_valid():
            raise actions.NamingError(_said(form))
        typed = form.cleaned_data
        if said := self.objection(typed["text"]):
            raise actions.NamingError(said)
        actions.add_alias(topic=topic, by=by, now=now(), **typed)

    def remove_name_view(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        mine = Alias.objects.filter(self._seen(request), topic=slug)
        alias = get_object_or_404(mine.select_related("wordset", "topic"), pk=pk)
        may = self.wordsets(request, "delete")
        if request.method != "POST" or alias.wordset not in may:
            raise PermissionDenied
        deed = partial(actions.remove_alias, alias=alias, by=person(request), now=now())
        self._carried_out(request, deed, done="Taken away: texts no longer find the topic by it.")
        return redirect(reverse("admin:content_topic_change", args=[slug]))

    def _carried_out(self, request: HttpRequest, deed: Callable[[], None], *, done: str) -> bool:
        try:
            deed()
        except actions.NamingError as error:
            messages.error(request, str(error))
            return False
        messages.success(request, done)
        return True


def _said(form: NameForm) -> str:
    """What is wrong with a form, in one line."""
    errors = ((form[name].label, error) for name, all_ in form.errors.items() for error in all_)
    return " ".join(f"{label}: {error}" for label, error in errors)
