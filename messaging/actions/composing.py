"""Puts approved words together: a clinic's library at an instant, and bodies made of it."""

from collections.abc import Mapping
from datetime import datetime

from content import lookup
from content.text.words import Library
from messaging.models import Clinic
from messaging.rules.bodies import Composed, NoWords, Place, Words

__all__ = [
    "Composed",
    "NoWords",
    "Place",
    "library",
    "passage",
    "plain",
    "template",
    "values",
    "words",
]


def values(clinic: Clinic, *, now: datetime) -> dict[str, str]:
    """What every template of a clinic may be filled with, at an instant."""
    return {
        "clinic": clinic.text_name,
        "phone": clinic.phone_at(now),
        "emergency": clinic.emergency,
        "crisis": clinic.crisis,
        "hospice": clinic.hospice_phone or clinic.phone_at(now),
    }


def library(clinic: Clinic, *, now: datetime) -> Library:
    """All that the clinic has approved and that has not run out today."""
    return lookup.library(clinic.wordset_id, today=clinic.today(now))


def words(clinic: Clinic, *, now: datetime) -> Words:
    """The library with the clinic's own numbers and names to fill its templates with."""
    return Words(library(clinic, now=now), values(clinic, now=now))


def template(
    clinic: Clinic,
    *,
    slug: str,
    language: str,
    now: datetime,
    discreet: bool = True,
    extra: Mapping[str, str] | None = None,
) -> Composed:
    """A filled template.  Raises NoWords where none is approved, or a value is missing."""
    known = words(clinic, now=now)
    return known.template(slug, language, discreet=discreet, extra=extra)


def plain(clinic: Clinic, *, slug: str, language: str, now: datetime, discreet: bool = True) -> str:
    """An approved phrase that fills a gap in another template (the names of visits)."""
    return words(clinic, now=now).approved(slug, language, discreet=discreet).body


def passage(
    clinic: Clinic, *, topic: str, language: str, now: datetime, after: Place | None = None
) -> Composed:
    """An excerpt with its source and closing line; see `Words.passage`.  Raises NoWords."""
    return words(clinic, now=now).passage(topic, language, after=after)
