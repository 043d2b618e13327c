"""What can be broken while a scenario runs, each by its name in a plan."""

import os
import random
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from redis.exceptions import ConnectionError as RedisGoneError

from tests.faults import scale
from tests.faults.crew import Crew
from tests.faults.engines import OneFile, Servers
from tests.faults.proxy import Proxy
from tests.faults.world import World

# Of a hundred kills on several processes, these go to the web server and to beat.
WEB, BEAT = 0.12, 0.05
LEASE, QUARANTINE = scale.PIPELINE["LEASE_SECONDS"], scale.PIPELINE["QUARANTINE_SECONDS"]


@dataclass
class Acts:
    """Breaks parts of one world, by its own luck; `done` counts them for the report."""

    world: World
    crew: Crew
    luck: random.Random
    done: Counter[str] = field(default_factory=Counter)
    later: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    proxy: Proxy | None = None  # in front of the provider, where a scenario has one

    def tend(self) -> None:
        """Keep the crew up, and end what was begun for a time."""
        self.crew.tend()
        now = time.monotonic()
        for one in [one for one in self.later if one[0] <= now]:
            self.later.remove(one)
            one[1]()

    def pause(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            self.tend()
            time.sleep(0.01)

    def settle(self) -> None:
        """Nothing stays broken."""
        while self.later:
            self.pause(0.05)

    def kill(self) -> None:
        """SIGKILL of a worker, mostly."""
        if self.crew.kill(self.victim()):
            self.done["kills"] += 1

    def victim(self) -> str:
        names = sorted(self.crew.members)
        luck = self.luck.random()
        chosen = "web" if luck < WEB else "beat-0" if luck < WEB + BEAT else ""
        return chosen if chosen in names else self.worker()

    def worker(self) -> str:
        names = sorted(self.crew.members)
        return self.luck.choice([name for name in names if name.startswith("worker")] or names)

    def freeze(self) -> None:
        """SIGSTOP of a worker until its leases have ended, and mostly the quarantine as well."""
        pid = self.crew.members[self.worker()].pid
        if not pid or self.world.has_ended(pid):
            return
        os.kill(pid, signal.SIGSTOP)
        seconds = self.luck.uniform(LEASE + 1, LEASE + QUARANTINE + 4)
        self._after(seconds, lambda: self._wake(pid), "workers frozen")

    def _wake(self, pid: int) -> None:
        if not self.world.has_ended(pid):
            os.kill(pid, signal.SIGCONT)

    def starve(self) -> None:
        """A worker can open no file and no connection for a while."""
        pid = self.crew.members[self.worker()].pid
        if not pid or self.world.has_ended(pid):
            return
        soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, hard))
        self._after(4.0, lambda: self._feed(pid, (soft, hard)), "workers without descriptors")

    def _feed(self, pid: int, limits: tuple[int, int]) -> None:
        if not self.world.has_ended(pid):
            resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)

    def swallow(self) -> None:
        """All connections to the provider go half-open."""
        if self.proxy is not None:
            self.done["connections half-open"] += self.proxy.swallow()

    def flush(self) -> None:
        """Redis forgets everything."""
        if not self.servers.valkey.up:
            return
        self.servers.flush()
        self.done["Redis flushes"] += 1

    def kill_redis(self) -> None:
        """SIGKILL; it comes back empty after a moment."""
        if not self.servers.valkey.up:
            return
        self.servers.valkey.kill()
        self.pause(self.luck.uniform(0.2, 2.0))
        self.servers.valkey.start()
        self.done["Redis kills"] += 1

    def take_redis(self) -> None:
        """Gone for so long that every client has met it."""
        if not self.servers.valkey.up:
            return
        self.servers.valkey.kill()
        self._after(10.0, self.servers.valkey.start, "times without Redis for 10 s")

    def hang_up(self) -> None:
        """Redis ends all of its connections."""
        if not self.servers.valkey.up:
            return
        with self.servers.valkey.client() as client:
            for kind in ("normal", "pubsub"):
                client.client_kill_filter(_type=kind, skipme=True)
        self.done["Redis connections cut"] += 1

    def fill_redis(self) -> None:
        """Redis takes nothing more for a while."""
        if not self.servers.valkey.up:
            return
        with self.servers.valkey.client() as client:
            client.config_set("maxmemory", "1")
        self._after(3.0, self._empty_redis, "times Redis was full")

    def _empty_redis(self) -> None:
        try:
            with self.servers.valkey.client() as client:
                client.config_set("maxmemory", "0")
        except RedisGoneError:
            return  # killed meanwhile: it comes back without a limit

    def cut(self) -> None:
        """PostgreSQL ends all sessions of the service."""
        self.servers.cut_connections()
        self.done["PostgreSQL sessions cut"] += 1

    def quarrel(self) -> None:
        """Somebody locks phones in the other order: PostgreSQL ends one side of a deadlock."""
        self.done["quarrels about locks"] += 1
        self.done["of which deadlocks for us"] += self.servers.quarrel(self.luck)

    def stop_database(self) -> None:
        """A hard stop in the middle of all; down for a moment, then it recovers by its log."""
        self.servers.postgres.stop("immediate")
        self.pause(self.luck.uniform(0.2, 3.0))
        self.servers.postgres.start()
        self.done["hard PostgreSQL stops"] += 1

    def take_database(self) -> None:
        """A hard stop, and away for longer than a lease."""
        self.servers.postgres.stop("immediate")
        self.pause(LEASE + 3.0)
        self.servers.postgres.start()
        self.done["PostgreSQL away past a lease"] += 1

    def fill_disk(self) -> None:
        """SQLite's files cannot grow, as on a full disk, for a while."""
        pid = self.crew.members["up"].pid
        if not pid or self.world.has_ended(pid):
            return
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (self.file.smallest(), hard))
        self._after(5.0, lambda: self._free_disk(pid, (soft, hard)), "times the disk was full")

    def _free_disk(self, pid: int, limits: tuple[int, int]) -> None:
        if not self.world.has_ended(pid):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)

    def lock_file(self) -> None:
        """Another program holds SQLite's write lock for longer than anybody waits."""
        with self.file.locked():
            self.pause(14.0)
        self.done["times the file was locked for 14 s"] += 1

    def _after(self, seconds: float, act: Callable[[], None], name: str) -> None:
        self.later.append((time.monotonic() + seconds, act))
        self.done[name] += 1

    @property
    def servers(self) -> Servers:
        assert isinstance(self.world.engine, Servers)
        return self.world.engine

    @property
    def file(self) -> OneFile:
        assert isinstance(self.world.engine, OneFile)
        return self.world.engine

    def told(self) -> list[str]:
        """For the report: how much of everything, and what SQLite says of its file."""
        parts = [f"{n} {what}" for what, n in sorted(self.done.items()) if what != "kills"]
        if self.crew.falls:
            parts.append(f"{self.crew.falls} processes ended by themselves")
        if isinstance(self.world.engine, OneFile):
            parts.append(f"quick_check {self.world.engine.check()}")
        return ["; ".join(parts)] if parts else []
