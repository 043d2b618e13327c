"""For the first page: what a clinic's patients may ask for and get no approved answer to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from content import coverage, lookup
from content.coverage import Gap
from content.text import choosing
from content.text.words import LANGUAGES, Library
from messaging.admin import people, shown
from messaging.models import Clinic, Patient, PatientState
from messaging.rules import spoken

NO_MORE_TEXTS = (PatientState.DIED,)


def gaps(user: Any, now: datetime) -> list[dict[str, Any]]:
    """By clinic: topics without words in its patients' languages, and words that run out soon.

    Clinics that share a word set on the same day are looked up once.
    """
    clinics = list(Clinic.objects.filter(people.within(user, "topic", "pk")))
    days = {(clinic.wordset_id, clinic.today(now)) for clinic in clinics}
    known = {key: _Known.of(*key) for key in days}
    spoken_at = _languages(clinics)
    found = [
        _of(clinic, known[clinic.wordset_id, clinic.today(now)], spoken_at[clinic.pk], user)
        for clinic in clinics
    ]
    return [clinic for clinic in found if clinic["missing"] or clinic["ending"]]


@dataclass(frozen=True)
class _Known:
    """What a word set lacks on a day, and soon will, in any language."""

    today: date
    library: Library
    ending: list[Gap]

    @classmethod
    def of(cls, wordset: int, today: date) -> "_Known":
        library = lookup.library(wordset, today=today)
        return cls(today, library, coverage.running_out(wordset, today=today))


def _languages(clinics: list[Clinic]) -> dict[int, set[str]]:
    """The languages of each clinic's patients, in one query."""
    found: dict[int, set[str]] = defaultdict(set)
    patients = Patient.objects.filter(clinic__in=clinics).exclude(state__in=NO_MORE_TEXTS)
    for clinic, language in patients.order_by().values_list("clinic", "language").distinct():
        found[clinic].add(language)
    return found


def _of(clinic: Clinic, known: _Known, languages: set[str], user: Any) -> dict[str, Any]:
    wanted = languages or {choosing.ENGLISH}
    linked = people.may(user, "view", "approval", clinic.pk)
    lacking = coverage.missing(known.library, wanted)
    ending = [gap for gap in known.ending if gap.language in wanted]
    return {
        "clinic": clinic.name,
        "count": len(lacking),
        "missing": [
            (
                LANGUAGES.get(language, language),
                [_told(gap, clinic, linked) for gap in lacking if gap.language == language],
            )
            for language in sorted({gap.language for gap in lacking})
        ],
        "ending": [_ending(gap, clinic, linked, known.today) for gap in ending],
    }


def _told(gap: Gap, clinic: Clinic, linked: bool) -> dict[str, str]:
    title = gap.title if gap.is_topic else spoken.planned(f"template:{gap.slug}", titles={})
    return {"title": title, "url": _approvals(gap, clinic) if linked else ""}


def _ending(gap: Gap, clinic: Clinic, linked: bool, today: date) -> dict[str, Any]:
    last = gap.ends or today
    return {
        **_told(gap, clinic, linked),
        "language": LANGUAGES.get(gap.language, gap.language),
        "last": shown.day(last),
        "today": last == today,
    }


def _approvals(gap: Gap, clinic: Clinic) -> str:
    """The review list, cut down to what would close this gap."""
    query: dict[str, str | int] = {
        "q": gap.slug,
        "wordset__id__exact": clinic.wordset_id,
        "language": gap.language,
        **({"kind": "passage"} if gap.is_topic else {}),
    }
    return f"{reverse('admin:content_approval_changelist')}?{urlencode(query)}"
