"""The service's processes, started again when they end, as an init system does it."""

import signal
import time
from dataclasses import dataclass, field
from typing import Any

from tests.faults.world import World

RESTART_SECONDS = 0.2


@dataclass
class Member:
    """One process by name; `back_at` (monotonic) is when a dead one starts again."""

    name: str
    role: str
    given: dict[str, Any]
    pid: int = 0
    back_at: float = 0.0


@dataclass
class Crew:
    """`n` workers, a web server and beat; on SQLite one process that is all of these."""

    world: World
    workers: int = 4
    beats: int = 1
    via: int = 0  # the port of a proxy in front of the provider
    members: dict[str, Member] = field(default_factory=dict)
    falls: int = 0  # ends that nobody caused

    def start(self) -> None:
        if self.world.engine.one_process:
            self.add("up", "up")
            return
        self.add("web", "web")
        for n in range(self.beats):
            self.add(f"beat-{n}", "beat")
        for n in range(self.workers):
            self.add(f"worker-{n}", "worker", host=f"worker-{n}")

    def add(self, name: str, role: str, **given: Any) -> None:
        port = self.via or self.world.where["provider_port"]
        member = Member(name, role, {**given, **self.world.where, "provider_port": port})
        self.members[name] = member
        self._start(member)

    def tend(self) -> None:
        """Start what has ended and has waited its moment; call it often."""
        now = time.monotonic()
        for member in self.members.values():
            if member.pid and self.world.has_ended(member.pid):
                self.falls += self.world.ended[member.pid] != -signal.SIGKILL
                member.pid, member.back_at = 0, now + RESTART_SECONDS
            elif not member.pid and now >= member.back_at:
                self._start(member)

    def kill(self, name: str) -> bool:
        """SIGKILL; False for one that is down already."""
        pid = self.members[name].pid
        return bool(pid) and self.world.kill(pid)

    def front(self) -> str:
        """Who answers on the web."""
        return "web" if "web" in self.members else "up"

    def end(self) -> None:
        """All of them, without a word; they are not started again."""
        for member in self.members.values():
            if member.pid:
                self.world.end(member.pid)
        self.members.clear()

    def _start(self, member: Member) -> None:
        member.pid = self.world.spawn(member.role, log=member.name, **member.given)
