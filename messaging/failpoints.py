"""Labelled steps of the pipelines at which a test may stop, break or watch the process.

`reached("step")` costs a look at an empty mapping.  Only the environment's
BONEMETS_FAILPOINT, or a test in its own process, arms a label; production refuses to start
with it set (`bonemets/environment.py`).  Its form is `label=action@n`, several with commas:

    dispatch.intended=kill          SIGKILL, at the first pass
    outcomes.recorded=raise@3       FailpointError, at the third pass and no other
    gateway.written=hang:2.5        this thread sleeps for 2.5 s
"""

import logging
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final

_FORM: Final = re.compile(
    r"(?P<label>[a-z.-]+)=(?P<act>kill|raise|hang)(:(?P<seconds>[\d.]+))?(@(?P<nth>\d+))?"
)
log = logging.getLogger(__name__)
_lock: Final = threading.Lock()
_armed: dict[str, "_Trap"] = {}


# How the log names what was done on purpose.
ACTS: Final = {"kill": "killed", "raise": "raised", "hang": "hung"}


class FailpointError(Exception):
    """Raised on purpose at a labelled step."""


class BadFailpoint(ValueError):
    """BONEMETS_FAILPOINT is not in its form; the text tells the mend."""


@dataclass
class _Trap:
    act: Callable[[], None]
    left: int  # passes until it acts; 0 for every pass
    said: str = ""


def reached(label: str) -> None:
    """Called by the pipelines at each labelled step."""
    if _armed and (trap := _armed.get(label)) is not None and _is_due(trap):
        if trap.said:
            log.warning("%s at %s", trap.said, label)
        trap.act()


def passing(label: str) -> Callable[..., Coroutine[Any, Any, None]]:
    """The same for whoever calls back with arguments of its own, in an event loop."""

    async def pass_(*_: Any, **__: Any) -> None:
        reached(label)

    return pass_


def arm(words: str) -> None:
    """Let these labels act from now on, and no others; "" disarms all.  Raises BadFailpoint."""
    made = dict(_parsed(one) for one in words.split(",") if one)
    _armed.clear()
    _armed.update(made)


def watch(acts: Mapping[str, Callable[[], None]]) -> None:
    """Call a test's own function at every pass of a label; {} ends it."""
    _armed.clear()
    _armed.update({label: _Trap(act, left=0) for label, act in acts.items()})


def spent() -> bool:
    """Whether every label that was armed has acted."""
    return all(trap.left < 0 for trap in _armed.values())


def _is_due(trap: _Trap) -> bool:
    with _lock:
        if trap.left == 0:
            return True
        trap.left -= 1
        if trap.left == 0:
            trap.left = -1  # has acted; counts down for ever
            return True
        return False


def _parsed(one: str) -> tuple[str, _Trap]:
    found = _FORM.fullmatch(one.strip())
    if found is None:
        raise BadFailpoint(
            f"BONEMETS_FAILPOINT holds {one!r}: write label=kill, label=raise or label=hang:2.5, "
            "with @n for the n-th pass."
        )
    seconds = float(found["seconds"] or 0)
    acts: dict[str, Callable[[], None]] = {
        "kill": _kill,
        "raise": lambda: _raise(found["label"]),
        "hang": lambda: time.sleep(seconds),
    }
    return found["label"], _Trap(acts[found["act"]], int(found["nth"] or 1), ACTS[found["act"]])


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # the signal is on its way to every thread: none goes a step further


def _raise(label: str) -> None:
    raise FailpointError(f"stopped on purpose at {label}")


arm(os.environ.get("BONEMETS_FAILPOINT", ""))
