"""What one person for each kind of treatment gets in a year: slugs and instants, no words.

    .venv/bin/python -m tests.rehearsal.golden

makes the files in `golden/` anew; look at the difference before you keep it.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from messaging.management import rehearsal_people, rehearsal_slices
from messaging.management.rehearsal_report import Row, Story, Sums
from messaging.management.rehearsal_script import Person
from tests.rehearsal.expected import Key

FOLDER = Path(__file__).parent / "golden"
START, DAYS, SEED = date(2026, 1, 5), 365, 1


def people() -> tuple[Person, ...]:
    return rehearsal_people.one_of_each(start=START, days=DAYS)


def lived() -> tuple[list[Story], Sums]:
    """Their year, lived in processes and databases of its own."""
    arguments = ["--one-of-each", f"--days={DAYS}", f"--seed={SEED}", f"--start={START}"]
    return rehearsal_slices.run(arguments, parts=os.cpu_count() or 1, gateway="memory")


def files(stories: Iterable[Story]) -> dict[str, str]:
    """The text of each file by its name, one for each kind of treatment."""
    told = {story.id: story for story in stories}
    return {
        f"{each.courses[0].kind.value}.txt": "\n".join([*_lines(each, told[each.id]), ""])
        for each in people()
    }


def _lines(person: Person, story: Story) -> Iterator[str]:
    """Each text or check-in that went, with what went inside it; then what was left out."""
    course = person.courses[0]
    yield f"# joined {person.joins}, from {course.starts}, {person.zone}, answers {person.manner}"
    inside: dict[Key, list[str]] = defaultdict(list)
    for row in story.rows:
        if row.state == "MERGED" and row.into:
            inside[(row.to, *row.into)].append(_name(row))
    for row in story.rows:
        if row.state == "RELEASED":
            at = datetime.fromisoformat(row.decided_at).astimezone(UTC)
            key = (row.to, row.course, row.step, row.occurrence)
            yield " ".join([f"{at:%Y-%m-%dT%H:%MZ}", _name(row), *sorted(inside[key])])
    left_out = Counter(_why(row) for row in story.rows if row.state not in ("RELEASED", "MERGED"))
    yield from (f"# {why}: {count}" for why, count in sorted(left_out.items()))


def _name(row: Row) -> str:
    to = "" if row.to == "patient" else f"@{row.to}"
    return f"{row.protocol}/{row.step}{to}"


def _why(row: Row) -> str:
    """Where no words could be found the reason is a sentence, which has no place here."""
    return f"{row.state} {row.reason}" if " " not in row.reason else f"{row.state} no_words"


def write(stories: Iterable[Story]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in files(stories).items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    write(lived()[0])
