"""How badly the provider behaves, in plain shares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mood:
    """Shares between 0 and 1 of requests (or of texts, for callbacks) that go wrong."""

    ambiguous: float = 0.0
    busy: float = 0.0
    blind: float = 0.0
    lost: float = 0.0
    doubled: float = 0.0
    reversed: float = 0.0


CALM = Mood()
# What the promise is tried at, with a few refusals and blind looks at the list.
BAD = Mood(ambiguous=0.05, busy=0.01, blind=0.01, lost=0.1, doubled=0.1, reversed=0.05)
