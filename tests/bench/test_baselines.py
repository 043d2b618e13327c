"""The judge of the comparison, and what a baseline must offer to take part in it."""

from pathlib import Path

import pytest

from messaging.simulator.faults import Call, Wire
from messaging.simulator.provider import Provider
from tests.bench.baselines.common import SENDER, texts
from tests.bench.baselines.provider import ACCOUNT, AMBIGUOUS, SLOWNESS, Luck, unlucky
from tests.bench.baselines.run import SENDERS, Result, judge


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Of four texts the first was taken once, the second twice, the third three times."""
    provider = Provider(account=ACCOUNT, ledger=tmp_path / "ledger")
    for place, (number, body) in enumerate(texts(3)):
        for _ in range(place + 1):
            provider.create({"To": number, "From": SENDER, "Body": body})
    provider.close()
    return tmp_path / "ledger"


def test_the_ledger_decides(ledger):
    assert judge(ledger, 4) == Result(once=1, lost=1, doubled=2)


def test_a_line_that_is_still_being_written_does_not_count(ledger):
    with ledger.open("ab") as to:
        to.write(b'{"kind":"all","rec')
    assert judge(ledger, 4) == Result(once=1, lost=1, doubled=2)
    assert ledger.read_bytes().endswith(b'"rec')


def test_no_two_texts_are_equal():
    assert len(set(texts(2500))) == 2500


@pytest.mark.parametrize("name", sorted(SENDERS))
def test_a_worker_is_a_process_of_its_own(name):
    command = SENDERS[name].worker_command()
    assert Path(command[0]).exists()
    assert command[1] == "-m"


def test_about_one_request_in_twenty_is_left_in_doubt_and_the_seed_decides_which():
    def drawn(seed: int) -> list[tuple[Wire, int | None]]:
        luck = Luck(seed)
        faults = [luck.take(Call.CREATE, to="") for _ in range(2000)]
        return [(one.wire, one.status) for one in faults]

    doubtful = [one for one in drawn(1) if one != (Wire.WHOLE, None)]
    assert drawn(1) == drawn(1) != drawn(2)
    assert abs(len(doubtful) / 2000 - AMBIGUOUS) < 0.02


def test_the_provider_asks_it_at_each_request(tmp_path):
    made = unlucky(tmp_path / "ledger", seed=1)
    met = [made.storm.meet(Call.CREATE, to=number) for number, _ in texts(400)]
    made.close()
    assert all(fault.hang >= SLOWNESS[0] for fault in met)
    assert any(fault.wire is not Wire.WHOLE for fault in met)
