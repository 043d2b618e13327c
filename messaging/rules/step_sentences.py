"""A step of a protocol in words, and what differs between two versions of one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from messaging.rules import spoken, timing
from messaging.rules.conditions import Condition
from messaging.rules.facts import Anchor, CapRule, Step, StepKind

ANCHORS: Mapping[str, str] = {
    Anchor.JOINED: "joining",
    Anchor.START: "the start of the treatment",
    Anchor.DOSE: "each dose",
    Anchor.FIRST_VISIT: "the first visit",
    Anchor.LAST_VISIT: "the last visit",
    Anchor.PROCEDURE: "the procedure",
    Anchor.DISCHARGE: "going home",
    Anchor.END: "the end of the treatment",
}
# "On the day of" reads badly before these.
_ITS_DAY: Mapping[str, str] = {
    Anchor.START: "on the first day of the treatment",
    Anchor.END: "on the last day of the treatment",
    Anchor.DISCHARGE: "on the day she goes home",
}
KINDS: Mapping[str, str] = {
    StepKind.SYSTEM: "about this line",
    StepKind.EDUCATION: "teaching",
    StepKind.PRECAUTION: "precaution",
    StepKind.REMINDER: "reminder",
    StepKind.HYGIENE: "mouth care",
    StepKind.CHECK_IN: "check-in",
    StepKind.STAFF: "task for staff",
}
CAPS: Mapping[str, str] = {
    CapRule.EXEMPT: "never counted, never left out",
    CapRule.KEEP: "counted, never left out",
    CapRule.MOVE: "counted, may move or be left out",
}
CONDITIONS: Mapping[str, str] = {
    Condition.SPINE: "the treated place is the spine",
    Condition.KIDNEY: "she has kidney trouble",
    Condition.PILLS: "the drug is taken as pills",
    Condition.NOT_PILLS: "the drug is not taken as pills",
    Condition.SEVERAL_VISITS: "there is more than one visit",
    Condition.STARTED_BEFORE: "the treatment began before she joined",
    Condition.DENTIST_NOT_SEEN: "no dentist visit is on record",
    Condition.DOSE_GIVEN: "the dose is recorded as given",
    Condition.DOSE_NOT_RECORDED: "the dose is not recorded yet",
}
_DAY = timedelta(days=1)


def when(step: Step) -> str:
    """ "2 days before each dose, at her best time": the day, then her wall time."""
    days, anchor = abs(step.offset_days), ANCHORS[step.anchor]
    side = "before" if step.offset_days < 0 else "after"
    on_it = _ITS_DAY.get(step.anchor, f"on the day of {anchor}")
    day = f"{_days(days)} {side} {anchor}" if days else on_it
    return f"{day}, {_hour(step)}"


def _hour(step: Step) -> str:
    if step.local_time is not None:
        return f"at {step.local_time:%H:%M}"
    if step.kind is not StepKind.CHECK_IN:
        return "at her best time"
    fever = timing.FEVER_QUESTION in step.words
    return f"at {timing.FEVER_TIME if fever else timing.CHECK_IN_TIME:%H:%M}"


def again(step: Step) -> str:
    """How it repeats; empty for what goes once after its day."""
    return "; ".join(_again(step))


def _again(step: Step) -> Iterator[str]:
    limits = step.recurrence
    if limits.first:
        yield f"only for the first {limits.first} doses" if limits.first > 1 else "first dose only"
    if limits.every_days:
        ends = [
            *([f"{limits.times} times in all"] if limits.times else []),
            *([f"until day {limits.until_days}"] if limits.until_days else []),
        ]
        yield ", ".join([f"every {_days(limits.every_days)}", *(ends or ["to the end"])])


def lasts(step: Step) -> str:
    """How long after its hour it may still go: "96 h" is told as days."""
    if step.lateness >= 2 * _DAY and not step.lateness % _DAY:
        return f"still of use for {_days(step.lateness // _DAY)}"
    return f"still of use for {step.lateness // timedelta(hours=1)} h"


def words(step: Step, *, titles: Mapping[str, str]) -> str:
    """What it sends; several texts that are no questions go in turn."""
    refs = [
        f"{ref}:{step.symptom}" if step.symptom and ref.endswith("Q-SEV") else ref
        for ref in step.words
    ]
    return spoken.content(refs, titles=titles)


def only_if(step: Step) -> str:
    return " and ".join(CONDITIONS[name] for name in sorted(step.only_if))


@dataclass(frozen=True)
class Difference:
    """One step that is new, gone or changed; `lines` are (what, before, after)."""

    slug: str
    change: str
    step: Step
    lines: tuple[tuple[str, str, str], ...] = ()


def differences(
    old: Sequence[Step], new: Sequence[Step], *, titles: Mapping[str, str]
) -> list[Difference]:
    """Step by step in the new order, then what is gone; the same steps give nothing."""
    before = {step.slug: step for step in old}
    kept = {step.slug for step in new}
    found = (_difference(before.get(step.slug), step, titles) for step in new)
    gone = (Difference(step.slug, "removed", step) for step in old if step.slug not in kept)
    return [*(row for row in found if row is not None), *gone]


def _difference(was: Step | None, step: Step, titles: Mapping[str, str]) -> Difference | None:
    if was is None:
        return Difference(step.slug, "added", step)
    pairs = zip(_told(was, titles), _told(step, titles), strict=True)
    lines = tuple((name, old, new) for (name, old), (_, new) in pairs if old != new)
    return Difference(step.slug, "changed", step, lines) if lines else None


def _told(step: Step, titles: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Every field of a step, said as on the page."""
    return (
        ("When", when(step)),
        ("Kind", KINDS[step.kind]),
        ("Words", words(step, titles=titles)),
        ("Again", again(step) or "once"),
        ("Of use", lasts(step)),
        ("Caps", CAPS[step.cap]),
        ("Only if", only_if(step) or "always"),
        ("Same text as others called", step.merge_key or "none"),
        ("If the visit moves", "sent again" if step.repeat_if_moved else "not sent again"),
    )


def _days(n: int) -> str:
    return f"{n} day{'s' * (n != 1)}"
