"""What a clinic's own version may not take out: `docs/care.md` section 7 names the questions."""

from collections.abc import Iterable, Iterator, Mapping

from messaging.rules import spoken
from messaging.rules.facts import Step

KEPT = ("question:Q-CORD", "question:Q-TEMP")
_OFTEN = 10**6


def losses(base: Iterable[Step], own: Iterable[Step]) -> list[str]:
    """A sentence for each safety question of `base` that `own` asks no more, or of fewer people."""
    mine = {step.slug: step for step in own}
    return [said for step in base for said in _lost(step, mine)]


def _lost(step: Step, mine: Mapping[str, Step]) -> Iterator[str]:
    now = mine.get(step.slug)
    for question in KEPT:
        if question not in step.words:
            continue
        name = spoken.asked(question.partition(":")[2])
        if now is None or question not in now.words:
            yield (
                f"The question on {name} may not be taken out of “{step.slug}”: "
                "it is asked for safety. Its day may be changed."
            )
        elif _narrower(step, now):
            yield (
                f"The question on {name} in “{step.slug}” is asked for safety: "
                "ask it as often as before, and of no fewer people."
            )


def _narrower(base: Step, now: Step) -> bool:
    """Whether it comes more seldom, ends sooner, or has a condition more."""
    was, then = base.recurrence, now.recurrence
    limits = ("first", "times", "until_days") if was.every_days else ("first",)
    sooner = any((getattr(then, n) or _OFTEN) < (getattr(was, n) or _OFTEN) for n in limits)
    seldom = was.every_days is not None and (then.every_days or _OFTEN) > was.every_days
    return seldom or sooner or not now.only_if <= base.only_if
