"""The two sets of engines: PostgreSQL with Valkey, and one SQLite file; each can be made new."""

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from tests.bonemets.process import free_port
from tests.servers import Postgres, Valkey


class Engine(Protocol):
    name: str
    short: str
    one_process: bool

    def start(self) -> None: ...

    def environment(self) -> Mapping[str, str]: ...

    def keep(self) -> None:
        """Remember the data as they stand; nobody may be connected."""
        ...

    def fresh(self) -> None:
        """Back to what was kept; nobody may be connected."""
        ...

    def back_up(self) -> None: ...

    def put_back(self) -> None:
        """The database as it was at the last backup; nobody may be connected."""
        ...

    def stop(self) -> None: ...


class Servers:
    """PostgreSQL (every commit on disk before it is answered) and Valkey (keeps nothing)."""

    name, short = "PostgreSQL and Valkey", "pg"
    one_process = False

    def __init__(self, folder: Path) -> None:
        self.postgres = Postgres(folder, durable=True)
        self.valkey = Valkey(folder, port=free_port())
        self._copy = folder / "backup"
        self._database = self.postgres.url.replace("/postgres?", "/bonemets?")

    def start(self) -> None:
        self.postgres.start()
        self.valkey.start()
        self._tell("CREATE DATABASE {}", "bonemets")

    def environment(self) -> Mapping[str, str]:
        return {
            "BONEMETS_TEST_DATABASE_URL": self._database,
            "BONEMETS_TEST_REDIS_URL": self.valkey.url,
        }

    def keep(self) -> None:
        self._tell("CREATE DATABASE {} TEMPLATE {}", "kept", "bonemets")

    def fresh(self) -> None:
        """Also after a scenario that broke off and left a server down."""
        for server in (self.postgres, self.valkey):
            if not server.up:
                server.start()
        self._tell("DROP DATABASE IF EXISTS {} WITH (FORCE)", "bonemets")
        self._tell("CREATE DATABASE {} TEMPLATE {}", "bonemets", "kept")
        self.flush()

    def flush(self) -> None:
        with self.valkey.client() as client:
            client.flushall()

    def back_up(self) -> None:
        """A copy of all files; the server is down meanwhile."""
        self.postgres.stop()
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self.postgres.data, self._copy, symlinks=True)
        self.postgres.start()

    def put_back(self) -> None:
        """The copy takes the place of all files."""
        self.postgres.stop("immediate")
        shutil.rmtree(self.postgres.data)
        shutil.copytree(self._copy, self.postgres.data, symlinks=True)
        self.postgres.own_all()
        self.postgres.start()

    def cut_connections(self) -> None:
        """End every session of the service, as an operator or a fail-over would."""
        self._run(
            sql.SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bonemets'"
            )
        )

    def quarrel(self, luck: random.Random) -> int:
        """Two phones locked in the order that is none of ours; 1 when we were the one to give."""
        with psycopg.connect(self._database, autocommit=True) as connection:
            rows = connection.execute("SELECT id FROM messaging_phone ORDER BY id DESC").fetchall()
            pair = sorted(luck.sample(rows, 2), reverse=True)
            try:
                with connection.transaction():
                    for (phone,) in pair:
                        lock = "SELECT 1 FROM messaging_phone WHERE id = %s FOR UPDATE"
                        connection.execute(lock, [phone])
                        time.sleep(0.1)
            except psycopg.errors.DeadlockDetected:
                return 1
        return 0

    def stop(self) -> None:
        self.valkey.stop()
        if self.postgres.up:
            self.postgres.stop("immediate")

    def _tell(self, words: str, *names: str) -> None:
        self._run(sql.SQL(words).format(*map(sql.Identifier, names)))

    def _run(self, order: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(order)


class OneFile:
    """SQLite, and Celery in the memory of the one process."""

    name, short = "SQLite", "sqlite"
    one_process = True

    def __init__(self, folder: Path) -> None:
        self.path = folder / "data" / "db.sqlite3"
        self._kept, self._copy = folder / "kept.sqlite3", folder / "backup.sqlite3"

    def start(self) -> None:
        """Nothing runs: the file is the engine."""

    def environment(self) -> Mapping[str, str]:
        return {}

    def keep(self) -> None:
        self._save(self._kept)

    def fresh(self) -> None:
        (self.path.parent / "remembered.json").unlink(missing_ok=True)
        self._load(self._kept)

    def back_up(self) -> None:
        self._save(self._copy)

    def put_back(self) -> None:
        self._load(self._copy)

    def _save(self, to: Path) -> None:
        with closing(sqlite3.connect(self.path)) as one, closing(sqlite3.connect(to)) as other:
            one.backup(other)

    def _load(self, copy: Path) -> None:
        for part in self.path.parent.glob("db.sqlite3*"):
            part.unlink()
        shutil.copyfile(copy, self.path)

    def smallest(self) -> int:
        """The size, in bytes, at which neither of SQLite's files can grow any more."""
        return min(part.stat().st_size for part in self.path.parent.glob("db.sqlite3*"))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else can write meanwhile."""
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=10)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def check(self) -> str:
        """SQLite's own word on the file: "ok"."""
        with closing(sqlite3.connect(self.path)) as connection:
            return str(connection.execute("PRAGMA quick_check").fetchone()[0])

    def stop(self) -> None:
        """Nothing runs."""
