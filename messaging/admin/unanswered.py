"""Texts without an answer: each is taught to a topic in one click, or closed in one click."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from content.models import Topic
from content.text import naming
from content.text.words import LANGUAGES
from messaging import clock
from messaging.admin import people, shown, teaching, wordings
from messaging.admin.access import Verb
from messaging.admin.refusals import carried_out
from messaging.models import Clinic, HandOff

LIST = "admin:messaging_handoff_unanswered"
PAGE = "admin/messaging/unanswered/page.html"
MOST_OPEN, MOST_CLOSED = 100, 20
NO_TOPIC = "No topic fits."


@dataclass(frozen=True)
class Typed:
    """What somebody sent of one wording, to be shown again where it is refused."""

    text: str
    language: str
    topic: str


def may_open(request: HttpRequest) -> bool:
    return people.may(request.user, Verb.VIEW, "handoff")


def waiting(request: HttpRequest) -> int:
    return wordings.unanswered(request.user).filter(closed_at=None).count()


def list_view(request: HttpRequest) -> HttpResponse:
    """Open ones first, who wrote in vain most often on top; then what was closed lately."""
    return _page(request)


def teach_view(request: HttpRequest) -> HttpResponse:
    """POST: "this is about ...".  The words are added, and their texts closed, or neither is."""
    clinic, rows = _allowed(request)
    if not people.may(request.user, Verb.ADD, "alias", clinic.pk):
        raise PermissionDenied
    typed, now = _typed(request), clock.now()
    topic = Topic.objects.filter(pk=typed.topic).first()
    deed = partial(_teach, clinic, topic, typed, rows, by=people.me(request), now=now)
    kind = "a name" if naming.is_short(typed.text) else "an example question"
    done = f"Added as {kind} of “{topic}”. {_closed(len(rows))}"
    if not carried_out(request, deed, done=done) or topic is None:
        return _page(request, typed={row.pk: typed for row in rows})
    said = teaching.verdict(
        clinic, wordings.body(rows[0]), topic=topic, language=typed.language, now=now
    )
    (messages.success if said.good else messages.warning)(request, said.sentence)
    return redirect(LIST)


def close_view(request: HttpRequest) -> HttpResponse:
    """POST: no topic fits; every text with these words is closed by name."""
    _, rows = _allowed(request)
    deed = partial(teaching.close, rows, by=people.me(request), now=clock.now(), note=NO_TOPIC)
    carried_out(request, deed, done=_closed(len(rows)))
    return redirect(LIST)


def card(request: HttpRequest, handoff: HandOff) -> dict[str, Any] | None:
    """The same box for one text alone; None where it is closed or no topic's business."""
    mine = wordings.unanswered(request.user).filter(pk=handoff.pk, closed_at=None)
    found = wordings.gathered(mine)
    return _told(request, found)[0] if found else None


def choices() -> dict[str, Any]:
    """What each box offers beside the nearest topics."""
    return {"all_topics": list(Topic.objects.all()), "languages": LANGUAGES}


def _teach(
    clinic: Clinic, topic: Topic | None, typed: Typed, rows: list[HandOff], **who: Any
) -> None:
    if topic is None:
        raise ValidationError("Choose the topic that these words are about.")
    if typed.language not in LANGUAGES:
        raise ValidationError("Choose the language of these words.")
    teaching.teach(
        clinic=clinic, topic=topic, text=typed.text, language=typed.language, closes=rows, **who
    )


def _allowed(request: HttpRequest) -> tuple[Clinic, list[HandOff]]:
    """The open texts that were sent along, all of one clinic; else Http404, PermissionDenied."""
    if request.method != "POST":
        raise PermissionDenied
    ids = [int(pk) for pk in request.POST.getlist("handoff") if pk.isdigit()]
    rows = list(wordings.unanswered(request.user).filter(pk__in=ids))
    clinics = {row.phone.clinic for row in rows if row.phone}
    if len(clinics) != 1 or len(rows) != len(set(ids)):
        raise Http404("There is no such text.")
    clinic = clinics.pop()
    if not people.may(request.user, Verb.CHANGE, "handoff", clinic.pk):
        raise PermissionDenied
    return clinic, [row for row in rows if row.closed_at is None]


def _typed(request: HttpRequest) -> Typed:
    sent = request.POST
    return Typed(
        text=sent.get("text", "").strip(),
        language=sent.get("language", ""),
        topic=sent.get("topic") or sent.get("other", ""),
    )


def _closed(count: int) -> str:
    return "The text is closed." if count == 1 else f"{count} texts are closed."


def _page(request: HttpRequest, typed: dict[int, Typed] | None = None) -> HttpResponse:
    if not may_open(request):
        raise PermissionDenied
    rows = wordings.unanswered(request.user)
    opened = rows.filter(closed_at=None).order_by("-times", "-last_at")
    found = wordings.pressing_first(wordings.gathered(opened[:MOST_OPEN]))
    context = {
        **admin.site.each_context(request),
        "title": "Texts without an answer",
        "cards": _told(request, found, typed or {}),
        "more": max(opened.count() - MOST_OPEN, 0),
        "several_clinics": len({wording.clinic.pk for wording in found}) > 1,
        "closed": _lately(rows),
        **choices(),
    }
    return TemplateResponse(request, PAGE, context)


def _told(
    request: HttpRequest, found: list[wordings.Wording], typed: dict[int, Typed] | None = None
) -> list[dict[str, Any]]:
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    """What was refused stands on top, under the sentence that says why."""
    cards = wordings.told(found, request.user, topics=topics, now=clock.now())
    for card in cards:
        kept = (typed or {}).get(card["ids"][0])
        if kept is not None:
            card |= {"typed": kept.text, "language": kept.language, "chosen": kept.topic}
    return sorted(cards, key=lambda card: "chosen" not in card)


def _lately(rows: QuerySet[HandOff]) -> list[dict[str, Any]]:
    closed = rows.exclude(closed_at=None).order_by("-closed_at")[:MOST_CLOSED]
    return [
        {
            "row": row,
            "said": shown.short(wordings.body(row)),
            "at": shown.local(row.closed_at, row.phone.clinic.time_zone) if row.phone else "",
        }
        for row in closed
    ]
