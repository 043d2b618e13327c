"""How a recall is shown: its words, whom it reached, and the correction as it would go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from content.models import Approval, Passage, Recall, WordSet
from content.text import gsm
from messaging.actions import corrections
from messaging.actions.composing import NoWords
from messaging.actions.recalls import Case
from messaging.admin import shown
from messaging.models import Clinic, Language
from messaging.rules import spoken


def title(recall: Recall) -> str:
    return f"{_topic(recall.passage)}, {recall.passage.document}"


def _topic(passage: Passage) -> str:
    return str(passage.topic.titles.get("en", passage.topic_id))


def facts(recall: Recall) -> dict[str, Any]:
    return {
        "recall": recall,
        "about": title(recall),
        "words": recall.passage.body,
        "on": shown.day(recall.at.date()),
        "lifted_on": shown.day(recall.lifted_at.date()) if recall.lifted_at else "",
    }


def before(wordset: WordSet, passage: Passage) -> dict[str, Any]:
    """What a reviewer reads before she recalls: the words, and what else answers the topic."""
    others = Approval.objects.approved().filter(wordset=wordset, passage__topic=passage.topic)
    rows = others.exclude(passage=passage).select_related("passage__document")
    return {
        "wordset": wordset,
        "passage": passage,
        "about": f"{_topic(passage)}, {passage.document}",
        "others": [
            (reverse("admin:content_approval_change", args=[row.pk]), row.passage) for row in rows
        ],
    }


def by_clinic(cases: Sequence[Case]) -> list[tuple[Clinic, list[Case]]]:
    clinics = {case.clinic.pk: case.clinic for case in cases}
    found = sorted(clinics.values(), key=lambda clinic: clinic.name)
    return [(clinic, [case for case in cases if case.clinic.pk == clinic.pk]) for clinic in found]


def at_clinic(clinic: Clinic, cases: Sequence[Case], *, now: datetime) -> dict[str, Any]:
    """How many would be told and how, with the correction in each language that it needs."""
    due = [case for case in cases if case.due]
    texted = [case for case in due if not case.barrier]
    drafts, problem = _drafts(clinic, texted, now=now)
    return {
        "clinic": clinic,
        "texts": len(texted),
        "calls": len(due) - len(texted),
        "done": len([case for case in cases if case.done]),
        "drafts": drafts,
        "problem": problem,
    }


def _drafts(
    clinic: Clinic, texted: Sequence[Case], *, now: datetime
) -> tuple[list[dict[str, Any]], str]:
    try:
        return [_draft(clinic, texted, code, now=now) for code in _languages(texted)], ""
    except NoWords as error:
        return [], str(error)


def _languages(texted: Sequence[Case]) -> list[str]:
    return sorted({case.language for case in texted})


def _draft(
    clinic: Clinic, texted: Sequence[Case], language: str, *, now: datetime
) -> dict[str, Any]:
    """Filled for the first of them: for the others only the day may differ."""
    mine = [case for case in texted if case.language == language]
    words = corrections.draft(clinic, language=language, told_on=mine[0].told_on, now=now)
    return {
        "language": Language(language).label,
        "count": len(mine),
        "body": words.body,
        "parts": gsm.measure(words.body).segments,
    }


def told(texted: int, to_phone: int) -> str:
    """What pressing the button did, in a sentence."""
    texts = f"{texted} correction{'s' * (texted != 1)} queued" if texted else ""
    calls = f"{to_phone} to phone: see To do" if to_phone else ""
    return f"{', '.join(part for part in (texts, calls) if part)}."


def line(case: Case) -> dict[str, Any]:
    """One phone in the list."""
    message = case.message
    return {
        "when": shown.local(message.accepted_at or message.queued_at, case.zone),
        "url": reverse("admin:messaging_outboundmessage_change", args=[message.pk]),
        "who": _who(case),
        "number": message.phone.masked,
        "clinic": case.clinic.name,
        "state": shown.chip(shown.state_words(message.state), shown.state_tone(message.state)),
        "barrier": spoken.explain(case.barrier) if case.barrier else "",
        "correction": _correction(case),
    }


def _who(case: Case) -> SafeString | str:
    patients = {person.patient.pk: person.patient for person in case.people}
    links = (
        (reverse("admin:messaging_patient_change", args=[pk]), patient.name)
        for pk, patient in patients.items()
    )
    return format_html_join(", ", '<a class="bm-link" href="{}">{}</a>', links) or "Unknown"


def _correction(case: Case) -> SafeString:
    handoff, text = (case.done.handoff, case.done.outbound) if case.done else (None, None)
    if handoff is not None:
        url = reverse("admin:messaging_handoff_change", args=[handoff.pk])
        return shown.link(url, "phoned, and closed" if handoff.closed_at else "to phone")
    if text is not None:
        url = reverse("admin:messaging_outboundmessage_change", args=[text.pk])
        return shown.link(url, f"text {shown.state_words(text.state)}")
    return _still_to_do(case)


def _still_to_do(case: Case) -> SafeString:
    if not case.due:
        return shown.chip("none: she has died")
    return shown.chip("phone her", "danger") if case.barrier else shown.chip("not yet", "warning")
