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

    def expect(self, fact: object, sentence: str) -> None:
        """A scenario's own demand."""
        if not fact:
            self.wrong.append(sentence)


def judge(expected: Iterable[Text], rows: Sequence[dict[str, Any]], ledger: Path) -> Verdict:
    """Every expected text, and every other row that there is."""
    taken, got, verdict = *fates(ledger), Verdict()
    by_text = {(row["number"], row["body"]): row for row in rows}
    wanted = set(expected) | set(by_text)
    verdict.n = len(wanted)
    for text in sorted(wanted):
        if got[text] > 1:
            verdict.doubled.append(f"{_short(text)}: {got[text]} times on the phone")
        _weigh(text, by_text.get(text), taken[text], verdict)
    for text in taken.keys() - wanted:
        verdict.wrong.append(f"{_short(text)}: the provider has a text that nobody wrote")
    return verdict


def fates(ledger: Path) -> tuple[Counter[Text], Counter[Text]]:
    """How often the provider took each text, and how often it is on a phone or may be."""
    judged = judging.judge(ledger)
    theirs = (fate.words for fate in judged.fates if fate.counts_for_the_patient)
    return judged.accepted(), Counter(theirs)


def _weigh(text: Text, row: dict[str, Any] | None, times: int, verdict: Verdict) -> None:
    name = _short(text)
    if row is None:
        verdict.lost.append(f"{name}: no row was made")
        return
    verdict.again += row["tries"] > 1
    name = f"{name}: row {row['id']} {row['state']} after {row['tries']} tries ({row['reason']})"
    if row["state"] in SENT and not times:
        verdict.lost.append(name)
    elif row["state"] not in SENT + SAID or row["state"] == "ACCEPTED":
        verdict.stuck.append(name)
    elif row["state"] in SAID:
        _weigh_unsent(name, row, verdict)


def _weigh_unsent(name: str, row: dict[str, Any], verdict: Verdict) -> None:
    held = row["state"] == "HELD"
    verdict.held += held
    if held:
        verdict.reasons[row["reason"]] += 1
    if not row["reason"] or (held and not row["told"]):
        verdict.silent.append(name)


def _short(text: Text) -> str:
    return f"…{text[0][-4:]} {text[1][:40]!r}"
