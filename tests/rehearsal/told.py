"""A story as the golden file has it: slugs and instants, no words and no names."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from messaging.management.rehearsal_report import Row, Story
from messaging.management.rehearsal_script import Person

FOLDER = Path(__file__).parent / "golden"


def file_of(person: Person) -> Path:
    return FOLDER / f"{person.courses[0].kind.value}.txt"


def written(story: Story) -> str:
    return "".join(f"{line}\n" for line in _lines(story))


def _lines(story: Story) -> Iterator[str]:
    """Each text or check-in that went, with what went inside it."""
    inside: dict[tuple[str, int, str, str], list[str]] = defaultdict(list)
    for row in story.rows:
        if row.state == "MERGED" and row.into:
            inside[(row.to, *row.into)].append(_name(row))
    for row in story.rows:
        if row.state == "RELEASED":
            at = datetime.fromisoformat(row.decided_at).astimezone(UTC)
            key = (row.to, row.course, row.step, row.occurrence)
            yield " ".join([f"{at:%Y-%m-%dT%H:%MZ}", _name(row), *sorted(inside[key])])


def _name(row: Row) -> str:
    to = "" if row.to == "patient" else f"@{row.to}"
    return f"{row.protocol}/{row.step}{to}"
