"""What the agenda is told: plain values, read from the database by an action.

Dates are local to the patient, times are local wall time, instants are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property


class StepKind(StrEnum):
    """Kinds of `docs/care.md` section 5, and SYSTEM for joining and upkeep."""

    SYSTEM = "system"
    EDUCATION = "education"
    PRECAUTION = "precaution"
    REMINDER = "reminder"
    HYGIENE = "hygiene"
    CHECK_IN = "check_in"
    STAFF = "staff"  # goes to the coordinator's list, never to the patient


class Anchor(StrEnum):
    """The day that a step counts from."""

    JOINED = "joined"  # ENR: the local date on which consent was confirmed
    START = "start"  # S
    DOSE = "dose"  # D, each dose given or planned
    FIRST_VISIT = "first_visit"  # F1
    LAST_VISIT = "last_visit"  # FL
    PROCEDURE = "procedure"  # P
    DISCHARGE = "discharge"  # home after the procedure; its day where she did not stay
    END = "end"  # E


class CapRule(StrEnum):
    """How a step stands to the caps of `docs/care.md` section 3."""

    EXEMPT = "exempt"  # system, precautions, Q-TEMP, Q-CALC: never counted
    KEEP = "keep"  # counted, never dropped: visits, the dental gate
    MOVE = "move"  # counted; moved within its window, then dropped


class DoseState(StrEnum):
    PLANNED = "planned"
    GIVEN = "given"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Recurrence:
    """How often a step comes back; the empty value means once an anchor.

    `every_days` repeats from the first date until the treatment ends, or until
    `until_days` after the anchor, or `times` times, whichever comes first.
    `first` limits a dose step to the first n doses (doses before enrolment count).
    """

    every_days: int | None = None
    times: int | None = None
    until_days: int | None = None
    first: int | None = None


@dataclass(frozen=True)
class Step:
    """One row of a protocol.

    `words` are references in sending order: `topic:denosumab`, `template:T-VISIT`,
    `question:Q-PAIN`, `handoff:missed_dose`; a tuple with more than one template
    rotates by occurrence, questions go out together as one check-in.
    `local_time` None means the patient's preferred hour.  `lateness` is how long
    after its due instant the text is still useful.  `only_if` names conditions
    that must all hold (`messaging.rules.conditions.Condition`).  `symptom` fills Q-SEV.
    """

    id: int
    slug: str
    kind: StepKind
    anchor: Anchor
    offset_days: int
    words: tuple[str, ...]
    local_time: time | None = None
    recurrence: Recurrence = Recurrence()
    lateness: timedelta = timedelta(hours=24)
    cap: CapRule = CapRule.MOVE
    merge_key: str = ""
    repeat_if_moved: bool = False
    only_if: frozenset[str] = frozenset()
    symptom: str = ""

    @cached_property
    def offset(self) -> timedelta:
        return timedelta(days=self.offset_days)

    @cached_property
    def asks(self) -> bool:
        """Its words are questions, which go out together."""
        return any(word.startswith("question:") for word in self.words)

    @cached_property
    def exempt(self) -> bool:
        return self.cap is CapRule.EXEMPT

    @cached_property
    def keep(self) -> bool:
        return self.cap is CapRule.KEEP

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """What must hold, in one fixed order."""
        return tuple(sorted(self.only_if))


@dataclass(frozen=True)
class Dose:
    id: int
    number: int
    on: date
    at: time | None = None
    state: DoseState = DoseState.PLANNED
    moves: int = 0


@dataclass(frozen=True)
class Enrolment:
    """One patient on one protocol version for one treatment, none for "everyone".

    `enrolled_on` is the local date on which the treatment was entered here: nothing
    that counts from an earlier day is sent after the fact.  What was no longer of use at
    `decided_until` has been decided before, and is left out.
    """

    id: int
    protocol: str
    version: int
    steps: tuple[Step, ...]
    kind: str = ""
    subtype: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    doses: tuple[Dose, ...] = ()
    doses_before: int = 0
    spine: bool = False
    pills: bool = False
    active: bool = True
    enrolled_on: date | None = None
    decided_until: datetime | None = None


@dataclass(frozen=True)
class Stay:
    """Days in hospital, both counted; `discharged_on` None means that she is there still."""

    admitted_on: date
    discharged_on: date | None = None


@dataclass(frozen=True)
class Desk:
    """When the clinic is staffed, in its own zone: weekdays (0 is Monday) and hours."""

    zone: str
    days: frozenset[int] = frozenset(range(7))
    opens: time = time(0)
    closes: time = time(23, 59)


@dataclass(frozen=True)
class Recipient:
    """Who gets the texts, at which phone.  `phone` is what caps are counted by.

    `discreet`: no teaching that names a drug or illness goes there.
    """

    id: int
    phone: int
    zone: str
    joined_on: date | None
    caregiver: bool = False
    answers: bool = True
    discreet: bool = False


@dataclass(frozen=True)
class Sent:
    """A reminder that has left or been decided: it is never planned again, but counts.

    `counts` is true for the one line of a contact that takes a place under the caps
    (`Planned.counts`); lines merged into it do not.  `words` are empty where nothing
    went: a line that expired, or found no place when its time came.  `phone` is given
    for another patient's contact on a shared phone, whose recipient is not in these facts.
    """

    recipient: int
    enrolment: int
    step: str
    occurrence: str
    local_date: date
    counts: bool
    words: tuple[str, ...] = ()
    phone: int | None = None


@dataclass(frozen=True)
class Patient:
    """Everything that decides one patient's agenda.

    `weekly_day` is 0 (Monday) to 6.  From `stopped_on` on nothing goes; `stop_reason`
    is then a value of `messaging.rules.reasons.Reason` or empty.  `alert_open`: an alert
    that presses (EMERGENCY or URGENT) is open now.  Without a `desk` every day is staffed.
    `placed` gives the recipient's date of each planned text that waits (by recipient,
    enrolment, step and occurrence): planning again keeps the day where it still can.
    """

    id: int
    zone: str
    enrolments: tuple[Enrolment, ...]
    recipients: tuple[Recipient, ...]
    preferred_time: time = time(10, 0)
    weekly_day: int = 0
    quiet_from: time = time(20, 0)
    quiet_to: time = time(9, 0)
    kidney: bool = False
    dentist_seen_on: date | None = None
    education_off: bool = False
    stopped_on: date | None = None
    stop_reason: str = ""
    desk: Desk | None = None
    alert_open: bool = False
    stays: tuple[Stay, ...] = ()
    sent: tuple[Sent, ...] = field(default_factory=tuple)
    placed: Mapping[tuple[int, int, str, str], date] = field(default_factory=dict)


class PlanState(StrEnum):
    PLANNED = "PLANNED"
    MERGED = "MERGED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True)
class Planned:
    """One line of the agenda: what goes to whom when, or why it does not.

    `occurrence` says what it is about, never when: "joined", "start", "dose:17",
    "dose:17:moved:1" (steps marked `repeat_if_moved` only), "start+3" (third
    repeat).  `due_at` and `useful_until` are UTC; `local_date` is the recipient's.
    `into` names the (enrolment, step slug, occurrence) that a MERGED line joined; the
    line it joined lists the other enrolments it now speaks for in `also`.  `words` of a
    check-in hold every question that goes out with it, most urgent first; a severity
    question carries its symptom ("question:Q-SEV:nausea").  `counts` is false for what
    the caps do not count.  `nominal` is the recipient's date for which it was meant, and
    `anchor_on` the day that it counts from.
    """

    recipient: int
    enrolment: int
    step: int
    step_slug: str
    occurrence: str
    kind: StepKind
    words: tuple[str, ...]
    local_date: date
    due_at: datetime
    useful_until: datetime
    state: PlanState
    reason: str
    dose: int | None = None
    into: tuple[int, str, str] | None = None
    also: tuple[int, ...] = ()
    counts: bool = True
    nominal: date | None = None
    anchor_on: date | None = None
