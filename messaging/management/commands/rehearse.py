"""`manage.py rehearse`: a whole clinic of invented people, through a year in minutes.

Prints what each person got, then the sums; ends with status 1 where a planned text has no
fate.  It lives in databases of its own, in folders that are thrown away.
"""

import os
from argparse import SUPPRESS
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from messaging.management import (
    rehearsal_house,
    rehearsal_people,
    rehearsal_report,
    rehearsal_slices,
)
from messaging.management.rehearsal_house import GATEWAYS, Plan
from messaging.management.rehearsal_script import Person
from messaging.rules.treatments import TreatmentKind

START = "2026-01-05"


def people_of(options: dict[str, Any]) -> tuple[Person, ...]:
    """The people that these options ask for."""
    when = {"start": options["start"], "days": options["days"]}
    if options["one_of_each"]:
        return rehearsal_people.one_of_each(**when)
    return rehearsal_people.invent(
        options["patients"], seed=options["seed"], kinds=options["treatments"], **when
    )


class Command(BaseCommand):
    help = "Live a clinic's year with invented people and a frozen clock; nothing is sent."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=365)
        parser.add_argument("--patients", type=int, default=200)
        parser.add_argument(
            "--one-of-each", action="store_true", help="one person for each kind of treatment"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--start", type=date.fromisoformat, default=date.fromisoformat(START))
        parser.add_argument("--treatments", nargs="+", default=[], choices=sorted(TreatmentKind))
        parser.add_argument("--gateway", default="memory", choices=GATEWAYS)
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
        parser.add_argument("--out", type=Path, help="write to this file; the sums are printed too")
        parser.add_argument("--slice", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.BONEMETS_MODE == "production":
            raise CommandError("A rehearsal is not made in production: use another machine.")
        if options["days"] < 1 or options["patients"] < 1 or options["processes"] < 1:
            raise CommandError("Days, patients and processes are 1 or more.")
        if options["slice"]:
            self._one_slice(people_of(options), options)
        else:
            self._all(options)

    def _one_slice(self, people: tuple[Person, ...], options: dict[str, Any]) -> None:
        part, _, parts = options["slice"].partition("/")
        plan = Plan(options["start"], options["days"], options["seed"], options["gateway"])
        mine = rehearsal_slices.of(people, int(part), int(parts))
        try:
            stories, total = rehearsal_house.rehearse(mine, plan)
        except rehearsal_house.NotEmpty as error:
            raise CommandError(str(error)) from error
        told = Path(settings.DATA_DIR) / rehearsal_slices.TOLD
        told.write_text("\n".join(rehearsal_report.dumped(stories, total)), encoding="utf-8")

    def _all(self, options: dict[str, Any]) -> None:
        names = ("days", "patients", "seed", "start", "gateway")
        arguments = [f"--{name}={options[name]}" for name in names]
        if options["one_of_each"]:
            arguments.append("--one-of-each")
        if options["treatments"]:
            arguments += ["--treatments", *options["treatments"]]
        parts = min(options["processes"], options["patients"])
        try:
            stories, total = rehearsal_slices.run(
                arguments, parts=parts, gateway=options["gateway"]
            )
        except rehearsal_slices.SliceFailed as error:
            raise CommandError(str(error)) from error
        self._tell(stories, total, options["out"])

    def _tell(
        self,
        stories: list[rehearsal_report.Story],
        total: rehearsal_report.Sums,
        out: Path | None,
    ) -> None:
        closing = list(rehearsal_report.closing(total))
        every = [*rehearsal_report.printed(stories), *closing]
        if out is not None:
            out.write_text("\n".join(every) + "\n", encoding="utf-8")
        for line in closing if out is not None else every:
            self.stdout.write(line)
        if total.without_a_fate or total.errors:
            raise CommandError("Some planned texts have no fate, or the log holds errors.")
