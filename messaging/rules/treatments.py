"""The closed list of treatments, and the dates that an order for one gives.

The kinds are those that the guide on treating bone metastases names; the usual
rhythms are defaults which the order always overrides (`DEFAULT_EVERY_DAYS`).
"""

from collections.abc import Iterable, Mapping
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

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
MOST_DOSES = 400


class BadTreatment(ValueError):
    """Dates or counts that cannot be; the message is a sentence that tells the mend."""


def is_bone_drug(kind: str) -> bool:
    """Whether the dental programme belongs to this treatment."""
    return kind in BONE_DRUGS


def check_subtype(kind: TreatmentKind, subtype: str) -> None:
    """Refuses a subtype that the kind does not have; empty is always fine."""
    allowed = SUBTYPES.get(kind, ())
    if subtype and subtype not in allowed:
        names = ", ".join(allowed) or "none"
        raise BadTreatment(f'{kind} has no subtype "{subtype}". Choose from: {names}.')


def check_dates(
    *, starts_on: date | None, ends_on: date | None, doses: Iterable[date] = ()
) -> None:
    """Refuses an end before the start, doses outside the treatment, and years that cannot be."""
    given = sorted(doses)
    for day in (starts_on, ends_on, *given):
        _check_year(day)
    if starts_on and ends_on and ends_on < starts_on:
        raise BadTreatment(
            f"The treatment ends ({ends_on}) before it starts ({starts_on}). Mend one of the dates."
        )
    if given and starts_on and given[0] < starts_on:
        raise BadTreatment(
            f"The dose of {given[0]} is before the treatment starts ({starts_on}). "
            "Move the dose, or the start."
        )
    if given and ends_on and given[-1] > ends_on:
        raise BadTreatment(
            f"The dose of {given[-1]} is after the treatment ends ({ends_on}). "
            "Move the dose, or the end."
        )
    _check_twice(given)


def series(
    kind: TreatmentKind,
    *,
    starts_on: date,
    count: int = 1,
    every_days: int | None = None,
    ends_on: date | None = None,
) -> tuple[date, ...]:
    """The dose dates of an order, in order: `count` of them, none after `ends_on`.

    External radiation without `every_days` runs on weekdays; a procedure has one date;
    other kinds take their usual rhythm where the order names none.  A kind without
    doses gives none.  Raises `BadTreatment`.
    """
    _check_count(count, every_days)
    check_dates(starts_on=starts_on, ends_on=ends_on)
    if kind in WITHOUT_DOSES:
        return ()
    if kind in PROCEDURES and count > 1:
        raise BadTreatment(f"{kind} is one procedure on one day. Enter a second one on its own.")
    dates = _dates(kind, starts_on=starts_on, count=count, every_days=every_days)
    kept = tuple(day for day in dates if ends_on is None or day <= ends_on)
    check_dates(starts_on=starts_on, ends_on=ends_on, doses=kept)
    return kept


def _dates(
    kind: TreatmentKind, *, starts_on: date, count: int, every_days: int | None
) -> list[date]:
    if kind is TreatmentKind.EXTERNAL_RADIATION and every_days is None:
        weekdays = (MO, TU, WE, TH, FR)
        first = datetime.combine(starts_on, time())
        return [at.date() for at in rrule(DAILY, dtstart=first, count=count, byweekday=weekdays)]
    step = every_days or DEFAULT_EVERY_DAYS.get(kind, 28)
    return [starts_on + timedelta(days=step * n) for n in range(count)]


def _check_count(count: int, every_days: int | None) -> None:
    if not 1 <= count <= MOST_DOSES:
        raise BadTreatment(f"A series has 1 to {MOST_DOSES} doses, not {count}.")
    if every_days is not None and not 1 <= every_days <= 366:
        raise BadTreatment(f"Doses are 1 to 366 days apart, not {every_days}.")


def _check_year(day: date | None) -> None:
    if day is not None and not EARLIEST <= day <= LATEST:
        raise BadTreatment(
            f"The date {day} cannot be: give a date from {EARLIEST.year} to {LATEST.year}."
        )


def _check_twice(given: list[date]) -> None:
    for one, other in pairwise(given):
        if one == other:
            raise BadTreatment(f"There are two doses on {one}. Move or remove one of them.")
