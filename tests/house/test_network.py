"""The suite cannot reach another machine, and says so when it tries."""

import socket

import pytest

from tests.conftest import NetworkUsedError


def test_connecting_elsewhere_is_refused() -> None:
    with socket.socket() as client, pytest.raises(NetworkUsedError, match="stay on this machine"):
        client.connect(("192.0.2.1", 80))


def test_looking_up_a_name_is_refused() -> None:
    with pytest.raises(NetworkUsedError, match="looked up"):
        socket.getaddrinfo("api.example", 443)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
