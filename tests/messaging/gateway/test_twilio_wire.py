"""What the wire itself can do to a request, over real sockets: did it leave, and what is proven?

The rows of `docs/pipelines.md` section 2 that no answering server can show.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from messaging.gateway import twilio, twilio_http
from messaging.gateway.base import Outcome, OutcomeClass, steady
from tests.bonemets.process import ROOT
from tests.messaging.gateway.raw import Manner, answering, http
from tests.messaging.simulator.kit import make_gateway, text

GOOD = http("201 Created", b'{"sid": "SM' + b"a" * 32 + b'", "status": "queued"}')


def send(base: str, *, deadline: float | None = None) -> Outcome:
    gateway = make_gateway(base)
    try:
        (outcome,) = gateway.send_many([replace(text(), deadline=deadline)])
        return outcome
    finally:
        gateway.close()


@contextmanager
def deaf() -> Iterator[str]:
    """A port whose queue of new connections is full: a further SYN gets no answer."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        time.sleep(0.1)
        try:
            yield f"http://127.0.0.1:{address[1]}"
        finally:
            for one in waiting:
                one.close()


@contextmanager
def serving(answers: list[bytes], *, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """One connection, one answer a request; after the last it closes without a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        requests: list[bytes] = []

        def run() -> None:
            connection, _ = listener.accept()
            try:
                with tls.wrap_socket(connection, server_side=True) if tls else connection as wire:
                    for answer in answers:
                        requests.append(wire.recv(65536))
                        wire.sendall(answer)
                    requests.append(wire.recv(65536))
            except OSError:
                return

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(2)


@pytest.fixture
def own_certificate(tmp_path) -> ssl.SSLContext:
    """Signed by nobody that this machine knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    now = datetime.now(UTC)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.sign(key, hashes.SHA256())
    pem = tmp_path / "own.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


class TestNothingLeft:
    def proven(self, outcome: Outcome, name: str) -> None:
        assert (outcome.kind, outcome.http_status) == (OutcomeClass.NOT_SENT, None)
        assert name in outcome.detail

    def test_no_answer_to_the_connection(self):
        with deaf() as base:
            self.proven(send(base), "Timeout")

    def test_no_such_name(self, monkeypatch):
        def lookup(*args, **kwargs):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(twilio, "_loopback", lambda base: base)
        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        self.proven(send("http://provider.invalid"), "ClientConnectorDNSError")

    def test_a_name_server_that_hangs(self, monkeypatch):
        monkeypatch.setattr(twilio, "_loopback", lambda base: base)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(1.5))
        self.proven(send("http://provider.invalid"), "TimeoutError")

    def test_no_tls_at_the_other_end(self):
        with answering(Manner(b"220 mail\r\n")) as base:
            self.proven(send(base.replace("http:", "https:")), "SSL")

    def test_a_certificate_of_nobodys(self, own_certificate):
        with serving([GOOD], tls=own_certificate) as base:
            self.proven(send(base), "ClientConnectorCertificateError")

    def test_no_free_connection(self, monkeypatch):
        monkeypatch.setattr(twilio_http, "_CONNECTIONS", 1)
        with answering(Manner(GOOD, drip=0.1)) as base:
            gateway = make_gateway(base)
            kinds = {one.kind for one in gateway.send_many([text(), text("Another")])}
            gateway.close()
        assert kinds == {OutcomeClass.UNKNOWN, OutcomeClass.NOT_SENT}

    def test_a_lease_that_has_ended(self):
        """The last look, in the thread that writes, before the first byte."""
        with serving([GOOD]) as base:
            self.proven(send(base, deadline=steady() - 0.001), "LeaseOver")

    def test_nothing_was_written_then(self, monkeypatch):
        heard: list[bytes] = []
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(2)
            outcome = send(f"http://127.0.0.1:{listener.getsockname()[1]}", deadline=steady() - 1)
            connection, _ = listener.accept()
            with connection:
                heard.append(connection.recv(65536))
        assert (outcome.kind, heard) == (OutcomeClass.NOT_SENT, [b""])

    def test_a_lease_in_time_is_no_hindrance(self):
        with serving([GOOD]) as base:
            assert send(base, deadline=steady() + 30).kind is OutcomeClass.ACCEPTED


FROZEN = """
import os, signal, sys
from dataclasses import replace
from messaging.gateway.base import steady
from tests.messaging.simulator.kit import make_gateway, text
gateway = make_gateway(sys.argv[1])
outgoing = replace(text(), deadline=steady() + 0.5)
os.kill(os.getpid(), signal.SIGSTOP)
print(gateway.send_many([outgoing])[0].kind, flush=True)
gateway.close()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_a_process_that_was_stopped_past_its_lease_writes_nothing():
    """SIGSTOP after the intent, SIGCONT a lease later."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-c", FROZEN, base]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            os.waitid(os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
            time.sleep(0.6)
            child.send_signal(signal.SIGCONT)
            said, _ = child.communicate(timeout=30)
        listener.settimeout(2)
        connection, _ = listener.accept()
        with connection:
            assert (said.strip(), connection.recv(65536)) == ("not_sent", b"")


class TestAKeptConnection:
    def test_one_that_closes_under_the_second_request_is_in_doubt(self):
        """It is not made again by the client: a POST may have been taken."""
        with serving([GOOD]) as base:
            gateway = make_gateway(base)
            first, second = (gateway.send_many([text()])[0] for _ in range(2))
            gateway.close()
        assert (first.kind, second.kind) == (OutcomeClass.ACCEPTED, OutcomeClass.UNKNOWN)
        assert second.detail == "ServerDisconnectedError"


def test_time_that_only_goes_forward_runs_while_a_process_is_stopped():
    """CLOCK_BOOTTIME where there is one: it counts a stopped process and a sleeping machine."""
    assert steady() <= steady()
    if hasattr(time, "CLOCK_BOOTTIME"):
        assert abs(steady() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 1
