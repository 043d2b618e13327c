"""What goes wrong at the simulated provider without being scripted: shares, by a seed.

A draw depends on the seed, the message (its number and words) and how often it was tried,
never on time or order.  So the same seed harms the same messages in every run.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from math import ceil
from typing import Any, Final, TypeVar

from messaging.gateway.base import ProviderStatus
from messaging.simulator.faults import Fault, Wire
from messaging.simulator.messages import Callbacks

_Choice = TypeVar("_Choice")


class ChaosError(Exception):
    """A profile that cannot be meant; the text tells the mend."""


class Doubt(StrEnum):
    """Ways in which a client cannot tell whether its message was made."""

    RESET_AFTER = "reset_after"  # made, then the connection is reset
    CLOSED_AFTER = "closed_after"  # made, then it is closed without an answer
    HANG_AFTER = "hang_after"  # made, and no answer for longer than anybody waits
    CUT = "cut"
    HALF = "half"
    EMPTY = "empty"
    ERROR_AFTER = "error_after"  # made, and answered with 500
    DELAYED = "delayed"  # made only after some time, whether anybody waits or not
    ERROR_BEFORE = "error_before"  # not made, and answered with 500
    CLOSED_BEFORE = "closed_before"
    RESET_BEFORE = "reset_before"
    HANG_BEFORE = "hang_before"


@dataclass(frozen=True)
class Chaos:
    """Shares are from 0 to 1, times in seconds.

    `ambiguous` is spread evenly over `doubts`.  `too_many` is answered with 429, every second
    one with a Retry-After drawn from `retry_after`, in whole seconds.  A `delayed` request that
    is to be kept for later is delayed `later_slower` times as long.  `list_lag` is the longest
    that a message is missing from the list.  `callbacks_early` come before the answer to the
    create call, which waits `early`.  `failures` end as undelivered or failed, with one of
    `failure_codes`.  `texts` are those that come from phones: the webhook of a lost one is
    never posted.
    """

    seed: int = 0
    ambiguous: float = 0.0
    doubts: tuple[Doubt, ...] = tuple(Doubt)
    too_many: float = 0.0
    retry_after: tuple[float, float] = (1.0, 5.0)
    hang: float = 40.0
    delayed: tuple[float, float] = (1.0, 170.0)
    later_slower: float = 1.0
    list_failures: float = 0.0
    list_lag: float = 0.0
    list_shuffled: bool = False
    list_without_words: bool = False
    list_without_numbers: bool = False
    callbacks_lost: float = 0.0
    callbacks_doubled: float = 0.0
    callbacks_reversed: float = 0.0
    callbacks_shuffled: float = 0.0
    callbacks_early: float = 0.0
    early: float = 0.5
    texts_lost: float = 0.0
    texts_doubled: float = 0.0
    failures: float = 0.0
    failure_codes: tuple[int, ...] = (30004, 30005, 30006, 30007, 30008)

    def __post_init__(self) -> None:
        if not len(self.retry_after) == len(self.delayed) == 2:
            raise ChaosError("retry_after and delayed are a shortest and a longest time each.")
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ChaosError(f"{name} is {getattr(self, name)}; give a share from 0 to 1.")
        for whole in (self._of_creates, self._of_callbacks, self._of_texts):
            if sum(share for share, _ in whole) > 1 + 1e-9:
                names = ", ".join(name for _, name in whole)
                raise ChaosError(f"{names} exclude each other; let them add up to 1 at most.")

    @property
    def _of_creates(self) -> tuple[tuple[float, str], ...]:
        return (
            (self.ambiguous, "ambiguous"),
            (self.too_many, "too_many"),
            (self.callbacks_early, "callbacks_early"),
        )

    @property
    def _of_callbacks(self) -> tuple[tuple[float, str], ...]:
        names = ("lost", "doubled", "reversed", "shuffled")
        return tuple((getattr(self, f"callbacks_{name}"), f"callbacks_{name}") for name in names)

    @property
    def _of_texts(self) -> tuple[tuple[float, str], ...]:
        return ((self.texts_lost, "texts_lost"), (self.texts_doubled, "texts_doubled"))

    def on_create(self, *, to: str, body: str, turn: int) -> Fault:
        """What the create request number `turn` (from 0) for these words to this number meets."""
        draw = _Draw(self.seed, "create", to, body, turn)
        later = {**self._end(draw), "callbacks": self._callbacks(draw)}
        match _chosen(self._of_creates, draw("kind")):
            case "ambiguous" if self.doubts:
                return self._doubtful(draw.among(self.doubts, "doubt"), draw, later)
            case "too_many":
                wait = ceil(draw.between(self.retry_after, "wait")) if draw("told") < 0.5 else None
                return Fault(code=20429, retry_after=wait, label="too_many")
            case "callbacks_early":
                return Fault(hang=self.early, label="callbacks_early", **later)
        return Fault(**later)

    def on_list(self, *, to: str, turn: int) -> Fault:
        draw = _Draw(self.seed, "list", to, "", turn)
        if draw("kind") >= self.list_failures:
            return Fault()
        return draw.among(_LIST_FAULTS, "fault")

    def on_text(self, *, sender: str, body: str, turn: int) -> Callbacks:
        """How the webhook of a patient's text is posted."""
        draw = _Draw(self.seed, "text", sender, body, turn)
        match _chosen(self._of_texts, draw("webhook")):
            case "texts_lost":
                return Callbacks.DROPPED
            case "texts_doubled":
                return Callbacks.DOUBLED
        return Callbacks.IN_ORDER

    def lag(self, sid: str) -> float:
        """For how many seconds this message is missing from the list."""
        return self.list_lag * _Draw(self.seed, "lag", sid, "", 0)("lag")

    def place(self, sid: str) -> float:
        """Where a message stands in a shuffled list: the same at each reading."""
        return _Draw(self.seed, "place", sid, "", 0)("place")

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def from_json(cls, text: str) -> "Chaos":
        """ChaosError for what is not a profile."""
        try:
            given = json.loads(text)
        except ValueError as error:
            raise ChaosError("The profile is not JSON; write it by Chaos.to_json.") from error
        if not isinstance(given, dict):
            raise ChaosError("The profile is not a JSON object; write it by Chaos.to_json.")
        known = {item.name: item.default for item in fields(cls)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ChaosError(f"Unknown: {', '.join(unknown)}. Known: {', '.join(known)}.")
        return cls(**{name: _read(name, value, known[name]) for name, value in given.items()})

    def _doubtful(self, doubt: Doubt, draw: "_Draw", later: Mapping[str, Any]) -> Fault:
        changes: dict[str, Any] = dict(_DOUBTS[doubt])
        if doubt in (Doubt.HANG_AFTER, Doubt.HANG_BEFORE):
            changes["hang"] = self.hang
        if doubt is Doubt.DELAYED:
            changes["delay"] = draw.between(self.delayed, "delay")
        return Fault(label=doubt.value, **{**later, **changes})

    def _callbacks(self, draw: "_Draw") -> Callbacks:
        match _chosen(self._of_callbacks, draw("callbacks")):
            case "callbacks_lost":
                return draw.among((Callbacks.DROPPED, Callbacks.END_DROPPED), "lost")
            case "callbacks_doubled":
                return Callbacks.DOUBLED
            case "callbacks_reversed":
                return Callbacks.REVERSED
            case "callbacks_shuffled":
                return Callbacks.SHUFFLED
        return Callbacks.IN_ORDER

    def _end(self, draw: "_Draw") -> dict[str, Any]:
        if draw("end") >= self.failures or not self.failure_codes:
            return {}
        ends = (ProviderStatus.UNDELIVERED, ProviderStatus.FAILED)
        code = draw.among(self.failure_codes, "code")
        return {"end": draw.among(ends, "which end"), "end_code": code}


_SHARES: Final = (
    "ambiguous", "too_many", "list_failures", "callbacks_lost", "callbacks_doubled",
    "callbacks_reversed", "callbacks_shuffled", "callbacks_early", "texts_lost",
    "texts_doubled", "failures",
)  # fmt: skip
_DOUBTS: Final[Mapping[Doubt, Mapping[str, Any]]] = {
    Doubt.RESET_AFTER: {"wire": Wire.RESET},
    Doubt.CLOSED_AFTER: {"wire": Wire.CLOSED},
    Doubt.HANG_AFTER: {"wire": Wire.CLOSED},
    Doubt.CUT: {"wire": Wire.CUT},
    Doubt.HALF: {"wire": Wire.HALF},
    Doubt.EMPTY: {"wire": Wire.EMPTY},
    Doubt.ERROR_AFTER: {"status": 500, "stored": True},
    Doubt.DELAYED: {},
    Doubt.ERROR_BEFORE: {"status": 500},
    Doubt.CLOSED_BEFORE: {"wire": Wire.CLOSED, "stored": False},
    Doubt.RESET_BEFORE: {"wire": Wire.RESET, "stored": False},
    Doubt.HANG_BEFORE: {"wire": Wire.CLOSED, "stored": False},
}
_LIST_FAULTS: Final = (
    Fault(status=500, label="list_error"),
    Fault(status=503, label="list_error"),
    Fault(wire=Wire.RESET, label="list_reset"),
    Fault(wire=Wire.HALF, label="list_half"),
)


CALM: Final = Chaos()


class _Draw:
    """Numbers from 0 to 1 that depend on what they are for, and on nothing else."""

    def __init__(self, seed: int, kind: str, to: str, body: str, turn: int) -> None:
        self._base = repr((seed, kind, to, body, turn)).encode()

    def __call__(self, purpose: str) -> float:
        digest = hashlib.blake2b(self._base, digest_size=8, key=purpose.encode()).digest()
        return int.from_bytes(digest, "big") / 2**64

    def among(self, choices: tuple[_Choice, ...], purpose: str) -> _Choice:
        return choices[int(self(purpose) * len(choices))]

    def between(self, ends: tuple[float, float], purpose: str) -> float:
        return ends[0] + (ends[1] - ends[0]) * self(purpose)


def _chosen(shares: tuple[tuple[float, str], ...], draw: float) -> str:
    for share, name in shares:
        if draw < share:
            return name
        draw -= share
    return ""


def _read(name: str, value: Any, default: Any) -> Any:
    """A value of JSON in the type that its field has."""
    try:
        if isinstance(default, tuple):
            kind = Doubt if name == "doubts" else type(default[0])
            return tuple(kind(one) for one in value)
        if isinstance(default, bool) is not isinstance(value, bool):
            raise TypeError
        return type(default)(value)
    except (TypeError, ValueError) as error:
        raise ChaosError(f"{name} is {value!r}; give it as in {default!r}.") from error
