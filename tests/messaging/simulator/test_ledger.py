"""What the provider took outlives a kill: nothing lost, nothing doubled."""

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from messaging.gateway.base import ProviderStatus
from messaging.simulator.ledger import Ledger, LedgerError
from messaging.simulator.life import Delays
from messaging.simulator.rest import Request, answer
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    PHONE,
    eventually,
    make_gateway,
    make_provider,
    text,
)
from tests.messaging.simulator.test_provider_rest import login

CHILD = """
import sys, time
from pathlib import Path
from messaging.simulator.server import serve
from tests.messaging.simulator.kit import make_provider
provider = make_provider(Path(sys.argv[1]))
provider.start(sys.argv[2])
with serve(provider) as base:
    print(base, flush=True)
    time.sleep(60)
"""


def reopened(folder: Path):
    return make_provider(folder)


def test_all_is_there_after_a_restart(tmp_path):
    before = make_provider(tmp_path)
    before.create({"To": PHONE, "From": CLINIC, "Body": "Señal 😀", "StatusCallback": "http://x/"})
    before.receive(from_=PHONE, to=CLINIC, body="STOP")
    known = before.conversation(PHONE)
    before.close()
    after = reopened(tmp_path)
    assert after.conversation(PHONE) == known
    assert after.is_blocked(sender=CLINIC, number=PHONE)
    after.close()


def test_what_was_deleted_or_changed_stays_so(tmp_path, service):
    before = make_provider(tmp_path)
    gone, kept = (before.create({"To": PHONE, "From": CLINIC, "Body": body}) for body in ("a", "b"))
    before.start(service.base)
    eventually(lambda: before.get(gone.sid).status is ProviderStatus.DELIVERED)
    eventually(lambda: before.get(kept.sid).status is ProviderStatus.DELIVERED)
    before.delete(gone.sid)
    before.redact(kept.sid)
    before.close()
    after = reopened(tmp_path)
    (row,) = after.conversation(PHONE)
    assert (row.sid, row.body, row.status) == (kept.sid, "", ProviderStatus.DELIVERED)
    after.close()


def test_unfinished_lives_go_on_after_a_restart(tmp_path, service):
    before = make_provider(tmp_path)
    before.create(
        {"To": PHONE, "From": CLINIC, "Body": "Hello", "StatusCallback": service.callback()}
    )
    before.receive(from_=PHONE, to=CLINIC, body="Hi")
    before.close()
    after = reopened(tmp_path)
    after.start(service.base)
    eventually(lambda: service.receipts() == ["sent", "delivered"])
    eventually(lambda: [one["Body"] for one in service.texts()] == ["Hi"])
    after.close()


def test_a_finished_life_is_not_told_again(tmp_path, service):
    before = make_provider(tmp_path)
    before.start(service.base)
    form = {"To": PHONE, "From": CLINIC, "Body": "x", "StatusCallback": service.callback()}
    sent = before.create(form)
    eventually(lambda: before.get(sent.sid).posted == ("sent", "delivered"))
    before.close()
    after = reopened(tmp_path)
    after.start(service.base)
    later = after.create(form)
    eventually(lambda: after.get(later.sid).posted == ("sent", "delivered"))
    assert service.receipts() == ["sent", "delivered"] * 2
    after.close()


def test_a_torn_last_line_is_cut_off(tmp_path):
    before = make_provider(tmp_path)
    before.create({"To": PHONE, "From": CLINIC, "Body": "whole"})
    before.close()
    path = tmp_path / "simulator.jsonl"
    with path.open("ab") as file:
        file.write(b'{"kind": "all", "records": [{"kind": "mess')
    after = reopened(tmp_path)
    after.create({"To": PHONE, "From": CLINIC, "Body": "next"})
    after.close()
    last = reopened(tmp_path)
    assert [one.body for one in last.conversation(PHONE)] == ["whole", "next"]
    last.close()


