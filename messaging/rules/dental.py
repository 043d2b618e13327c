"""What the coordinator's list says of the dentist: yes, no, or not known."""

from datetime import date

from messaging.rules.conditions import CHECK_UP_HOLDS

LEAD = "Dentist seen:"
MAY_START = "A clinician decides on a start without a visit."


def seen(*, on: date | None, known_by: str, answer: str, today: date) -> str:
    """One sentence; `answer` is her last one to the question ("yes", "no" or "").

    A visit counts for half a year; an older one is told with its day.
    """
    if on is not None and today - on <= CHECK_UP_HOLDS:
        return f"{LEAD} yes, {on} ({known_by or 'on file'}). This can be closed."
    if on is not None and answer != "no":
        return f"{LEAD} not lately, last on {on} ({known_by or 'on file'}). {MAY_START}"
    if answer == "no":
        return f"{LEAD} no (her own answer). Help her book. {MAY_START}"
    return f"{LEAD} not known. Ask her. {MAY_START}"


def told(why: str, now_said: str) -> str:
    """A line of the list with what is known now in the place of what was known then."""
    return f"{why.partition(LEAD)[0]}{now_said}"


def gate(drug: str, starts_on: date, *, today: date) -> str:
    """What stands at the gate: "denosumab starts on 2026-03-12." """
    verb = "starts" if starts_on >= today else "has started"
    return f"{drug.capitalize()} {verb} on {starts_on}. "
