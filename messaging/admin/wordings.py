"""Texts that found no answer, gathered by their words for the desk's list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from content.models import Topic
from content.text import choosing, naming
from messaging.admin import people, shown, teaching
from messaging.models import Clinic, HandOff, HandOffKind
from messaging.rules import foretold, voices
from messaging.rules.kinds import Kind
from messaging.rules.trying import Trial

PATHS = ("phone__clinic", "patient__clinic", "inbound__sender__clinic")
FOUND_NOTHING = (Kind.NONE, Kind.PASSAGE, Kind.CHECK_IN_ANSWER)
MOST_NEAR = 3


@dataclass(frozen=True)
class Near:
    """A topic that the reader would have chosen, had its score been high enough.

    `answered`: whether there are approved words on it in the language of the text.
    """

    topic: Topic
    answered: bool


@dataclass
class Wording:
    """The same words, once or from several phones, at one clinic; newest text first."""

    clinic: Clinic
    body: str
    rows: list[HandOff] = field(default_factory=list)

    @property
    def first(self) -> HandOff:
        return self.rows[0]

    @property
    def language(self) -> str:
        """The text's own where it is plain, else the patient's."""
        spoken = voices.languages(self.body)
        if len(spoken) == 1:
            return spoken[0]
        return self.first.patient.language if self.first.patient else choosing.ENGLISH

    @property
    def weight(self) -> tuple[int, datetime]:
        often = max(row.times for row in self.rows)
        return max(often, len(self.rows)), max(row.last_at for row in self.rows)


def unanswered(user: Any) -> QuerySet[HandOff]:
    """Hand-offs of texts that found no answer, at the person's clinics."""
    rows = HandOff.objects.filter(
        people.within(user, "handoff", *PATHS),
        kind=HandOffKind.UNANSWERED,
        phone__isnull=False,
        inbound__kind__in=FOUND_NOTHING,
    )
    return rows.select_related("inbound", "phone__clinic__wordset", "patient", "closed_by")


def body(row: HandOff) -> str:
    """The words that found no answer."""
    return row.inbound.body if row.inbound else ""


def gathered(rows: Iterable[HandOff]) -> list[Wording]:
    """One for each wording of a clinic, in the order of the rows."""
    found: dict[tuple[int, str], Wording] = {}
    for row in rows:
        if row.phone is None:
            continue
        said = body(row)
        key = (row.phone.clinic_id, naming.phrase(said) or said.strip())
        found.setdefault(key, Wording(row.phone.clinic, said)).rows.append(row)
    return list(found.values())


def pressing_first(found: Sequence[Wording]) -> list[Wording]:
    """On top what one phone asked in vain most often, or most phones; then the newest."""
    return sorted(found, key=lambda wording: wording.weight, reverse=True)


def near(trial: Trial, text: str, language: str, topics: dict[str, Topic]) -> list[Near]:
    """The best three topics; none for what a person alone may answer."""
    if foretold.person_alone(text):
        return []
    ranked = trial.index.ranked(text, language)
    known = (topics[match.topic] for match in ranked if match.topic in topics)
    library = trial.words.library
    return [
        Near(topic, choosing.passage(library, topic.pk, language) is not None)
        for topic in islice(known, MOST_NEAR)
    ]


def told(
    wordings: Sequence[Wording], user: Any, *, topics: dict[str, Topic], now: datetime
) -> list[dict[str, Any]]:
    """What the list's template shows of each."""
    trials: dict[int, Trial] = {}
    return [_told(wording, user, trials, topics=topics, now=now) for wording in wordings]


def _told(
    wording: Wording,
    user: Any,
    trials: dict[int, Trial],
    *,
    topics: dict[str, Topic],
    now: datetime,
) -> dict[str, Any]:
    clinic = wording.clinic
    if clinic.pk not in trials:
        trials[clinic.pk] = teaching.trial(clinic, now=now)
    return {
        "wording": wording,
        "ids": [row.pk for row in wording.rows],
        "when": shown.local(wording.first.last_at, clinic.time_zone),
        "people": [(row.patient, row.phone) for row in wording.rows[:5]],
        "may_close": people.may(user, "change", "handoff", clinic.pk),
        "may_teach": people.may(user, "change", "handoff", clinic.pk)
        and people.may(user, "add", "alias", clinic.pk),
        "near": near(trials[clinic.pk], wording.body, wording.language, topics),
        "person_alone": foretold.person_alone(wording.body),
        "language": wording.language,
        "typed": naming.cut(wording.body),
    }
