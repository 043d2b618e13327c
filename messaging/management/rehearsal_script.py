"""What a rehearsal plays: invented people, their treatments, and what becomes of them.

Plain values.  All dates and times are local to the person; a test can read the same script
and say by itself what must have gone out.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from messaging.rules.treatments import TreatmentKind
from messaging.rules.windows import local_instant

# A dose is recorded in the morning after it, before any planned text may go.
RECORDED_AT = time(7, 30)
# What a clinic or a patient does in the middle of a day.
ACTED_AT = time(12, 17)


class Manner(StrEnum):
    """How somebody answers check-ins."""

    WELL = "well"
    VARIED = "varied"
    FORGETFUL = "forgetful"
    SILENT = "silent"
    UNCLEAR = "unclear"
    WORRYING = "worrying"


class What(StrEnum):
    STOP = "stop"
    START = "start"
    LESS = "less"
    PAUSE = "pause"
    RESUME = "resume"
    HOSPICE = "hospice"
    DIED = "died"
    ADMITTED = "admitted"
    DISCHARGED = "discharged"
    MISSED = "missed"  # the dose was not given; recorded like one that was
    MOVED = "moved"
    CANCELLED = "cancelled"
    ENDED = "ended"  # the treatment, on that day; doses still to come are off
    HELD = "held"  # the treatment is paused
    RESUMED = "resumed"


@dataclass(frozen=True)
class Act:
    """`course` counts from 0, `dose` from 1; `to` is the new day of a dose that moves."""

    what: What
    on: date
    course: int = 0
    dose: int = 0
    to: date | None = None


@dataclass(frozen=True)
class Course:
    """One treatment; `doses` planned from `starts` on, `every` days apart (None: weekdays)."""

    kind: TreatmentKind
    starts: date
    doses: int = 0
    every: int | None = None
    at: time = time(14, 0)
    subtype: str = ""
    before: int = 0
    spine: bool = False
    pills: bool = False


@dataclass(frozen=True)
class Person:
    """`household` is the same for people who share a phone."""

    id: int
    household: int
    name: str
    number: str
    zone: str
    joins: date
    joins_at: time
    courses: tuple[Course, ...]
    acts: tuple[Act, ...] = ()
    language: str = "en"
    preferred: time = time(10, 0)
    weekly_day: int = 0
    kidney: bool = False
    named_drugs: bool = True
    dentist_seen_on: date | None = None
    caregiver: str = ""
    manner: Manner = Manner.WELL

    def joined_at(self) -> datetime:
        return local_instant(self.joins, self.joins_at, self.zone)

    def acted_at(self, act: Act) -> datetime:
        return local_instant(act.on, ACTED_AT, self.zone)

    def recorded_at(self, dose_on: date) -> datetime:
        """When a dose of a day is recorded as given or missed."""
        return local_instant(dose_on + timedelta(days=1), RECORDED_AT, self.zone)
