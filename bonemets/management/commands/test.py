"""`python3 manage.py test [pytest arguments]`: the suite, on both sets of engines."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

# What tests/servers.py ends with when the platform has no build of a server, and pytest when no
# test matches.
SKIPPED, NO_TESTS = 75, 5


class Command(BaseCommand):
    """Runs pytest in processes of their own: the service's settings stay out of the tests'."""

    help = (
        "Run the suite on SQLite, then what is promised on PostgreSQL and Redis on those (the "
        "Redis wheel is Valkey). Other arguments go to pytest."
    )
    requires_system_checks = []
    suppressed_base_arguments = {"-v", "--verbosity", "--traceback", "--settings", "--pythonpath"}

    def add_arguments(self, parser: CommandParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--sqlite-only", action="store_true", help="leave out the servers")
        only.add_argument("--pg-only", action="store_true", help="the servers only")

    def run_from_argv(self, argv: list[str]) -> None:
        """As usual, but arguments that we do not know are pytest's."""
        parser = self.create_parser(argv[0], argv[1])
        options, rest = parser.parse_known_args(argv[2:])
        sys.exit(self.run(rest, sqlite=not options.pg_only, servers=not options.sqlite_only))

    def handle(self, *args: Any, **options: Any) -> None:
        """From `call_command`: the whole suite."""
        sys.exit(self.run(list(args), sqlite=True, servers=True))

    def run(self, arguments: list[str], *, sqlite: bool, servers: bool) -> int:
        """0 when every part that was asked for passed."""
        failed = False
        if sqlite:
            # A few tests by name are sooner done in one process.
            every = arguments or ["-n", "auto", "--dist", "worksteal"]
            failed |= self._part("SQLite", ["-m", "pytest", *every]) != 0
        if servers:
            on = ["-m", "tests.servers", sys.executable]
            status = self._part(
                "PostgreSQL and Redis (the wheel is Valkey)",
                [*on, "-m", "pytest", *arguments, "-m", "engines and not browser"],
            )
            # Named tests may hold none for the servers; a whole suite without any is wrong.
            failed |= status not in ({0, SKIPPED, NO_TESTS} if arguments else {0, SKIPPED})
        return int(failed)

    def _part(self, name: str, arguments: list[str]) -> int:
        self.stdout.write(f"== Tests on {name} ==")
        self.stdout.flush()
        began = time.monotonic()
        root = Path(settings.BASE_DIR)
        status = subprocess.run([sys.executable, *arguments], cwd=root, check=False).returncode
        word = {0: "passed", SKIPPED: "skipped", NO_TESTS: "no tests"}.get(status, "FAILED")
        self.stdout.write(f"== {name}: {word} in {time.monotonic() - began:.0f} s ==\n")
        return status
