"""One gateway per process, as the settings choose it."""

from collections.abc import Iterator

import pytest

from messaging import gateway
from messaging.gateway.base import ConfigurationError
from messaging.gateway.memory import MemoryGateway
from messaging.gateway.twilio import TwilioGateway

CHOSEN = {
    "account_sid": "AC" + "2" * 32,
    "auth_token": "now",
    "previous_auth_token": "before",
    "api_key": "",
    "api_secret": "",
    "api_base": "http://127.0.0.1:9/simulator",
}


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    gateway.reset()
    yield
    gateway.reset()


def test_every_caller_gets_the_same_gateway(settings):
    settings.GATEWAY = "memory"
    first = gateway.connect()
    assert isinstance(first, MemoryGateway)
    assert gateway.connect() is first


def test_after_a_reset_there_is_another(settings):
    settings.GATEWAY = "memory"
    first = gateway.connect()
    gateway.reset()
    assert isinstance(first, MemoryGateway)
    assert first.closed
    assert gateway.connect() is not first


def test_the_real_one_takes_its_limits_from_the_settings(settings):
    settings.GATEWAY, settings.TWILIO = "twilio", CHOSEN
    settings.PIPELINE = {"connect_timeout": 1, "read_timeout": 2, "total_timeout": 3}
    made = gateway.connect()
    assert isinstance(made, TwilioGateway)
    assert (made._limits.connect, made._limits.read, made._limits.total) == (1, 2, 3)


@pytest.mark.parametrize("missing", ["account_sid", "auth_token"])
def test_missing_credentials_are_named(settings, missing):
    settings.GATEWAY, settings.TWILIO = "twilio", CHOSEN | {missing: None}
    with pytest.raises(ConfigurationError, match=f"TWILIO_{missing.upper()}"):
        gateway.connect()


def test_an_unknown_gateway_is_named_with_what_to_set(settings):
    settings.GATEWAY = "pigeon"
    with pytest.raises(ConfigurationError, match=r"pigeon.*twilio.*memory"):
        gateway.connect()


@pytest.mark.parametrize(
    ("previous", "expected"), [("before", ("now", "before")), ("", ("now",)), (None, ("now",))]
)
def test_the_previous_token_counts_while_it_is_set(settings, previous, expected):
    settings.TWILIO = CHOSEN | {"previous_auth_token": previous}
    assert gateway.tokens() == expected
