"""How badly the provider behaves, as profiles of the simulator, in the harness's scale."""

from dataclasses import replace

from messaging.simulator.chaos import CALM, Chaos, Doubt
from tests.faults import scale

__all__ = ["AGAINST_SENDERS", "BAD", "CALM", "SLOW", "seeded"]

# Waits fit the scale: longer than anybody reads, shorter than the quarantine.
SLOW = Chaos(
    hang=scale.PIPELINE["READ_TIMEOUT"] + 1,
    delayed=(0.5, scale.PIPELINE["QUARANTINE_SECONDS"] - 3.0),
    retry_after=(1.0, 2.0),
    list_lag=scale.LISTING_LAG,
    early=0.2,
)
# What the promise is tried at, with a few refusals and blind looks at the list besides.
BAD = replace(
    SLOW,
    ambiguous=0.05,
    too_many=0.01,
    list_failures=0.02,
    list_shuffled=True,
    callbacks_lost=0.1,
    callbacks_doubled=0.1,
    callbacks_reversed=0.05,
    callbacks_shuffled=0.05,
    callbacks_early=0.03,
)
# Every request meets one of the doubts, at its first try.
AGAINST_SENDERS = replace(SLOW, ambiguous=0.7, doubts=tuple(Doubt))


def seeded(mood: Chaos, seed: int) -> Chaos:
    return mood if mood is CALM else replace(mood, seed=seed)