@pytest.mark.parametrize("line", [b"nonsense\n", b"[1]\n", b"\xff\n"])
def test_damage_in_the_middle_says_what_to_do(tmp_path, line):
    path = tmp_path / "simulator.jsonl"
    path.write_bytes(line + b'{"kind": "delete", "sid": "x"}\n')
    with pytest.raises(LedgerError, match=r"line 1.*Move the file away"):
        make_provider(tmp_path)


def test_a_line_is_on_disk_when_it_is_settled(tmp_path):
    ledger = Ledger(tmp_path / "deep" / "ledger.jsonl")
    ledger.settle(ledger.append({"kind": "x"}))
    assert json.loads((tmp_path / "deep" / "ledger.jsonl").read_text()) == {"kind": "x"}
    assert (tmp_path / "deep" / "ledger.jsonl").stat().st_mode & 0o777 == 0o600
    ledger.close()


def test_those_that_settle_together_share_an_fsync(tmp_path, monkeypatch):
    ledger = Ledger(tmp_path / "ledger.jsonl")
    calls = []

    def fsync(file: int) -> None:
        calls.append(file)
        time.sleep(0.1)

    monkeypatch.setattr(os, "fsync", fsync)
    with ThreadPoolExecutor(20) as pool:
        for done in [pool.submit(lambda: ledger.settle(ledger.append({}))) for _ in range(20)]:
            done.result()
    assert 1 <= len(calls) < 10
    assert len((tmp_path / "ledger.jsonl").read_text().splitlines()) == 20
    ledger.close()


def test_none_is_settled_by_an_fsync_that_began_before_its_line(tmp_path, monkeypatch):
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path)
    on_disk = [0]
    begun = threading.Event()

    def fsync(file: int) -> None:
        lines = len(path.read_bytes().splitlines())
        begun.set()
        time.sleep(0.1)
        on_disk[0] = lines

    monkeypatch.setattr(os, "fsync", fsync)
    first = threading.Thread(target=lambda: ledger.settle(ledger.append({"n": 1})))
    first.start()
    begun.wait(5)
    ledger.settle(ledger.append({"n": 2}))
    assert on_disk == [2]
    first.join(5)
    ledger.close()


def test_a_full_disk_is_the_providers_500_and_leaves_whole_lines(tmp_path, monkeypatch):
    provider = make_provider(tmp_path)
    form = {"To": PHONE, "From": CLINIC, "Body": "x"}
    provider.create(form)
    real, room = os.write, [40, 0, 0]

    def write(file: int, line: bytes) -> int:
        if not room:
            return real(file, line)
        left = room.pop(0)
        if not left:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, line[:left])

    monkeypatch.setattr(os, "write", write)
    made = answer(provider, Request("POST", ACCOUNT.sid, authorization=login(), form=form))
    assert (made.status, json.loads(made.body)["code"]) == (500, 20500)
    assert not room
    after = provider.create({**form, "Body": "y"})
    provider.close()
    again = make_provider(tmp_path)
    assert [one.body for one in again.conversation(PHONE)] == ["x", "y"]
    assert again.get(after.sid).body == "y"
    again.close()


def test_nothing_accepted_is_lost_or_doubled_by_a_kill(tmp_path, service):
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path), service.base],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    ) as child:
        assert child.stdout is not None
        gateway = make_gateway(child.stdout.readline().strip())
        batch = [text(str(n), callback=service.callback(f"t{n}")) for n in range(60)]
        accepted = []
        for _, outcome in gateway.as_they_come(batch):
            accepted += [outcome.provider_id] if outcome.provider_id else []
            if len(accepted) == 20:
                os.kill(child.pid, signal.SIGKILL)
        gateway.close()
    provider = make_provider(tmp_path, delays=Delays(sending=0, sent=0, final=0))
    kept = [one.sid for one in provider.conversation(PHONE)]
    assert set(accepted) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(batch)
    provider.start(service.base)
    eventually(lambda: all(len(provider.get(sid).posted) == 2 for sid in kept))
    ended = {
        post.request.fields["MessageSid"] for post in service.posted if post.status == "delivered"
    }
    assert ended == set(kept)
    provider.close()
