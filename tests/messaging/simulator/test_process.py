"""The provider as a process of its own: killed, started again, and asked by harnesses."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from messaging.gateway.base import OutcomeClass, Outgoing
from messaging.gateway.twilio import Limits
from messaging.simulator.chaos import Chaos
from tests.bonemets.process import free_port
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    PHONE,
    TOKEN,
    Service,
    eventually,
    make_gateway,
    make_provider,
    text,
)

PATIENT = Limits(connect=5.0, read=20.0, total=30.0)
QUICK = '{"sending": 0, "sent": 0.01, "final": 0.01, "retry": 0.02, "patience": 1}'


@contextmanager
def running(folder: Path, *more: str, token: str = TOKEN) -> Iterator[tuple[Any, str]]:
    """The process and its address; killed at the end."""
    command = [sys.executable, "-m", "messaging.simulator", "--account", ACCOUNT.sid]
    with subprocess.Popen(
        [*command, "--ledger", str(folder / "simulator.jsonl"), "--delays", QUICK, *more],
        env={**os.environ, "SIMULATOR_AUTH_TOKEN": token},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def ask(base: str, path: str, given: Any = None) -> Any:
    data = None if given is None else json.dumps(given).encode()
    request = urllib.request.Request(
        f"{base}{path}", data=data, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_it_serves_tells_where_and_ends_when_told(tmp_path):
    sign = tmp_path / "simulator.jsonl.address"
    with running(tmp_path) as (process, base):
        assert sign.read_text().strip() == base
        gateway = make_gateway(base, limits=PATIENT)
        (outcome,) = gateway.send_many([text()])
        gateway.close()
        assert outcome.kind is OutcomeClass.ACCEPTED
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not sign.exists()


def test_killed_in_the_middle_of_creates_it_loses_nothing_it_said_yes_to(tmp_path):
    accepted: list[str] = []
    port = str(free_port())
    for turn in range(3):
        with running(tmp_path, "--port", port) as (process, base):
            batch = [text(f"{turn}.{number}") for number in range(100)]
            accepted += _accepted_around_a_kill(process, base, batch)
    provider = make_provider(tmp_path)
    kept = [message.sid for message in provider.conversation(PHONE)]
    assert set(accepted) <= set(kept)
    assert len(accepted) >= 60
    assert len(kept) == len(set(kept)) < 300
    provider.close()


def _accepted_around_a_kill(process: Any, base: str, batch: list[Outgoing]) -> list[str]:
    gateway = make_gateway(base, limits=PATIENT)
    accepted: list[str] = []
    for _, outcome in gateway.as_they_come(batch):
        accepted += [outcome.provider_id] if outcome.provider_id else []
        if len(accepted) == 20:
            process.kill()
    gateway.close()
    return accepted


def test_a_harness_can_make_a_patients_text(tmp_path, service: Service):
    with running(tmp_path, "--control", "--webhooks", service.base) as (_, base):
        texts = [{"from": PHONE, "to": CLINIC, "body": str(number)} for number in range(20)]
        made = ask(base, "/control/inbound", texts)
        lost = ask(base, "/control/inbound", {**texts[0], "body": "lost", "announce": False})
        eventually(lambda: len(service.texts()) == 20)
        gateway = make_gateway(base, limits=PATIENT)
        listed = gateway.received(to=CLINIC, since=datetime.now(UTC) - timedelta(minutes=1))
        gateway.close()
    assert {one["Body"] for one in service.texts()} == {str(number) for number in range(20)}
    assert {one.provider_id for one in listed} == {*made["sids"], *lost["sids"]}


def test_in_an_outage_no_webhook_arrives(tmp_path, service: Service):
    with running(tmp_path, "--control", "--webhooks", service.base) as (_, base):
        ask(base, "/control/outage", {"on": True})
        ask(base, "/control/inbound", {"from": PHONE, "to": CLINIC, "body": "unheard"})
        eventually(lambda: ask(base, "/control/counts")["moving"] == 0)
        assert ask(base, "/control/counts")["messages"] == {"inbound received": 1}
        ask(base, "/control/outage", {"on": False})
        ask(base, "/control/inbound", {"from": PHONE, "to": CLINIC, "body": "heard"})
        eventually(lambda: [one["Body"] for one in service.texts()] == ["heard"])


def test_the_chaos_can_be_changed_while_it_runs(tmp_path):
    profile = tmp_path / "chaos.json"
    profile.write_text(Chaos(too_many=1.0, retry_after=(7.0, 7.0)).to_json())
    with running(tmp_path, "--control", "--chaos", str(profile)) as (_, base):
        gateway = make_gateway(base, limits=PATIENT)
        kinds = [one.kind for one in gateway.send_many([text()])]
        ask(base, "/control/chaos", {})
        kinds += [one.kind for one in gateway.send_many([text()])]
        gateway.close()
        assert ask(base, "/control/counts")["met"] == {"too_many": 1}
    assert kinds == [OutcomeClass.NOT_SENT, OutcomeClass.ACCEPTED]


@pytest.mark.parametrize(
    ("path", "given", "told"),
    [
        ("/control/inbound", {"from": PHONE}, "A text has"),
        ("/control/inbound", {"from": 1, "to": CLINIC, "body": ""}, "must be str"),
        ("/control/outage", {"on": "yes"}, "Say"),
        ("/control/chaos", {"ambiguous": 2}, "from 0 to 1"),
    ],
)
def test_the_door_says_what_is_wrong(tmp_path, path, given, told):
    with running(tmp_path, "--control") as (_, base):
        with pytest.raises(urllib.error.HTTPError) as refused:
            ask(base, path, given)
        with refused.value:
            assert refused.value.code == 400
            assert told in json.load(refused.value)["error"]


def test_the_door_is_shut_unless_asked_for(tmp_path):
    with running(tmp_path) as (_, base):
        with pytest.raises(urllib.error.HTTPError) as refused:
            ask(base, "/control/counts")
        with refused.value:
            assert refused.value.code == 404


@pytest.mark.parametrize(
    ("more", "token", "told"),
    [
        ((), "", "Set SIMULATOR_AUTH_TOKEN"),
        (("--chaos", "/dev/null"), TOKEN, "not JSON"),
        (("--delays", '{"fnce": 1}'), TOKEN, "Unknown delays: fnce"),
    ],
)
def test_it_says_why_it_cannot_start(tmp_path, more, token, told):
    with running(tmp_path, *more, token=token) as (process, base):
        assert (base, process.wait(30)) == ("", 2)
        assert told in process.stderr.read()


def test_a_taken_port_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with running(tmp_path, "--port", port) as (process, base):
            assert (base, process.wait(30)) == ("", 2)
            assert f"Port {port} cannot be had" in process.stderr.read()
