"""The phone in the browser: a page, its state, a text, a step of the clock.

Only in the demo, for the invented people of demo clinics: it shows bodies without a
log-in, so that in production it does not exist.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from messaging import clock
from messaging.rules.phone import BadNumber
from messaging.simulator import (
    phone_clock,
    phone_people,
    phone_screen,
    phone_words,
    runtime,
)
from messaging.simulator.phone_people import Person

LONGEST_TEXT = 1600
EXAMPLES = (
    "ONJ",
    "what is xjeva",
    "¿Qué es la radioterapia?",
    "cant feel my legs",
    "8",
    "STOP",
    "START",
    "MENU",
    "MORE",
)

View = Callable[..., HttpResponse]


class TextForm(forms.Form):
    """What is typed on the phone."""

    body = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        error_messages={
            "required": "Type something first.",
            "max_length": f"A text has at most {LONGEST_TEXT} characters: make it shorter.",
        },
    )


class StepForm(forms.Form):
    """Which button of the clock, and how far the steps before it came."""

    goal = forms.TypedChoiceField(
        choices=[(goal.value, goal.value) for goal in phone_clock.Goal], coerce=phone_clock.Goal
    )
    until = forms.DateTimeField(required=False)
    waited = forms.FloatField(required=False, min_value=0, max_value=60)


def demo_only(view: View) -> View:
    """Not found in production; a sentence and 400 for a number that is none."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if settings.BONEMETS_MODE == "production":
            raise Http404
        try:
            return view(request)
        except BadNumber as error:
            return JsonResponse({"problem": str(error)}, status=400)

    return guarded


def _person(request: HttpRequest) -> Person:
    person = phone_people.chosen(request.GET.dict())
    if person is None:
        raise Http404("There is no demo clinic yet.")
    return person


@demo_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    problem, person = "", None
    try:
        person = phone_people.chosen(request.GET.dict())
    except BadNumber as error:
        problem, person = str(error), phone_people.chosen({})
    context = {
        "banner": phone_words.BANNER,
        "people": [(one, phone_words.CONSENT[one.consent]) for one in phone_people.everybody()],
        "person": person,
        "problem": problem,
        "typed": request.GET.get("number", ""),
        "examples": EXAMPLES,
        "longest": LONGEST_TEXT,
    }
    return render(request, "phone/page.html", context, status=400 if problem else 200)


@demo_only
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """All that changes on the page, for its script."""
    return JsonResponse(phone_screen.of(_person(request), now=clock.now()))


@demo_only
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A text typed on the phone goes to the provider, which posts it to the service."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return _problem(form)
    person = _person(request)
    text = runtime.current().receive(
        from_=person.number, to=person.ours, body=form.cleaned_data["body"]
    )
    return JsonResponse({"id": text.sid})


@demo_only
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """One slice of the way to a button's goal; the page asks again until it is done."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return _problem(form)
    asked, now = form.cleaned_data, clock.now()
    try:
        until = _until(asked, _person(request), now=now)
    except phone_clock.NothingAheadError as error:
        return JsonResponse({"problem": str(error)}, status=409)
    done = phone_clock.advance(until=until, waited=asked["waited"] or 0.0)
    return JsonResponse(
        {
            "until": until.isoformat(),
            "now": done.now.isoformat(),
            "done": done.done,
            "waited": done.waited,
        }
    )


def _until(asked: dict[str, Any], person: Person, *, now: datetime) -> datetime:
    farthest = now + phone_clock.FARTHEST
    until: datetime = asked["until"] or phone_clock.target(asked["goal"], person, now=now)
    return min(until, farthest)


def _problem(form: forms.Form) -> JsonResponse:
    sentence = next(iter(form.errors.values()))[0]
    return JsonResponse({"problem": str(sentence)}, status=400)
