"""`python3 manage.py faults`: loses nothing and doubles nothing, whatever breaks."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Runs the harness in a process of its own: the service's settings stay out of it."""

    help = "Run the fault matrix (docs/faults.md); --list says what there is, --short is CI's."
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Every argument is the harness's."""
        sys.exit(self.run(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        """From `call_command`, with the harness's arguments as they are."""
        sys.exit(self.run(list(args)))

    def run(self, arguments: list[str]) -> int:
        """The harness's status: 0 when nothing was lost, doubled, stuck or silent."""
        command = [sys.executable, "-m", "tests.faults", *arguments]
        return subprocess.run(command, cwd=Path(settings.BASE_DIR), check=False).returncode
