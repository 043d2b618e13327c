"""The heaviest month: denosumab and chemotherapy and the weekly checks."""

from collections import Counter
from datetime import date, timedelta

import pytest

from messaging.rules.facts import Patient, Planned, StepKind
from messaging.rules.lines import texts
from tests.messaging.invented import JOINED, doses, enrolment, every, going, patient, plan

MOST_TEXTS = 41
MOST_A_DAY = 4


def month(denosumab: int, chemotherapy: int, weekly_day: int) -> list[Planned]:
    shots = every(28, first=JOINED + timedelta(days=denosumab), times=6)
    cycles = every(21, first=JOINED + timedelta(days=chemotherapy), times=6)
    who: Patient = patient(
        enrolment("everyone", id=1),
        enrolment("denosumab", id=2, starts_on=shots[0], doses=doses(*shots)),
        enrolment("chemotherapy", id=3, starts_on=cycles[0], doses=doses(*cycles, enrolment=3)),
        weekly_day=weekly_day,
    )
    return [line for line in going(plan(who, days=30)) if line.kind is not StepKind.STAFF]


def by_day(lines: list[Planned]) -> Counter[date]:
    """Texts a day: each question is one, and a check-in is closed with one."""
    days: Counter[date] = Counter()
    for line in lines:
        days[line.local_date] += texts(line.words)
    return days


WEEKDAYS = pytest.mark.parametrize("weekly_day", range(7))


@WEEKDAYS
@pytest.mark.parametrize(
    ("denosumab", "chemotherapy"),
    [(14, 14), (14, 16), (14, 21), (15, 28), (17, 24), (21, 14), (21, 18), (25, 15), (28, 14)],
)
def test_at_most_41_texts_and_4_a_day(denosumab: int, chemotherapy: int, weekly_day: int) -> None:
    """Closing replies counted; enrolled a fortnight ahead, as the dental gate asks."""
    days = by_day(month(denosumab, chemotherapy, weekly_day))
    assert sum(days.values()) <= MOST_TEXTS
    assert max(days.values()) <= MOST_A_DAY


@WEEKDAYS
@pytest.mark.parametrize(("denosumab", "chemotherapy"), [(21, 7), (14, 3), (7, 21), (10, 9)])
def test_a_nearer_start_brings_no_more_than_that_before_the_closing_replies(
    denosumab: int, chemotherapy: int, weekly_day: int
) -> None:
    """Two cycles then lie in the month: closing replies may bring it above."""
    lines = month(denosumab, chemotherapy, weekly_day)
    planned = sum(max(1, sum("question:" in word for word in line.words)) for line in lines)
    assert len(lines) <= planned <= MOST_TEXTS
    assert max(by_day(lines).values()) <= MOST_A_DAY


def test_questions_and_closing_replies_are_counted() -> None:
    lines = month(14, 14, 2)
    check_in = next(line for line in lines if line.step_slug == "bone-check")
    one = by_day([check_in])[check_in.local_date]
    assert one == len(check_in.words) + 1 >= 3
