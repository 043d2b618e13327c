"""Try a text: what the service would take it for, do and send.  Kept nowhere, sent nowhere."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from content.text import gsm
from content.text.match import NEAR, Match
from content.text.words import LANGUAGES
from messaging import clock
from messaging.actions import quiet
from messaging.admin import people, provenance, shown, teaching
from messaging.admin.access import Verb
from messaging.models import Clinic, Keywords, Origin, OutboundMessage
from messaging.rules import foretold, spoken, triage
from messaging.rules.kinds import Asked, Kind, Reading
from messaging.rules.trying import Outcome, Reply

# Whoever may look at the words may see how they are found.
WORDS = "template"
ADDRESS = "admin:messaging_inboundmessage_try"
PAGE = "admin/messaging/tryout/page.html"
MOST_CHARACTERS = 1600  # ten parts: the longest text that a provider hands on
MOST_NEXT = 4
QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("", "none"),
    ("Q-PAIN", spoken.asked("Q-PAIN")),
    ("Q-SEV", spoken.asked("Q-SEV")),
    ("Yes or no", tuple((slug, spoken.asked(slug)) for slug in triage.YES_NO)),
)


class TryForm(forms.Form):
    clinic = forms.ModelChoiceField(queryset=Clinic.objects.none(), empty_label=None)
    text = forms.CharField(
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        label="What a patient might write",
    )
    language = forms.ChoiceField(choices=tuple(LANGUAGES.items()), label="The patient's language")
    question = forms.ChoiceField(
        choices=QUESTIONS, required=False, label="A check-in's question that is open"
    )

    def __init__(self, *args: Any, clinics: QuerySet[Clinic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinic"].queryset = clinics  # type: ignore[attr-defined]


def may_open(request: HttpRequest) -> bool:
    return people.may(request.user, Verb.VIEW, WORDS)


def try_view(request: HttpRequest) -> HttpResponse:
    """GET: the form alone.  POST: the same with what became of the text, in one answer."""
    if not may_open(request):
        raise PermissionDenied
    clinics = Clinic.objects.filter(people.within(request.user, WORDS, "pk"))
    form = TryForm(request.POST or None, clinics=clinics)
    context = {
        **admin.site.each_context(request),
        "title": "Try a text",
        "form": form,
        "found": _found(form.cleaned_data, now=clock.now()) if form.is_valid() else None,
    }
    return TemplateResponse(request, PAGE, context)


def _found(typed: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    clinic, text, language = typed["clinic"], typed["text"], typed["language"]
    question = typed["question"]
    asked = triage.form(question) if question else None
    trial = teaching.trial(clinic, now=now)
    read = trial.read(text, language=language, asked=asked)
    outcome = trial.outcome(read, language=language, asked=asked, question=question)
    provider = clinic.senders.filter(keywords=Keywords.PROVIDER).exists()
    answers = provider and read.provider_word
    return {
        "text": text,
        "kind": _kind(read, shown.topics(clinic)),
        "read": read,
        "flag": _flag(read),
        "marks": _marks(read),
        "languages": _languages(read),
        "topics": _topics(trial.index.ranked(text, language), read, shown.topics(clinic)),
        "deeds": foretold.deeds(read, question=question, provider=provider),
        "waits": _waits(outcome, now=now),
        "replies": [] if answers else [_reply(reply) for reply in outcome.replies],
        "lacking": outcome.lacking,
        "person": _person(read, text, outcome, asked),
    }


def _kind(read: Reading, titles: dict[str, str]) -> str:
    topic = titles.get(read.topic or "", read.topic or "")
    return spoken.read_as(read.kind, topic=topic)


def _flag(read: Reading) -> dict[str, str] | None:
    flag = read.red_flag
    if flag is None:
        return None
    return {
        "code": flag.flag,
        "sign": spoken.sign(flag.flag),
        "level": spoken.level(flag.level),
        "tone": shown.level_tone(flag.level),
        "matched": flag.matched,
    }


def _marks(read: Reading) -> list[str]:
    """What is true of the text beside its kind."""
    known = (
        (read.opt_out, "asks for no more texts"),
        (read.wrong_number, "a wrong number"),
        (bool(read.life_event), f"speaks of {read.life_event}"),
        (read.dental, "a tooth may be pulled"),
        (read.caregiver, "a caregiver's voice"),
        (bool(read.command), f"the command {read.command}"),
    )
    return [said for holds, said in known if holds]


def _languages(read: Reading) -> str:
    """What the text itself is written in, as far as its words tell."""
    return " and ".join(LANGUAGES.get(code, code) for code in read.languages)


def _topics(
    ranked: tuple[Match, ...], read: Reading, titles: dict[str, str]
) -> list[dict[str, Any]]:
    """The best topics by words alone, whatever else the text is."""
    return [
        {
            "title": titles.get(match.topic, match.topic),
            "score": f"{match.score:.2f}",
            "chosen": match.topic == read.topic,
            "enough": match.how != NEAR,
        }
        for match in ranked[:MOST_NEXT]
    ]


def _waits(outcome: Outcome, *, now: datetime) -> int:
    """Seconds of quiet before the reply leaves; 0: at once."""
    pauses = (quiet.due_at(reply.slug, now=now) - now for reply in outcome.replies)
    return max((int(pause.total_seconds()) for pause in pauses), default=0)


def _reply(reply: Reply) -> dict[str, Any]:
    words = reply.words
    start, end = words.span or (None, None)
    made = OutboundMessage(
        origin=Origin.REPLY,
        template_id=words.template_id,
        passage_id=words.passage_id,
        footer_id=words.footer_id,
        span_start=start,
        span_end=end,
    )
    return {
        "body": words.body,
        "language": words.language,
        "measured": gsm.measure(words.body),
        "provenance": provenance.rows(made),
    }


def _person(read: Reading, text: str, outcome: Outcome, asked: Asked | None) -> str:
    """Why nobody but a person answers; empty where the approved words do."""
    if outcome.lacking and not any(reply.words.passage_id for reply in outcome.replies):
        return "The clinic has approved no words for it yet."
    if read.kind is not Kind.NONE or read.wrong_number or read.life_event:
        return ""
    alone = foretold.person_alone(text)
    return alone or "No topic is near enough: a wrong passage would be worse than a person."
