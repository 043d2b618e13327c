"""The days that a treatment's steps count from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from messaging.rules.facts import Anchor, Dose, DoseState, Enrolment, Step


@dataclass(frozen=True)
class AnchorDay:
    """`name` begins the occurrence; `number` counts doses from 1, those before enrolment too."""

    name: str
    on: date
    dose: Dose | None = None
    number: int = 1


def of(enrolment: Enrolment, step: Step, *, joined: date | None) -> Iterator[AnchorDay]:
    """Each day that the step counts from; none where the treatment does not have it yet."""
    if step.anchor is Anchor.DOSE:
        yield from _doses(enrolment, step)
        return
    on, dose = _single(enrolment, step.anchor, joined)
    if on is not None:
        yield AnchorDay(name=step.anchor.value, on=on, dose=dose)


def visits(enrolment: Enrolment) -> list[Dose]:
    """The doses that stand, by date."""
    standing = (dose for dose in enrolment.doses if dose.state is not DoseState.CANCELLED)
    return sorted(standing, key=_by_date)


def _by_date(dose: Dose) -> tuple[date, int]:
    return dose.on, dose.id


def _doses(enrolment: Enrolment, step: Step) -> Iterator[AnchorDay]:
    number = enrolment.doses_before + 1
    first = step.recurrence.first
    for dose in sorted(enrolment.doses, key=_by_date):
        if first is None or number <= first:
            yield AnchorDay(name=f"dose:{dose.id}", on=dose.on, dose=dose, number=number)
        number += dose.state in (DoseState.PLANNED, DoseState.GIVEN)


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
        case Anchor.PROCEDURE:
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
