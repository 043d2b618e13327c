"""What really became of texts, from the provider's ledger file alone.

The service's rows say what it believes; this file says what was taken, and what left for a
phone.  It may be read while the provider runs, and after any kill.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from messaging.gateway.base import ProviderStatus
from messaging.gateway.twilio_words import MAY_HAVE_ARRIVED
from messaging.simulator.ledger import read_records
from messaging.simulator.messages import FINAL, Direction, Message, from_record

Words = tuple[str, str]  # (number, body)


@dataclass(frozen=True)
class Asked:
    """A create request: when it came (engine time), and what it was told.

    `told` is 201, a code of the provider's, or an HTTP status; what the wire made of the
    answer is in `label`, where chaos had its hand in it.
    """

    at: datetime
    to: str
    token: str
    told: int
    label: str


@dataclass(frozen=True)
class Fate:
    """One text of ours that the provider took; `token` is the last part of its callback."""

    message: Message
    token: str

    @property
    def words(self) -> Words:
        return self.message.to, self.message.body

    @property
    def is_delivered(self) -> bool:
        return self.message.status is ProviderStatus.DELIVERED

    @property
    def is_cancelled(self) -> bool:
        return self.message.status is ProviderStatus.CANCELED

    @property
    def counts_for_the_patient(self) -> bool:
        """It is on the phone, on its way there, or nobody can say: a second one is a double."""
        failed = (ProviderStatus.UNDELIVERED, ProviderStatus.FAILED)
        if self.message.status in failed:
            return self.message.error_code in MAY_HAVE_ARRIVED
        return not self.is_cancelled


@dataclass(frozen=True)
class Judgement:
    """`fates` in the order in which they were taken; what was emptied or deleted later is there
    with the words it had.  `texts` came from phones.
    """

    fates: tuple[Fate, ...]
    texts: tuple[Message, ...]
    asked: tuple[Asked, ...]

    def accepted(self) -> Counter[Words]:
        return Counter(fate.words for fate in self.fates)

    def delivered(self) -> Counter[Words]:
        return Counter(fate.words for fate in self.fates if fate.is_delivered)

    def cancelled(self) -> Counter[Words]:
        return Counter(fate.words for fate in self.fates if fate.is_cancelled)

    def accepted_by_token(self) -> Counter[str]:
        return Counter(fate.token for fate in self.fates if fate.token)

    def doubled(self, wanted: Mapping[Words, int]) -> Counter[Words]:
        """What patients got, or may have got, beyond what was `wanted`."""
        return self._for_patients() - Counter(wanted)

    def lost(self, wanted: Mapping[Words, int]) -> Counter[Words]:
        """What was `wanted` and never taken."""
        return Counter(wanted) - self.accepted()

    def unwanted(self, wanted: Mapping[Words, int]) -> Counter[Words]:
        """What was taken though nobody wanted those words for that number."""
        return Counter({words: n for words, n in self.accepted().items() if words not in wanted})

    def moving(self) -> int:
        """How many have not come to their end."""
        return sum(fate.message.status not in FINAL for fate in self.fates)

    def _for_patients(self) -> Counter[Words]:
        return Counter(fate.words for fate in self.fates if fate.counts_for_the_patient)


def judge(path: Path) -> Judgement:
    """LedgerError for a damaged line; a torn last line was promised to nobody."""
    return judge_records(read_records(path))


def judge_records(records: Iterable[Mapping[str, Any]]) -> Judgement:
    """The same from records that were read elsewhere."""
    gathering = _Gathering()
    for record in records:
        gathering.take(record)
    made = [from_record(record) for record in gathering.messages.values()]
    return Judgement(
        fates=tuple(_fate(one) for one in made if one.direction is Direction.OUTBOUND),
        texts=tuple(one for one in made if one.direction is Direction.INBOUND),
        asked=tuple(_asked(record) for record in gathering.asked),
    )


def token_of(callback: str) -> str:
    return urlsplit(callback).path.rstrip("/").rpartition("/")[2]


@dataclass
class _Gathering:
    """Records as they stand in the file: made into messages once, at the end."""

    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[Mapping[str, Any]] = field(default_factory=list)

    def take(self, record: Mapping[str, Any]) -> None:
        match record["kind"]:
            case "all":
                for one in record["records"]:
                    self.take(one)
            case "message":
                self.messages[record["sid"]] = dict(record)
            case "change":
                self._amend(record["sid"], record["new"])
            case "asked":
                self.asked.append(record)

    def _amend(self, sid: str, new: Mapping[str, Any]) -> None:
        """The words stay as they were taken."""
        body = self.messages[sid]["body"]
        self.messages[sid].update(new, body=body)


def _fate(message: Message) -> Fate:
    return Fate(message, token_of(message.callback))


def _asked(record: Mapping[str, Any]) -> Asked:
    return Asked(
        at=datetime.fromisoformat(record["at"]),
        to=record["to"],
        token=token_of(record["callback"]),
        told=record["told"],
        label=record["label"],
    )
