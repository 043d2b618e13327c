"""The passage editor: choose sentences and a topic, see the phone, propose the cut.

It works as plain forms: choosing shows the phone (GET), and beside the phone stands the
form that proposes what is shown (POST).  With script the phone follows each choice.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from content import actions
from content.admin import choice as choosing
from content.admin import neighbours, previews, sending
from content.admin.base import person
from content.admin.choice import Choice
from content.models import Approval, Document, Passage, Section, Topic, WordSet
from content.moment import now
from content.text.barring import overlap
from content.text.cutting import CutError
from content.text.flagging import Marked
from content.text.mapping import NEVER_SENT

LONG = 2  # parts of a first text, as many as a passage is cut for


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path("<int:pk>/cut/", site.admin_view(cut_anew), name="content_passage_cut"),
        path("cut/", site.admin_view(cut_new), name="content_passage_cut_new"),
    ]


def link_new(document: Document, **chosen: object) -> str:
    """Where a passage is made of a document's section."""
    asked = urlencode({"document": document.pk, **chosen})
    return f"{reverse('admin:content_passage_cut_new')}?{asked}"


def cut_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor of a passage that is there; whoever may change passages."""
    _may(request, "content.change_passage")
    rows = Passage.objects.select_related("document", "section", "topic")
    choice = choosing.anew(get_object_or_404(rows, pk=pk), _data(request))
    return _answer(request, choice)


def cut_new(request: HttpRequest) -> HttpResponse:
    """A passage out of a section of a document; without a section it is asked for one."""
    _may(request, "content.add_passage")
    data = _data(request)
    document = get_object_or_404(Document, pk=_key(data.get("document", "")))
    if not data.get("section"):
        return _sections(request, document)
    sections = document.sections.exclude(kind__in=NEVER_SENT).select_related("document")
    section = get_object_or_404(sections, pk=_key(data["section"]))
    return _answer(request, choosing.fresh(section, data))


def _may(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _data(request: HttpRequest) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return {str(name): str(value) for name, value in given.items()}


def _key(given: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise Http404("There is no such page.")
    return int(given)


def _answer(request: HttpRequest, choice: Choice) -> HttpResponse:
    if request.method == "POST" and (made := _proposed(request, choice)) is not None:
        return HttpResponseRedirect(reverse("admin:content_passage_change", args=[made.pk]))
    context = _preview(request, choice)
    if request.headers.get("HX-Request"):
        return TemplateResponse(request, "admin/content/passage/preview.html", context)
    page = {**admin.site.each_context(request), **context, **_page(choice)}
    return TemplateResponse(request, "admin/content/passage/editor.html", page)


def _proposed(request: HttpRequest, choice: Choice) -> Passage | None:
    """The new passage, or None with a sentence on the page that tells the mend."""
    try:
        start, end = choice.span
        given: dict[str, Any] = {
            "topic": choice.topic.pk if choice.topic else "",
            "start": start,
            "end": end,
            "by": person(request),
            "now": now(),
            "note": request.POST.get("note", ""),
        }
        if choice.passage is not None:
            made = actions.edit_passage(passage=choice.passage, **given)
        else:
            made = actions.add_passage(document=choice.document, **given)
    except (CutError, actions.ApprovalError) as error:
        messages.error(request, str(error))
        return None
    said = 'Proposed. It goes out once a reviewer other than you approves it: <a href="{}">{}</a>.'
    messages.success(request, format_html(said, _reviews(choice.document), "the review list"))
    return made


def _preview(request: HttpRequest, choice: Choice) -> dict[str, Any]:
    """What the phone shows, and whether it may be proposed."""
    context = {"missing": "Choose a topic, and the first and the last sentence.", "sent": None}
    if not choice.begun:
        return context
    try:
        row = choice.row()
    except CutError as error:
        return context | {"missing": str(error)}
    barred = actions.barred(row, wordset=choice.wordset) if choice.wordset else ()
    sent = sending.sent(row, barred=barred, wordset=choice.wordset)
    refused = "" if choice.unchanged else _refused(row)
    others = neighbours.others(row, choice.passage)
    return {
        "sent": sent,
        "nothing": previews.NOTHING,
        "first_cost": sent.costs[0][1] if sent.texts else "",
        "first_is_long": bool(sent.texts) and sending.parts(sent.texts[0].body) > LONG,
        "refused": refused,
        "unchanged": choice.unchanged,
        "then": neighbours.then(row, others),
        "remarks": [*filter(None, [sent.closing.remark]), *neighbours.remarks(row, others)],
        "flags": _flags(row),
        "may_propose": not (refused or choice.unchanged),
        "chosen": _chosen(choice),
        "note": request.POST.get("note", ""),
    }


def _refused(row: Passage) -> str:
    try:
        actions.check_cut(document=row.document, topic=row.topic_id, start=row.start, end=row.end)
    except actions.ApprovalError as error:
        return str(error)
    return ""


def _flags(row: Passage) -> list[object]:
    """The flags on what is chosen, then those of the whole document."""
    marks = actions.marked_flags(row.document)
    touched = [m.flag for m in marks if overlap(m.span, (row.start, row.end))]
    general = [flag for flag in actions.known_flags(row.document) if flag.row is None]
    return [*touched, *general]


def _chosen(choice: Choice) -> list[tuple[str, object]]:
    edges = [("first", choice.first), ("last", choice.last)]
    topic = choice.topic.pk if choice.topic else ""
    return [*_kept(choice), ("topic", topic), *edges]


def _kept(choice: Choice) -> list[tuple[str, object]]:
    """What the forms carry along unseen."""
    kept: list[tuple[str, object]] = []
    if choice.wordset is not None:
        kept.append(("words", choice.wordset.slug))
    if choice.passage is None:
        kept += [("document", choice.document.pk), ("section", choice.section.pk)]
    return kept


def _page(choice: Choice) -> dict[str, Any]:
    document = choice.document
    waiting = Approval.objects.waiting().filter(
        passage__document__slug=document.slug, passage__document__language=document.language
    )
    heading = "Cut this passage anew" if choice.passage else "A new passage"
    return {
        "title": heading,
        "heading": heading,
        "choice": choice,
        "kept": _kept(choice),
        "sentences": choosing.listed(choice, _by_number(actions.marked_flags(document))),
        "topic_groups": _topics(document),
        "wordsets": _wordsets(choice),
        "standing": _standing(choice.passage),
        "reviews_url": _reviews(document),
        "waiting": waiting.count(),
    }


def _by_number(marks: tuple[Marked, ...]) -> dict[str, tuple[int, int]]:
    return {mark.flag.number: mark.span for mark in marks}


def _topics(document: Document) -> list[tuple[str, list[Topic]]]:
    have = set(document.passages.newest().values_list("topic", flat=True))
    topics = list(Topic.objects.all())
    groups = [
        ("Without a passage in this document", [t for t in topics if t.pk not in have]),
        ("With a passage", [t for t in topics if t.pk in have]),
    ]
    return [(label, found) for label, found in groups if found]


def _wordsets(choice: Choice) -> list[dict[str, Any]]:
    asked = dict(_chosen(choice))
    return [
        {"row": row, "url": f"?{urlencode({**asked, 'words': row.slug})}"}
        for row in WordSet.objects.all()
    ]


def _standing(passage: Passage | None) -> list[str]:
    """In a sentence each, where it stands with the word sets."""
    if passage is None:
        return []
    rows = passage.approvals.select_related("wordset")
    return [f"{row.wordset}: {row.get_state_display()}." for row in rows]


def _reviews(document: Document) -> str:
    asked = urlencode({"stage": "waiting", "document": document.slug})
    return f"{reverse('admin:content_approval_changelist')}?{asked}"


def _sections(request: HttpRequest, document: Document) -> HttpResponse:
    topic = Topic.objects.filter(pk=request.GET.get("topic", "")).first()
    heading = f"A new passage on “{topic}”" if topic else "A new passage"
    chosen = {"topic": topic.pk} if topic else {}
    context = {
        **admin.site.each_context(request),
        "title": heading,
        "heading": heading,
        "document": document,
        "sections": [
            {
                "title": row.title,
                "begins": _begins(row),
                "url": link_new(document, section=row.pk, **chosen),
            }
            for row in sendable(document)
        ],
    }
    return TemplateResponse(request, "admin/content/passage/sections.html", context)


def sendable(document: Document) -> list[Section]:
    """The sections with words that may be sent, their document at hand."""
    rows = document.sections.exclude(kind__in=NEVER_SENT).select_related("document")
    return [row for row in rows if row.end > row.start]


def _begins(section: Section) -> str:
    words = " ".join(section.text.split())
    return words if len(words) <= 120 else f"{words[:120].rsplit(' ', 1)[0]} …"
