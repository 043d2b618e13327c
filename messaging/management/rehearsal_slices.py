"""Runs a rehearsal in processes of their own, each with a folder that is thrown away."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from messaging.management import rehearsal_report
from messaging.management.rehearsal_report import Story, Sums
from messaging.management.rehearsal_script import Person

TOLD = "told.jsonl"
# What the caller's environment must not bring into a rehearsal.
_NOT_INHERITED = ("BONEMETS_TEST_DATABASE_URL", "BONEMETS_TEST_REDIS_URL", "BONEMETS_PORT")


class SliceFailed(Exception):
    """A process of the rehearsal ended badly; what it said stands on the error output."""


def of(people: Iterable[Person], part: int, parts: int) -> tuple[Person, ...]:
    """The people of one slice; those who share a phone stay together."""
    return tuple(person for person in people if person.household % parts == part)


def run(arguments: Sequence[str], *, parts: int, gateway: str) -> tuple[list[Story], Sums]:
    """All slices at once, and what they tell together.  Raises SliceFailed."""
    with tempfile.TemporaryDirectory(prefix="bonemets-rehearsal-") as top:
        folders = [Path(top) / str(part) for part in range(parts)]
        running = [
            _start([*arguments, f"--slice={part}/{parts}"], folder, gateway=gateway)
            for part, folder in enumerate(folders)
        ]
        ended = [each.wait() for each in running]
        if any(ended):
            raise SliceFailed(f"Of {parts} processes {sum(map(bool, ended))} failed.")
        told = [_told(each) for each in folders]
    stories = [story for found, _ in told for story in found]
    return stories, sum((total for _, total in told), Sums())


def _told(folder: Path) -> tuple[list[Story], Sums]:
    return rehearsal_report.loaded((folder / TOLD).read_text(encoding="utf-8").splitlines())


def _start(arguments: Sequence[str], folder: Path, *, gateway: str) -> "subprocess.Popen[bytes]":
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    environment = {
        **kept,
        "BONEMETS_MODE": "demo",
        "BONEMETS_DATA": str(folder),
        "BONEMETS_GATEWAY": "memory" if gateway == "memory" else "twilio",
        "BONEMETS_PIPELINE_QUIET_SECONDS": "0",
        "DJANGO_SETTINGS_MODULE": "bonemets.settings",
    }
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    command = [sys.executable, manage, "rehearse", *arguments]
    return subprocess.Popen(command, env=environment)
