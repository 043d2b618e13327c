"""The closed list of treatments, and the dates that an order for one gives.

The kinds are those that the guide on treating bone metastases names; the usual
rhythms are defaults which the order always overrides (`DEFAULT_EVERY_DAYS`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from dateutil.rrule import DAILY, FR, MO, TH, TU, WE, rrule


class TreatmentKind(StrEnum):
    """Each kind has a default protocol of the same slug."""

    CHEMOTHERAPY = "chemotherapy"
    HORMONE = "hormone"
    TARGETED = "targeted"
    IMMUNOTHERAPY = "immunotherapy"
    RADIUM_223 = "radium-223"
    SAMARIUM_153 = "samarium-153"
    STRONTIUM_89 = "strontium-89"
    BISPHOSPHONATE = "bisphosphonate"
    DENOSUMAB = "denosumab"
    EXTERNAL_RADIATION = "external-radiation"
    ABLATION = "ablation"
    BONE_CEMENT = "bone-cement"
    SURGERY = "surgery"
    WEAK_BONE = "weak-bone"
    CLINICAL_TRIAL = "clinical-trial"


class Subtype(StrEnum):
    RFA = "rfa"
    CRYO = "cryo"
    OTHER_ABLATION = "other"
    VERTEBROPLASTY = "vertebroplasty"
    KYPHOPLASTY = "kyphoplasty"
    CEMENTOPLASTY = "cementoplasty"
    OPERATION = "operation"
    CAST = "cast"


SUBTYPES: Mapping[TreatmentKind, tuple[Subtype, ...]] = {
    TreatmentKind.ABLATION: (Subtype.RFA, Subtype.CRYO, Subtype.OTHER_ABLATION),
    TreatmentKind.BONE_CEMENT: (
        Subtype.VERTEBROPLASTY,
        Subtype.KYPHOPLASTY,
        Subtype.CEMENTOPLASTY,
    ),
    TreatmentKind.SURGERY: (Subtype.OPERATION, Subtype.CAST),
}

# Usual days between doses or cycles; the clinic's order decides.
DEFAULT_EVERY_DAYS: Mapping[TreatmentKind, int] = {
    TreatmentKind.CHEMOTHERAPY: 21,
    TreatmentKind.HORMONE: 28,
    TreatmentKind.TARGETED: 28,
    TreatmentKind.IMMUNOTHERAPY: 21,
    TreatmentKind.RADIUM_223: 28,
    TreatmentKind.SAMARIUM_153: 84,
    TreatmentKind.STRONTIUM_89: 90,
    TreatmentKind.BISPHOSPHONATE: 28,
    TreatmentKind.DENOSUMAB: 28,
}

PROCEDURES = frozenset({TreatmentKind.ABLATION, TreatmentKind.BONE_CEMENT, TreatmentKind.SURGERY})
WITHOUT_DOSES = frozenset({TreatmentKind.WEAK_BONE, TreatmentKind.CLINICAL_TRIAL})
# Two series of one kind at once are one treatment with more doses; a second site or operation,
# and a second trial, are treatments of their own.
ONE_AT_A_TIME = tuple(
    kind for kind in TreatmentKind if kind not in {*PROCEDURES, TreatmentKind.CLINICAL_TRIAL}
)
BONE_DRUGS = frozenset({TreatmentKind.BISPHOSPHONATE, TreatmentKind.DENOSUMAB})

# Only of these it is asked whether they are taken by mouth.
PILLS = frozenset({TreatmentKind.HORMONE})

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
MOST_DOSES, MOST_DAYS = 400, 366

# Said by the form and by the database alike; `check_dates` adds the days.
END_BEFORE_START = "The end lies before the start: change one of the two."
DOSE_BEFORE_START = "The dose lies before the treatment starts."
DOSE_AFTER_END = "The dose lies after the treatment ends."
TWO_ON_A_DAY = "There is another dose on this day: move one of the two."
GIVEN_WHEN = f"Say on which day it was given, between {EARLIEST.year} and {LATEST.year}."
OPEN_TWIN = (
    "She has a treatment of this kind without an end: end that one first, or change its doses."
)


class BadTreatment(ValueError):
    """Dates or counts that cannot be; the message is a sentence that tells the mend.

    `field` names what is to be mended.
    """

    def __init__(self, said: str, *, field: str = "starts_on") -> None:
        super().__init__(said)
        self.field = field


@dataclass(frozen=True)
class Course:
    """The days of a treatment, both counted; without an end it runs on."""

    starts_on: date
    ends_on: date | None = None

    def meets(self, other: "Course") -> bool:
        return not self._is_over_by(other.starts_on) and not other._is_over_by(self.starts_on)

    def _is_over_by(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day


def out_of_our_time(what: str) -> str:
    """What is said of a day that cannot be."""
    return f"The {what} must lie between {EARLIEST.year} and {LATEST.year}."


def check_kind(kind: TreatmentKind, *, subtype: str = "", pills: bool = False) -> None:
    """Refuses a subtype that the kind does not have, none where it needs one, and pills."""
    allowed = SUBTYPES.get(kind, ())
    names = ", ".join(allowed).replace("_", " ")
    if subtype and subtype not in allowed:
        raise BadTreatment(
            f"{_spoken(kind)} has these subtypes: {names or 'none'}.", field="subtype"
        )
    if allowed and not subtype:
        raise BadTreatment(f"Choose which one of: {names}.", field="subtype")
    if pills and kind not in PILLS:
        raise BadTreatment("Only hormone treatment comes as pills here: clear this.", field="pills")


def check_alone(kind: TreatmentKind, course: Course, others: Iterable[Course]) -> None:
    """Refuses a second series of one kind while the first runs."""
    if kind not in ONE_AT_A_TIME:
        return
    for other in others:
        if course.meets(other) and other.ends_on is None:
            raise BadTreatment(OPEN_TWIN, field="kind")
        if course.meets(other):
            raise BadTreatment(
                f"She has {_spoken(kind)} from {other.starts_on} to {other.ends_on}, and these "
                "days overlap: change the days, or the doses of that one.",
                field="kind",
            )


def check_dates(
    *, starts_on: date | None, ends_on: date | None, doses: Iterable[date] = ()
) -> None:
    """Refuses an end before the start, doses outside the treatment, and years that cannot be."""
    check_day(starts_on, "start", field="starts_on")
    check_day(ends_on, "end", field="ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise BadTreatment(END_BEFORE_START, field="ends_on")
    given = sorted(doses)
    if given and starts_on and given[0] < starts_on:
        raise BadTreatment(
            f"{DOSE_BEFORE_START} Move the dose of {given[0]}, or the start ({starts_on})."
        )
    if given and ends_on and given[-1] > ends_on:
        raise BadTreatment(
            f"{DOSE_AFTER_END} Move the dose of {given[-1]}, or the end ({ends_on}).",
            field="ends_on",
        )
    for one, other in pairwise(given):
        if one == other:
            raise BadTreatment(f"{TWO_ON_A_DAY} It is {one}.")


def check_dose(on: date, *, course: Course, taken: Iterable[date] = (), field: str = "on") -> None:
    """Refuses a dose outside its treatment, or on the day of another one."""
    check_day(on, "date", field=field)
    try:
        check_dates(starts_on=course.starts_on, ends_on=course.ends_on, doses=[on])
        check_dates(starts_on=None, ends_on=None, doses=[on, *(day for day in taken if day == on)])
    except BadTreatment as error:
        raise BadTreatment(str(error), field=field) from error


def check_given(on: date | None, *, course: Course, taken: Iterable[date] = ()) -> None:
    """Refuses a given dose without its day, before the treatment, or twice on one day."""
    if on is None or not EARLIEST <= on <= LATEST:
        raise BadTreatment(GIVEN_WHEN, field="given_on")
    check_dose(on, course=Course(course.starts_on), taken=taken, field="given_on")


def check_day(day: date | None, what: str, *, field: str) -> None:
    """Refuses a year in which nobody can be treated; no day is fine."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise BadTreatment(out_of_our_time(what), field=field)


