"""The words a clinic may send, as plain values.

Both sources give these shapes: the shipped data files (`content.catalog`) and a
clinic's approvals in the database (`content.lookup`).  Readers and rules know
only these, never a model.
"""

from dataclasses import dataclass, field
from enum import StrEnum

# The languages in which we ship words, as staff call them.
LANGUAGES = {"en": "English", "es": "Spanish"}


class Footer(StrEnum):
    """Which closing line goes with a topic (the FOOT templates)."""

    PLAIN = "plain"
    FEVER = "fever"
    WEAKNESS = "weakness"


@dataclass(frozen=True)
class Passage:
    """A span of one version of one document, in one language, for one topic.

    `start` and `end` are character offsets into the document's stored text;
    `text` is exactly that slice.  `id` is the database key, None for words read
    from the shipped files.  `barred` are spans of the document, in order, that no
    excerpt may touch.
    """

    topic: str
    language: str
    document: str
    version: int
    start: int
    end: int
    text: str
    source: str
    id: int | None = None
    barred: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Topic:
    """What patients may ask about, and how they name it.

    `titles`, `aliases`, `questions` and `menu` are keyed by language ("en", "es").
    Brand names belong to no language.
    """

    slug: str
    titles: dict[str, str]
    footer: Footer = Footer.PLAIN
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    brands: tuple[str, ...] = ()
    menu: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """Approved words with allow-listed placeholders; `id` as in `Passage`.

    `answer` is how a question's reply is read (pain-0-10, yes-no, severity, temperature).
    """

    slug: str
    language: str
    body: str
    kind: str
    placeholders: frozenset[str] = frozenset()
    discreet: bool = False
    version: int = 1
    id: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class Library:
    """All that one clinic has approved, at one moment."""

    topics: tuple[Topic, ...]
    passages: tuple[Passage, ...]
    templates: tuple[Template, ...]
