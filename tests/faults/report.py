"""One line a scenario, the judge's sentences under it, and the seeds of those that failed."""

import sys
from dataclasses import dataclass
from pathlib import Path

from tests.faults.judge import Verdict

COLUMNS = ("n", "kills", "lost", "doubled", "stuck", "silent", "held", "again", "s")
WIDTHS = (6, 6, 6, 8, 6, 7, 6, 6, 6)
MOST_SENTENCES = 12


@dataclass(frozen=True)
class Outcome:
    """How a scenario went; `verdict` is None where it did not come to its end."""

    code: str
    title: str
    engine: str
    seed: int
    kills: int
    seconds: float
    verdict: Verdict | None
    error: str = ""

    @property
    def good(self) -> bool:
        return self.verdict is not None and self.verdict.good


def head(sentences: list[str]) -> None:
    for sentence in sentences:
        _say(sentence)
    names = "".join(f"{name:>{width}}" for name, width in zip(COLUMNS, WIDTHS, strict=True))
    _say(f"\n{'':4} {'scenario':<46}{names}")


def line(outcome: Outcome) -> None:
    """The figures; sentences only where there is something to say."""
    name = f"{outcome.title} ({outcome.engine})"
    figures = "".join(
        f"{figure:>{width}}" for figure, width in zip(_figures(outcome), WIDTHS, strict=True)
    )
    _say(f"{outcome.code:<4} {name:<46}{figures}  {'' if outcome.good else 'FAILED'}")
    for sentence in _sentences(outcome):
        _say(f"       {sentence}")


def _figures(outcome: Outcome) -> list[str]:
    seconds = f"{outcome.seconds:.0f}"
    verdict = outcome.verdict
    if verdict is None:
        return ["-", str(outcome.kills), *["-"] * 6, seconds]
    bad = [verdict.lost, verdict.doubled, verdict.stuck, verdict.silent]
    counts = [verdict.n, outcome.kills, *map(len, bad), verdict.held, verdict.again]
    return [*map(str, counts), seconds]


def _sentences(outcome: Outcome) -> list[str]:
    verdict = outcome.verdict
    if verdict is None:
        return [outcome.error]
    found = [*verdict.notes]
    found += [f"held {times} times: {reason}" for reason, times in verdict.reasons.most_common()]
    for word in ("lost", "doubled", "stuck", "silent", "wrong"):
        these: list[str] = getattr(verdict, word)
        found += [f"{word}: {sentence}" for sentence in these[:MOST_SENTENCES]]
        if len(these) > MOST_SENTENCES:
            found.append(f"{word}: and {len(these) - MOST_SENTENCES} more")
    return [sentence for sentence in found if sentence]


def keep_seed(outcome: Outcome, *, folder: Path, arguments: str) -> None:
    """Append how to run a failed scenario again; the file only grows."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "failed.txt").open("a", encoding="utf-8") as kept:
        kept.write(f"manage.py faults --only {outcome.code} --seed {outcome.seed} {arguments}\n")


def end(outcomes: list[Outcome], *, seconds: float) -> int:
    """The exit status: 0 when every scenario kept every promise."""
    failed = [f"{one.code} ({one.engine})" for one in outcomes if not one.good]
    if failed:
        _say(f"\nFAILED in {seconds:.0f} s: {', '.join(failed)}")
    else:
        _say(f"\nAll {len(outcomes)} scenarios kept their promises in {seconds:.0f} s.")
    return int(bool(failed) or not outcomes)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
