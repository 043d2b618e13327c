"""Which words a step may name, and which of them a clinic has approved in which language."""

from collections.abc import Iterable, Sequence

from content.text.words import LANGUAGES, Library, Template
from messaging.rules import spoken
from messaging.rules.facts import Step

# What may go by plan.  Replies, safety texts and news of a moved visit go when something asks
# for them, and never else; the cards are the exception.
_PLANNED = frozenset({"precaution", "reminder", "teaching", "visit"})
_BY_NAME = frozenset({"T-WELCOME", "CARD", "FEVER-CARD"})
_NEVER = ("WHAT-", "T-MOVED", "T-OFF")
# A severity question names its symptom by a phrase that is approved like other words.
_SYMPTOM = "WHAT-SYMPTOM-"
TASKS = ("handoff:dental_gate", "handoff:missed_dose")


def choices(templates: Iterable[Template], *, topics: Iterable[str]) -> tuple[str, ...]:
    """All that a step may name, of every template and topic there is.

    A question that only follows another one (Q-STAND) is not asked by plan.
    """
    kinds = {template.slug: template.kind for template in templates}
    asked = (s for s, kind in kinds.items() if kind == "question" and s != "Q-STAND")
    sent = (s for s, kind in kinds.items() if kind in _PLANNED or s in _BY_NAME)
    return (
        *(f"question:{slug}" for slug in asked),
        *(f"template:{slug}" for slug in sent if not slug.startswith(_NEVER)),
        *(f"topic:{slug}" for slug in topics),
        *TASKS,
    )


def dated(templates: Iterable[Template]) -> frozenset[str]:
    """The texts that tell the day of a visit: they need one to tell of."""
    return frozenset(f"template:{t.slug}" for t in templates if "day" in t.placeholders)


def symptoms(templates: Iterable[Template]) -> frozenset[str]:
    """What Q-SEV can ask about."""
    return frozenset(
        t.slug.removeprefix(_SYMPTOM).lower() for t in templates if t.slug.startswith(_SYMPTOM)
    )


def needed(step: Step) -> tuple[str, ...]:
    """All words that must be approved before the step can go; tasks for staff need none."""
    symptom = (f"template:{_SYMPTOM}{step.symptom.upper()}",) if step.symptom else ()
    return tuple(word for word in step.words if not word.startswith("handoff:")) + symptom


def missing(ref: str, library: Library) -> list[str]:
    """The languages (as staff call them) in which these words are not approved."""
    sort, _, slug = ref.partition(":")
    if sort == "topic":
        have = {passage.language for passage in library.passages if passage.topic == slug}
    else:
        have = {template.language for template in library.templates if template.slug == slug}
    return [name for code, name in LANGUAGES.items() if code not in have]


def unapproved(step: Step, library: Library) -> list[str]:
    """A sentence for each of the step's words that a reviewer must approve first."""
    gaps = ((ref, missing(ref, library)) for ref in dict.fromkeys(needed(step)))
    return [_sentence(ref, languages, library) for ref, languages in gaps if languages]


def unapproved_in(steps: Iterable[Step], library: Library) -> list[str]:
    """The same for a whole protocol, each sentence once."""
    said = (sentence for step in steps for sentence in unapproved(step, library))
    return list(dict.fromkeys(said))


def _sentence(ref: str, languages: Sequence[str], library: Library) -> str:
    titles = {topic.slug: topic.titles.get("en", topic.slug) for topic in library.topics}
    slug = ref.partition(":")[2]
    symptom = slug.removeprefix(_SYMPTOM).lower() if slug.startswith(_SYMPTOM) else ""
    name = f"Symptom: {symptom}" if symptom else spoken.planned(ref, titles=titles)
    return f"“{name}” ({slug}) is not approved in {' and '.join(languages)}."
