"""Reads labelled texts as the service would, and says what it would send back.

Works on words alone: nothing is stored, and without a clinic no database is touched.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.text import framing, gsm
from content.text.match import Index
from content.text.words import Footer, Library, Template
from messaging.rules import intents, wording
from messaging.rules.kinds import Asked, Kind, Level, Reading

DEMO_VALUES: Mapping[str, str] = {
    "clinic": "Harbor Bone Clinic",
    "phone": "+15550100199",
    "emergency": "911",
    "crisis": "988",
    "hospice": "+15550100198",
}
_OPEN = "checkin:"


class BadRow(ValueError):
    """A line of input that cannot be read; the text says which and what it must be."""


@dataclass(frozen=True)
class Reader:
    """`values` fill the templates, as the clinic's record would."""

    library: Library
    values: Mapping[str, str] = field(default_factory=lambda: DEMO_VALUES)
    index: Index = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Index.of(self.library))

    def lines(self, given: Iterable[str]) -> Iterator[str]:
        """One JSON line for each JSON line; empty lines are skipped.  Raises BadRow."""
        for number, line in enumerate(given, start=1):
            if line.strip():
                yield json.dumps(self.answer(_row(line, number)), ensure_ascii=False)

    def answer(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What one text is taken for, with the reply's body and segments."""
        language = str(row.get("lang") or "en")
        asked = _asked(row.get("context"))
        read = intents.read(str(row["text"]), index=self.index, language=language, asked=asked)
        body = self._body(read, language=language, asked=asked)
        return {
            "kind": read.kind.value,
            "topic": read.topic,
            "flag": read.red_flag.flag.value if read.red_flag else None,
            "urgency": _urgency(read),
            "value": read.answer.value if read.answer else None,
            "body": body,
            "segments": gsm.measure(body).segments if body else 0,
        }

    def _body(self, read: Reading, *, language: str, asked: Asked | None) -> str:
        if read.kind is Kind.PASSAGE and read.topic:
            said = self._passage(read.topic, language)
            return said or self._filled("R-NONE", language)
        return self._filled(wording.reply_for(read, asked=asked), language)

    def _passage(self, topic: str, language: str) -> str:
        known = self.library.passages
        found = next((p for p in known if (p.topic, p.language) == (topic, language)), None)
        if found is None:
            return ""
        footer = next((t.footer for t in self.library.topics if t.slug == topic), Footer.PLAIN)
        closing = self._filled(framing.footer_slug(footer), language)
        return framing.framed(found, closing=closing).body

    def _filled(self, slug: str, language: str) -> str:
        template = self._template(slug, language) or self._template(slug, "en")
        if template is None:
            return ""
        return wording.fill(template.body, {**self.values, "topics": self._menu(language)})

    def _template(self, slug: str, language: str) -> Template | None:
        wanted = (slug, language)
        fitting = [t for t in self.library.templates if (t.slug, t.language) == wanted]
        return min(fitting, key=lambda t: not t.discreet, default=None)

    def _menu(self, language: str) -> str:
        words = (topic.menu.get(language, "") for topic in self.library.topics)
        return ", ".join(word for word in words if word)


def _row(line: str, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadRow(f"Line {number} is not JSON ({error}). Give one object a line.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadRow(f'Line {number} needs a "text" that is a string.')
    return row


def _asked(context: object) -> Asked | None:
    form = str(context or "").removeprefix(_OPEN)
    return Asked(form) if form in set(Asked) else None


def _urgency(read: Reading) -> str | None:
    if read.red_flag is None:
        return None
    return "emergency" if read.red_flag.level is Level.EMERGENCY else "urgent"
