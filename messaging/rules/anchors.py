"""The days that a treatment's steps count from."""

from collections.abc import Iterable, Iterator
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


class Anchors:
    """The days that one enrolment's steps count from; `joined` is the first she may hear of it."""

    def __init__(self, enrolment: Enrolment, *, joined: date | None, stays: Iterable[Stay]) -> None:
        self.enrolment, self.joined, self.stays = enrolment, joined, stays
        by_date = sorted(enrolment.doses, key=_by_date)
        self.visits = [dose for dose in by_date if dose.state is not DoseState.CANCELLED]
        self.doses = list(_numbered(by_date, before=enrolment.doses_before))

    def of(self, step: Step) -> Iterable[AnchorDay]:
        """Each day that the step counts from; none where the treatment does not have it yet."""
        if step.anchor is Anchor.DOSE:
            first = step.recurrence.first
            return self.doses if first is None else [d for d in self.doses if d.number <= first]
        on, dose = self._single(step.anchor)
        if step.anchor is Anchor.DISCHARGE and on is not None:
            on = _home(on, self.stays)
        return () if on is None else (AnchorDay(name=step.anchor.value, on=on, dose=dose),)

    def _single(self, anchor: Anchor) -> tuple[date | None, Dose | None]:
        match anchor:
            case Anchor.JOINED:
                return self.joined, None
            case Anchor.START:
                return self.enrolment.starts_on, None
            case Anchor.END:
                return self.enrolment.ends_on, None
            case Anchor.LAST_VISIT:
                return self._visit(-1)
            case Anchor.PROCEDURE | Anchor.DISCHARGE:
                return self._visit(0) if self.enrolment.doses else (self.enrolment.starts_on, None)
            case _:
                return self._visit(0)

    def _visit(self, n: int) -> tuple[date | None, Dose | None]:
        if not self.visits:
            return None, None
        return self.visits[n].on, self.visits[n]


def _numbered(doses: Iterable[Dose], *, before: int) -> Iterator[AnchorDay]:
    """Each dose with its number; one that was missed or cancelled does not count."""
    number = before + 1
    for dose in doses:
        yield AnchorDay(name=f"dose:{dose.id}", on=dose.on, dose=dose, number=number)
        number += dose.state in (DoseState.PLANNED, DoseState.GIVEN)


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
