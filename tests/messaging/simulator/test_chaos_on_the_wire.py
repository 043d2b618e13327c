"""Under chaos, what the gateway says of each send agrees with the ledger."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from messaging.gateway.base import Outcome, OutcomeClass
from messaging.gateway.twilio import Limits
from messaging.simulator.chaos import Chaos, Doubt
from messaging.simulator.judging import Judgement, judge
from messaging.simulator.server import serve
from tests.messaging.simulator.kit import (
    QUICK,
    Service,
    eventually,
    make_gateway,
    make_provider,
    text,
)

SENDS = 300
LIMITS = Limits(connect=2.0, read=1.0, total=2.0)
ROUGH = Chaos(
    ambiguous=0.4,
    too_many=0.1,
    hang=1.5,
    delayed=(0.0, 3.0),
    callbacks_lost=0.1,
    callbacks_doubled=0.1,
    callbacks_reversed=0.1,
    callbacks_shuffled=0.1,
    callbacks_early=0.1,
    early=0.3,
    failures=0.1,
)
Sent = Mapping[str, Outcome]  # by token


def number(n: int) -> str:
    return f"+1555{n:07d}"


def run(folder: Path, service: Service, *, seed: int) -> tuple[Sent, Judgement]:
    """Each text once, whatever comes of it; judged when all has come to rest."""
    provider = make_provider(folder, delays=replace(QUICK, shuffle=0.3))
    provider.storm.chaos = replace(ROUGH, seed=seed)
    provider.start(service.base)
    batch = [text(to=number(n), callback=service.callback(f"t{n}")) for n in range(SENDS)]
    ledger = folder / "simulator.jsonl"
    with serve(provider) as base:
        gateway = make_gateway(base, limits=LIMITS)
        outcomes = gateway.send_many(batch)
        gateway.close()
        left = sum(
            one.kind is not OutcomeClass.NOT_SENT or one.http_status == 429 for one in outcomes
        )
        eventually(lambda: len(judge(ledger).asked) >= left, seconds=20)
        eventually(lambda: provider.moving() == 0, seconds=20)
    provider.close()
    return {f"t{n}": one for n, one in enumerate(outcomes)}, judge(ledger)


def _has_left(outcome: Outcome) -> bool:
    return outcome.kind is not OutcomeClass.NOT_SENT or outcome.http_status == 429


@pytest.fixture(params=[1, 2], ids=lambda seed: f"seed-{seed}")
def judged(request, tmp_path, service) -> tuple[Sent, Judgement]:
    return run(tmp_path, service, seed=request.param)


def test_what_was_accepted_exists_and_what_was_refused_does_not(judged, service):
    sent, found = judged
    accepted = found.accepted_by_token()
    ids = {fate.token: fate.message.sid for fate in found.fates}
    labels = {one.token: one.label for one in found.asked}
    for token, outcome in sent.items():
        match outcome.kind:
            case OutcomeClass.ACCEPTED:
                assert (accepted[token], ids[token]) == (1, outcome.provider_id)
            case OutcomeClass.NOT_SENT | OutcomeClass.REJECTED:
                assert accepted[token] == 0
            case OutcomeClass.UNKNOWN:
                assert accepted[token] == (0 if labels[token].endswith("_before") else 1)
    kinds = Counter(outcome.kind for outcome in sent.values())
    assert min(kinds[kind] for kind in OutcomeClass if kind is not OutcomeClass.REJECTED) > 10
    assert set(Doubt) <= set(labels.values())
    _check_callbacks(found, service)


def _check_callbacks(found: Judgement, service: Service) -> None:
    """They tell of messages that exist; those that were not lost tell the end."""
    told: dict[str, set[str]] = {}
    for post in service.posted:
        told.setdefault(post.path.rpartition("/")[2], set()).add(post.status)
    assert set(told) <= set(found.accepted_by_token())
    silent = [fate for fate in found.fates if fate.message.status not in told.get(fate.token, ())]
    assert 0 < len(silent) < 0.25 * len(found.fates)
    assert {fate.message.callbacks for fate in silent} <= {"dropped", "end_dropped"}
