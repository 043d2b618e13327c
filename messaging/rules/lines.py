"""A line of the agenda while it is being decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from messaging.rules import facts
from messaging.rules.facts import Anchor, PlanState, StepKind
from messaging.rules.reasons import Reason

Ref = tuple[int, str, str]  # enrolment, step slug, occurrence
Place = tuple[int, Ref]  # recipient, and the line's reference

# A check-in is closed with one text that thanks and names the numbers.
CLOSING_TEXTS = 1
MOST_QUESTIONS = 3

# The more a question is about safety, the earlier it is asked (`docs/care.md` section 3).
_BY_URGENCY = (
    *("Q-CORD", "Q-TEMP", "Q-CALC", "Q-BLEED", "Q-LOOSE", "Q-STAND", "Q-WOUND"),
    *("Q-DENTAL", "T-DENTIST", "T-DENTIST-ON"),
    *("Q-BREAK", "Q-PAIN", "Q-MOUTH", "Q-THIRST", "Q-SEV", "T-STILLYOU"),
)
_SAFETY = frozenset({StepKind.PRECAUTION, StepKind.CHECK_IN})
_URGENCY: Mapping[str, int] = {slug: n for n, slug in enumerate(_BY_URGENCY)}


@dataclass(eq=False)
class Line:
    """Never changed in place: `changed` makes another (frozen ones would cost twice the time).

    `on` is a date of the patient's calendar, `day` of the recipient's.

    `nominal` is the day it was meant for, `home` the first on which it could go; `on`,
    `day` and `due_at` move together.  Weight and company go by `home`, so that planning
    again in mid-week, when an unsent line has reached a later day, decides alike.
    `postponed`: it has already been put off to the next week's check-in.  `placed_from`: it
    waits on the day that an earlier plan found, in place of this one (as `on`).  `also` and
    `counts` as in `facts.Planned`.
    """

    recipient: facts.Recipient
    enrolment: facts.Enrolment
    step: facts.Step
    occurrence: str
    anchor_on: date
    on: date
    dose: facts.Dose | None
    words: tuple[str, ...]
    due_at: datetime
    useful_until: datetime
    day: date
    nominal: date
    home: date
    state: PlanState = PlanState.PLANNED
    reason: Reason = Reason.DUE
    into: Ref | None = None
    also: tuple[int, ...] = ()
    postponed: bool = False
    placed_from: date | None = None
    counts: bool = False

    @property
    def ref(self) -> Ref:
        return (self.enrolment.id, self.step.slug, self.occurrence)

    @property
    def live(self) -> bool:
        return self.state is PlanState.PLANNED

    @property
    def asks(self) -> bool:
        return self.step.kind is StepKind.CHECK_IN

    @property
    def exempt(self) -> bool:
        return self.step.exempt

    @property
    def keep(self) -> bool:
        return self.step.keep

    @property
    def order(self) -> tuple[datetime, int, int, int, str]:
        """One fixed order for all lines, whatever order the facts came in."""
        return (self.due_at, self.recipient.id, self.enrolment.id, self.step.id, self.occurrence)


def changed(line: Line, **fields: Any) -> Line:
    """Another line that differs in these fields."""
    other = Line.__new__(Line)
    other.__dict__.update(line.__dict__, **fields)
    return other


def place(line: Line) -> Place:
    return line.recipient.id, line.ref


def is_safety(line: Line) -> bool:
    """What goes whatever happens: precautions, the fever and the calcium question."""
    return line.exempt and line.step.kind in _SAFETY


def may_wait_a_week(line: Line) -> bool:
    """An upkeep question; one that belongs to a dose or a visit would ask about wrong days."""
    upkeep = line.step.anchor in (Anchor.JOINED, Anchor.START, Anchor.END)
    return line.asks and upkeep and not (line.keep or line.exempt)


def urgency(words: tuple[str, ...]) -> int:
    """Smaller is more urgent: that of the most urgent question."""
    return min(_URGENCY.get(word.split(":")[1], len(_URGENCY)) for word in words)


def texts(words: tuple[str, ...]) -> int:
    """How many texts the patient gets for these words: questions go one by one."""
    questions = sum(word.startswith("question:") for word in words)
    return questions + CLOSING_TEXTS if questions else 1


def merged(line: Line, *, into: Ref, reason: Reason = Reason.MERGED) -> Line:
    return changed(line, state=PlanState.MERGED, reason=reason, into=into)


def skipped(line: Line, reason: Reason) -> Line:
    return changed(line, state=PlanState.SKIPPED, reason=reason)


def planned(line: Line) -> facts.Planned:
    """The line as it is handed out."""
    return facts.Planned(
        recipient=line.recipient.id,
        enrolment=line.enrolment.id,
        step=line.step.id,
        step_slug=line.step.slug,
        occurrence=line.occurrence,
        kind=line.step.kind,
        words=line.words,
        local_date=line.day,
        due_at=line.due_at,
        useful_until=line.useful_until,
        state=line.state,
        reason=line.reason.value,
        dose=line.dose.id if line.dose else None,
        into=line.into,
        also=line.also,
        counts=line.counts,
        nominal=line.nominal,
        anchor_on=line.anchor_on,
    )
