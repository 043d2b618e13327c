"""Chaos by shares: the same seed harms the same messages, and as many as was asked."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from messaging.gateway.base import ProviderStatus
from messaging.simulator.chaos import CALM, Chaos, ChaosError, Doubt
from messaging.simulator.faults import NO_FAULT, Call, Fault, FaultBook, Wire
from messaging.simulator.messages import Callbacks
from messaging.simulator.storm import Storm

WILD = Chaos(
    seed=7,
    ambiguous=0.24,
    too_many=0.1,
    list_failures=0.2,
    callbacks_lost=0.1,
    callbacks_doubled=0.1,
    callbacks_reversed=0.1,
    callbacks_shuffled=0.1,
    callbacks_early=0.1,
    failures=0.1,
)
PHONES = [f"+1555{number:07d}" for number in range(4000)]


def drawn(chaos: Chaos, turn: int = 0) -> list[Fault]:
    return [chaos.on_create(to=to, body="Hello", turn=turn) for to in PHONES]


def share(faults: list[Fault], *labels: str) -> float:
    return sum(fault.label in labels for fault in faults) / len(faults)


def test_calm_harms_nothing():
    assert {CALM.on_create(to=to, body="Hello", turn=0) for to in PHONES} == {NO_FAULT}
    assert CALM.on_list(to=PHONES[0], turn=0) == NO_FAULT


def test_the_same_seed_draws_the_same_in_any_order():
    backwards = [WILD.on_create(to=to, body="Hello", turn=0) for to in reversed(PHONES)]
    assert drawn(WILD) == backwards[::-1]
    assert drawn(WILD) != drawn(replace(WILD, seed=8))


def test_each_new_try_of_a_message_is_drawn_anew():
    both = zip(drawn(WILD), drawn(WILD, turn=1), strict=True)
    twice = sum(first.label in set(Doubt) and second.label in set(Doubt) for first, second in both)
    assert twice / len(PHONES) == pytest.approx(0.24**2, abs=0.02)


def test_as_many_are_harmed_as_was_asked():
    faults = drawn(WILD)
    assert share(faults, *Doubt) == pytest.approx(0.24, abs=0.03)
    assert share(faults, "too_many") == pytest.approx(0.1, abs=0.02)
    assert share(faults, "callbacks_early") == pytest.approx(0.1, abs=0.02)
    for doubt in Doubt:
        assert share(faults, doubt) == pytest.approx(0.02, abs=0.01)


def test_callbacks_and_ends_are_drawn_apart_from_the_answer():
    faults = [fault for fault in drawn(WILD) if fault.label in set(Doubt)]
    manners = Counter(fault.callbacks for fault in faults)
    assert set(manners) == set(Callbacks)
    assert manners[Callbacks.DOUBLED] / len(faults) == pytest.approx(0.1, abs=0.04)
    failed = [fault for fault in faults if fault.end is not ProviderStatus.DELIVERED]
    assert len(failed) / len(faults) == pytest.approx(0.1, abs=0.04)
    assert {fault.end_code for fault in failed} <= set(WILD.failure_codes)


def test_half_of_the_429s_say_how_long_to_wait():
    refused = [fault for fault in drawn(WILD) if fault.label == "too_many"]
    waits = [fault.retry_after for fault in refused if fault.retry_after is not None]
    assert 0.35 < len(waits) / len(refused) < 0.65
    assert all(1.0 <= wait <= 5.0 for wait in waits)
    assert not any(fault.keeps for fault in refused)


@pytest.mark.parametrize("doubt", Doubt)
def test_a_doubt_makes_the_message_or_not_as_its_name_says(doubt):
    chaos = Chaos(ambiguous=1.0, doubts=(doubt,), hang=9.0, delayed=(2.0, 3.0))
    fault = chaos.on_create(to=PHONES[0], body="Hello", turn=0)
    assert fault.keeps is not doubt.endswith("_before")
    assert fault.hang == (9.0 if doubt.startswith("hang") else 0.0)
    assert (2.0 <= fault.delay <= 3.0) is (doubt is Doubt.DELAYED)


def test_lists_fail_as_often_as_was_asked():
    faults = [WILD.on_list(to=to, turn=0) for to in PHONES]
    failed = [fault for fault in faults if fault.fails or fault.wire is not Wire.WHOLE]
    assert len(failed) / len(faults) == pytest.approx(0.2, abs=0.03)


def test_texts_from_phones_are_lost_or_doubled_as_often_as_was_asked():
    chaos = Chaos(texts_lost=0.1, texts_doubled=0.2)
    manners = Counter(chaos.on_text(sender=one, body="Hello", turn=0) for one in PHONES)
    assert manners[Callbacks.DROPPED] / len(PHONES) == pytest.approx(0.1, abs=0.02)
    assert manners[Callbacks.DOUBLED] / len(PHONES) == pytest.approx(0.2, abs=0.03)


def test_a_scripted_fault_comes_before_the_profiles():
    book = FaultBook()
    storm = Storm(Chaos(too_many=1.0), book)
    book.write(Fault(code=21610), call=Call.CREATE, to="", times=1)
    codes = [storm.meet(Call.CREATE, to=PHONES[0], body="Hello").code for _ in range(2)]
    assert codes == [21610, 20429]
    assert storm.met() == {"too_many": 1}


def test_the_same_words_are_drawn_anew_at_each_try():
    storm = Storm(Chaos(seed=3, too_many=0.5, texts_lost=0.5), FaultBook())
    tries = [storm.meet(Call.CREATE, to=PHONES[0], body="Hello").label for _ in range(40)]
    texts = [storm.meet_text(sender=PHONES[0], body="Hello") for _ in range(40)]
    assert set(tries) == {"too_many", ""}
    assert set(texts) == {Callbacks.DROPPED, Callbacks.IN_ORDER}
    assert storm.met() == {"too_many": tries.count("too_many")}


def test_a_profile_goes_through_json_unchanged():
    profile = replace(WILD, doubts=(Doubt.CUT, Doubt.RESET_AFTER), list_shuffled=True)
    assert Chaos.from_json(profile.to_json()) == profile
    assert Chaos.from_json("{}") == CALM


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("nonsense", "not JSON"),
        ("[]", "not a JSON object"),
        (json.dumps({"ambigous": 0.1}), "Unknown: ambigous"),
        (json.dumps({"ambiguous": 1.5}), "from 0 to 1"),
        (json.dumps({"ambiguous": 0.6, "too_many": 0.6}), "add up to 1"),
        (json.dumps({"ambiguous": "much"}), "give it as in 0.0"),
        (json.dumps({"doubts": ["unheard-of"]}), "doubts is"),
        (json.dumps({"list_shuffled": 1}), "list_shuffled is 1"),
        (json.dumps({"delayed": [1.0]}), "a shortest and a longest"),
    ],
)
def test_a_profile_that_cannot_be_meant_says_why(given, told):
    with pytest.raises(ChaosError, match=told):
        Chaos.from_json(given)
