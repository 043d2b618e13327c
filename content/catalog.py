"""Reads the words we ship, straight from their files, into plain values.

The files are the library's source: topics, their names and example questions, templates,
and our own guide in each language with the map that says which part answers what.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from content.text import flagging, mapping, markdown, outline
from content.text.words import Footer, Library, Passage, Template, Topic

FOLDER = Path(__file__).resolve().parent / "library"
GUIDE = "living-with-bone-treatment"
LANGUAGES = ("en", "es")
NAMES = "what.toml"  # the names of visits: one template each, not a table of templates


@lru_cache(maxsize=1)
def shipped() -> Library:
    """All shipped words, as if a clinic had approved them all.  Raises on a file that is broken."""
    return Library(topics=tuple(_topics()), passages=tuple(_passages()), templates=_templates())


@lru_cache(maxsize=1)
def flags() -> Mapping[str, tuple[flagging.Flag, ...]]:
    """By a document's slug, what a reviewer must know of it.  Raises on a file that is broken."""
    files = sorted((FOLDER / "flags").glob("*.toml"))
    return {path.stem: flagging.flags(_load(path)) for path in files}


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _topics() -> Iterator[Topic]:
    named, asked = _load(FOLDER / "aliases.toml"), _load(FOLDER / "questions.toml")
    for slug, told in _load(FOLDER / "topics.toml").items():
        yield Topic(
            slug=slug,
            titles=dict(told["title"]),
            footer=Footer(told.get("footer", "plain")),
            menu=dict(told.get("menu", {})),
            aliases=_by_language(named.get(slug, {})),
            questions=_by_language(asked.get(slug, {})),
            brands=tuple(named.get(slug, {}).get("brands", ())),
        )


def _by_language(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(table.get(language, ())) for language in LANGUAGES}


def _passages() -> Iterator[Passage]:
    rows = mapping.read(_load(FOLDER / "maps" / f"{GUIDE}.toml"))
    for language in LANGUAGES:
        text = (FOLDER / f"document.{language}.md").read_text(encoding="utf-8")
        source = markdown.front_matter(text)["source_line"]
        sections = outline.read(text, form=outline.Form.MARKDOWN).sections
        for found in mapping.place(text, sections, rows, language=language).placed:
            yield Passage(
                topic=found.topic,
                language=language,
                document=GUIDE,
                version=1,
                start=found.start,
                end=found.end,
                text=text[found.start : found.end],
                source=source,
            )


def _templates() -> tuple[Template, ...]:
    found: list[Template] = []
    for path in sorted((FOLDER / "templates").glob("*.toml")):
        for slug, told in _load(path).items():
            found += _names(slug, told) if path.name == NAMES else _both(slug, told)
    return tuple(found)


def _both(slug: str, told: Mapping[str, Any]) -> Iterator[Template]:
    """A template in each language, and its discreet variant where it has one."""
    manners = {False: told, True: told.get("discreet", {})}
    for discreet, bodies in manners.items():
        for language in LANGUAGES:
            if language in bodies:
                yield Template(
                    slug=slug,
                    language=language,
                    body=bodies[language],
                    kind=told["kind"],
                    placeholders=frozenset(told.get("placeholders", ())),
                    discreet=discreet,
                    answer=told.get("answer", ""),
                )


def _names(kind: str, told: Mapping[str, Any]) -> Iterator[Template]:
    """What a visit is called: WHAT-DENOSUMAB in each language, plain and discreet."""
    for discreet, bodies in {False: told["plain"], True: told.get("discreet", {})}.items():
        for language, body in bodies.items():
            yield Template(
                slug=f"WHAT-{kind.upper()}",
                language=language,
                body=body,
                kind="visit",
                discreet=discreet,
            )
