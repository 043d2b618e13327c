"""What changed between two versions of a document: its sections, and what became of approvals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from content.actions.succession import last_in_line
from content.admin import compared
from content.admin.compared import Compared
from content.models import Approval, ApprovalState, Document, Passage, WordSet
from content.text import differences
from content.text.differences import Part

_WAITING = (ApprovalState.DRAFT, ApprovalState.IN_REVIEW)


@dataclass(frozen=True)
class Waiting:
    """A passage that a reviewer must decide; `before` are the words it would replace."""

    approval: Approval
    before: Compared | None


@dataclass(frozen=True)
class Fates:
    """Of one word set: what is still approved, what waits, and what left the list.

    `retired` are passages of the new version that a reviewer took out, `dropped` those of
    the old one that the new one does not have.
    """

    wordset: WordSet
    kept: tuple[Approval, ...]
    waiting: tuple[Waiting, ...]
    retired: tuple[Approval, ...]
    dropped: tuple[Passage, ...]


def urls(site: admin.AdminSite) -> list[URLPattern]:
    view = site.admin_view(changes)
    return [path("<int:pk>/changes/", view, name="content_document_changes")]


def links(document: Document) -> list[dict[str, Any]]:
    """To what changed since each earlier version, the latest first."""
    url = reverse("admin:content_document_changes", args=[document.pk])
    earlier = Document.objects.named(document.slug, document.language).filter(
        version__lt=document.version
    )
    return [
        {"version": row.version, "on": row.imported_at, "url": f"{url}?since={row.version}"}
        for row in earlier.order_by("-version").defer("text")
    ]


def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """?since=N is any earlier version; without it the one before."""
    if not request.user.has_perm("content.view_document"):
        raise PermissionDenied
    document = get_object_or_404(Document, pk=pk)
    old = _since(document, request.GET.get("since", ""))
    newest = Document.objects.named(document.slug, document.language).newest() == document
    context = {
        **admin.site.each_context(request),
        "title": "What changed",
        "document": document,
        "old": old,
        "links": links(document),
        "sections": differences.sections(_parts(old), _parts(document)),
        "fates": fates(old, document) if newest else (),
        "newest": newest,
        "may_review": request.user.has_perm("content.change_approval"),
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/content/document/changes.html", context)


def _since(document: Document, version: str) -> Document:
    earlier = Document.objects.named(document.slug, document.language).filter(
        version__lt=document.version
    )
    if version:
        known = version.isascii() and version.isdecimal() and len(version) < 9
        earlier = earlier.filter(version=int(version) if known else 0)
    found = earlier.newest()
    if found is None:
        raise Http404("There is no such version.")
    return found


def _parts(document: Document) -> list[Part]:
    text = document.text
    return [
        Part(title=s.title, path=s.path, text=text[s.start : s.end])
        for s in document.sections.all()
    ]


def fates(old: Document, new: Document) -> tuple[Fates, ...]:
    """For each word set, in the order of the topics."""
    dropped = _dropped(old, new)
    return tuple(_fates(wordset, new, dropped) for wordset in WordSet.objects.all())


def _fates(wordset: WordSet, new: Document, dropped: Sequence[Passage]) -> Fates:
    rows = Approval.objects.filter(wordset=wordset, passage__in=new.passages.newest())
    found = list(
        rows.select_related("passage__topic", "passage__section", "wordset")
        .prefetch_related("passage__document")
        .order_by("passage__topic__position", "passage__position")
    )
    waiting = (row for row in found if row.state in _WAITING)
    return Fates(
        wordset=wordset,
        kept=_in(found, ApprovalState.APPROVED),
        waiting=tuple(Waiting(row, compared.of_passage(row)) for row in waiting),
        retired=_in(found, ApprovalState.RETIRED),
        dropped=tuple(dropped),
    )


def _in(rows: Iterable[Approval], state: ApprovalState) -> tuple[Approval, ...]:
    return tuple(row for row in rows if row.state == state)


def _dropped(old: Document, new: Document) -> list[Passage]:
    """The old version's last cuts in each place that lead to no passage of the new one."""
    every = Passage.objects.of_document(new.slug, new.language)
    successor = dict(every.values_list("pk", "replaced_by"))
    mine = set(new.passages.values_list("pk", flat=True))
    tips = old.passages.exclude(replaced_by__document=old).select_related("topic", "document")
    return [row for row in tips if last_in_line(row.pk, successor) not in mine]
