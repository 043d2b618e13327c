"""Puts approved words together: which template or passage, in whose language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from content import lookup
from content.text import excerpts, framing
from content.text.words import Footer, Library, Passage, Template
from messaging.models import Clinic
from messaging.rules import wording


class NoWords(Exception):
    """There are no approved words for this, in this language; the text says which."""


@dataclass(frozen=True)
class Composed:
    """A body ready to be queued, with where each part of it comes from."""

    body: str
    language: str
    template_id: int | None = None
    passage_id: int | None = None
    footer_id: int | None = None
    span: tuple[int, int] | None = None


def values(clinic: Clinic, *, now: datetime) -> dict[str, str]:
    """What every template of a clinic may be filled with, at an instant."""
    return {
        "clinic": clinic.text_name,
        "phone": clinic.phone_at(now),
        "emergency": clinic.emergency,
        "crisis": clinic.crisis,
        "hospice": clinic.hospice_phone or clinic.phone_at(now),
    }


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
    found = _approved(clinic, slug=slug, language=language, discreet=discreet, now=now)
    body = _filled(found.body, {**values(clinic, now=now), **(extra or {})})
    return Composed(body=body, language=found.language, template_id=found.id)


def _filled(body: str, known: Mapping[str, str]) -> str:
    try:
        return wording.fill(body, known)
    except wording.WordingError as error:
        raise NoWords(str(error)) from error


def plain(clinic: Clinic, *, slug: str, language: str, now: datetime, discreet: bool = True) -> str:
    """An approved phrase that fills a gap in another template (the names of visits)."""
    return _approved(clinic, slug=slug, language=language, discreet=discreet, now=now).body


def passage(
    clinic: Clinic, *, topic: str, language: str, now: datetime, begin: int | None = None
) -> Composed:
    """An excerpt with its source and closing line.

    `begin` is an offset into the document: MORE goes on from there, into the topic's
    next passage where this one is at its end.  Raises NoWords where the topic has no
    approved passage in this language, or nothing is left of it.
    """
    known = library(clinic, now=now).passages
    found = next((p for p in known if (p.topic, p.language) == (topic, language)), None)
    if found is not None and begin is not None:
        found = _following(known, found, begin=begin)
    if found is None:
        raise NoWords(f'No (further) approved passage on "{topic}" in this language ({language}).')
    footer = _footer(clinic, topic=topic, language=language, now=now)
    closing = _filled(footer.body, values(clinic, now=now))
    return _excerpt(found, footer=footer, closing=closing, begin=begin)


def library(clinic: Clinic, *, now: datetime) -> Library:
    """All that the clinic has approved and that has not run out today."""
    return lookup.library(clinic.wordset_id, today=clinic.today(now))


def _following(known: Iterable[Passage], first: Passage, *, begin: int) -> Passage | None:
    """The topic's passage, in the same document version, that holds or follows an offset."""
    place = (first.topic, first.language, first.document, first.version)
    rest = [
        p
        for p in known
        if (p.topic, p.language, p.document, p.version) == place and excerpts.can_go(p, begin=begin)
    ]
    return min(rest, key=lambda p: p.start, default=None)


def _excerpt(found: Passage, *, footer: Template, closing: str, begin: int | None) -> Composed:
    text = framing.framed(found, closing=closing, begin=begin)
    return Composed(
        body=text.body,
        language=found.language,
        passage_id=found.id,
        footer_id=footer.id,
        span=(text.excerpt.start, text.excerpt.end),
    )


def _approved(
    clinic: Clinic, *, slug: str, language: str, discreet: bool, now: datetime
) -> Template:
    found = lookup.template(
        clinic.wordset_id, slug, language, discreet=discreet, today=clinic.today(now)
    )
    if found is None:
        raise NoWords(f'No approved words for "{slug}" in this language ({language}).')
    return found


def _footer(clinic: Clinic, *, topic: str, language: str, now: datetime) -> Template:
    topics = library(clinic, now=now).topics
    known = next((t for t in topics if t.slug == topic), None)
    slug = framing.footer_slug(known.footer if known else Footer.PLAIN)
    return _approved(clinic, slug=slug, language=language, discreet=True, now=now)
