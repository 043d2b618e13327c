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
from content.models import Document, Topic
from content.moment import now
from content.text.mapping import Row


class Command(BaseCommand):
    help = (
        "Read a plain text (as saved from a web page) or Markdown file into sections and "
        "draft passages for each topic. Nothing is sent before a reviewer approves it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        text = parser.add_argument
        text("file", type=Path, help="the document, plain text or .md, UTF-8, at most 5 MB")
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
        details = _details(options)
        try:
            imported = self._import(options, details)
        except actions.DocumentError as error:
            raise CommandError(f"{error} Nothing was stored.") from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database is not ready ({error}): run manage.py migrate first."
            ) from error
        if not imported.created:
            self.stdout.write(f"{imported.document} has these very words: nothing changed.")
            return
        self._tell_sections(imported.document)
        self._tell_passages(imported)

    def _import(self, options: dict[str, Any], details: actions.Details) -> actions.Imported:
        path: Path = options["file"]
        data = _bytes(path)
        if not Topic.objects.exists():
            self.stdout.write("Loading the shipped topics and words first...")
            actions.load_library(now=now())
        return actions.import_document(
            data=data,
            name=path.name,
            details=details,
            rows=_rows(options, data, path),
            by=options["by"] or getpass.getuser(),
            now=now(),
        )

    def _tell_sections(self, document: Document) -> None:
        sections = list(document.sections.all())
        self.stdout.write(f"{document}: {len(sections)} sections, characters from and to:")
        for section in sections:
            indent = "  " * section.level
            kind = "" if section.kind == "body" else f"  [{section.kind}]"
            span = f"{section.start:>7} {section.end:>7}"
            self.stdout.write(f"{span}{indent}{section.title}{kind}")

    def _tell_passages(self, imported: actions.Imported) -> None:
        drafts = sorted({p.topic_id for p in imported.drafts})
        self.stdout.write(f"{len(imported.drafts)} drafts wait for a reviewer: {_list(drafts)}.")
        if imported.carried:
            topics = sorted({p.topic_id for p in imported.carried})
            self.stdout.write(
                f"{len(imported.carried)} passages keep their approval: {_list(topics)}."
            )
        for problem in imported.problems:
            self.stdout.write(self.style.WARNING(f"Not mapped: {problem}"))
        for told in imported.left_behind:
            self.stdout.write(self.style.WARNING(f"Cut by hand: {told}"))
        if not imported.drafts and not imported.carried:
            self.stdout.write(
                "No section answers a topic yet: write a map (see content/library/maps) "
                "and import again with --map."
            )


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


def _rows(options: dict[str, Any], data: bytes, path: Path) -> Sequence[Row]:
    named = options["map"] or actions.shipped_map(options["slug"])
    if named:
        return actions.read_map(named)
    return actions.guess_rows(data, name=path.name, language=options["language"])


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > actions.MOST_BYTES:
            raise actions.DocumentError(f"{path.name} is over 5 MB. Import it in parts.")
        return path.read_bytes()
    except OSError as error:
        raise actions.DocumentError(f"{path} cannot be read: {error.strerror}.") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f'"{text}" is no date: write it like 2026-12-31.') from error


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none"
