"""Every worker ticks by itself: without beat, without a broker, with six beats."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.signals import celeryd_after_setup, worker_shutdown

from bonemets import ticker, watch
from bonemets.ticker import Ticker
from messaging import clock, tasks
from messaging.actions import sweep, ticking
from tests.bonemets.process import PATIENCE, ROOT, bare_environment, free_port, run


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The instants at which the process took a turn."""
    taken: list[float] = []

    def turn() -> bool:
        taken.append(time.monotonic())
        ticking._last_turn[0] = time.monotonic()
        return True

    monkeypatch.setattr(ticking, "turn", turn)
    monkeypatch.setattr(sweep, "soon", lambda: None)
    return taken


@pytest.fixture
def running(turns: list[float]) -> Iterator[Ticker]:
    made = Ticker(every=0.1)
    made.start()
    yield made
    made.stop()


def eventually(fact: Any) -> None:
    limit = time.monotonic() + 10
    while not fact():
        assert time.monotonic() < limit
        time.sleep(0.01)


class TestAlone:
    def test_it_ticks_at_once_and_again(self, running: Ticker, turns: list[float]) -> None:
        eventually(lambda: len(turns) > 3)

    def test_a_turn_that_fails_is_not_its_last(
        self, turns: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail() -> bool:
            turns.append(time.monotonic())
            raise OSError

        monkeypatch.setattr(ticking, "turn", fail)
        made = Ticker(every=0.01)
        made.start()
        eventually(lambda: len(turns) > 3)
        made.stop()

    def test_it_stops_when_told(self, running: Ticker) -> None:
        running.stop()
        assert not running.thread.is_alive()

    def test_what_came_while_it_was_down_is_looked_for_first(
        self, turns: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sweep, "soon", lambda: turns.append(0.0))
        made = Ticker(every=10)
        made.start()
        eventually(lambda: len(turns) == 2)
        made.stop()
        assert turns[0] == 0.0

    def test_a_broken_connection_is_dropped_around_every_turn(
        self, turns: list[float], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dropped: list[int] = []
        monkeypatch.setattr(ticker, "close_old_connections", lambda: dropped.append(len(turns)))
        made = Ticker(every=10)
        made.start()
        eventually(lambda: len(dropped) == 4)
        made.stop()
        assert dropped == [0, 0, 0, 1]


class TestWithOthers:
    def test_one_process_takes_one_turn_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        inside, go_on = threading.Event(), threading.Event()

        def slow(*, now: Any) -> None:
            inside.set()
            go_on.wait(10)

        monkeypatch.setattr(ticking, "tick", slow)
        monkeypatch.setattr(clock, "now", lambda: None)
        first = threading.Thread(target=ticking.turn)
        first.start()
        inside.wait(10)
        assert ticking.turn() is False
        go_on.set()
        first.join()
        assert ticking.turn() is True

    def test_a_wake_up_from_beat_is_a_turn(self, turns: list[float]) -> None:
        tasks.tick()
        assert len(turns) == 1

    def test_six_beats_are_not_joined_by_ticks_of_its_own(self, turns: list[float]) -> None:
        made = Ticker(every=0.5)
        made.start()
        eventually(lambda: len(turns) == 1)
        for _ in range(12):
            tasks.tick()
            time.sleep(0.1)
        made.stop()
        assert len(turns) == 13


def test_a_worker_of_the_command_line_begins_to_tick_and_ends_with_it(
    turns: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded: list[bool] = []
    monkeypatch.setattr(watch, "guard", lambda: guarded.append(True))
    celeryd_after_setup.send(sender="celery@here", instance=None, conf=None)
    eventually(lambda: len(turns) > 0)
    worker_shutdown.send(sender=None)
    assert guarded == [True]
    assert ticker._ours == []


class TestProcess:
    """A worker as compose runs it, on a folder of its own, with nobody to ring for it."""

    def heartbeats(self, data: Path) -> set[str]:
        connection = sqlite3.connect(f"file:{data / 'db.sqlite3'}?mode=ro", uri=True)
        try:
            rows = connection.execute("SELECT at FROM messaging_heartbeat WHERE name = 'tick'")
            return {row[0] for row in rows}
        finally:
            connection.close()

    @pytest.mark.up
    @pytest.mark.parametrize("broker", ["beat is dead", "redis is gone"])
    def test_it_ticks_all_the_same(self, broker: str, tmp_path: Path) -> None:
        data = tmp_path / "data"
        assert run(data, "migrate").returncode == 0
        env = {**bare_environment(data), "BONEMETS_GATEWAY": "memory"}
        if broker == "redis is gone":
            env["BONEMETS_TEST_REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "bonemets.celery", "worker"),
                *("--pool", "threads", "--concurrency", "2", "--queues", "tick,bell"),
            ],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        seen: set[str] = set()
        try:
            limit = time.monotonic() + PATIENCE
            while len(seen) < 3:
                seen |= self.heartbeats(data)
                assert worker.poll() is None
                assert time.monotonic() < limit
                time.sleep(0.1)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
