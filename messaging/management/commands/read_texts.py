"""`manage.py read_texts`: how the service reads texts, one JSON object a line.

Standard input {"text", "lang", "context"}, standard output {"kind", "topic", "flag",
"urgency", "value", "body", "segments"}.  Nothing is stored or sent.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content import catalog
from messaging import clock
from messaging.actions import composing
from messaging.management.read_texts import BadRow, Reader
from messaging.models import Clinic


class Command(BaseCommand):
    help = "Read texts from standard input and say what each is taken for, as JSON lines."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", help="answer from this clinic's approvals, by its slug")

    def handle(self, *args: Any, **options: Any) -> None:
        reader = _of_clinic(options["clinic"]) if options["clinic"] else Reader(catalog.shipped())
        sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        try:
            for line in reader.lines(sys.stdin):
                self.stdout.write(line)
        except BadRow as error:
            raise CommandError(str(error)) from error


def _of_clinic(slug: str) -> Reader:
    clinic = Clinic.objects.filter(slug=slug).first()
    if clinic is None:
        raise CommandError(f'There is no clinic "{slug}". Look up its slug in the admin.')
    known = composing.words(clinic, now=clock.now())
    return Reader(known.library, values=known.values)
