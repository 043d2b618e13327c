"""What holds for every test: no network beyond this machine, a gateway that lives in memory."""

import socket
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from messaging.actions import protocols
from messaging.models import Sending
from tests import factories

# The same cases each time, so that a red run can be run again; the clock decides nothing.
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, max_examples=60
)
hypothesis.settings.load_profile("house")

LOOPBACK = ("127.", "::1", "localhost")


class NetworkUsedError(AssertionError):
    """A test tried to reach another machine."""


def is_local(address: object) -> bool:
    """Loopback or a socket file; anything else would leave this machine."""
    if not isinstance(address, tuple):
        return True
    return str(address[0]).startswith(LOOPBACK)


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Refuse to connect, or to look up a name, outside of loopback."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    real_lookup = socket.getaddrinfo

    def guard(name: str) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if not is_local(address):
                raise NetworkUsedError(f"Tests stay on this machine; this one called {address}.")
            return real[name](self, address)

        return connect

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and not is_local((host.decode() if isinstance(host, bytes) else host,)):
            raise NetworkUsedError(f"Tests stay on this machine; this one looked up {host}.")
        return real_lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, guard(name))
        patch.setattr(socket, "getaddrinfo", lookup)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The shipped words and protocols are loaded once; each test's changes are rolled back.

    With one identity for all, what one test sent would make the next one's a restored database.
    """
    with django_db_blocker.unblock():
        Sending.objects.all().delete()
        factories.words()
        protocols.load_shipped(now=factories.NOW)
