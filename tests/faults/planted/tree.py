"""A copy of the sources in which bugs can be planted; the sources themselves stay as they are."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.faults.planted.bug import POSTGRES, Bug, Edit

ROOT = Path(__file__).resolve().parents[3]
PARTS = ("bonemets", "content", "messaging", "tests", "manage.py", "pyproject.toml")
PATIENCE = 300.0
FAILED_TESTS = 1  # pytest's status for "some failed": not a usage error, not nothing found


class SnippetError(AssertionError):
    """A bug cannot be planted: the message says which, and that it must follow the sources."""


def place_of(edit: Edit, root: Path = ROOT) -> Path:
    """The one file in which the old text stands, once."""
    sources = sorted((root / edit.under).rglob("*.py"))
    places = [path for path in sources if edit.old in path.read_text(encoding="utf-8")]
    times = sum(path.read_text(encoding="utf-8").count(edit.old) for path in places)
    if times != 1:
        raise SnippetError(
            f"This stands {times} times under {edit.under}, not once; let the bug follow the "
            f"sources:\n{edit.old}"
        )
    return places[0]


class Tree:
    """A copy in a folder of its own, with what is compiled: times are kept, so it still counts."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        self.root.mkdir()
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, self.root / part)
            else:
                shutil.copy(source, self.root / part)

    @contextmanager
    def planted(self, bug: Bug) -> Iterator[None]:
        """The bug is in the copy for as long as this lasts."""
        before: dict[Path, str] = {}
        try:
            for edit in bug.edits:
                path = place_of(edit, self.root)
                text = path.read_text(encoding="utf-8")
                before.setdefault(path, text)
                path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
            yield
        finally:
            for path, text in before.items():
                path.write_text(text, encoding="utf-8")

    def run(self, tests: Sequence[str], *, on: str) -> tuple[int, str]:
        """Pytest's status and its output; it ends with the first that fails."""
        engine = ["-m", "tests.servers", sys.executable] if on == POSTGRES else []
        # Tables are made from the models: a bug planted there counts, and it is sooner done.
        how = ["-q", "-x", "-p", "no:cacheprovider", "--nomigrations"]
        command = [sys.executable, *engine, "-m", "pytest", *how, *tests]
        done = subprocess.run(
            command,
            cwd=self.root,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


def _environment() -> dict[str, str]:
    """The service's own settings stay out, and a bug leaves no compiled trace."""
    ours = ("BONEMETS_", "DJANGO_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1"}
