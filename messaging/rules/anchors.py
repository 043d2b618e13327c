"""The days that a treatment's steps count from."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from messaging.rules.facts import Anchor, Dose, DoseState, Enrolment, Stay, Step

# A stay that begins on the day after belongs to the procedure too.
_NIGHT_AFTER = timedelta(days=1)


class AnchorDay(NamedTuple):
    """`name` begins the occurrence; `number` counts doses from 1, those before enrolment too."""

    name: str
    on: date
    dose: Dose | None = None
    number: int = 1


def of(
    enrolment: Enrolment, step: Step, *, joined: date | None, stays: Iterable[Stay] = ()
) -> Iterable[AnchorDay]:
    """Each day that the step counts from; none where the treatment does not have it yet."""
    if step.anchor is Anchor.DOSE:
        return _doses(enrolment, step)
    on, dose = _single(enrolment, step.anchor, joined)
    if step.anchor is Anchor.DISCHARGE and on is not None:
        on = _home(on, stays)
    return () if on is None else (AnchorDay(name=step.anchor.value, on=on, dose=dose),)


def visits(enrolment: Enrolment) -> list[Dose]:
    """The doses that stand, by date."""
    standing = (dose for dose in enrolment.doses if dose.state is not DoseState.CANCELLED)
    return sorted(standing, key=_by_date)


def numbered(enrolment: Enrolment) -> list[AnchorDay]:
    """Each dose with its number; one that was missed or cancelled does not count."""
    found, number = [], enrolment.doses_before + 1
    for dose in sorted(enrolment.doses, key=_by_date):
        found.append(AnchorDay(name=f"dose:{dose.id}", on=dose.on, dose=dose, number=number))
        number += dose.state in (DoseState.PLANNED, DoseState.GIVEN)
    return found


def _doses(enrolment: Enrolment, step: Step) -> list[AnchorDay]:
    first = step.recurrence.first
    return [each for each in numbered(enrolment) if first is None or each.number <= first]


def _by_date(dose: Dose) -> tuple[date, int]:
    return dose.on, dose.id


def _home(on: date, stays: Iterable[Stay]) -> date | None:
    """The day she went home after a procedure; its own where she did not stay.

    None while she is in hospital: what counts from that day waits till it is known.
    """
    for stay in stays:
        left = stay.discharged_on
        if stay.admitted_on <= on + _NIGHT_AFTER and (left is None or left >= on):
            return left
    return on


def _single(
    enrolment: Enrolment, anchor: Anchor, joined: date | None
) -> tuple[date | None, Dose | None]:
    match anchor:
        case Anchor.JOINED:
            return joined, None
        case Anchor.START:
            return enrolment.starts_on, None
        case Anchor.END:
            return enrolment.ends_on, None
        case Anchor.LAST_VISIT:
            return _visit(enrolment, last=True)
        case Anchor.PROCEDURE | Anchor.DISCHARGE:
            on, dose = _visit(enrolment, last=False)
            return on or enrolment.starts_on, dose
        case _:
            return _visit(enrolment, last=False)


def _visit(enrolment: Enrolment, *, last: bool) -> tuple[date | None, Dose | None]:
    standing = visits(enrolment)
    if not standing:
        return None, None
    dose = standing[-1 if last else 0]
    return dose.on, dose
