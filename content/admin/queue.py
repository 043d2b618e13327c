"""The review list: what waits stands first, and filters by what a reviewer asks for."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import HttpRequest

from content.models import Approval, ApprovalState, Document, RecalledSpan, Template, TemplateKind
from content.models.wordsets import ApprovalQuerySet

PASSAGES = "passage"
RECALLED = "recalled"
# Waiting rows first, those that were asked for before the others; then those that replace
# words that go out now; passages in the order of their topics before templates.
ORDER = (
    "rank",
    "-replaces",
    F("passage__topic__position").asc(nulls_last=True),
    "passage__position",
    "id",
)

_RANKS = {
    ApprovalState.IN_REVIEW: 0,
    ApprovalState.DRAFT: 1,
    ApprovalState.APPROVED: 2,
    ApprovalState.RETIRED: 3,
}
_STAGES = {
    "waiting": (ApprovalState.DRAFT, ApprovalState.IN_REVIEW),
    "in_review": (ApprovalState.IN_REVIEW,),
    "approved": (ApprovalState.APPROVED,),
    "retired": (ApprovalState.RETIRED,),
}


def ranked(rows: QuerySet[Approval]) -> QuerySet[Approval]:
    """With `rank`, with `replaces`: it waits, and others of its place are approved, and with a
    mark on those whose words are recalled whole."""
    whens = [When(state=state, then=Value(rank)) for state, rank in _RANKS.items()]
    replaces = Q(state__in=_STAGES["waiting"]) & (Q(_old_passage()) | Q(_old_template()))
    return rows.annotate(
        rank=Case(*whens),
        replaces=ExpressionWrapper(replaces, output_field=BooleanField()),
        **{RECALLED: Exists(_recalled_whole())},
    )


def counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many wait, and how many of them would replace words that go out now.

    `rows` are ranked.
    """
    waiting = rows.filter(state__in=_STAGES["waiting"])
    return {"waiting": waiting.count(), "changed": waiting.filter(replaces=True).count()}


def _recalled_whole() -> QuerySet[RecalledSpan]:
    return RecalledSpan.objects.filter(
        recall__lifted_at=None,
        recall__wordset=OuterRef("wordset"),
        passage=OuterRef("passage"),
        start__lte=OuterRef("passage__start"),
        end__gte=OuterRef("passage__end"),
    )


def _approved() -> ApprovalQuerySet:
    return Approval.objects.approved().filter(wordset=OuterRef("wordset"))


def _old_passage() -> Exists:
    """An approved passage that this one, or the one that it replaces, takes the place of."""
    line = Q(passage__replaced_by=OuterRef("passage")) | Q(
        passage__replaced_by__replaced_by=OuterRef("passage")
    )
    return Exists(_approved().filter(line))


def _old_template() -> Exists:
    return Exists(
        _approved().filter(
            template__slug=OuterRef("template__slug"),
            template__language=OuterRef("template__language"),
            template__discreet=OuterRef("template__discreet"),
            template__version__lt=OuterRef("template__version"),
        )
    )


class StageFilter(SimpleListFilter):
    title = "stage"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return (
            ("waiting", "Waiting"),
            ("in_review", "Asked for"),
            ("approved", "Approved"),
            ("retired", "Retired"),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        states = _STAGES.get(self.value() or "")
        return queryset.filter(state__in=states) if states else queryset


class DocumentFilter(SimpleListFilter):
    title = "document"
    parameter_name = "document"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        slugs = Document.objects.order_by("slug").values_list("slug", flat=True).distinct()
        return [(slug, slug) for slug in slugs]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        slug = self.value()
        return queryset.filter(passage__document__slug=slug) if slug else queryset


class KindFilter(SimpleListFilter):
    """Passages, or templates of one kind."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(PASSAGES, "Passages"), *((k.value, f"Templates: {k}") for k in TemplateKind)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kind = self.value()
        if kind == PASSAGES:
            return queryset.filter(passage__isnull=False)
        return queryset.filter(template__kind=kind) if kind else queryset


class LanguageFilter(SimpleListFilter):
    """Of passages and templates alike."""

    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        known = {
            *Document.objects.values_list("language", flat=True),
            *Template.objects.values_list("language", flat=True),
        }
        return [(code, code) for code in sorted(known)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self.value()
        mine = Q(passage__document__language=code) | Q(template__language=code)
        return queryset.filter(mine) if code else queryset


def next_waiting(approval: Approval) -> Approval | None:
    """What a reviewer looks at next: the first that waits, this one left out."""
    rows = Approval.objects.waiting().filter(wordset=approval.wordset_id)
    return ranked(rows.exclude(pk=approval.pk)).order_by(*ORDER).first()
