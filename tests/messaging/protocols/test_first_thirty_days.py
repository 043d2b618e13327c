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


@pytest.mark.parametrize("weekly_day", [0, 3, 6])
@pytest.mark.parametrize(("denosumab", "chemotherapy"), [(14, 14), (21, 7), (14, 3), (7, 21)])
def test_at_most_41_texts_and_4_a_day(denosumab: int, chemotherapy: int, weekly_day: int) -> None:
    lines = month(denosumab, chemotherapy, weekly_day)
    planned = sum(max(1, sum("question:" in word for word in line.words)) for line in lines)
    assert len(lines) <= planned <= MOST_TEXTS
    assert max(by_day(lines).values()) <= MOST_A_DAY


def test_the_usual_month_holds_41_texts_with_the_closing_replies() -> None:
    """Enrolled a fortnight before both start, as the dental gate asks."""
    counts = [sum(by_day(month(14, 14, weekly_day)).values()) for weekly_day in range(7)]
    assert max(counts) <= MOST_TEXTS
