"""Nothing double, nothing missing, nothing outside its window, however often it is planned."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.rules import agenda
from messaging.rules.facts import Patient, StepKind
from messaging.rules.windows import in_window, local_date
from tests.messaging.rules.any_patient import CASES, cases, property_of_the_agenda
from tests.messaging.rules.lived import Life, Row
from tests.messaging.rules.naive import expected

# Put off by a week, moved within its window, by whichever zone.
SLACK = timedelta(days=12)


@property_of_the_agenda
@given(cases(), st.integers(1, 90))
def test_every_occurrence_of_the_protocols_is_a_line_and_no_other(
    case: tuple[Patient, datetime], days: int
) -> None:
    patient, now = case
    until = now + timedelta(days=days)
    last = local_date(until, patient.zone)
    joined = {r.id for r in patient.recipients if r.joined_on}
    found = {
        (line.recipient, line.enrolment, line.step_slug, line.occurrence)
        for line in agenda.plan(patient, now=now, until=until)
        if line.recipient in joined
    }
    lateness = {(e.id, s.slug): s.lateness for e in patient.enrolments for s in e.steps}
    certain = {
        key
        for key, on in expected(patient, until=last).items()
        if on + lateness[key[1:3]] + SLACK < last
    }
    assert certain <= found
    assert found <= set(expected(patient, until=last + SLACK))


@settings(parent=property_of_the_agenda, max_examples=max(1, CASES // 4))
@given(cases())
def test_a_month_lived_leaves_each_occurrence_with_one_fate(
    case: tuple[Patient, datetime],
) -> None:
    patient, now = case
    patient = replace(patient, alert_open=False)
    life, end = Life(patient), now + timedelta(days=30)
    life.live(since=now, days=30)
    last = local_date(end, patient.zone)
    lateness = {(e.id, s.slug): s.lateness for e in patient.enrolments for s in e.steps}
    for key, on in expected(life.patient, until=last).items():
        if on + lateness[key[1:3]] + SLACK < last:
            assert life.rows[key].state != "PLANNED"
    for row in life.rows.values():
        _goes_in_time(patient, row, end=end)


def _goes_in_time(patient: Patient, row: Row, *, end: datetime) -> None:
    line = row.line
    assert line.reason
    if row.state == "PLANNED":
        assert line.useful_until > end - timedelta(days=1)
    if row.state != "RELEASED" or line.kind is StepKind.STAFF:
        return
    who = next(r for r in patient.recipients if r.id == line.recipient)
    assert row.at is not None
    assert line.due_at <= row.at < line.useful_until
    assert who.joined_on is not None
    assert local_date(row.at, who.zone) >= who.joined_on - timedelta(days=1)
    assert in_window(
        line.due_at, who.zone, quiet_from=patient.quiet_from, quiet_to=patient.quiet_to
    )
