"""Makes `.venv` from the hashed locks and starts `manage.py` again inside it.

Standard library only: it runs before anything is installed.  Inside a virtual environment, or
with BONEMETS_NO_BOOTSTRAP=1 (containers, packagers), it does nothing.

    python3 -m bonemets.bootstrap LOCK...     installs further locks, for example CI's
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bonemets.locks import FileLock

ROOT = Path(__file__).resolve().parent.parent
RUN, TEST = "requirements.lock", "tests/requirements.lock"


class SetUpError(Exception):
    """The environment cannot be made; the message says how to mend it."""


def hand_over(argv: Sequence[str]) -> None:
    """Return when this is the right Python; else make it and never return."""
    if sys.prefix != sys.base_prefix or os.environ.get("BONEMETS_NO_BOOTSTRAP") == "1":
        return
    try:
        python = ready(ROOT, locks_for(argv))
    except SetUpError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped while setting up; the same command goes on from here.")
    restart(python, argv)


def locks_for(argv: Sequence[str]) -> list[str]:
    """What a command needs installed: all need the service, `test` and `faults` need more."""
    return [RUN, TEST] if argv[1:2] in (["test"], ["faults"]) else [RUN]


def restart(python: Path, argv: Sequence[str]) -> None:
    """The same command in the other Python; this process becomes it, or ends with its status."""
    command = [str(python), *argv]
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows has no exec that keeps the terminal: wait, and leave Ctrl-C to the child.
    child = subprocess.Popen(command)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue


def ready(root: Path, locks: Sequence[str]) -> Path:
    """The Python of `.venv` with these locks installed as they stand now."""
    venv = root / ".venv"
    try:
        venv.mkdir(exist_ok=True)
        with FileLock(venv / ".lock"):
            if stale := stale_locks(root, locks):
                install(root, stale)
    except OSError as error:
        raise SetUpError(f"Bonemets keeps its packages in {venv}, and cannot: {error}") from error
    return python_in(venv)


def python_in(venv: Path) -> Path:
    """Where a virtual environment has its Python, which need not exist yet."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stale_locks(root: Path, locks: Sequence[str]) -> list[str]:
    """The locks that are not installed, or not as they stand now."""
    if not python_in(root / ".venv").exists():
        return list(locks)
    installed = _stamp(root)
    return [lock for lock in locks if installed.get(lock) != _digest(root / lock)]


def install(root: Path, locks: Sequence[str]) -> None:
    """Make `.venv` where it is missing, install the locks, note their digests."""
    venv, uv = root / ".venv", shutil.which("uv")
    print(
        f"Setting up .venv from {' and '.join(locks)}; this takes up to a minute.", file=sys.stderr
    )
    sys.stdout.flush()
    if not (uv and _with_uv(uv, root, locks)):
        _with_pip(root, locks)
    noted = {**_stamp(root), **{lock: _digest(root / lock) for lock in locks}}
    draft = venv / ".stamp.new"
    draft.write_text(json.dumps(noted), encoding="utf-8")
    draft.replace(venv / ".stamp")


def _stamp(root: Path) -> dict[str, str]:
    try:
        noted = json.loads((root / ".venv" / ".stamp").read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in noted.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _digest(lock: Path) -> str:
    """Changes with the lock and with the Python that it was installed for."""
    version = "{}.{}".format(*sys.version_info[:2]).encode()
    return hashlib.sha256(lock.read_bytes() + version).hexdigest()


def _with_uv(uv: str, root: Path, locks: Sequence[str]) -> bool:
    """False when uv could not do it: it does not read pip's settings, so pip may still."""
    venv = root / ".venv"
    python = str(python_in(venv))
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(venv)]
    add = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes"]
    steps = [add + _files(root, locks)]
    if not python_in(venv).exists():
        steps.insert(0, make)
    if all(subprocess.run(step, check=False).returncode == 0 for step in steps):
        return True
    print("uv could not do it; trying pip.", file=sys.stderr)
    return False


def _with_pip(root: Path, locks: Sequence[str]) -> None:
    venv = root / ".venv"
    python = str(python_in(venv))
    if not (python_in(venv).exists() and _has_pip(python)):
        _make_with_pip(venv)
    quiet = ["--quiet", "--progress-bar", "off", "--disable-pip-version-check", "--no-input"]
    add = [python, "-m", "pip", "install", *quiet, "--require-hashes", *_files(root, locks)]
    if subprocess.run(add, check=False).returncode:
        raise SetUpError(
            "Installing the packages failed; pip's own words are above. Is there a network "
            "connection? Then run the same command again."
        )


def _has_pip(python: str) -> bool:
    """False for an environment that uv has made."""
    asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def _make_with_pip(venv: Path) -> None:
    version = "{}.{}".format(*sys.version_info[:2])
    if find_spec("ensurepip") is None or _make(venv):
        raise SetUpError(
            "This Python cannot make virtual environments. On Debian and Ubuntu install the "
            f"package python3-venv (or python{version}-venv), then run the same command again."
        )


def _make(venv: Path) -> int:
    command = [sys.executable, "-m", "venv", str(venv)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def _files(root: Path, locks: Sequence[str]) -> list[str]:
    return [part for lock in locks for part in ("-r", str(root / lock))]


if __name__ == "__main__":
    try:
        ready(ROOT, sys.argv[1:] or [RUN])
    except SetUpError as problem:
        sys.exit(str(problem))
