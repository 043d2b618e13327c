"""What was planned is what goes: planning again at each due instant changes nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.rules import agenda
from messaging.rules.facts import DoseState, Enrolment, Patient, Planned, PlanState, Sent
from messaging.rules.reasons import Reason
from tests.messaging.invented import JOINED, PROTOCOLS, doses, enrolment, every, morning, patient

Key = tuple[int, int, str, str]
LENGTH = timedelta(days=24)


def key(line: Planned) -> Key:
    return line.recipient, line.enrolment, line.step_slug, line.occurrence


def sent(line: Planned) -> Sent:
    """As the rows of the database tell it."""
    return Sent(
        recipient=line.recipient,
        enrolment=line.enrolment,
        step=line.step_slug,
        occurrence=line.occurrence,
        local_date=line.local_date,
        counts=line.state is PlanState.PLANNED and line.counts,
        words=() if line.state is PlanState.SKIPPED else line.words,
    )


def said(lines: Iterable[Planned]) -> set[tuple[int, date, str]]:
    """Who is told or asked what on which day."""
    return {(line.recipient, line.local_date, word) for line in lines for word in line.words}


def lived(who: Patient, *, start: datetime) -> set[tuple[int, date, str]]:
    return said(lived_lines(who, start=start))


def lived_lines(who: Patient, *, start: datetime) -> list[Planned]:
    """What goes, from one due instant to the next."""
    went: list[Planned] = []
    now, end = start, start + LENGTH
    while True:
        lines = agenda.plan(who, now=now, until=end)
        due = {key(line) for line in lines if _goes(line) and line.due_at <= now}
        went += [line for line in lines if key(line) in due]
        coming = [line.due_at for line in lines if _goes(line) and line.due_at > now]
        if not coming:
            return went
        now = min(coming)
        decided = [sent(line) for line in lines if key(line) in due or _decided(line, due, now)]
        who = replace(who, sent=(*who.sent, *decided))


def _goes(line: Planned) -> bool:
    return line.state is PlanState.PLANNED


def _decided(line: Planned, due: set[Key], now: datetime) -> bool:
    """It went inside another, or need not be asked again."""
    inside = line.into is not None and (line.recipient, *line.into) in due
    dropped = line.reason == Reason.ASKED_RECENTLY and line.due_at <= now
    return inside or dropped


def without_records(of: Enrolment) -> Enrolment:
    """Doses are never recorded here, so steps that wait for that are left out."""
    steps = tuple(step for step in of.steps if "dose_given" not in step.only_if)
    return replace(of, steps=steps)


@st.composite
def people(draw: st.DrawFn, treatments: int = 1) -> Patient:
    """On one treatment: with several at once a text may change places with its neighbour."""
    kinds = st.sampled_from(sorted(set(PROTOCOLS) - {"everyone"}))
    slugs = draw(st.lists(kinds, min_size=treatments, max_size=treatments))
    found = [enrolment("everyone", id=1)]
    for id_, slug in enumerate(slugs, start=2):
        starts = JOINED + timedelta(days=draw(st.integers(-20, 30)))
        apart, times = draw(st.sampled_from([(21, 3), (28, 2)]))
        if slug == "external-radiation":
            apart, times = 1, draw(st.integers(1, 5))
        given_ = doses(*every(apart, first=starts, times=times), enrolment=id_)
        found.append(
            without_records(
                enrolment(slug, id=id_, starts_on=starts, doses=given_, spine=draw(st.booleans()))
            )
        )
    return patient(*found, weekly_day=draw(st.integers(0, 6)), kidney=draw(st.booleans()))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(people(), st.integers(0, 10))
def test_what_was_planned_is_what_goes(who: Patient, days_in: int) -> None:
    start = morning(JOINED + timedelta(days=days_in))
    lines = agenda.plan(who, now=start, until=start + LENGTH)
    assert lived(who, start=start) == said(line for line in lines if _goes(line))


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(people(treatments=3))
def test_nobody_is_asked_the_same_twice_on_a_day(who: Patient) -> None:
    went = lived_lines(who, start=morning(JOINED))
    asked = Counter(
        (line.local_date, word) for line in went for word in line.words if "question:" in word
    )
    assert not [each for each, times in asked.items() if times > 1]
    occurrences = Counter(key(line) for line in went)
    assert max(occurrences.values()) == 1


@pytest.mark.parametrize("state", [DoseState.PLANNED, DoseState.GIVEN])
def test_a_month_of_denosumab_lived_is_the_month_planned(state: DoseState) -> None:
    start = morning(JOINED)
    shots = every(28, first=JOINED + timedelta(days=14), times=2)
    shot = without_records(
        enrolment("denosumab", starts_on=shots[0], doses=doses(*shots, state=state))
    )
    who = patient(enrolment("everyone", id=1), shot)
    lines = agenda.plan(who, now=start, until=start + LENGTH)
    assert lived(who, start=start) == said(line for line in lines if _goes(line))
