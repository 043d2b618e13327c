"""The watch over the one-process service."""

import threading
import time
from types import SimpleNamespace

import pytest

from bonemets.watch import SILENCE, Watch
from messaging.bell import DISPATCH, TICK


@pytest.fixture
def watch() -> Watch:
    watch = Watch()
    watch.threads["web"] = threading.current_thread()
    return watch


def test_is_content_while_all_live_and_it_ticks(watch: Watch) -> None:
    assert watch.complaint(watch.ticked + SILENCE) == ""


def test_names_the_part_that_died(watch: Watch) -> None:
    watch.threads["worker"] = threading.Thread(target=lambda: None)
    watch.threads["worker"].start()
    watch.threads["worker"].join()
    assert watch.complaint(time.monotonic()).startswith("The worker thread has died")


def test_says_when_the_tick_has_stopped(watch: Watch) -> None:
    assert watch.complaint(watch.ticked + SILENCE + 1).startswith("Nothing has ticked for 90 s")


@pytest.mark.parametrize(
    ("task", "content"),
    [pytest.param(TICK, True, id="a tick"), pytest.param(DISPATCH, False, id="another task")],
)
def test_only_a_tick_counts_as_life(watch: Watch, task: str, content: bool) -> None:
    now = time.monotonic()
    watch.ticked = now - SILENCE - 1
    watch.note_task(sender=SimpleNamespace(name=task))
    assert (watch.complaint(now) == "") is content
