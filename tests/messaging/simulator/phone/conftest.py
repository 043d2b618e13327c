"""A demo clinic on its morning, and a provider that keeps what it takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from content import actions as content
from messaging.models import Clinic, OptIn, Patient, Sender
from messaging.simulator import runtime
from messaging.simulator.provider import Provider
from tests import factories
from tests.factories import NOW, NUMBER


@pytest.fixture(autouse=True)
def _the_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def provider(settings: Any, tmp_path: Path) -> Iterator[Provider]:
    """The provider of this process, not started: what it takes stays where it is."""
    runtime.stop()
    settings.DATA_DIR = tmp_path
    yield runtime.current()
    runtime.stop()


@pytest.fixture
def clinic(provider: Provider) -> Clinic:
    """Without any words: what the page shows does not depend on them."""
    made = Clinic.objects.create(
        slug="harbor",
        name="Harbor Bone Clinic",
        text_name="Harbor Clinic",
        wordset=content.make_wordset(slug="bare", name="Bare"),
        time_zone="America/Chicago",
        opt_in=OptIn.WRITTEN,
        day_phone="+15550100199",
        oncall_phone="+15550100198",
        demo=True,
    )
    Sender.objects.create(clinic=made, number=NUMBER)
    return made


@pytest.fixture
def june(clinic: Clinic) -> Patient:
    return factories.patient(name="June Whitfield", at=clinic, now=NOW)
