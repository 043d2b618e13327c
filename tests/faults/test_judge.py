"""The judge finds what is wrong, and nothing else: a judge that never says no proves nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from messaging.gateway.base import ProviderStatus
from messaging.simulator.messages import Direction, Message
from messaging.simulator.store import Store
from tests.faults.judge import judge

JUNE, MARCUS = "+15550104001", "+15550104002"
NOW = datetime(2026, 3, 3, 16, 5, tzinfo=UTC)


def ledger(folder: Path, *texts: tuple[str, str], **fields: Any) -> Path:
    """The provider took these (number, words)."""
    path = folder / "ledger.jsonl"
    store = Store(path)
    for place, (to, body) in enumerate(texts):
        known = {"sender": "+15550100100", "created": NOW, "updated": NOW, **fields}
        store.add(Message(f"SM{place:032x}", Direction.OUTBOUND, to=to, body=body, **known))
    store.close()
    return path


def row(number: str, body: str, state: str = "DELIVERED", **fields: Any) -> dict[str, Any]:
    known = {"id": 1, "tries": 1, "reason": "", "told": False, "overdue": 0.0}
    return {**known, "number": number, "body": body, "state": state, **fields}


def test_all_is_well(tmp_path: Path) -> None:
    verdict = judge([(JUNE, "Hello")], [row(JUNE, "Hello")], ledger(tmp_path, (JUNE, "Hello")))
    assert verdict.good
    assert (verdict.n, verdict.held) == (1, 0)


def test_taken_twice_is_doubled(tmp_path: Path) -> None:
    path = ledger(tmp_path, (JUNE, "Hello"), (JUNE, "Hello"))
    verdict = judge([(JUNE, "Hello")], [row(JUNE, "Hello")], path)
    assert len(verdict.doubled) == 1
    assert not verdict.good


def test_one_that_failed_and_came_again_is_no_double(tmp_path: Path) -> None:
    failed = {"status": ProviderStatus.FAILED, "error_code": 30003}
    path = ledger(tmp_path, (JUNE, "Hello"), **failed)
    store = Store(path)
    known: dict[str, Any] = {"sender": "+15550100100", "created": NOW, "updated": NOW}
    store.add(Message("SM" + "f" * 32, Direction.OUTBOUND, to=JUNE, body="Hello", **known))
    store.close()
    assert judge([(JUNE, "Hello")], [row(JUNE, "Hello")], path).good


def test_planned_words_may_come_as_often_as_there_are_rows(tmp_path: Path) -> None:
    path = ledger(tmp_path, (JUNE, "Hello"), (JUNE, "Hello"))
    assert judge([], [row(JUNE, "Hello"), row(JUNE, "Hello", id=2)], path).good


@pytest.mark.parametrize("state", ["ACCEPTED", "DELIVERED", "UNDELIVERED"])
def test_said_to_be_sent_and_never_taken_is_lost(tmp_path: Path, state: str) -> None:
    verdict = judge([(JUNE, "Hello")], [row(JUNE, "Hello", state)], ledger(tmp_path))
    assert len(verdict.lost) == 1


def test_no_row_is_lost(tmp_path: Path) -> None:
    assert len(judge([(JUNE, "Hello")], [], ledger(tmp_path)).lost) == 1


@pytest.mark.parametrize(
    "state", ["QUEUED", "CLAIMED", "SUBMITTING", "RETRY_WAIT", "UNKNOWN", "ACCEPTED"]
)
def test_no_end_is_stuck(tmp_path: Path, state: str) -> None:
    path = ledger(tmp_path, (JUNE, "Hello"))
    assert len(judge([(JUNE, "Hello")], [row(JUNE, "Hello", state)], path).stuck) == 1


@pytest.mark.parametrize("state", ["HELD", "REJECTED", "SUPPRESSED", "EXPIRED", "CANCELLED"])
def test_an_end_without_a_word_is_silent(tmp_path: Path, state: str) -> None:
    verdict = judge([(JUNE, "Hello")], [row(JUNE, "Hello", state, told=True)], ledger(tmp_path))
    assert len(verdict.silent) == 1


def test_a_held_text_that_nobody_was_told_of_is_silent(tmp_path: Path) -> None:
    held = row(JUNE, "Hello", "HELD", reason="the list cannot be read")
    verdict = judge([(JUNE, "Hello")], [held], ledger(tmp_path))
    assert (len(verdict.silent), verdict.held) == (1, 1)


def test_a_held_text_with_a_reason_and_a_person_is_well(tmp_path: Path) -> None:
    held = row(JUNE, "Hello", "HELD", reason="the list cannot be read", told=True)
    verdict = judge([(JUNE, "Hello")], [held], ledger(tmp_path))
    assert verdict.good
    assert verdict.reasons == {"the list cannot be read": 1}


def test_on_the_phone_though_its_row_says_no_is_wrong(tmp_path: Path) -> None:
    ended = row(JUNE, "Hello", "SUPPRESSED", reason="consent: revoked")
    verdict = judge([(JUNE, "Hello")], [ended], ledger(tmp_path, (JUNE, "Hello")))
    assert len(verdict.wrong) == 1


def test_words_that_nobody_wrote_are_wrong(tmp_path: Path) -> None:
    path = ledger(tmp_path, (JUNE, "Hello"), (MARCUS, "Who?"))
    assert len(judge([(JUNE, "Hello")], [row(JUNE, "Hello")], path).wrong) == 1
