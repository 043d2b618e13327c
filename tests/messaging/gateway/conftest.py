"""The gateway is tried against the simulated provider over real HTTP."""

from tests.messaging.simulator.conftest import gateway, provider, service

__all__ = ["gateway", "provider", "service"]
