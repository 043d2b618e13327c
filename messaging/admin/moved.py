"""What a move or an order changed, in sentences for the person who asked for it."""

from collections.abc import Iterable
from datetime import date

from messaging.actions.moving import Moved, Part
from messaging.admin import shown
from messaging.models import Clinic, Dose
from messaging.rules import moves
from messaging.rules.facts import DoseState

MOST_NAMED = 6


def sentences(move: Moved, clinic: Clinic) -> list[str]:
    """Which dose gets which day, who hears of it, and what to look at."""
    said = [line for part in move.parts for line in _part(part)]
    told = sum(len(part.told_of) for part in move.parts)
    said.append(
        f"{_visits(told)} told of already: a text with the new day goes for each."
        if told
        else "Nobody has been told of these days yet, so no text goes now."
    )
    return [*said, *closed(move.days, clinic)]


def closed(days: Iterable[date], clinic: Clinic) -> list[str]:
    """Days on which nobody is at the clinic: kept, but said."""
    found = moves.closed(days, clinic.staffed_days)
    if not found:
        return []
    listed = ", ".join(shown.day(day) for day in found[:MOST_NAMED])
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return [f"The clinic is closed on {listed}{more}: is that right? If not, move the dose."]


def closed_doses(doses: Iterable[Dose], clinic: Clinic, *, today: date) -> list[str]:
    planned = (dose.on for dose in doses if dose.state == DoseState.PLANNED)
    return closed(sorted({day for day in planned if day >= today}), clinic)


def _part(part: Part) -> list[str]:
    name = shown.treated(part.treatment)
    shifts = sorted(part.shifts, key=lambda shift: shift.old)
    said = [
        f"{name}: {shown.day(shift.old)} becomes {shown.day(shift.new)}."
        for shift in shifts[:MOST_NAMED]
    ]
    if len(shifts) > MOST_NAMED:
        rest = len(shifts) - MOST_NAMED
        said.append(f"{name}: {rest} later ones move by the same number of days.")
    return said + _bounds(part)


def _bounds(part: Part) -> list[str]:
    before, after = part.treatment.course, part.course
    said = []
    if after.starts_on != before.starts_on:
        said.append(f"The treatment starts on {shown.day(after.starts_on)}.")
    if after.ends_on and after.ends_on != before.ends_on:
        said.append(f"The treatment ends on {shown.day(after.ends_on)}.")
    return said


def _visits(count: int) -> str:
    return "1 of these visits was" if count == 1 else f"{count} of these visits were"
