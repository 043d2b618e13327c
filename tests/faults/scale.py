"""The pipeline's waits, shortened together for the harness, and what each is in earnest.

The proportions are those of the defaults: a lease outlasts a request, the quarantine outlasts
a lease, the list's lag is shorter than the pause between two looks at it.
"""

from typing import Final

# Seconds; each is a setting BONEMETS_PIPELINE_*.
PIPELINE: Final = {
    "CONNECT_TIMEOUT": 2,
    "READ_TIMEOUT": 3,
    "TOTAL_TIMEOUT": 4,
    "LEASE_SECONDS": 5,
    "CLAIM_LEASE_SECONDS": 5,
    "QUARANTINE_SECONDS": 8,
    "LIST_LAG_SECONDS": 1,
    "QUIET_SECONDS": 0,
    "CIRCUIT_SECONDS": 1,
    # Only where planned texts wait at the provider (F3s).
    "SCHEDULE_LEAD_SECONDS": 20,
    "FENCE_SECONDS": 6,
    "FENCE_SKEW_SECONDS": 1,
    "BREAKER_FLOOR": 0,  # the volume breaker would see a loop in every scenario
}
# Seconds between tries that are proven not sent, until a silent text is asked after, and by
# which two clocks may differ: no settings, so the harness puts them in place of the modules' own.
BACKOFF: Final = (1, 1, 2, 2, 4)
POLLS: Final = (4, 6, 10, 30)
SKEW: Final = 2
READING_BACKOFF: Final = (1, 1, 1, 1, 1)

# The simulator's own: how long its list hides a text, and it waits before a second callback.
LISTING_LAG: Final = 0.6
CALLBACK_RETRY: Final = 0.3


def environment() -> dict[str, str]:
    return {f"BONEMETS_PIPELINE_{name}": str(seconds) for name, seconds in PIPELINE.items()}


def sentence() -> str:
    """For the head of a report."""
    return (
        f"Scaled: requests {PIPELINE['TOTAL_TIMEOUT']} s (35), lease {PIPELINE['LEASE_SECONDS']} s "
        f"(40), quarantine {PIPELINE['QUARANTINE_SECONDS']} s (180), list lag "
        f"{PIPELINE['LIST_LAG_SECONDS']} s (60; the simulator's {LISTING_LAG:g} s), asked after "
        f"{POLLS[0]} s (300)."
    )
