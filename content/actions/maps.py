"""Which map goes with a document: the one named, the one shipped for it, or its headings."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from content import catalog
from content.actions.files import DocumentError, File, decode
from content.models import Alias, Topic
from content.text import mapping
from content.text.mapping import MapError, Row
from content.text.outline import SectionSpan

MAPS = catalog.FOLDER / "maps"


def read_map(path: Path) -> tuple[Row, ...]:
    """The rows of a map file; raises DocumentError with the file, the line and the mend."""
    try:
        return mapping.read(tomllib.loads(decode(path.read_bytes(), name=path.name)))
    except OSError as error:
        raise DocumentError(f"The map {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, MapError) as error:
        raise DocumentError(f"The map {path.name} cannot be used: {error}") from error


def shipped_map(slug: str) -> Path | None:
    """The map that we ship for a document of this slug, if there is one."""
    path = MAPS / f"{slug}.toml"
    return path if path.is_file() else None


def guess_rows(file: File, *, language: str) -> tuple[Row, ...]:
    """For a document without a map of its own: a shipped map that fits, else its headings."""
    text, sections = file.reading.text, file.reading.sections
    return _fitting_map(text, sections, language=language) or _by_heading(sections)


def _fitting_map(text: str, sections: Sequence[SectionSpan], *, language: str) -> tuple[Row, ...]:
    """A shipped map whose every row this text has, whatever slug it came under; else none."""
    for path in sorted(MAPS.glob("*.toml")):
        rows = read_map(path)
        if not mapping.place(text, sections, rows, language=language).problems:
            return rows
    return ()


def _by_heading(sections: Sequence[SectionSpan]) -> tuple[Row, ...]:
    """One row for each section whose heading is a topic's slug, title or name."""
    topics = {_folded(name): slug for name, slug in Alias.objects.values_list("text", "topic")}
    for topic in Topic.objects.all():
        topics |= {_folded(name): topic.slug for name in (topic.slug, *topic.titles.values())}
    found: dict[str, Row] = {}
    for section in sections:
        name = _folded(section.title)
        if section.end > section.start and name in topics:
            found.setdefault(name, Row(topic=topics[name], sections={"": section.title}))
    return tuple(found.values())


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())
