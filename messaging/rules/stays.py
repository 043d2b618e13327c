"""Days in hospital that can be."""

from collections.abc import Iterable
from datetime import date

from messaging.rules.facts import Stay
from messaging.rules.treatments import BadTreatment, check_day

# Said by the form and by the database alike.
HOME_BEFORE_COMING = "She went home before she came: change one of the days."
IN_ALREADY = "She is in hospital already: note first when she left."


def check(stay: Stay, *, today: date, others: Iterable[Stay] = ()) -> None:
    """Refuses days to come, days that cannot be, and two stays at once.

    `today` is the patient's.  Raises `BadTreatment`, whose `field` is the day to mend.
    """
    for day, field in ((stay.admitted_on, "admitted_on"), (stay.discharged_on, "discharged_on")):
        check_day(day, "day", field=field)
        if day is not None and day > today:
            raise BadTreatment(
                f"{day} is still to come: note it on the day, or give another day.", field=field
            )
    if stay.discharged_on is not None and stay.discharged_on < stay.admitted_on:
        raise BadTreatment(HOME_BEFORE_COMING, field="discharged_on")
    for other in others:
        _check_apart(stay, other)


def _check_apart(stay: Stay, other: Stay) -> None:
    if other.discharged_on is None and stay.discharged_on is None:
        raise BadTreatment(IN_ALREADY, field="admitted_on")
    before = other.discharged_on is not None and other.discharged_on <= stay.admitted_on
    after = stay.discharged_on is not None and stay.discharged_on <= other.admitted_on
    if not before and not after:
        until = other.discharged_on or "now"
        raise BadTreatment(
            f"She was in hospital from {other.admitted_on} to {until}: correct that stay.",
            field="admitted_on",
        )
