"""The pipeline as it is, and each way to break it: what the check must say of them.

Rebuilt from the description alone; that the verdicts agree with an earlier check, made before
the pipeline was written, is evidence for both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.model.checker import STUCK
from tests.model.naive import Naive
from tests.model.pipeline import Pipeline, Rules
from tests.model.world import DUPLICATE, SILENT_LOSS, UNTRUE_END


@dataclass(frozen=True)
class Variant:
    """`wrong`: the kinds that the check must find, all of them and no other."""

    name: str
    says: str
    model: Any
    wrong: frozenset[str] = frozenset()


def _ours(name: str, says: str, **rules: Any) -> Variant:
    return Variant(name, says, Pipeline(Rules(**rules)))


def _broken(name: str, says: str, *wrong: str, **rules: Any) -> Variant:
    """One fault is enough for each of them."""
    few = {"crashes": 1, "losses": 1, **rules}
    return Variant(name, says, Pipeline(Rules(**few)), frozenset(wrong))


_TWICE: Final = (DUPLICATE, UNTRUE_END)

RIGHT: Final[Mapping[str, Variant]] = {
    one.name: one
    for one in (
        _ours("R2", "mode I: quarantine, two negative reads, compare-and-set"),
        _ours("R3", "mode S: the provider's fence in place of the quarantine", mode="S"),
    )
}

BROKEN: Final[Mapping[str, Variant]] = {
    one.name: one
    for one in (
        Variant("N1", "sent, then marked", Naive(marks_first=False), frozenset({DUPLICATE})),
        Variant("N2", "marked, then sent", Naive(marks_first=True), frozenset({SILENT_LOSS})),
        _broken("N3", "no answer is taken for not sent", *_TWICE, retries_no_answer=True),
        _broken("R1", "no quarantine", *_TWICE, quarantine=False),
        _broken("R2 lag", "mode I, one look after the other", *_TWICE, heeds_lag=False),
        _broken("R3 lag", "mode S, one look after the other", *_TWICE, mode="S", heeds_lag=False),
        _broken("R2 number", "a reconciler acts on any attempt", *_TWICE, compares_number=False),
        _broken(
            "R3 last",
            "a refusal of the last attempt goes back to the queue",
            STUCK,
            mode="S",
            last_refusal_held=False,
        ),
    )
}
