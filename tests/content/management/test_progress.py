from io import StringIO
from itertools import count

import pytest
from django.core.management.base import OutputWrapper

from content.management.progress import Progress


class GoneAway(StringIO):
    """A pipe whose other end was closed."""

    def write(self, words: str) -> int:
        raise BrokenPipeError


def test_it_speaks_at_once() -> None:
    out = StringIO()
    Progress(OutputWrapper(out)).say("Reading...")
    assert out.getvalue() == "Reading...\n"


def test_counts_are_passed_on_now_and_then() -> None:
    out, seconds = StringIO(), count()
    step = Progress(OutputWrapper(out), clock=lambda: next(seconds) / 2).count("parts read")
    for done in range(1_000, 6_000, 1_000):
        step(done, 20_000)
    assert out.getvalue() == "  4,000 of 20,000 parts read (20 %)...\n"


def test_whoever_stops_listening_stops_nothing() -> None:
    progress = Progress(OutputWrapper(GoneAway()))
    progress.say("Reading...")
    progress.say("Still reading...")
    assert not progress.heard


def test_other_faults_are_not_hidden() -> None:
    out = StringIO()
    out.close()
    with pytest.raises(ValueError, match="closed"):
        Progress(OutputWrapper(out)).say("Reading...")
