"""A provider on loopback, the real SDK before it and a recording service behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from messaging.gateway.twilio import TwilioGateway
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from tests.messaging.simulator.kit import MADE, Service, listening, make_gateway, make_provider


@pytest.fixture(autouse=True)
def _no_provider_goes_on() -> Iterator[None]:
    """One that a failed test left open would fail others, whenever its session is collected."""
    yield
    while MADE:
        MADE.pop().stop()


@pytest.fixture
def service() -> Iterator[Service]:
    with listening(Service()) as service:
        yield service


@pytest.fixture
def provider(tmp_path: Path, service: Service) -> Iterator[Provider]:
    provider = make_provider(tmp_path)
    provider.start(service.base)
    yield provider
    provider.close()


@pytest.fixture
def gateway(provider: Provider) -> Iterator[TwilioGateway]:
    with serve(provider) as base:
        gateway = make_gateway(base)
        yield gateway
        gateway.close()
