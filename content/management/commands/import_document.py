"""Import a document that the clinic has the rights to, and draft its passages."""

import getpass
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.utils import OperationalError, ProgrammingError

from content import actions
from content.management.progress import Progress
from content.management.report import report
from content.models import Topic
from content.moment import now
from content.text.mapping import Row


class Command(BaseCommand):
    help = (
        "Read a plain text (as saved from a web page), Markdown or HTML file into sections and "
        "draft passages for each topic. Nothing is sent before a reviewer approves it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        text = parser.add_argument
        text("file", type=Path, help="the document: plain text, .md or .html, UTF-8, at most 5 MB")
        text("--slug", required=True, help="short name; the same again makes a new version")
        text("--publisher", required=True, help="who published it")
        text("--licence", required=True, help="by what right it is used")
        text("--language", default="en", choices=("en", "es"))
        text("--reviewed-on", type=_day, metavar="YYYY-MM-DD", help="its last medical review")
        text("--use-until", type=_day, metavar="YYYY-MM-DD", help="the last day it may be sent")
        text("--map", type=Path, help="which section answers which topic (TOML)")
        text("--source-line", default="", help="its name in a text, at most 24 characters")
        text("--title", default="", help="default: the document's own")
        text("--by", default="", help="who imports it (and so may not approve it)")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stdout)
        details = _details(options)
        try:
            file = _file(options["file"], progress)
            for remark in actions.remarks(file, details):
                progress.say(self.style.WARNING(remark))
            imported = self._import(file, options, details, progress)
        except actions.DocumentError as error:
            raise CommandError(f"{error} Nothing was stored.") from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database is not ready ({error}): run manage.py migrate first."
            ) from error
        for line, warns in report(imported):
            progress.say(self.style.WARNING(line) if warns else line)

    def _import(
        self,
        file: actions.File,
        options: dict[str, Any],
        details: actions.Details,
        progress: Progress,
    ) -> actions.Imported:
        if not Topic.objects.exists():
            progress.say("Loading the shipped topics and words first...")
            actions.load_library(now=now())
        return actions.import_document(
            file=file,
            details=details,
            rows=_rows(options, file),
            by=options["by"] or getpass.getuser(),
            now=now(),
            tell=progress.say,
        )


def _file(path: Path, progress: Progress) -> actions.File:
    data = _bytes(path)
    progress.say(f"Reading {path.name}, {len(data):,} bytes...")
    file = actions.read_file(data, name=path.name, step=progress.count("parts read"))
    progress.say(f"{len(file.reading.sections):,} sections found.")
    return file


def _details(options: dict[str, Any]) -> actions.Details:
    reviewed = options["reviewed_on"]
    return actions.Details(
        slug=options["slug"],
        publisher=options["publisher"],
        licence=options["licence"],
        source_line=options["source_line"] or _source_line(options["publisher"], reviewed),
        title=options["title"],
        language=options["language"],
        reviewed_on=reviewed,
        use_until=options["use_until"],
    )


def _source_line(publisher: str, reviewed_on: date | None) -> str:
    """Publisher and year, the publisher by its initials where the name is too long."""
    year = f" {reviewed_on.year}" if reviewed_on else ""
    initials = "".join(word[0] for word in publisher.split() if word[0].isupper())
    fits = len(publisher) + len(year) <= actions.MOST_SOURCE_LINE
    return (publisher if fits else initials or publisher[:10]) + year


def _rows(options: dict[str, Any], file: actions.File) -> Sequence[Row]:
    named = options["map"] or actions.shipped_map(options["slug"])
    if named:
        return actions.read_map(named)
    return actions.guess_rows(file, language=options["language"])


def _bytes(path: Path) -> bytes:
    """As many as may be read, and one more where there are more."""
    try:
        with path.open("rb") as stream:
            return stream.read(actions.MOST_BYTES + 1)
    except OSError as error:
        raise actions.DocumentError(f"{path} cannot be read: {error.strerror}.") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f'"{text}" is no date: write it like 2026-12-31.') from error
