"""Labelled steps: nothing happens unless one is armed, and each action does what it says."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from messaging import failpoints
from messaging.failpoints import BadFailpoint, FailpointError, passing, reached


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def test_nothing_happens_by_itself() -> None:
    reached("dispatch.claimed")


def test_raises_at_the_pass_that_was_named_and_at_no_other() -> None:
    failpoints.arm("dispatch.claimed=raise@3")
    reached("dispatch.claimed")
    reached("dispatch.claimed")
    with pytest.raises(FailpointError, match=r"dispatch\.claimed"):
        reached("dispatch.claimed")
    reached("dispatch.claimed")
    reached("dispatch.intended")


def test_hangs_for_so_long() -> None:
    failpoints.arm("dispatch.claimed=hang:0.05")
    began = time.monotonic()
    reached("dispatch.claimed")
    assert time.monotonic() - began >= 0.05


def test_several_labels_are_armed_at_once() -> None:
    failpoints.arm("dispatch.claimed=raise,dispatch.intended=raise")
    for label in ("dispatch.intended", "dispatch.claimed"):
        with pytest.raises(FailpointError):
            reached(label)


def test_is_reached_from_an_event_loop() -> None:
    failpoints.arm("gateway.written=raise")
    with pytest.raises(FailpointError):
        asyncio.run(passing("gateway.written")("session", chunk=b""))


def test_says_in_the_log_what_it_did_and_when_it_is_spent(caplog: pytest.LogCaptureFixture) -> None:
    failpoints.arm("dispatch.claimed=hang:0")
    assert not failpoints.spent()
    reached("dispatch.claimed")
    assert failpoints.spent()
    assert caplog.messages == ["hung at dispatch.claimed"]


def test_a_watcher_sees_every_pass() -> None:
    seen: list[int] = []
    failpoints.watch({"dispatch.claimed": lambda: seen.append(1)})
    reached("dispatch.claimed")
    reached("dispatch.claimed")
    assert len(seen) == 2


@pytest.mark.parametrize("words", ["dispatch.claimed", "x=explode", "x=kill@first", "Step=kill"])
def test_a_form_that_is_none_is_refused_with_the_mend(words: str) -> None:
    with pytest.raises(BadFailpoint, match="write label=kill"):
        failpoints.arm(words)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_the_environment_arms_a_kill() -> None:
    script = "from messaging.failpoints import reached\nreached('tasks.done')\nprint('alive')"
    env = {**os.environ, "BONEMETS_FAILPOINT": "tasks.done=kill"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"")
