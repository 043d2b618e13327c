"""What holds for every patient that could be."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.rules import agenda
from messaging.rules.facts import CapRule, Patient, Planned, PlanState, Sent, StepKind
from messaging.rules.lines import MOST_QUESTIONS
from messaging.rules.recurrence import week_of
from messaging.rules.windows import in_window, local_date
from tests.messaging.rules.any_patient import cases, property_of_the_agenda

QUARTER = timedelta(days=90)


@property_of_the_agenda
@given(cases(), st.integers(1, 30))
def test_a_short_plan_is_the_start_of_a_long_one(
    case: tuple[Patient, datetime], length: int
) -> None:
    patient, now = case
    short = agenda.plan(patient, now=now, until=now + timedelta(days=length))
    long = agenda.plan(patient, now=now, until=now + QUARTER)
    assert long[: len(short)] == short
    assert all(line.due_at >= now + timedelta(days=length) for line in long[len(short) :])


@property_of_the_agenda
@given(cases())
def test_the_order_of_the_facts_changes_nothing(case: tuple[Patient, datetime]) -> None:
    patient, now = case
    turned = replace(
        patient,
        enrolments=tuple(
            replace(each, doses=each.doses[::-1]) for each in patient.enrolments[::-1]
        ),
        recipients=patient.recipients[::-1],
    )
    plans = [agenda.plan(each, now=now, until=now + QUARTER) for each in (patient, turned)]
    assert plans[0] == plans[1]


@property_of_the_agenda
@given(cases())
def test_each_occurrence_stands_once_and_for_a_reason(case: tuple[Patient, datetime]) -> None:
    patient, now = case
    found = agenda.plan(patient, now=now, until=now + QUARTER)
    names = Counter((p.recipient, p.enrolment, p.step_slug, p.occurrence) for p in found)
    assert not [name for name, times in names.items() if times > 1]
    assert all(line.reason for line in found)


@property_of_the_agenda
@given(cases())
def test_what_goes_is_useful_in_its_window_and_after_joining(
    case: tuple[Patient, datetime],
) -> None:
    patient, now = case
    people = {recipient.id: recipient for recipient in patient.recipients}
    for line in agenda.plan(patient, now=now, until=now + QUARTER):
        if line.state is not PlanState.PLANNED or line.kind is StepKind.STAFF:
            continue
        who = people[line.recipient]
        assert max(now, line.due_at) < line.useful_until
        assert in_window(
            line.due_at, who.zone, quiet_from=patient.quiet_from, quiet_to=patient.quiet_to
        )
        assert line.local_date == local_date(line.due_at, who.zone)
        assert who.joined_on is not None
        assert local_date(line.due_at, patient.zone) >= who.joined_on
        assert sum(word.startswith("question:") for word in line.words) <= MOST_QUESTIONS


@property_of_the_agenda
@given(cases())
def test_the_caps_hold_but_for_what_is_never_dropped(case: tuple[Patient, datetime]) -> None:
    patient, now = case
    steps = {(e.id, step.slug): step for e in patient.enrolments for step in e.steps}
    found = agenda.plan(patient, now=now, until=now + QUARTER)
    contacts = [line for line in found if line.state is PlanState.PLANNED and line.counts]
    keeps = {id(line) for line in contacts if _keeps(line.enrolment, line.step_slug, found, steps)}
    for part, most in ((lambda day: day, 1), (week_of, 4)):
        every = Counter(_place(line, patient, part(line.local_date)) for line in contacts)
        kept = Counter(
            _place(line, patient, part(line.local_date)) for line in contacts if id(line) in keeps
        )
        assert all(times <= max(most, kept[place]) for place, times in every.items())


def _place(line: Planned, patient: Patient, part: object) -> tuple[int, object]:
    phone = next(r.phone for r in patient.recipients if r.id == line.recipient)
    return phone, part


def _keeps(enrolment: int, slug: str, found: tuple[Planned, ...], steps: dict) -> bool:
    """The line, or one that goes inside it, may never be dropped."""
    inside = [
        line for line in found if line.into is not None and line.into[:2] == (enrolment, slug)
    ]
    named = [(enrolment, slug), *((line.enrolment, line.step_slug) for line in inside)]
    return any(steps[name].cap is CapRule.KEEP for name in named)


@property_of_the_agenda
@given(cases())
def test_what_is_merged_goes_inside_something_that_goes(
    case: tuple[Patient, datetime],
) -> None:
    patient, now = case
    found = agenda.plan(patient, now=now, until=now + QUARTER)
    horizon = agenda.plan(patient, now=now, until=now + 2 * QUARTER)
    hosts = {(p.recipient, p.enrolment, p.step_slug, p.occurrence): p.state for p in horizon}
    for line in found:
        assert (line.into is not None) == (line.state is PlanState.MERGED)
        seen, into = 0, line.into
        while into is not None and seen < 4:
            state = hosts[(line.recipient, *into)]
            if state is PlanState.PLANNED:
                break
            into = next(
                p.into for p in horizon if (p.recipient, *_ref(p)) == (line.recipient, *into)
            )
            seen += 1
        assert into is None or state is PlanState.PLANNED


def _ref(line: Planned) -> tuple[int, str, str]:
    return line.enrolment, line.step_slug, line.occurrence


@property_of_the_agenda
@given(cases())
def test_day_by_day_nothing_is_sent_twice(case: tuple[Patient, datetime]) -> None:
    """Planning each morning with what was sent before sends each occurrence at most once."""
    patient, now = case
    for _ in range(10):
        until = now + timedelta(days=1)
        due = agenda.plan(patient, now=until, until=until)
        gone = [line for line in due if line.state is not PlanState.SKIPPED]
        patient = replace(patient, sent=(*patient.sent, *(_sent(line) for line in gone)))
        now = until
    names = Counter((s.recipient, s.enrolment, s.step, s.occurrence) for s in patient.sent)
    assert not [name for name, times in names.items() if times > 1]


def _sent(line: Planned) -> Sent:
    return Sent(
        recipient=line.recipient,
        enrolment=line.enrolment,
        step=line.step_slug,
        occurrence=line.occurrence,
        local_date=line.local_date,
        counts=line.counts,
        words=line.words,
    )


def test_a_plan_without_protocols_is_empty() -> None:
    now = datetime.fromisoformat("2026-01-05T11:00:00+00:00")
    nobody = Patient(id=1, zone="UTC", enrolments=(), recipients=())
    assert agenda.plan(nobody, now=now, until=now + QUARTER) == ()


def test_an_instant_without_a_zone_is_refused() -> None:
    now = datetime.fromisoformat("2026-01-05T11:00:00")
    nobody = Patient(id=1, zone="UTC", enrolments=(), recipients=())
    with pytest.raises(ValueError, match="UTC"):
        agenda.plan(nobody, now=now, until=now + QUARTER)
