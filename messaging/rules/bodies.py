"""Bodies made of one clinic's approved words, each with where its parts come from.

The pipeline and those who only try a text (`trying`) build their bodies here, so that
what is shown is what is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.text import choosing, excerpts, framing
from content.text.words import Footer, Library, Passage, Template
from messaging.rules import wording

MENU_LENGTH = 12


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


@dataclass(frozen=True)
class Place:
    """Where an excerpt ended: a character of one version of a document, by its slug."""

    document: str
    version: int
    end: int


@dataclass(frozen=True)
class Words:
    """What a clinic has approved, and `values`: what its templates are filled with."""

    library: Library
    values: Mapping[str, str]

    def template(
        self,
        slug: str,
        language: str,
        *,
        discreet: bool = True,
        extra: Mapping[str, str] | None = None,
    ) -> Composed:
        """A filled template.  Raises NoWords where none is approved, or a value is missing."""
        found = self.approved(slug, language, discreet=discreet)
        body = _filled(found.body, {**self.values, **(extra or {})})
        return Composed(body=body, language=found.language, template_id=found.id)

    def approved(self, slug: str, language: str, *, discreet: bool = True) -> Template:
        """The template with its gaps.  Raises NoWords."""
        found = choosing.template(self.library, slug, language, discreet=discreet)
        if found is None:
            raise NoWords(f'No approved words for "{slug}" in this language ({language}).')
        return found

    def passage(self, topic: str, language: str, *, after: Place | None = None) -> Composed:
        """An excerpt with its source and closing line.

        MORE goes on `after` the last one, in the same version of the same document, into
        the topic's next passage where this one is at its end.  Raises NoWords where the
        topic has no approved passage in this language, or nothing is left of it there.
        """
        told = [p for p in self.library.passages if (p.topic, p.language) == (topic, language)]
        found = (
            _following(told, after) if after else choosing.passage(self.library, topic, language)
        )
        if found is None:
            raise NoWords(
                f'No (further) approved passage on "{topic}" in this language ({language}).'
            )
        footer = self._footer(topic, language)
        closing = _filled(footer.body, self.values)
        return _excerpt(found, footer, closing=closing, begin=after.end if after else None)

    def menu(self, language: str) -> Composed:
        """The keywords of the topics that can be answered in this language.  Raises NoWords."""
        return self.template("MENU", language, extra={"topics": ", ".join(self.keywords(language))})

    def keywords(self, language: str) -> list[str]:
        answered = {p.topic for p in self.library.passages if p.language == language}
        topics = (topic for topic in self.library.topics if topic.slug in answered)
        named = [topic.menu.get(language, "") for topic in topics]
        return [word for word in named if word][:MENU_LENGTH]

    def _footer(self, topic: str, language: str) -> Template:
        known = next((t for t in self.library.topics if t.slug == topic), None)
        slug = framing.footer_slug(known.footer if known else Footer.PLAIN)
        return self.approved(slug, language)


def _filled(body: str, known: Mapping[str, str]) -> str:
    try:
        return wording.fill(body, known)
    except wording.WordingError as error:
        raise NoWords(str(error)) from error


def _following(told: Iterable[Passage], after: Place) -> Passage | None:
    """Offsets count one document version: what is left of another is not what she asked for."""
    rest = [
        p
        for p in told
        if (p.document, p.version) == (after.document, after.version)
        and excerpts.can_go(p, begin=after.end)
    ]
    return min(rest, key=lambda p: p.start, default=None)


def _excerpt(found: Passage, footer: Template, *, closing: str, begin: int | None) -> Composed:
    text = framing.framed(found, closing=closing, begin=begin)
    return Composed(
        body=text.body,
        language=found.language,
        passage_id=found.id,
        footer_id=footer.id,
        span=(text.excerpt.start, text.excerpt.end),
    )
