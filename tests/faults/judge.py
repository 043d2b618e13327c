"""What became of every text: the provider's ledger decides, our rows only say where it stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from messaging.simulator import judging

Text = tuple[str, str]  # number and words; no two texts of a scenario are equal

# Where a row may rest for good; a reason must stand with each of these but the first two.
SENT = ("ACCEPTED", "DELIVERED", "UNDELIVERED")
SAID = ("HELD", "REJECTED", "SUPPRESSED", "EXPIRED", "CANCELLED")


@dataclass
class Verdict:
    """Counts by the judge; `notes` are sentences for the report, `reasons` those of HELD rows.

    lost: we say that it was sent, or know nothing of it, and the provider never took it.
    doubled: the provider took it more often than once.
    stuck: its row has come to no end.
    silent: it has ended unsent without a reason, or is HELD and no person was told.
    """

    n: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what else a scenario asked for and did not get
    held: int = 0
    again: int = 0  # texts that needed more than one attempt
    reasons: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.stuck or self.silent or self.wrong)

    def add(self, other: "Verdict") -> None:
        """What another part of the same scenario found."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def expect(self, fact: object, sentence: str) -> None:
        """A scenario's own demand."""
        if not fact:
            self.wrong.append(sentence)


def judge(expected: Iterable[Text], rows: Sequence[dict[str, Any]], ledger: Path) -> Verdict:
    """Every expected text, and every other row that there is."""
    taken, got, verdict = *fates(ledger), Verdict()
    by_text: dict[Text, list[dict[str, Any]]] = {}
    for row in rows:
        by_text.setdefault((row["number"], row["body"]), []).append(row)
    wanted = set(expected) | set(by_text)
    for text in sorted(wanted):
        _weigh(text, by_text.get(text, []), taken=taken[text], got=got[text], verdict=verdict)
    for text in taken.keys() - wanted:
        verdict.wrong.append(f"{_short(text)}: the provider has a text that nobody wrote")
    return verdict


def fates(ledger: Path) -> tuple[Counter[Text], Counter[Text]]:
    """How often the provider took each text, and how often it is on a phone or may be."""
    judged = judging.judge(ledger)
    theirs = (fate.words for fate in judged.fates if fate.counts_for_the_patient)
    return judged.accepted(), Counter(theirs)


def _weigh(
    text: Text, rows: Sequence[dict[str, Any]], *, taken: int, got: int, verdict: Verdict
) -> None:
    """All rows of one text; mostly one, but a planned text may say the same twice."""
    name = _short(text)
    verdict.n += max(1, len(rows))
    if not rows:
        verdict.lost.append(f"{name}: no row was made")
    sent = sum(row["state"] in SENT for row in rows)
    ended = sum(row["state"] in SAID and row["state"] != "HELD" for row in rows)
    if got > max(1, len(rows) - ended):
        verdict.doubled.append(f"{name}: {got} times on the phone")
    elif got > len(rows) - ended:
        verdict.wrong.append(f"{name}: on the phone, though its row says {rows[0]['state']}")
    if taken < sent:
        verdict.lost.append(f"{name}: {_told(rows[0])}, and the provider never took it")
    for row in rows:
        _weigh_row(f"{name}: {_told(row)}", row, verdict)


def _weigh_row(name: str, row: dict[str, Any], verdict: Verdict) -> None:
    verdict.again += row["tries"] > 1
    if row["state"] not in SENT + SAID or row["state"] == "ACCEPTED":
        verdict.stuck.append(name)
    elif row["state"] in SAID:
        _weigh_unsent(name, row, verdict)


def _told(row: dict[str, Any]) -> str:
    return f"row {row['id']} {row['state']} after {row['tries']} tries ({row['reason']})"


def _weigh_unsent(name: str, row: dict[str, Any], verdict: Verdict) -> None:
    held = row["state"] == "HELD"
    verdict.held += held
    if held:
        verdict.reasons[row["reason"]] += 1
    if not row["reason"] or (held and not row["told"]):
        verdict.silent.append(name)


def _short(text: Text) -> str:
    return f"…{text[0][-4:]} {text[1][:40]!r}"
