"""The shipped words as the tests read them: straight from the data files."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.text.outline import Form, SectionSpan, blocks, read

LIBRARY = Path(__file__).resolve().parents[3] / "content" / "library"
SOURCE = (
    Path(__file__).resolve().parents[4] / "shared" / "document" / "treating-bone-metastases.txt"
)
LANGUAGES = ("en", "es")

# The longest values that a clinic may fill in.
LONGEST = {
    "phone": "+15550100123",
    "hospice": "+15550100124",
    "emergency": "911",
    "crisis": "988",
    "clinic": "Harbor Bone Clinic A",
    "what": "w" * 24,
    "day": "Wed, Nov 25",
    "newday": "Wed, Nov 25",
    "time": "10:30 AM",
    "symptom": "ganas de vomitar",
    "tag": "M or J",
    "first": "Esperanza",
}


@dataclass(frozen=True)
class Wording:
    """One body of one template."""

    slug: str
    language: str
    kind: str
    body: str
    discreet: bool
    named: frozenset[str]

    @property
    def gaps(self) -> set[str]:
        return set(re.findall(r"\{(\w*)\}", self.body))

    def longest(self) -> str:
        values = {**LONGEST, "topics": ", ".join(menu(self.language).values())}
        return re.sub(r"\{(\w+)\}", lambda gap: values[gap[1]], self.body)


@dataclass(frozen=True)
class Answer:
    """The paragraphs of one section of the guide, and the topic they answer."""

    topic: str
    language: str
    paragraphs: tuple[str, ...]


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads((LIBRARY / name).read_text(encoding="utf-8"))


@cache
def topics() -> dict[str, Any]:
    return table("topics.toml")


@cache
def menu(language: str) -> dict[str, str]:
    return {slug: t["menu"][language] for slug, t in topics().items() if "menu" in t}


@cache
def templates() -> dict[str, Any]:
    files = sorted((LIBRARY / "templates").glob("*.toml"))
    read = [table(f"templates/{f.name}") for f in files if f.stem != "what"]
    return {slug: entry for entries in read for slug, entry in entries.items()}


@cache
def wordings() -> list[Wording]:
    return [
        Wording(
            slug=slug,
            language=language,
            kind=entry["kind"],
            body=body,
            discreet=discreet,
            named=frozenset(entry["placeholders"]),
        )
        for slug, entry in templates().items()
        for discreet, bodies in ((False, entry), (True, entry.get("discreet", {})))
        for language, body in bodies.items()
        if language in LANGUAGES
    ]


def wording(slug: str, language: str) -> Wording:
    found = (w for w in wordings() if (w.slug, w.language, w.discreet) == (slug, language, False))
    return next(found)


@cache
def guide(language: str) -> str:
    return (LIBRARY / f"document.{language}.md").read_text(encoding="utf-8")


@cache
def sections(language: str) -> list[SectionSpan]:
    return [s for s in read(guide(language), form=Form.MARKDOWN).sections if s.level == 2]


@cache
def answers() -> list[Answer]:
    """Sections and topics stand in the same order; `test_maps` holds them to it."""
    return [
        Answer(slug, language, _paragraphs(guide(language), section))
        for language in LANGUAGES
        for slug, section in zip(topics(), sections(language), strict=True)
    ]


def _paragraphs(text: str, section: SectionSpan) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in blocks(text, section.start, section.end))