def series(
    kind: TreatmentKind,
    *,
    starts_on: date,
    count: int = 1,
    every_days: int | None = None,
    ends_on: date | None = None,
    pills: bool = False,
) -> tuple[date, ...]:
    """The dose dates of an order, in order: `count` of them, none after `ends_on`.

    External radiation without `every_days` runs on weekdays; a procedure has one date;
    other kinds take their usual rhythm where the order names none.  A kind without
    doses gives none.  Of pills they are the days on which each supply runs out, the first
    one `every_days` after the start.  Raises `BadTreatment`.
    """
    check_count(count, every_days)
    check_dates(starts_on=starts_on, ends_on=ends_on)
    if kind in WITHOUT_DOSES:
        return ()
    check_room(kind, count)
    dates = _dates(kind, starts_on=starts_on, count=count + pills, every_days=every_days)[pills:]
    check_day(dates[-1], "last dose", field="doses")
    return tuple(day for day in dates if ends_on is None or day <= ends_on)


def further(
    kind: TreatmentKind,
    *,
    standing: Iterable[date],
    count: int,
    every_days: int | None = None,
    ends_on: date | None = None,
) -> tuple[date, ...]:
    """The next `count` dates of a series that stands, in the order's rhythm or its own.

    They go on from the last date, also where dates were moved.  Raises `BadTreatment`.
    """
    days = sorted(standing)
    own = (days[-1] - days[-2]).days if len(days) > 1 else None
    on_weekdays = kind is TreatmentKind.EXTERNAL_RADIATION
    rhythm = every_days or (None if on_weekdays else own)
    check_count(len(days) + count, rhythm)
    found = series(kind, starts_on=days[-1], count=count + 1, every_days=rhythm, ends_on=ends_on)
    return tuple(day for day in found if day > days[-1])[:count]


def check_room(kind: TreatmentKind, count: int) -> None:
    """Refuses a second day of what is done once, and any of what has no doses."""
    if kind in WITHOUT_DOSES:
        raise BadTreatment(f"There are no doses of {_spoken(kind)}.", field="doses")
    if kind in PROCEDURES and count > 1:
        raise BadTreatment(
            f"{_spoken(kind)} is one procedure on one day. Enter a second one on its own.",
            field="doses",
        )


def check_count(count: int, every_days: int | None) -> None:
    """Refuses a series of none or without end, and a rhythm that is none."""
    if not 1 <= count <= MOST_DOSES:
        raise BadTreatment(f"A series has 1 to {MOST_DOSES} doses, not {count}.", field="doses")
    if every_days is not None and not 1 <= every_days <= MOST_DAYS:
        raise BadTreatment(
            f"Doses are 1 to {MOST_DAYS} days apart, not {every_days}.", field="every_days"
        )


def _dates(
    kind: TreatmentKind, *, starts_on: date, count: int, every_days: int | None
) -> list[date]:
    if kind is TreatmentKind.EXTERNAL_RADIATION and every_days is None:
        weekdays = (MO, TU, WE, TH, FR)
        first = datetime.combine(starts_on, time())
        return [at.date() for at in rrule(DAILY, dtstart=first, count=count, byweekday=weekdays)]
    step = every_days or DEFAULT_EVERY_DAYS.get(kind, 28)
    return [starts_on + timedelta(days=step * n) for n in range(count)]


def _spoken(kind: TreatmentKind) -> str:
    return kind.value.replace("-", " ")
